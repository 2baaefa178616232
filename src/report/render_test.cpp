#include "report/render.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "support/answers.hpp"

namespace farthing {
namespace {

using farthing::samples::costs_by_service;
using ::testing::StartsWith;

std::string rendered_sample(const char* format) {
  return render_answer(costs_by_service(), parse_output_format(format).value()).value();
}

std::vector<std::string> text_formats() {
  auto names = output_format_names();
  std::erase_if(names, [](const std::string& name) { return is_binary(parse_output_format(name).value()); });
  return names;
}

TEST(Render, EachFormatGoesToItsRenderer) {
  EXPECT_THAT(rendered_sample("table"), StartsWith("Effective cost by service, 2023-11\n\nservice  "));
  EXPECT_THAT(rendered_sample("json"), StartsWith("{\"columns\":["));
  EXPECT_THAT(rendered_sample("ndjson"), StartsWith("{\"service\":\"AmazonS3\""));
  EXPECT_THAT(rendered_sample("csv"), StartsWith("service,effective_cost"));
  EXPECT_THAT(rendered_sample("tsv"), StartsWith("service\teffective_cost"));
  EXPECT_THAT(rendered_sample("markdown"), StartsWith("**Effective cost by service, 2023-11**"));
  EXPECT_THAT(rendered_sample("xlsx"), StartsWith("PK"));
}

TEST(Render, EveryFormatEndsItsLastLineAndShowsEveryDigit) {
  for (const auto& format : text_formats()) {
    const std::string text = rendered_sample(format.c_str());
    EXPECT_EQ(text.back(), '\n') << format;
    EXPECT_NE(text.find("1.3667240874"), std::string::npos) << format;
  }
}

TEST(Render, TheTotalIsForPeopleOnly) {
  const std::set<std::string> for_people{"table", "markdown"};
  for (const auto& format : text_formats()) {
    EXPECT_EQ(rendered_sample(format.c_str()).find("1.2867240874") != std::string::npos, for_people.contains(format))
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
