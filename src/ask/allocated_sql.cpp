#include "ask/allocated_sql.hpp"

#include <fmt/format.h>

#include "ask/costs_sql.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kColumns =
    "day, day AS charge_date, billing_period, cost_kind, reason, account, region, zone, service, cluster, "
    "orchestrator, node_pool, node, instance_type, purchase_option, accelerator, namespace, ecs_service, workload, "
    "controller_kind, pod, container, workload_id, run, model, model_version, tenant, gpu_sharing, mig_profile, "
    "coalesce(dimensions['owner'], owner) AS owner, dimensions, "
    "currency, "
    "estimated, cost_source, vcpu_hours, gib_hours, accelerator_hours, network_in_bytes, network_out_bytes";

// What nobody held of a machine becomes its owner's team's; what has no owner stays idle.
constexpr const char* kToPoolOwner =
    "(SELECT * REPLACE (\n"
    "    CASE WHEN cost_kind = 'idle' AND owner IS NOT NULL THEN 'allocated' ELSE cost_kind END AS cost_kind,\n"
    "    CASE WHEN cost_kind = 'idle' AND owner IS NOT NULL\n"
    "      THEN map_concat(coalesce(dimensions, CAST(MAP {} AS MAP(VARCHAR, VARCHAR))), MAP {'team': owner})\n"
    "      ELSE dimensions END AS dimensions)\n  FROM ";

std::string rows_of(const AllocatedPlan& plan, const std::string& source, const char* hours, const Period& period) {
  return fmt::format("SELECT * FROM (SELECT {}, {} AS hours, {} AS cost FROM {}) WHERE {}", kColumns, hours,
                     plan.cost_column(), source, period.sql());
}

std::string time_sql_of_days(Granularity granularity) {
  if (granularity == Granularity::kDay) return "charge_date";
  if (granularity == Granularity::kWeek) return "CAST(date_trunc('week', charge_date) AS DATE)";
  return "strftime(charge_date, '%Y-%m')";
}

std::string side_measures(int side, const std::string& prefix) {
  return fmt::format(
      "  count(*) FILTER (WHERE side = {0}) AS {1}lines,\n"
      "  sum(cost) FILTER (WHERE side = {0}) AS {1}cost,\n"
      "  count(*) FILTER (WHERE side = {0} AND cost IS NULL) AS {1}unknown_lines,\n"
      "  CAST(NULL AS DECIMAL(38,12)) AS {1}unknown_billed,\n"
      "  0 AS {1}mixed_groups",
      side, prefix);
}

constexpr const char* kHourMeasures =
    "  CAST(coalesce(sum(hours) FILTER (WHERE side = 0), 0) AS BIGINT) AS hours,\n"
    "  CAST(coalesce(sum(hours) FILTER (WHERE side = 0 AND cost IS NULL), 0) AS BIGINT) AS unknown_hours,\n"
    "  CAST(coalesce(sum(hours) FILTER (WHERE side = 0 AND estimated), 0) AS BIGINT) AS estimated_hours,\n"
    "  sum(cost) FILTER (WHERE side = 0 AND estimated) AS estimated_cost";

}  // namespace

std::string allocated_base_sql(const AllocatedPlan& plan, const Period& period) {
  return rows_of(plan, plan.costs_table(), "hours", period);
}

std::string allocated_with_idle_sql(const AllocatedPlan& plan, const Period& period) {
  if (plan.idle == "separate") return allocated_base_sql(plan, period);
  if (plan.idle == "to_pool_owner")
    return rows_of(plan, kToPoolOwner + std::string(plan.costs_table()) + ")", "hours", period);
  const auto moves = fmt::format("(SELECT * FROM {} WHERE idle_mode = {})", plan.moves_table(), sql_literal(plan.idle));
  return allocated_base_sql(plan, period) + "\nUNION ALL\n" + rows_of(plan, moves, "CAST(0 AS BIGINT)", period);
}

std::string allocated_presence_sql(const AllocatedPlan& plan) {
  const auto& period = plan.shown.period;
  const auto& previous = plan.shown.previous;
  const bool dated = period.kind == Period::Kind::kDates || (previous && previous->kind == Period::Kind::kDates);
  const std::string before = previous ? previous->sql() : "false", undated = dated ? "charge_date IS NULL" : "false";
  return fmt::format(
      "SELECT currency, count(*) FILTER (WHERE {0}), count(*) FILTER (WHERE {1}), count(*) FILTER (WHERE {2})\n"
      "FROM (SELECT currency, billing_period, day AS charge_date FROM {3})\n"
      "WHERE ({0}) OR ({1}) OR ({2}) GROUP BY 1 ORDER BY 1 NULLS LAST",
      period.sql(), before, undated, plan.costs_table());
}

std::string allocated_groups_sql(const AllocatedPlan& plan) {
  const std::string condition = plan.shown.condition ? "(" + plan.shown.condition->sql + ")" : "true";
  std::string keys = "  " + condition + " AS matched,\n", ordinals = "1", columns = "matched", joins;
  std::size_t count = 1;
  const auto add_key = [&](const std::string& sql, const std::string& alias) {
    keys += "  " + sql + " AS " + alias + ",\n";
    ordinals += ", " + std::to_string(++count);
  };
  if (plan.shown.question.granularity) {
    add_key(time_sql_of_days(*plan.shown.question.granularity), "at_time");
    columns += ", at_time";
  }
  for (std::size_t i = 0; i < plan.dimensions.size(); ++i) {
    const auto& dimension = plan.dimensions[i];
    const auto alias = dimension_alias(i);
    add_key(dimension.sql(), alias);
    // An alias of the dimension is what people read; the column holds the normal form.
    columns += dimension.key.empty() ? ", " + alias : fmt::format(", coalesce(s{0}.spelling, {1}) AS {1}", i, alias);
    if (dimension.key.empty()) continue;
    joins += fmt::format(
        "\nLEFT JOIN (SELECT value, max(spelling) AS spelling FROM dimension_spellings WHERE dimension = {0} GROUP BY "
        "1) AS s{1} ON s{1}.value = g.{2}",
        sql_literal(dimension.key), i, alias);
  }
  add_key("currency", "currency");
  std::string figures = side_measures(0, "");
  if (plan.shown.previous) figures += ",\n" + side_measures(1, "previous_");
  std::string measures = "lines, cost, unknown_lines, unknown_billed, mixed_groups";
  if (plan.shown.previous) {
    measures +=
        ", previous_lines, previous_cost, previous_unknown_lines, previous_unknown_billed, previous_mixed_groups";
  }
  return fmt::format(
      "CREATE OR REPLACE TEMP TABLE {0} AS\nWITH grouped AS (\nSELECT\n{1}{2},\n{3}\nFROM {4}\nWHERE {5} IS NOT "
      "FALSE\nGROUP BY {6}\n)\nSELECT {7}, currency, {8}, hours, unknown_hours, estimated_hours, estimated_cost\nFROM "
      "grouped AS g{9}",
      kCostGroups, keys, figures, kHourMeasures, kAllocatedRows, condition, ordinals, columns, measures, joins);
}

}  // namespace farthing
