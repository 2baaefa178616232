#include "report/markdown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/answers.hpp"

namespace farthing {
namespace {

using farthing::samples::costs_by_service;
using farthing::samples::one_column;
using ::testing::HasSubstr;

TEST(Markdown, ShowsTheSamePartsAsTheTable) {
  Answer answer = costs_by_service();
  answer.rows.push_back({std::nullopt, std::nullopt, "EUR", std::nullopt});
  answer.notes = {"1 line without a cost"};
  answer.explanation = {"sum(EffectiveCost)"};
  EXPECT_EQ(render_markdown(answer), R"(**Effective cost by service, 2023-11**

| service | effective_cost | currency | lines |
|---|---:|---|---:|
| AmazonS3 | 1.3667240874 | USD | 1200 |
| AWSLambda | -0.08 | USD | 81 |
| - | unknown | EUR | - |
| **total** | **1.2867240874** | **USD** | **1281** |

- snapshot 3, newest usage 2023-11-30T23:00:00Z
- note: 1 line without a cost
- sum(EffectiveCost)
)");
}

TEST(Markdown, DataCannotEndACellOrMarkText) {
  const Answer answer =
      one_column(ValueType::kText, {"a|b", "*bold* `code` <script> [x](y) ~z~ &amp;", "two\nlines"}, "n|m");
  EXPECT_EQ(render_markdown(answer), R"(| n\|m |
|---|
| a\|b |
| \*bold\* \`code\` \<script\> \[x\](y) \~z\~ \&amp; |
| two\\nlines |

- snapshot 0
)");
}

TEST(Markdown, EmptyCellsOfTheTotalAreNotBold) {
  Answer answer = costs_by_service();
  answer.total = {{std::nullopt, "1", std::nullopt, std::nullopt}};
  EXPECT_THAT(render_markdown(answer), HasSubstr("| **total** | **1** |  |  |\n"));
}

TEST(Markdown, WithoutColumnsThereIsNoTable) {
  Answer answer;
  answer.snapshot = 7;
  EXPECT_EQ(render_markdown(answer), "- snapshot 7\n");
}

}  // namespace
}  // namespace farthing
