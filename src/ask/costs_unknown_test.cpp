// What an answer about costs says of what it doesn't know.
#include <gtest/gtest.h>

#include "support/asked.hpp"

namespace farthing {
namespace {

using UnknownRows = std::vector<std::string>;

TEST(CostsUnknownTest, AnEmptyLakeAnswersWithNoRowsAndSaysWhatToDo) {
  auto lake = hand_made_lake({});
  for (const PeriodChoice& period : {PeriodChoice{}, PeriodChoice{.month = "2026-10"}, PeriodChoice{.last = "30d"}}) {
    const auto answer = asked(lake, {.period = period, .by = {"service"}, .explain = true});
    EXPECT_EQ(header_text(answer), "service|effective_cost|currency");
    EXPECT_TRUE(answer.rows.empty());
    EXPECT_FALSE(answer.total);
    EXPECT_FALSE(answer.complete);
    EXPECT_EQ(note_with(answer, "empty"), "the lake is empty: farthing import PATH");
    EXPECT_EQ(answer.explanation.back(), "snapshot: 0, the empty lake");
  }
  EXPECT_EQ(asked(lake, {.period = {.last = "30d"}}).title, "Effective cost, the last 30d");
  EXPECT_NE(asked(lake, {.by = {"nothing at all"}}).title.find("error"), std::string::npos);
}

TEST(CostsUnknownTest, APeriodWithoutDataNamesTheMonthsThatAreThere) {
  auto lake =
      hand_made_lake({{.start = "2026-08-01", .month = "2026-08"}, {.start = "2026-09-01", .month = "2026-09"}});
  const auto answer = asked(lake, {.period = {.month = "2026-10"}});
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "no data"), "no data for 2026-10: there are 2026-08, 2026-09");
  const auto dates = asked(lake, {.period = {.from = "2026-10-01", .to = "2026-10-08"}});
  EXPECT_EQ(note_with(dates, "no data"), "no data for 2026-10-01..2026-10-08: there are 2026-08, 2026-09");
}

TEST(CostsUnknownTest, AConditionThatMatchesNothingIsATrueNothing) {
  auto lake = hand_made_lake({{}});
  const auto answer = asked(lake, {.where = "ServiceName = 'AmazonS3'"});
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_TRUE(answer.complete);
  EXPECT_FALSE(answer.total);
}

TEST(CostsUnknownTest, AMissingMonthInsideThePeriodIsNamed) {
  auto lake = hand_made_lake({{.start = "2026-08-01", .month = "2026-08"}, {.start = "2026-10-01"}});
  const auto answer = asked(lake, {.period = {.from = "2026-08-01", .to = "2026-11-01"}});
  EXPECT_EQ(rows_text(answer), UnknownRows{"2|USD"});
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "partial"), "2026-08-01..2026-11-01 is partial: no data for 2026-09");
  EXPECT_EQ(asked(lake, {}).title, "Effective cost, all data (2026-08, 2026-10)");
}

TEST(CostsUnknownTest, AMonthThatMayStillChangeSaysSo) {
  auto lake = hand_made_lake({{.invoice = std::nullopt}, {.start = "2026-10-03 05:00:00"}});
  const auto answer = asked(lake, {.period = {.month = "2026-10"}});
  EXPECT_EQ(note_with(answer, "2026-10 is"), "2026-10 is open: usage until 2026-10-03T06:00:00Z");
  EXPECT_TRUE(answer.complete) << "all that was delivered is in it";
  const auto dates = asked(lake, {.period = {.from = "2026-10-01", .to = "2026-10-08"}});
  EXPECT_FALSE(dates.complete);
  EXPECT_EQ(note_with(dates, "partial"),
            "2026-10-01..2026-10-08 is partial: usage is there up to 2026-10-03T06:00:00Z");
  EXPECT_TRUE(asked(lake, {.period = {.from = "2026-10-01", .to = "2026-10-03"}}).complete) << "those days are there";

  auto over = hand_made_lake({{.start = "2026-10-31 23:00:00", .invoice = std::nullopt}, {}});
  EXPECT_EQ(note_with(asked(over, {.period = {.month = "2026-10"}}), "estimated"),
            "2026-10 is estimated: 1 of 2 lines have no invoice id");
}

