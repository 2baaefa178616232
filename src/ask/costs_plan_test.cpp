#include "ask/costs_plan.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

CostsPlan planned(const CostsQuestion& question) {
  auto plan = plan_costs(question, parse_timestamp("2026-11-01"), false);
  if (!plan) ADD_FAILURE() << plan.error().text();
  return plan ? *plan : CostsPlan{};
}

std::string table_of(const CostsQuestion& question) {
  const auto plan = planned(question);
  return std::string(plan.table()) + ": " + plan.why_table;
}

TEST(CostsPlanTest, TheRollUpAnswersWhatItCan) {
  const std::string rollup = "costs_daily: it has all dimensions and all columns of the condition";
  EXPECT_EQ(table_of({}), rollup);
  EXPECT_EQ(table_of({.by = {"service", "account", "month", "x_ServiceCode"}}), rollup);
  EXPECT_EQ(table_of({.where = "RegionId = 'us-east-1'", .granularity = Granularity::kDay}), rollup);
}

TEST(CostsPlanTest, TheLinesAnswerTheRestAndTheReasonIsKept) {
  EXPECT_EQ(table_of({.by = {"service", "resource"}}), "charges: resource isn't in the daily roll-up");
  EXPECT_EQ(table_of({.by = {"tag:team"}}), "charges: tag:team isn't in the daily roll-up");
  EXPECT_EQ(table_of({.quantity = true}), "charges: quantities aren't in the daily roll-up");
  EXPECT_EQ(table_of({.granularity = Granularity::kHour}), "charges: hours aren't in the daily roll-up");
  EXPECT_EQ(table_of({.where = "ResourceId = 'i-1'"}),
            "charges: ResourceId, which the condition names, isn't in the daily roll-up");
}

TEST(CostsPlanTest, TitlesNameBasisDimensionsTimeAndPeriods) {
  EXPECT_EQ(planned({.basis = CostBasis::kNetBilled}).title("2026-10", ""), "Net billed cost, 2026-10");
  EXPECT_EQ(planned({.by = {"region", "service", "tag:x"}}).title("all data", ""),
            "Effective cost by region, service and tag:x, all data");
  const auto compared = planned({.period = {.month = "2026-10"}, .compare = "previous"});
  EXPECT_EQ(compared.title("2026-10", compared.previous->label()), "Effective cost, 2026-10 compared with 2026-09");
  EXPECT_EQ(planned({.granularity = Granularity::kWeek}).title("P", ""), "Effective cost, by week, P");
}

TEST(CostsPlanTest, ColumnsAreNamedByTheirBasis) {
  EXPECT_EQ(planned({.basis = CostBasis::kNetEffective}).cost_column(), "net_effective_cost");
  EXPECT_TRUE(planned({.by = {"BillingCurrency"}}).has_currency_column());
  EXPECT_FALSE(planned({.by = {"currency"}}).has_currency_column());
}

TEST(CostsPlanTest, LastNeedsUsageUnlessTheLakeIsEmpty) {
  const CostsQuestion question{.period = {.last = "7d"}, .compare = "previous"};
  EXPECT_EQ(planned(question).period.label(), "2026-10-25..2026-11-01");
  EXPECT_EQ(planned(question).previous->label(), "2026-10-18..2026-10-25");
  EXPECT_FALSE(plan_costs(question, std::nullopt, false));
  EXPECT_TRUE(plan_costs(question, std::nullopt, true));
  EXPECT_FALSE(plan_costs({.period = {.last = "7"}}, std::nullopt, true)) << "bad words are bad in any lake";
}

}  // namespace
}  // namespace farthing
