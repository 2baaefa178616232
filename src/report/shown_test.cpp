#include "report/shown.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/answers.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;

TEST(Shown, OrdinaryTextStaysAsItIs) {
  for (const char* text : {"", "AmazonS3", "größe 東京 🚀", "a|b \"c\" \\ 'd'", "=1+1"}) {
    EXPECT_EQ(shown_text(text), text);
  }
}

TEST(Shown, NothingInDataCanCommandATerminalOrBreakALine) {
  EXPECT_EQ(shown_text("a\nb\r\tc"), "a\\nb\\r\\tc");
  EXPECT_EQ(shown_text("\x1b[31mred\x1b]0;title\x07"), "\\x1b[31mred\\x1b]0;title\\x07");
  EXPECT_EQ(shown_text(std::string("nul\0!", 5)), "nul\\x00!");
  EXPECT_EQ(shown_text("\x7f"), "\\x7f");
  EXPECT_EQ(shown_text("\xC2\x9B"
                       "2J"),
            "\\u009b2J")
      << "the one-character form of ESC [";
  EXPECT_EQ(shown_text("\x9B"
                       "2J"),
            "\\x9b2J")
      << "and as a bare byte";
}

TEST(Shown, MarksThatReverseTheReadingDirectionAreWrittenOut) {
  EXPECT_EQ(shown_text("a\xE2\x80\xAE"
                       "b\xE2\x81\xA6"
                       "c\xE2\x80\xA8"),
            "a\\u202eb\\u2066c\\u2028");
}

TEST(Shown, NoByteBelow32EverGetsThrough) {
  for (int c = 0; c < 32; ++c) {
    for (const char shown : shown_text(std::string(1, static_cast<char>(c)))) EXPECT_GE(shown, ' ');
  }
}

TEST(Shown, UnknownMoneyIsNamedAndOtherNullsAreADash) {
  const std::vector<ResultColumn> columns{
      {"service", ValueType::kText, ""},   {"billed_cost", ValueType::kDecimal, ""},
      {"unused", ValueType::kDecimal, ""}, {"ConsumedQuantity", ValueType::kDecimal, ""},
      {"change", ValueType::kDouble, ""},  {"lines", ValueType::kInteger, ""}};
  const std::vector<Cell> nothing(columns.size());
  EXPECT_THAT(shown_row(columns, nothing), ElementsAre("-", "unknown", "unknown", "-", "-", "-"));
  EXPECT_THAT(shown_total(columns, nothing), ElementsAre("total", "unknown", "unknown", "", "", ""));
}

TEST(Shown, MoneyThatARowDoesNotHaveIsADash) {
  const std::vector<ResultColumn> columns{{"kind", ValueType::kText, ""},
                                          {"wasted_effective_cost", ValueType::kDecimal, "", true}};
  EXPECT_THAT(shown_row(columns, {"step", std::nullopt}), ElementsAre("step", "-"));
  EXPECT_THAT(shown_row(columns, {"interruption", "5"}), ElementsAre("interruption", "5"));
}

TEST(Shown, AZeroIsAZeroAndAnEmptyTextIsEmpty) {
  const std::vector<ResultColumn> columns{{"service", ValueType::kText, ""}, {"billed_cost", ValueType::kDecimal, ""}};
  EXPECT_THAT(shown_row(columns, {"", "0"}), ElementsAre("", "0"));
}

TEST(Shown, ATotalThatNamesItselfKeepsItsName) {
  const std::vector<ResultColumn> columns{{"service", ValueType::kText, ""}, {"billed_cost", ValueType::kDecimal, ""}};
  EXPECT_THAT(shown_total(columns, {"all 12", "7"}), ElementsAre("all 12", "7"));
  EXPECT_THAT(shown_total({columns[1]}, {"7"}), ElementsAre("7"));
}

TEST(Shown, TheOriginNamesSnapshotFreshnessAndIncompleteness) {
  Answer answer;
  EXPECT_EQ(shown_origin(answer), "snapshot 0");
  answer = farthing::samples::costs_by_service();
  EXPECT_EQ(shown_origin(answer), "snapshot 3, newest usage 2023-11-30T23:00:00Z");
  answer.complete = false;
  EXPECT_EQ(shown_origin(answer), "snapshot 3, newest usage 2023-11-30T23:00:00Z, incomplete");
}

}  // namespace
}  // namespace farthing
