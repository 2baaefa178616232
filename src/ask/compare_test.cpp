#include "ask/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ask/made_bill_test.hpp"
#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Answer compared_over(Engine& engine, const Snapshot& snapshot, const CompareQuestion& question,
                     const AllocationConfig& config = {}) {
  auto answer = answer_compare(engine, snapshot, question, config);
  if (answer) return std::move(*answer);
  Answer empty;
  empty.title = "error: " + answer.error().text();
  return empty;
}

MadeCharge hours_of(const char* sku, const char* month, const char* hours, const char* cost) {
  return with(made_usage(), {{"billing_period", month},
                             {"charge_date", std::string(month) + "-05"},
                             {"SkuId", sku},
                             {"ConsumedQuantity", hours},
                             {"ConsumedUnit", "Hrs"},
                             {"BilledCost", cost},
                             {"EffectiveCost", cost}});
}

// September: small 100 h for 100, big 10 h for 100, tax 5, a plan's unused 3. October: small 90 h for 99, big 20 h for
// 200, another 7 h for 7, tax 6, unused 1.
void add_two_months(MadeBill& bill) {
  bill.add(hours_of("small", "2026-09", "100", "100"));
  bill.add(hours_of("big", "2026-09", "10", "100"));
  bill.add(hours_of("small", "2026-10", "90", "99"));
  bill.add(hours_of("big", "2026-10", "20", "200"));
  bill.add(hours_of("another", "2026-10", "7", "7"));
  const auto beside = [&](const char* month, const char* tax, const char* unused) {
    bill.add(with(hours_of("", month, "", tax), {{"ChargeCategory", "Tax"}}));
    bill.add(with(hours_of("plan", month, "", unused), {{"CommitmentDiscountStatus", "Unused"}}));
  };
  beside("2026-09", "5", "3");
  beside("2026-10", "6", "1");
  bill.deliver("2026-11-01T00:00:00Z");
}

TEST(CompareTest, TheBillsChangeByItsCauses) {
  MadeBill bill;
  add_two_months(bill);
  const auto answer = compared_over(bill.engine, bill.snapshot, {.period = {.month = "2026-10"}, .by = {"region"}});
  EXPECT_EQ(answer.title, "Change of effective cost by region, 2026-10 compared with 2026-09");
  EXPECT_EQ(header_text(answer),
            "region|before|after|change|change_percent|price|quantity|mix|new|gone|idle|other|currency");
  // As many hours as before: no quantity. At the old prices they'd cost 290: 90 of mix, and 299 - 290 of price.
  EXPECT_THAT(rows_text(answer), ElementsAre("us-east-1|208|313|105|50.48|9|0|90|7|0|-2|1|USD"));
  EXPECT_EQ(row_text(*answer.total), "total|208|313|105|50.48|9|0|90|7|0|-2|1|USD");
  ASSERT_EQ(answer.periods.size(), 2u);
  EXPECT_EQ(answer.periods[1].label + " " + answer.periods[1].from + " " + answer.periods[1].to,
            "2026-09 2026-09-01 2026-10-01");
  EXPECT_THAT(note_with(answer, "31"), HasSubstr("part of the change is their length"));
}

TEST(CompareTest, TheExplanationHasWhatThePartsAreWorkedOutFrom) {
  MadeBill bill;
  add_two_months(bill);
  const auto answer =
      compared_over(bill.engine, bill.snapshot, {.period = {.month = "2026-10"}, .by = {"region"}, .explain = true});
  EXPECT_EQ(answer.explanation.front(), "parts from: the lines of the bill");
  // 299 - 290 is the price, 290 - 200 x 110 / 110 the mix.
  EXPECT_THAT(answer.explanation,
              testing::Contains("  us-east-1, USD: 110 Hrs, then 110; cost 200, then 299; 290 at the prices before"));
}

TEST(CompareTest, WhatIsNewAndWhatIsGoneStandsApart) {
  MadeBill bill;
  add_two_months(bill);
  const auto answer = compared_over(bill.engine, bill.snapshot,
                                    {.period = {.month = "2026-09"}, .with = "2026-10", .by = {"SkuId"}, .top = 2});
  EXPECT_THAT(rows_text(answer),
              ElementsAre("big|200|100|-100|-50|0|-100|0|0|0|0|0|USD", "another|7|0|-7|-100|0|0|0|0|-7|0|0|USD",
                          "(other)|106|108|2|1.89|-10|11|0|0|0|2|-1|USD"));
  EXPECT_THAT(note_with(answer, "largest"), HasSubstr("the largest 2 changes"));
}

