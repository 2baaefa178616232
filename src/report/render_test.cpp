#include "report/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/answers.hpp"

namespace farthing {
namespace {

using farthing::testing::costs_by_service;
using ::testing::StartsWith;

std::string rendered(const char* format) {
  return render_answer(costs_by_service(), parse_output_format(format).value());
}

TEST(Render, EachFormatGoesToItsRenderer) {
  EXPECT_THAT(rendered("table"), StartsWith("Effective cost by service, 2023-11\n\nservice  "));
  EXPECT_THAT(rendered("json"), StartsWith("{\"columns\":["));
  EXPECT_THAT(rendered("ndjson"), StartsWith("{\"service\":\"AmazonS3\""));
  EXPECT_THAT(rendered("csv"), StartsWith("service,effective_cost"));
  EXPECT_THAT(rendered("tsv"), StartsWith("service\teffective_cost"));
  EXPECT_THAT(rendered("markdown"), StartsWith("**Effective cost by service, 2023-11**"));
}

TEST(Render, EveryFormatEndsItsLastLineAndShowsEveryDigit) {
  for (const auto& format : output_format_names()) {
    const std::string text = rendered(format.c_str());
    EXPECT_EQ(text.back(), '\n') << format;
    EXPECT_NE(text.find("1.3667240874"), std::string::npos) << format;
  }
}

TEST(Render, TheTotalIsForPeopleOnly) {
  const std::set<std::string> for_people{"table", "markdown"};
  for (const auto& format : output_format_names()) {
    EXPECT_EQ(rendered(format.c_str()).find("1.2867240874") != std::string::npos, for_people.contains(format))
        << format;
  }
}

TEST(RenderDeathTest, ARowOfAnotherWidthIsAProgrammersError) {
  Answer answer = costs_by_service();
  answer.rows.push_back({"one cell"});
  EXPECT_DEATH((void)render_answer(answer, OutputFormat::kCsv), "is_rectangular");
}

}  // namespace
}  // namespace farthing
