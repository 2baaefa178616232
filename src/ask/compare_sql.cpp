#include "ask/compare_sql.hpp"

#include <fmt/format.h>

#include "ask/costs_sql.hpp"

namespace farthing {
namespace {

constexpr const char* kUnused = "coalesce(CommitmentDiscountStatus = 'Unused', false)";
constexpr const char* kMeasured = "coalesce(ChargeCategory = 'Usage' AND ConsumedQuantity > 0, false)";
// It takes back the money of usage that a plan covers, and says its hours once more.
constexpr const char* kCounted = "coalesce(x_LineItemType <> 'SavingsPlanNegation', true)";

constexpr const char* kHeld = "cost_kind IN ('allocated', 'system')";
constexpr const char* kIdleRow = "cost_kind = 'idle'";
// A machine's idle row says its hours; that of a commitment has a reason.
constexpr const char* kMachineIdle = "cost_kind = 'idle' AND reason IS NULL";

std::string dimensions_sql(const std::vector<Dimension>& dimensions) {
  std::string sql;
  for (std::size_t i = 0; i < dimensions.size(); ++i) {
    sql += dimensions[i].sql() + " AS " + dimension_alias(i) + ", ";
  }
  return sql;
}

// What to group by: the first `count` columns.
std::string ordinals(std::size_t count) {
  std::string sql;
  for (std::size_t i = 1; i <= count; ++i) sql += (i > 1 ? ", " : "") + std::to_string(i);
  return sql;
}

std::string bill_side(const std::string& cost, const std::string& chosen) {
  return fmt::format(
      "count(*) FILTER (WHERE ({0}) AND NOT {1}), count(*) FILTER (WHERE ({0}) AND {2} IS NULL),\n  sum({2}) FILTER "
      "(WHERE ({0}) AND NOT {1} AND {3}),\n"
      "  sum(ConsumedQuantity) FILTER (WHERE ({0}) AND NOT {1} AND {3} AND {2} IS NOT NULL AND {4}),\n"
      "  sum({2}) FILTER (WHERE ({0}) AND NOT {1} AND NOT {3}), sum({2}) FILTER (WHERE ({0}) AND {1})",
      chosen, kUnused, cost, kMeasured, kCounted);
}

std::string workload_side(int side) {
  return fmt::format(
      "count(*) FILTER (WHERE side = {0} AND NOT {2}), count(*) FILTER (WHERE side = {0} AND cost IS NULL),\n  "
      "sum(cost) FILTER (WHERE side = {0} AND {1}), NULL,\n"
      "  sum(cost) FILTER (WHERE side = {0} AND NOT {1} AND NOT {2}), sum(cost) FILTER (WHERE side = {0} AND {2})",
      side, kHeld, kIdleRow);
}

std::string rate_side(const std::string& cost, const std::string& chosen) {
  return fmt::format(
      "sum({0}) FILTER (WHERE ({1}) AND ({2} OR {3})), CAST(sum(hours) FILTER (WHERE ({1}) AND {3} AND {0} IS NOT "
      "NULL) AS DECIMAL(38,12))",
      cost, chosen, kHeld, kMachineIdle);
}

}  // namespace

std::string bill_leaves_sql(const CostsPlan& plan) {
  const auto& cost = plan.basis().column;
  const auto now = plan.period.sql(), before = plan.previous->sql();
  return fmt::format(
      "SELECT {}BillingCurrency AS currency, ServiceName, RegionId, SkuId, x_UsageType, ConsumedUnit,\n  {},\n  {}\n"
      "FROM charges WHERE (({}) OR ({})){}\nGROUP BY {}",
      dimensions_sql(plan.by), bill_side(cost, before), bill_side(cost, now), now, before,
      plan.condition ? " AND (" + plan.condition->sql + ")" : "", ordinals(plan.by.size() + 1 + kBillKeys));
}

std::string workload_leaves_sql(const AllocatedPlan& plan) {
  return fmt::format(
      "SELECT {}currency, cluster, namespace, ecs_service, workload, region, instance_type, purchase_option,\n  {},\n"
      "  {}\nFROM {}{}\nGROUP BY {}",
      dimensions_sql(plan.dimensions), workload_side(1), workload_side(0), kAllocatedRows,
      plan.shown.condition ? " WHERE (" + plan.shown.condition->sql + ")" : "",
      ordinals(plan.dimensions.size() + 1 + kWorkloadKeys));
}

std::string machine_rates_sql(const AllocatedPlan& plan) {
  const auto cost = plan.cost_column();
  const auto now = plan.shown.period.sql(), before = plan.shown.previous->sql();
  return fmt::format(
      "SELECT currency, region, instance_type, purchase_option, {}, {}\n"
      "FROM (SELECT *, day AS charge_date FROM {}) WHERE ({}) OR ({})\nGROUP BY 1, 2, 3, 4",
      rate_side(cost, before), rate_side(cost, now), plan.costs_table(), now, before);
}

}  // namespace farthing