TEST(CompareTest, HoursThatASavingsPlanTakesBackAreNotCountedTwice) {
  MadeBill bill;
  const auto covered = [&](const char* month, const char* hours, const char* cost, const char* back) {
    bill.add(with(hours_of("vm", month, hours, cost), {{"x_LineItemType", "SavingsPlanCoveredUsage"}}));
    bill.add(with(hours_of("vm", month, hours, back), {{"x_LineItemType", "SavingsPlanNegation"}}));
  };
  covered("2026-09", "10", "20", "0");
  // Without the negation's: 10 h more. With them on one side only, half of it would be a price.
  bill.add(hours_of("vm", "2026-10", "20", "40"));
  bill.deliver("2026-11-01T00:00:00Z");
  const auto answer = compared_over(bill.engine, bill.snapshot, {.period = {.month = "2026-10"}, .by = {"service"}});
  EXPECT_THAT(rows_text(answer), ElementsAre("Amazon Elastic Compute Cloud|20|40|20|100|0|20|0|0|0|0|0|USD"));
}

TEST(CompareTest, ASideWithoutDataMakesTheChangeUnknownNotZero) {
  MadeBill bill;
  add_two_months(bill);
  const auto answer = compared_over(bill.engine, bill.snapshot, {.period = {.month = "2026-09"}, .by = {"region"}});
  EXPECT_THAT(rows_text(answer), ElementsAre("us-east-1|NULL|208|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD"));
  EXPECT_FALSE(answer.complete);
  EXPECT_THAT(note_with(answer, "no data"), HasSubstr("no data for 2026-08"));
}

TEST(CompareTest, ACostThatOnePeriodDoesntStateIsNoSaving) {
  MadeBill bill;
  add_two_months(bill);
  bill.add(with(hours_of("unpriced", "2026-09", "5", "50"), {{"ServiceName", "storage"}}));
  bill.add(with(hours_of("unpriced", "2026-10", "5", ""), {{"ServiceName", "storage"}}));
  const CompareQuestion question{.period = {.month = "2026-10"}, .by = {"service"}};
  const auto answer = compared_over(bill.engine, bill.snapshot, question);
  EXPECT_THAT(rows_text(answer), ElementsAre("Amazon Elastic Compute Cloud|208|313|105|50.48|9|0|90|7|0|-2|1|USD",
                                             "storage|50|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD"));
  EXPECT_EQ(row_text(*answer.total), "total|258|313|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD");
  EXPECT_THAT(note_with(answer, "aren't known"), HasSubstr("all others changed by 105 USD"));
  // In one row with what is known it is unknown too.
  const auto region = compared_over(bill.engine, bill.snapshot, {.period = {.month = "2026-10"}, .by = {"region"}});
  EXPECT_THAT(rows_text(region), ElementsAre("us-east-1|258|313|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|NULL|USD"));
}

TEST(CompareTest, WithoutDimensionsTheServices) {
  MadeBill bill;
  add_two_months(bill);
  EXPECT_EQ(header_text(compared_over(bill.engine, bill.snapshot, {})).substr(0, 7), "service");
}

TEST(CompareTest, OnlyWhoNamesAnEndHearsThatItIsNotIncluded) {
  MadeBill bill;
  add_two_months(bill);
  const auto last = compared_over(bill.engine, bill.snapshot, {.period = {.last = "7d"}, .by = {"service"}});
  const auto said = testing::Contains(HasSubstr("--to"));
  EXPECT_THAT(last.notes, testing::Not(said));
  const auto dates = compared_over(bill.engine, bill.snapshot,
                                   {.period = {.from = "2026-10-02", .to = "2026-10-09"}, .by = {"service"}});
  EXPECT_THAT(dates.notes, said);
}

TEST(CompareTest, WhatCantBeAskedIsRefused) {
  MadeBill bill;
  add_two_months(bill);
  EXPECT_THAT(compared_over(bill.engine, bill.snapshot, {.by = {"servce"}}).title, HasSubstr("did you mean 'service'"));
  EXPECT_THAT(compared_over(bill.engine, bill.snapshot, {.top = 0}).title, HasSubstr("1 or more"));
}

