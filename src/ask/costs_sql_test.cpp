#include "ask/costs_sql.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CostsPlan plan_of(const CostsQuestion& question) {
  return plan_costs(question, parse_timestamp("2026-11-01"), false).value();
}

TEST(CostsSqlTest, AMonthIsAPredicateOnTheBillingPeriodThatPrunesFiles) {
  const auto sql = groups_sql(plan_of({.period = {.month = "2026-10"}, .by = {"service"}}));
  EXPECT_THAT(sql, HasSubstr("FROM costs_daily\nWHERE billing_period = '2026-10'\nGROUP BY 1, 2, 3"));
  EXPECT_THAT(sql, HasSubstr("\"ServiceName\" AS d0"));
  EXPECT_THAT(sql, Not(HasSubstr("FILTER (WHERE (")));
}

TEST(CostsSqlTest, AComparisonReadsBothPeriodsOnceAndTellsThemApart) {
  const auto sql = groups_sql(plan_of({.period = {.month = "2026-10"}, .compare = "previous"}));
  EXPECT_THAT(sql, HasSubstr("WHERE ((billing_period = '2026-10') OR (billing_period = '2026-09'))"));
  EXPECT_THAT(sql, HasSubstr("sum(EffectiveCost) FILTER (WHERE (billing_period = '2026-10')) AS cost"));
  EXPECT_THAT(sql, HasSubstr("sum(EffectiveCost) FILTER (WHERE (billing_period = '2026-09')) AS previous_cost"));
}

TEST(CostsSqlTest, OnlyLinesThatFailTheConditionAreLeftOutOfTheGroups) {
  const auto plan = plan_of({.where = "ResourceId = 'i-1'"});
  const std::string condition = "(" + plan.condition->sql + ")";
  EXPECT_THAT(groups_sql(plan), HasSubstr(condition + " AS matched"));
  EXPECT_THAT(groups_sql(plan), HasSubstr("AND " + condition + " IS NOT FALSE"));
}

TEST(CostsSqlTest, NamesOfUsersAreQuoted) {
  const auto plan = plan_of({.by = {"tag:it's \"quoted\""}});
  EXPECT_THAT(groups_sql(plan), HasSubstr(R"("Tags"['it''s "quoted"'] AS d0)"));
  EXPECT_THAT(rows_sql(plan, {}), HasSubstr(R"(d0 AS "tag:it's ""quoted""")"));
}

TEST(CostsSqlTest, AnAbsentSideIsZeroOnlyWhereThePeriodHasThatCurrency) {
  const auto plan = plan_of({.period = {.month = "2026-10"}, .compare = "previous"});
  const auto sql = rows_sql(plan, {{"EU'R", 5, 0, 0}, {std::nullopt, 0, 2, 0}});
  EXPECT_THAT(sql, HasSubstr("CASE WHEN lines > 0 THEN cost WHEN false OR currency IS NOT DISTINCT FROM 'EU''R' THEN"));
  EXPECT_THAT(sql, HasSubstr("CASE WHEN previous_lines > 0 THEN previous_cost WHEN false OR currency IS NOT DISTINCT "
                             "FROM NULL THEN"));
}

TEST(CostsSqlTest, UndatedLinesMatterToDatesOnly) {
  EXPECT_THAT(presence_sql(plan_of({.period = {.month = "2026-10"}})), Not(HasSubstr("charge_date")));
  EXPECT_THAT(presence_sql(plan_of({.period = {.last = "7d"}})), HasSubstr("OR charge_date IS NULL"));
}

}  // namespace
}  // namespace farthing
