#include "lake/build_inputs.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "base/text.hpp"

namespace farthing {
namespace {

// The models' names of the bases, and the columns of charges.
constexpr std::array<std::pair<const char*, const char*>, 6> kCosts = {{
    {"billed_cost", "BilledCost"},
    {"effective_cost", "EffectiveCost"},
    {"net_billed_cost", "x_NetBilledCost"},
    {"net_effective_cost", "x_NetEffectiveCost"},
    {"contracted_cost", "ContractedCost"},
    {"list_cost", "ListCost"},
}};

std::string build_days_sql(const std::vector<std::string>& days) {
  std::vector<std::string> values;
  for (const auto& day : days) values.push_back("(TIMESTAMP " + sql_literal(day + " 00:00:00") + ")");
  return "CREATE OR REPLACE TEMP TABLE build_days AS SELECT * FROM (VALUES " + join(values, ", ") + ") AS v(day)";
}

// The days' pieces of a dataset of intervals, without overlaps within one `id`.
std::string pieces_sql(const std::string& dataset, const std::string& id, const std::string& end) {
  const auto pieces = fmt::format(
      "SELECT n.*, d.day AS x_day FROM {0} AS n JOIN build_days AS d ON date_trunc('day', n.start) = d.day "
      "WHERE n.\"end\" > n.start "
      "UNION ALL BY NAME SELECT n.* REPLACE (CASE WHEN n.start > d.day THEN n.start ELSE d.day END AS start, "
      "d.day + INTERVAL 1 DAY AS \"end\"), d.day AS x_day FROM {0} AS n JOIN build_days AS d "
      "ON n.start < d.day + INTERVAL 1 DAY WHERE n.\"end\" IS NULL AND d.day < TIMESTAMP {1}",
      dataset, sql_literal(end + " 00:00:00"));
  return fmt::format(
      "SELECT * EXCLUDE (x_day, x_next) REPLACE (CASE WHEN x_next < \"end\" THEN x_next ELSE \"end\" END AS \"end\") "
      "FROM (SELECT *, lead(start) OVER (PARTITION BY {0}, x_day ORDER BY start, \"end\") AS x_next FROM ({1})) "
      "WHERE x_next IS NULL OR x_next > start",
      id, pieces);
}

// A line that lasts beyond a day falls on its days by time; the last of them takes what rounding leaves.
std::string day_cost(const char* name, const char* column) {
  return fmt::format(
      "CASE WHEN x_until = x_length THEN {1} ELSE CAST(round(CAST({1} AS DOUBLE) * x_until / x_length * 1e12) AS "
      "BIGINT) * 0.000000000001 END - CAST(round(CAST({1} AS DOUBLE) * x_before / x_length * 1e12) AS BIGINT) * "
      "0.000000000001 AS {0}",
      name, column);
}

std::string charges_sql(const std::string& month) {
  std::string costs;
  for (const auto& [name, column] : kCosts) costs += ", " + day_cost(name, column);
  const auto lines = fmt::format(
      "SELECT *, row_number() OVER () AS x_line FROM charges WHERE billing_period = {} AND ResourceId IN (SELECT "
      "resource_id FROM day_nodes) AND ChargePeriodEnd > ChargePeriodStart AND coalesce(x_ProductFamily, '') <> 'Data "
      "Transfer' AND coalesce(x_UsageType, '') NOT LIKE '%DataTransfer%' AND coalesce(x_UsageType, '') NOT LIKE "
      "'%-Bytes'",
      sql_literal(month));
  const auto cut = fmt::format(
      "SELECT *, CASE WHEN ChargePeriodStart > day THEN ChargePeriodStart ELSE day END AS begins, "
      "CASE WHEN ChargePeriodEnd < day + INTERVAL 1 DAY THEN ChargePeriodEnd ELSE day + INTERVAL 1 DAY END AS ends, "
      "epoch_us(ChargePeriodEnd) - epoch_us(ChargePeriodStart) AS x_length FROM ({}) AS l JOIN build_days AS d "
      "ON ChargePeriodStart < d.day + INTERVAL 1 DAY AND ChargePeriodEnd > d.day",
      lines);
  return fmt::format(
      "SELECT row_number() OVER () AS line_id, ResourceId AS resource_id, begins, ends, BillingCurrency AS currency{} "
      "FROM (SELECT *, epoch_us(ends) - epoch_us(ChargePeriodStart) AS x_until, epoch_us(begins) - "
      "epoch_us(ChargePeriodStart) AS x_before FROM ({}))",
      costs, cut);
}

Done make_table(Engine& engine, const std::string& name, const std::string& sql) {
  return engine.run("CREATE OR REPLACE TEMP TABLE " + name + " AS " + sql);
}

}  // namespace

Done make_day_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end) {
  TRY_DONE(engine.run(build_days_sql(days)));
  TRY_DONE(make_table(engine, "day_nodes",
                      "SELECT * REPLACE (coalesce(resource_id, node_id) AS resource_id) FROM (" +
                          pieces_sql("nodes", "node_id", end) + ")"));
  TRY_DONE(make_table(engine, "day_workloads", pieces_sql("workloads", "workload_id", end)));
  TRY_DONE(make_table(engine, "day_usage",
                      "SELECT u.* FROM usage_hourly AS u JOIN build_days AS d ON date_trunc('day', u.hour) = d.day"));
  return make_table(engine, "day_charges", charges_sql(days.front().substr(0, std::string_view("2026-10").size())));
}

}  // namespace farthing