TEST(CompareTest, AnEmptyLakeSaysSo) {
  MadeAllocation nothing;
  const auto answer = compared_over(nothing.engine, nothing.snapshot, {});
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_FALSE(answer.complete);
  EXPECT_THAT(note_with(answer, "empty"), HasSubstr("farthing import"));
}

MadeRow machine_row(const char* kind, const char* day, const char* cost, const MadeRow& more = {}) {
  MadeRow row = {{"cost_kind", kind},
                 {"day", day},
                 {"billing_period", std::string(day).substr(0, 7)},
                 {"cost", cost},
                 {"hours", "0"},
                 {"cluster", "prod"},
                 {"region", "us-east-1"},
                 {"instance_type", "m5"},
                 {"purchase_option", "spot"}};
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

MadeRow held_on(const char* team, const char* day, const char* cost, const MadeRow& more = {}) {
  auto row = machine_row("allocated", day, cost, {{"team", team}, {"workload", team}});
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

TEST(CompareTest, AWorkloadsQuantityIsTheNodeHoursThatItHeld) {
  MadeAllocation made;
  // m5: 10 h for 10, then 10 h for 12. search held 8 of them, then all 10, at 0.20 more each.
  made.add(held_on("search", "2026-10-05", "8"));
  made.add(machine_row("idle", "2026-10-05", "2", {{"hours", "10"}}));
  made.add(held_on("search", "2026-10-06", "12"));
  made.add(machine_row("idle", "2026-10-06", "0", {{"hours", "10"}}));
  // ads moves from m5 at 1.00 to a big machine at 4.00, where it is new; vision comes.
  made.add(
      machine_row("allocated", "2026-10-05", "5", {{"team", "ads"}, {"workload", "ads"}, {"instance_type", "old"}}));
  made.add(machine_row("idle", "2026-10-05", "0", {{"hours", "5"}, {"instance_type", "old"}}));
  made.add(held_on("ads", "2026-10-06", "20", {{"instance_type", "big"}}));
  made.add(held_on("vision", "2026-10-06", "4", {{"instance_type", "big"}}));
  made.add(machine_row("idle", "2026-10-06", "0", {{"hours", "6"}, {"instance_type", "big"}}));
  made.add({{"cost_kind", "shared"}, {"reason", "NAT"}, {"cost", "1"}, {"day", "2026-10-05"}});
  made.add({{"cost_kind", "shared"}, {"reason", "NAT"}, {"cost", "4"}, {"day", "2026-10-06"}});
  const CompareQuestion question{
      .period = {.from = "2026-10-06", .to = "2026-10-07"}, .with = "2026-10-05..2026-10-06", .by = {"team"}};
  const auto answer = compared_over(made.engine, made.snapshot, question, made.config);
  EXPECT_THAT(rows_text(answer),
              ElementsAre("ads|5|20|15|300|0|0|15|0|0|0|0|USD", "search|8|12|4|50|2|2|0|0|0|0|0|USD",
                          "vision|0|4|4|NULL|0|0|0|4|0|0|0|USD", "NULL|3|4|1|33.33|0|0|0|0|0|-2|3|USD"))
      << answer.title;
  EXPECT_EQ(row_text(*answer.total), "total|16|40|24|150|2|2|15|4|0|-2|3|USD");
  EXPECT_THAT(note_with(answer, "node-hours"), HasSubstr("what a workload held"));
}

TEST(CompareTest, AValueIsFoundByWhatItIsShownAs) {
  MadeAllocation made;
  made.run("INSERT INTO dimension_spellings VALUES ('team', 'search', 'Search & Co')");
  made.add(held_on("search", "2026-10-05", "8"));
  made.add(held_on("search", "2026-10-06", "9"));
  const auto answer = compared_over(
      made.engine, made.snapshot,
      {.period = {.last = "1d"}, .by = {"team"}, .where = "team = 'search & co'", .explain = true}, made.config);
  // No idle row says these machines' hours: their price isn't known, so all of it is other.
  EXPECT_THAT(rows_text(answer), ElementsAre("Search & Co|8|9|1|12.5|0|0|0|0|0|0|1|USD")) << answer.title;
  EXPECT_EQ(answer.explanation.front(), "parts from: the roll-up of allocation");
}

}  // namespace
}  // namespace farthing