TEST(CostsUnknownTest, AMonthOutsideThePeriodIsNotSpokenOf) {
  auto lake = hand_made_lake({{.start = "2026-09-10", .month = "2026-09"}, {.start = "2026-10-31 23:00:00"}});
  EXPECT_EQ(asked(lake, {.period = {.month = "2026-10"}}).notes.size(), 1U);
  EXPECT_EQ(note_with(asked(lake, {}), "2026-09 is").substr(0, 15), "2026-09 is open");
}

TEST(CostsUnknownTest, SumsIgnoreUnknownCostsAndSayHowMuchWasBilledForThem) {
  auto lake = hand_made_lake({
      {.service = "a", .billed = "5", .contracted = "4"},
      {.service = "a", .billed = "1.5", .contracted = std::nullopt},
      {.service = "b", .billed = "2", .contracted = std::nullopt},
  });
  for (const std::string dimension : {"service", "tag:team"}) {  // from the roll-up and from the lines
    const auto answer = asked(
        lake, {.by = {"service", dimension == "service" ? "account" : dimension}, .basis = CostBasis::kContracted});
    EXPECT_EQ(row_text(answer.rows[0]).substr(0, 2), "a|");
    EXPECT_EQ(answer.rows[0][2], "4");
    EXPECT_EQ(answer.rows[1][2], std::nullopt) << "all unknown is NULL, never 0";
    EXPECT_FALSE(answer.complete);
    EXPECT_EQ(note_with(answer, "unknown"), "contracted cost is unknown for 2 of 3 lines (3.5 USD billed)");
  }
}

TEST(CostsUnknownTest, WhatUnknownLinesWereBilledHeedsTheCondition) {
  auto lake = hand_made_lake({
      {.service = "a", .billed = "5", .contracted = "4"},
      {.service = "a", .billed = "1.5", .contracted = std::nullopt},
      {.service = "b", .billed = "2", .contracted = std::nullopt},
  });
  const auto answer = asked(lake, {.where = "ServiceName = 'a'", .basis = CostBasis::kContracted});
  EXPECT_EQ(note_with(answer, "unknown"), "contracted cost is unknown for 1 of 2 lines (1.5 USD billed)");
}

TEST(CostsUnknownTest, ABasisThatTheBillLacksIsUnknownAndTheReasonIsGiven) {
  auto lake = hand_made_lake({{.service = "a", .billed = "5"}, {.service = "b", .billed = "1.25"}});
  const auto answer = asked(lake, {.by = {"service"}, .basis = CostBasis::kNetEffective});
  EXPECT_EQ(header_text(answer), "service|net_effective_cost|currency");
  EXPECT_EQ(rows_text(answer), (UnknownRows{"a|NULL|USD", "b|NULL|USD"}));
  EXPECT_EQ(row_text(*answer.total), "total|NULL|USD");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "all 2 lines"), "net_effective cost is unknown for all 2 lines (6.25 USD billed)");
  EXPECT_EQ(note_with(answer, "doesn't state"),
            "the bill of 2026-10 from demo (CUR 2.0) doesn't state net_effective costs");
}

TEST(CostsUnknownTest, UnknownBilledCostsHaveNoOtherAmountToName) {
  auto lake = hand_made_lake({{.billed = std::nullopt}, {}});
  const auto answer = asked(lake, {.basis = CostBasis::kBilled});
  EXPECT_EQ(rows_text(answer), UnknownRows{"1|USD"});
  EXPECT_EQ(note_with(answer, "unknown"), "billed cost is unknown for 1 of 2 lines");
}

