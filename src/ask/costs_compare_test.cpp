#include <gtest/gtest.h>

#include "support/asked.hpp"

namespace farthing {
namespace {

using ComparedRows = std::vector<std::string>;

// September: a 4, b 1. October: a 5, c 2.
HandMadeLake two_months() {
  return hand_made_lake({
      {.service = "a", .effective = "4", .start = "2026-09-10", .month = "2026-09"},
      {.service = "b", .effective = "1", .start = "2026-09-30", .month = "2026-09"},
      {.service = "a", .effective = "5", .start = "2026-10-10"},
      {.service = "c", .effective = "2", .start = "2026-10-31 23:00:00"},
  });
}

TEST(CostsCompareTest, TheMonthBeforeStandsBesideTheMonth) {
  auto lake = two_months();
  const auto answer = asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}, .compare = "previous"});
  EXPECT_EQ(answer.title, "Effective cost by service, 2026-10 compared with 2026-09");
  EXPECT_EQ(header_text(answer), "service|effective_cost|previous_effective_cost|change|change_percent|currency");
  EXPECT_EQ(rows_text(answer), (ComparedRows{"a|5|4|1|25|USD", "c|2|0|2|NULL|USD", "b|0|1|-1|-100|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|7|5|2|40|USD");
  EXPECT_EQ(answer.columns[4].type, ValueType::kDouble);
  EXPECT_TRUE(answer.complete);
}

TEST(CostsCompareTest, AMonthOrDatesCanBeNamed) {
  auto lake = two_months();
  EXPECT_EQ(rows_text(asked(lake, {.period = {.month = "2026-09"}, .compare = "2026-10"})),
            ComparedRows{"5|7|-2|-28.57|USD"});
  EXPECT_EQ(rows_text(asked(lake, {.period = {.month = "2026-10"}, .compare = "2026-09-30..2026-10-11"})),
            ComparedRows{"7|6|1|16.67|USD"})
      << "the 10th of October lies in both";
}

TEST(CostsCompareTest, LastIsComparedWithAsManyDaysBefore) {
  auto lake = two_months();
  // The newest usage ends with October: 22 days are 10..31 October, before them 18 September..9 October.
  const auto answer = asked(lake, {.period = {.last = "22d"}, .compare = "previous"});
  EXPECT_EQ(answer.title, "Effective cost, 2026-10-10..2026-11-01 compared with 2026-09-18..2026-10-10");
  EXPECT_EQ(rows_text(answer), ComparedRows{"7|1|6|600|USD"});
}

TEST(CostsCompareTest, APeriodWithoutDataIsUnknownNotZero) {
  auto lake = two_months();
  const auto answer = asked(lake, {.period = {.month = "2026-09"}, .by = {"service"}, .compare = "previous"});
  EXPECT_EQ(rows_text(answer), (ComparedRows{"a|4|NULL|NULL|NULL|USD", "b|1|NULL|NULL|NULL|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|5|NULL|NULL|NULL|USD");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "no data"), "no data for 2026-08: there are 2026-09, 2026-10");
  const auto later = asked(lake, {.period = {.month = "2026-11"}, .by = {"service"}, .compare = "previous"});
  EXPECT_EQ(rows_text(later), (ComparedRows{"a|NULL|5|NULL|NULL|USD", "c|NULL|2|NULL|NULL|USD"}));
}

TEST(CostsCompareTest, ACurrencyThatOnePeriodLacksIsUnknownThere) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "4", .start = "2026-09-10", .month = "2026-09"},
      {.service = "a", .effective = "5"},
      {.service = "a", .effective = "3", .currency = "EUR"},
  });
  const auto answer = asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}, .compare = "previous"});
  EXPECT_EQ(rows_text(answer), (ComparedRows{"a|5|4|1|25|USD", "a|3|NULL|NULL|NULL|EUR"}));
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "EUR for"), "no data in EUR for 2026-09: its change is unknown");
  EXPECT_EQ(note_with(answer, "total of"), "total of 2026-09 an unknown amount of EUR, 4 USD");
}

