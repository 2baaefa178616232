#include "report/output_format.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(OutputFormat, EveryNameIsReadInAnyCase) {
  EXPECT_EQ(parse_output_format("table"), OutputFormat::kTable);
  EXPECT_EQ(parse_output_format("json"), OutputFormat::kJson);
  EXPECT_EQ(parse_output_format("ndjson"), OutputFormat::kNdjson);
  EXPECT_EQ(parse_output_format("CSV"), OutputFormat::kCsv);
  EXPECT_EQ(parse_output_format("Tsv"), OutputFormat::kTsv);
  EXPECT_EQ(parse_output_format("markdown"), OutputFormat::kMarkdown);
}

TEST(OutputFormat, AnUnknownNameIsWrongUsageAndTheErrorListsTheNames) {
  for (const char* name : {"", "xml", "tabl", "json "}) {
    const auto format = parse_output_format(name);
    ASSERT_FALSE(format) << name;
    EXPECT_EQ(format.error().kind, Error::Kind::kUsage);
    EXPECT_THAT(format.error().text(), HasSubstr("table, json, ndjson, csv, tsv, markdown, xlsx"));
    EXPECT_THAT(format.error().text(), HasSubstr("'" + std::string(name) + "'"));
  }
}

TEST(OutputFormat, NamesAreInTheOrderOfTheManual) {
  EXPECT_THAT(output_format_names(), ElementsAre("table", "json", "ndjson", "csv", "tsv", "markdown", "xlsx"));
}

TEST(OutputFormat, FormatsWhoseEveryLineIsARowCarryNoNotes) {
  for (const auto format : {OutputFormat::kTable, OutputFormat::kJson, OutputFormat::kMarkdown, OutputFormat::kXlsx}) {
    EXPECT_TRUE(carries_notes(format));
  }
  for (const auto format : {OutputFormat::kNdjson, OutputFormat::kCsv, OutputFormat::kTsv}) {
    EXPECT_FALSE(carries_notes(format));
  }
}

}  // namespace
}  // namespace farthing