TEST(CostsUnknownTest, LinesForWhichTheConditionIsUnknownAreLeftOutAndCounted) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "5", .team = "red"},
      {.service = "b", .effective = "2.5"},
      {.service = std::nullopt, .effective = "0.5", .currency = "EUR"},
      {.service = "c", .effective = "7", .team = "blue"},
  });
  const auto tags = asked(lake, {.by = {"service"}, .where = "Tags['team'] = 'red'"});
  EXPECT_EQ(rows_text(tags), UnknownRows{"a|5|USD"});
  EXPECT_FALSE(tags.complete);
  EXPECT_EQ(note_with(tags, "condition"),
            "the condition is unknown for 2 lines, which are left out (0.5 EUR, 2.5 USD effective)");
  const auto services = asked(lake, {.where = "ServiceName <> 'c'"});
  EXPECT_EQ(rows_text(services), UnknownRows{"7.5|USD"});
  EXPECT_EQ(note_with(services, "condition"),
            "the condition is unknown for 1 line, which is left out (0.5 EUR effective)");
}

TEST(CostsUnknownTest, CurrenciesAreNeverAddedUp) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "5"},
      {.service = "a", .effective = "7", .currency = "EUR"},
      {.service = "a", .effective = "1", .currency = std::nullopt},
  });
  const auto answer = asked(lake, {.by = {"service"}});
  EXPECT_EQ(rows_text(answer), (UnknownRows{"a|7|EUR", "a|5|USD", "a|1|NULL"}));
  EXPECT_FALSE(answer.total);
  EXPECT_EQ(note_with(answer, "total"), "currencies are never added up; total 7 EUR, 5 USD, 1 of unknown currency");
  EXPECT_EQ(rows_text(asked(lake, {})), (UnknownRows{"7|EUR", "5|USD", "1|NULL"}));
}

TEST(CostsUnknownTest, TopCountsEachCurrencyByItself) {
  auto lake = hand_made_lake({
      {.service = "a", .effective = "5"},
      {.service = "b", .effective = "4"},
      {.service = "a", .effective = "1", .currency = "JPY"},
      {.service = "b", .effective = "2", .currency = "JPY"},
  });
  const auto answer = asked(lake, {.by = {"service"}, .top = 1});
  EXPECT_EQ(rows_text(answer), (UnknownRows{"a|5|USD", "b|2|JPY", "(other)|4|USD", "(other)|1|JPY"}));
  EXPECT_NE(note_with(answer, "largest").find("of each currency"), std::string::npos);
  EXPECT_EQ(rows_text(asked(lake, {.by = {"service", "currency"}, .top = 1})),
            (UnknownRows{"a|USD|5", "b|JPY|2", "(other)|USD|4", "(other)|JPY|1"}))
      << "a currency asked for stays one";
}

TEST(CostsUnknownTest, LinesWithoutAChargeStartAreInTheirMonthButInNoDates) {
  auto lake = hand_made_lake({{.effective = "5"}, {.effective = "3", .start = ""}});
  EXPECT_EQ(rows_text(asked(lake, {.period = {.month = "2026-10"}})), UnknownRows{"8|USD"});
  const auto dates = asked(lake, {.period = {.from = "2026-10-01", .to = "2026-10-02"}});
  EXPECT_EQ(rows_text(dates), UnknownRows{"5|USD"});
  EXPECT_FALSE(dates.complete);
  EXPECT_NE(note_with(dates, "charge start").find("1 line without"), std::string::npos);
  const auto daily = asked(lake, {.granularity = Granularity::kDay});
  EXPECT_EQ(rows_text(daily), (UnknownRows{"2026-10-01|5|USD", "NULL|3|USD"}));
}

TEST(CostsUnknownTest, AQuantityThatALineLacksIsCounted) {
  auto lake = hand_made_lake({{.quantity = "2", .unit = "Hours"}, {.unit = "Hours"}});
  const auto answer = asked(lake, {.quantity = true});
  EXPECT_EQ(rows_text(answer), UnknownRows{"2|USD|2|Hours"});
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "quantity"), "the quantity is unknown for 1 line with a unit");
}

TEST(CostsUnknownTest, AValueThatTheConditionCannotConvertIsAnErrorOfTheCondition) {
  auto lake = hand_made_lake({{.service = "not a number"}});
  const auto answer = asked(lake, {.where = "CAST(ServiceName AS INTEGER) > 1"});
  EXPECT_NE(answer.title.find("error: --where"), std::string::npos) << answer.title;
}

}  // namespace
}  // namespace farthing
