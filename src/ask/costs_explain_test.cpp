// What --explain says of an answer is true of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lake/lake.hpp"
#include "support/asked.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// August to October: 1, 2 and 3 lines; one of October is blue.
HandMadeLake explained_lake() {
  return hand_made_lake({{.start = "2026-08-31 12:00:00", .month = "2026-08"},
                         {.start = "2026-09-01", .month = "2026-09"},
                         {.start = "2026-09-30 23:00:00", .month = "2026-09"},
                         {.start = "2026-10-01", .team = "blue"},
                         {.start = "2026-10-15"},
                         {.start = "2026-10-31 23:00:00"}});
}

std::vector<std::string> explained(HandMadeLake& lake, CostsQuestion question) {
  question.explain = true;
  return asked(lake, question).explanation;
}

TEST(CostsExplainTest, TheLinesAreThoseThatSqlCounts) {
  auto lake = explained_lake();
  const std::tuple<CostsQuestion, const char*, const char*> kQuestions[] = {
      {{}, "true", "true"},
      {{.period = {.month = "2026-09"}}, "billing_period = '2026-09'", "true"},
      {{.period = {.from = "2026-08-31", .to = "2026-10-15"}},
       "charge_date BETWEEN '2026-08-31' AND '2026-10-14'",
       "true"},
      {{.period = {.month = "2026-10"}, .where = "tags['team'] = 'blue'"},
       "billing_period = '2026-10'",
       "Tags['team'] = 'blue'"},
      {{.where = "charge_date > DATE '2026-09-15'"}, "true", "charge_date > '2026-09-15'"}};
  for (const auto& [question, period, condition] : kQuestions) {
    const auto counted = lake.engine.query(std::string("SELECT count(*) FILTER (") + condition +
                                           "), count(*) FROM charges WHERE " + period);
    EXPECT_THAT(explained(lake, question),
                Contains("lines: " + *counted->rows[0][0] + " of " + *counted->rows[0][1] + " in the period"));
  }
}

TEST(CostsExplainTest, DeliveriesAreThoseThatThePeriodTouches) {
  auto lake = explained_lake();
  const auto lines = explained(lake, {.period = {.from = "2026-09-30", .to = "2026-10-01"}, .compare = "previous"});
  EXPECT_THAT(lines, Contains(StartsWith("delivery: 2026-09 from demo, import import-2026-09 at ")));
  EXPECT_THAT(lines, Contains(StartsWith("compared with delivery: 2026-09 from demo")));
  for (const char* other : {"2026-08", "2026-10"}) {
    EXPECT_THAT(lines, Not(Contains(HasSubstr(std::string("delivery: ") + other)))) << other;
  }
  const auto months = explained(lake, {.period = {.month = "2026-10"}, .compare = "2026-08"});
  EXPECT_THAT(months, Contains(StartsWith("delivery: 2026-10 from demo")));
  EXPECT_THAT(months, Contains(StartsWith("compared with delivery: 2026-08 from demo")));
  EXPECT_THAT(months, Not(Contains(HasSubstr("2026-09"))));
}

TEST(CostsExplainTest, TheFormulaNamesColumnPeriodsAndKeys) {
  auto lake = explained_lake();
  EXPECT_EQ(
      explained(lake, {.by = {"service", "cost_category:Unit"}, .basis = CostBasis::kNetBilled, .quantity = true})[0],
      "formula: sum of x_NetBilledCost over the lines of all billing periods, by ServiceName, "
      "x_CostCategories['Unit'], BillingCurrency and ConsumedUnit");
  EXPECT_EQ(
      explained(lake, {.period = {.from = "2026-10-01", .to = "2026-10-08"}, .compare = "2026-09"})[0],
      "formula: sum of EffectiveCost over the lines of charge starts 2026-10-01..2026-10-08 (the end is excluded), "
      "by BillingCurrency; compared with the same of billing period 2026-09");
}

TEST(CostsExplainTest, TheConditionIsShownAsItWasUnderstood) {
  auto lake = explained_lake();
  EXPECT_THAT(explained(lake, {.where = "region = 'us-east-1' -- mine"}),
              Contains("condition: (RegionId = 'us-east-1')"));
  EXPECT_THAT(explained(lake, {}), Not(Contains(StartsWith("condition:"))));
}

TEST(CostsExplainTest, ManyFilesAreCountedAndTheFirstNamed) {
  auto lake = hand_made_lake({{}});
  auto& delivery = *lake.snapshot.datasets[kCharges].partitions[0].delivery;
  delivery.inputs.clear();
  for (int i = 1; i <= 20; ++i) delivery.inputs.push_back({"part-" + std::to_string(i) + ".csv", 1, ""});
  EXPECT_THAT(explained(lake, {}), Contains(AllOf(HasSubstr("part-1.csv, part-2.csv"), EndsWith(", part-20.csv"))));
  for (int i = 21; i <= 23; ++i) delivery.inputs.push_back({"part-" + std::to_string(i) + ".csv", 1, ""});
  EXPECT_THAT(explained(lake, {}), Contains(EndsWith("part-20.csv, and 3 more")));
  lake.snapshot.datasets[kCharges].partitions[0].delivery.reset();
  EXPECT_THAT(explained(lake, {}), Contains("delivery: 2026-10 from demo")) << "of a delivery that says nothing";
}

}  // namespace
}  // namespace farthing