TEST(CostsCompareTest, AnUnknownCostOnOneSideLeavesTheChangeUnknown) {
  auto lake = hand_made_lake({
      {.effective = "4", .start = "2026-09-10", .month = "2026-09", .contracted = std::nullopt},
      {.effective = "5", .contracted = "5"},
  });
  const auto answer =
      asked(lake, {.period = {.month = "2026-10"}, .basis = CostBasis::kContracted, .compare = "previous"});
  EXPECT_EQ(rows_text(answer), ComparedRows{"5|NULL|NULL|NULL|USD"});
  EXPECT_EQ(note_with(answer, "unknown"), "2026-09: contracted cost is unknown for all 1 line (1 USD billed)");
}

TEST(CostsCompareTest, AConditionDoesNotTurnATrueZeroIntoAnUnknown) {
  auto lake = two_months();
  const auto answer = asked(
      lake, {.period = {.month = "2026-10"}, .by = {"service"}, .where = "ServiceName = 'c'", .compare = "previous"});
  EXPECT_EQ(rows_text(answer), ComparedRows{"c|2|0|2|NULL|USD"}) << "September has data, none of them of c";
  EXPECT_TRUE(answer.complete);
}

TEST(CostsCompareTest, LinesOfUnknownConditionAreCountedForEachPeriod) {
  auto lake = hand_made_lake({
      {.effective = "4", .start = "2026-09-10", .month = "2026-09"},
      {.effective = "5", .team = "red"},
  });
  const auto answer =
      asked(lake, {.period = {.month = "2026-10"}, .where = "Tags['team'] = 'red'", .compare = "previous"});
  EXPECT_EQ(rows_text(answer), ComparedRows{"5|0|5|NULL|USD"});
  EXPECT_EQ(note_with(answer, "condition"),
            "2026-09: the condition is unknown for 1 line, which is left out (4 USD effective)");
}

TEST(CostsCompareTest, TopRanksByThePeriodAndSumsBothSides) {
  auto lake = two_months();
  const auto answer = asked(lake, {.period = {.month = "2026-10"}, .by = {"service"}, .compare = "previous", .top = 1});
  EXPECT_EQ(rows_text(answer), (ComparedRows{"a|5|4|1|25|USD", "(other)|2|1|1|100|USD"}));
}

TEST(CostsCompareTest, AChangeFromACreditGoesByItsSize) {
  auto lake = hand_made_lake({{.effective = "-4", .start = "2026-09-10", .month = "2026-09"}, {.effective = "-5"}});
  EXPECT_EQ(rows_text(asked(lake, {.period = {.month = "2026-10"}, .compare = "previous"})),
            ComparedRows{"-5|-4|-1|-25|USD"});
}

TEST(CostsCompareTest, QuantitiesOfThePeriodStandBesideTheChange) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "4", .start = "2026-09-10", .month = "2026-09", .quantity = "8", .unit = "Hours"},
      {.service = "b", .effective = "5", .quantity = "2", .unit = "Hours"},
  });
  EXPECT_EQ(rows_text(asked(
                lake, {.period = {.month = "2026-10"}, .by = {"service"}, .quantity = true, .compare = "previous"})),
            (ComparedRows{"b|5|0|5|NULL|USD|2|Hours", "a|0|4|-4|-100|USD|0|Hours"}));
}

TEST(CostsCompareTest, AComparisonNeedsAPeriod) {
  auto lake = two_months();
  for (const char* with : {"previous", "2026-09"}) {
    EXPECT_NE(asked(lake, {.compare = with}).title.find("--month"), std::string::npos);
  }
  EXPECT_NE(asked(lake, {.period = {.from = "2026-10-01"}, .compare = "previous"}).title.find("error"),
            std::string::npos);
  EXPECT_NE(asked(lake, {.period = {.month = "2026-10"}, .compare = "yesterday"}).title.find("YYYY-MM"),
            std::string::npos);
  EXPECT_NE(asked(lake, {.period = {.month = "2026-10"}, .granularity = Granularity::kDay, .compare = "previous"})
                .title.find("can't be combined"),
            std::string::npos);
}

TEST(CostsCompareTest, AnEmptyLakeComparesNothingWithNothing) {
  auto lake = hand_made_lake({});
  const auto answer = asked(lake, {.period = {.last = "30d"}, .by = {"service"}, .compare = "previous"});
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_EQ(answer.title, "Effective cost by service, the last 30d compared with the 30d before");
}

}  // namespace
}  // namespace farthing
