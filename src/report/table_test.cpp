#include "report/table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "report/utf8.hpp"
#include "support/answers.hpp"

namespace farthing {
namespace {

using farthing::samples::costs_by_service;
using farthing::samples::one_column;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(Table, ShowsTitleHeaderRowsTotalAndOrigin) {
  EXPECT_EQ(render_table(costs_by_service()), R"(Effective cost by service, 2023-11

service    effective_cost  currency  lines
---------  --------------  --------  -----
AmazonS3     1.3667240874  USD        1200
AWSLambda   -0.08          USD          81
---------  --------------  --------  -----
total        1.2867240874  USD        1281

snapshot 3, newest usage 2023-11-30T23:00:00Z
)");
}

TEST(Table, SecondaryColumnsAreLeftOutAndNamedAndLongNamesStandOnTwoLines) {
  Answer answer = costs_by_service();
  answer.columns[3].name = "lines_of_the_bill";
  answer.secondary = {"currency", "not_there"};
  EXPECT_EQ(render_table(answer), R"(Effective cost by service, 2023-11

              effective_  lines_of_
service             cost   the_bill
---------  -------------  ---------
AmazonS3    1.3667240874       1200
AWSLambda  -0.08                 81
---------  -------------  ---------
total       1.2867240874       1281

snapshot 3, newest usage 2023-11-30T23:00:00Z
left out: currency (--wide, -o csv and -o json have them)
)");
  answer.secondary = {"not_there"};
  EXPECT_THAT(render_table(answer), HasSubstr("currency"));
  EXPECT_THAT(render_table(answer), Not(HasSubstr("left out")));
}

TEST(Table, NotesAndExplanationFollowALineEach) {
  Answer answer = one_column(ValueType::kText, {"a"});
  answer.complete = false;
  answer.notes = {"net costs are unknown for 3 lines", "two\nlines"};
  answer.explanation = {"sum(BilledCost)", "3 rows of charges"};
  EXPECT_EQ(render_table(answer), R"(x
-
a

snapshot 0, incomplete
note: net costs are unknown for 3 lines
note: two\nlines

explanation:
  sum(BilledCost)
  3 rows of charges
)");
}

TEST(Table, DecimalPointsStandBelowEachOther) {
  const Answer answer = one_column(ValueType::kDecimal, {"100000000", "0.000000000001", "-12.5", std::nullopt}, "c");
  EXPECT_EQ(render_table(answer), R"(                     c
----------------------
100000000
        0.000000000001
      -12.5
               unknown

snapshot 0
)");
}

TEST(Table, AWordThatIsWiderThanItsNumbersDoesNotMoveThem) {
  const Answer answer = one_column(ValueType::kDecimal, {"1.5", std::nullopt, "20"}, "c");
  EXPECT_EQ(render_table(answer), "      c\n-------\n    1.5\nunknown\n   20\n\nsnapshot 0\n");
}

TEST(Table, DoublesInENotationStandAtTheRightEdge) {
  const Answer answer = one_column(ValueType::kDouble, {"1e-07", "0.25", std::nullopt, "NaN"}, "rate");
  EXPECT_EQ(render_table(answer), " rate\n-----\n1e-07\n 0.25\n    -\n  NaN\n\nsnapshot 0\n");
}

TEST(Table, WithoutRowsItSaysSo) {
  Answer answer = costs_by_service();
  answer.rows.clear();
  answer.total.reset();
  EXPECT_THAT(render_table(answer), HasSubstr("service  effective_cost  currency  lines\n"
                                              "-------  --------------  --------  -----\n"
                                              "(no rows)\n"));
}

TEST(Table, WithoutColumnsThereIsNoTable) {
  Answer answer;
  answer.title = "Removed";
  EXPECT_EQ(render_table(answer), "Removed\n\nsnapshot 0\n");
}

TEST(Table, WideAndCombinedCharactersKeepTheColumnsAligned) {
  Answer answer;
  answer.columns = {{"tag:team", ValueType::kText, ""}, {"lines", ValueType::kInteger, ""}};
  answer.rows = {{"größe", "1"}, {"東京東京東", "22"}, {"e\xCC\x81", "333"}, {"plain", "4"}};
  const auto lines = split(render_table(answer), '\n');
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(display_width(lines[i]), 17u) << lines[i];
}

TEST(Table, DataCannotReachTheTerminalRaw) {
  Answer answer = one_column(ValueType::kText, {"\x1b[2J\nspoofed  row"}, "na\x1bme");
  answer.title = "ti\x1btle";
  answer.notes = {"no\x1bte"};
  answer.explanation = {"ex\x1bplanation"};
  answer.freshness = "fr\x1b";
  const std::string text = render_table(answer);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J\\nspoofed  row\n"));
}

TEST(Table, NoLineEndsInASpace) {
  for (const auto& line : split(render_table(costs_by_service()), '\n')) {
    EXPECT_TRUE(line.empty() || line.back() != ' ') << "'" << line << "'";
  }
}

}  // namespace
}  // namespace farthing
