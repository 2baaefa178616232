#include "lake/build_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "lake/dimension_sql.hpp"

namespace farthing {
namespace {

constexpr std::string_view kMonth = "2026-10";

Done make_table(Engine& engine, const std::string& name, const std::string& sql) {
  return engine.run("CREATE OR REPLACE TEMP TABLE " + name + " AS " + sql);
}

std::string midnight(const std::string& day) { return sql_literal(day + " 00:00:00"); }

std::string build_days_sql(const std::vector<std::string>& days) {
  std::vector<std::string> values;
  for (const auto& day : days) {
    values.push_back(fmt::format("(DATE {}, {})", sql_literal(day), sql_literal(day.substr(0, kMonth.size()))));
  }
  return "SELECT day, billing_period, CAST(day AS TIMESTAMP) AS begins, epoch_us(CAST(day AS TIMESTAMP)) / 86400000000 "
         "AS day_number FROM (VALUES " +
         join(values, ", ") + ") AS v(day, billing_period)";
}

// The days' pieces of a dataset of intervals, with the beginning of the next piece of the same `id`.
std::string pieces_sql(const std::string& dataset, const std::string& id, const std::vector<std::string>& days,
                       const std::string& end) {
  const auto pieces = fmt::format(
      "SELECT n.*, d.day AS x_day, d.day_number FROM {0} AS n JOIN build_days AS d ON CAST(n.start AS DATE) = d.day "
      "WHERE n.\"end\" IS NOT NULL AND n.start >= TIMESTAMP {2} AND n.start < TIMESTAMP {3} + INTERVAL 1 DAY "
      "UNION ALL BY NAME SELECT n.* REPLACE (CASE WHEN n.start > d.begins THEN n.start ELSE d.begins END AS start, "
      "d.begins + INTERVAL 1 DAY AS \"end\"), d.day AS x_day, d.day_number FROM {0} AS n JOIN build_days AS d "
      "ON n.start < d.begins + INTERVAL 1 DAY WHERE n.\"end\" IS NULL AND d.day < DATE {1}",
      dataset, sql_literal(end), midnight(days.front()), midnight(days.back()));
  return fmt::format(
      "SELECT *, CASE WHEN \"end\" > start THEN lead(start) OVER (PARTITION BY {0}, x_day, \"end\" > start ORDER BY "
      "start, \"end\") END AS x_next FROM ({1})",
      id, pieces);
}

// In whole seconds, without overlaps.
constexpr const char* kSeconds =
    "epoch_us(start) / 1000000 AS begins, epoch_us(CASE WHEN x_next < \"end\" THEN x_next ELSE \"end\" END) / 1000000 "
    "AS "
    "ends";
constexpr const char* kHasTime =
    "\"end\" > start AND epoch_us(CASE WHEN x_next < \"end\" THEN x_next ELSE \"end\" END) / 1000000 > epoch_us(start) "
    "/ "
    "1000000";

const DimensionRule* find_rule(const AllocationConfig& config, const std::string& name) {
  const auto found = std::find_if(config.dimensions.begin(), config.dimensions.end(),
                                  [&](const auto& rule) { return rule.name == name; });
  return found == config.dimensions.end() ? nullptr : &*found;
}

std::string micro(const std::string& column) { return "CAST(round(coalesce(" + column + ", 0e0) * 1e6) AS BIGINT)"; }

std::string day_nodes_sql(const AllocationConfig& config) {
  const auto* rule = find_rule(config, "owner");
  const auto owner =
      rule == nullptr ? std::string("CAST(NULL AS VARCHAR)") : dimension_spelling_sql(*rule, node_source_sql);
  return fmt::format(
      "SELECT k.node_key, n.node_id, coalesce(n.resource_id, n.node_id) AS resource_id, "
      "coalesce(n.labels['root_volume_id'], n.x_Unknown['root_volume_id']) AS root_volume_id, n.day_number, {}, "
      "n.account, n.region, n.zone, n.cluster, n.orchestrator, n.node_pool, n.instance_type, n.purchase_option, "
      "n.accelerator_model, n.labels, {} AS owner, coalesce(n.purchase_option, '') = 'spot' AS spot, "
      "CASE WHEN n.purchase_option IN ('fargate', 'fargate_spot') THEN n.purchase_option ELSE n.instance_type END AS "
      "machine, {} AS vcpu_micro, {} AS gib_micro, {} AS accelerator_micro, "
      "TRY_CAST(round(CAST(n.hourly_cost_usd AS DOUBLE) * 1e9) AS BIGINT) AS hourly_cost_nano "
      "FROM node_pieces AS n JOIN node_keys AS k ON k.node_id = n.node_id WHERE {}",
      kSeconds, owner, micro("n.vcpu"), micro("n.memory_gib"), micro("n.accelerator_count"), kHasTime);
}

// From when to when a machine was there on a day.
constexpr const char* kNodeSpans =
    "SELECT node_id, node_key, day_number, min(begins) AS first_second, max(ends) AS last_second FROM day_nodes GROUP "
    "BY ALL";

// A container holds nothing of a machine before and after that is there.
std::string day_workloads_sql() {
  return fmt::format(
      R"sql(
SELECT k.workload_key, w.workload_id, n.node_key, w.day_number,
  count(*) OVER (PARTITION BY k.workload_key, w.day_number) AS intervals,
  CASE WHEN w.begins > n.first_second THEN w.begins ELSE n.first_second END AS begins,
  CASE WHEN w.ends < n.last_second THEN w.ends ELSE n.last_second END AS ends,
  {} AS vcpu_micro, {} AS gib_micro, {} AS accelerator_micro
FROM (SELECT *, {} FROM workload_pieces WHERE {}) AS w
JOIN workload_keys AS k ON k.workload_id = w.workload_id
JOIN node_spans AS n ON n.node_id = w.node_id AND n.day_number = w.day_number
WHERE w.begins < n.last_second AND w.ends > n.first_second)sql",
      micro("w.request_vcpu"), micro("w.request_memory_gib"), micro("w.request_accelerators"), kSeconds, kHasTime);
}

// What is negative is no usage.
std::string used(const std::string& column) {
  return "CASE WHEN " + column + " >= 0 THEN CAST(round(" + column + " * 3600e6) AS BIGINT) END";
}

std::string day_usage_sql(const std::vector<std::string>& days) {
  return fmt::format(
      "SELECT u.workload_id, epoch_us(u.hour) / 3600000000 AS hour_number, epoch_us(u.hour) / 86400000000 AS "
      "day_number, "
      "{} AS vcpu, {} AS gib, {} AS accelerator, u.vcpu_hours, u.gib_hours, u.accelerator_hours, u.network_in_bytes, "
      "u.network_out_bytes FROM usage_hourly AS u WHERE u.hour >= TIMESTAMP {} AND u.hour < TIMESTAMP {} + INTERVAL 1 "
      "DAY",
      used("u.vcpu_hours"), used("u.gib_hours"), used("u.accelerator_hours"), midnight(days.front()),
      midnight(days.back()));
}

bool needs_metrics(const AllocationConfig& config) {
  return std::any_of(config.shared.begin(), config.shared.end(),
                     [](const auto& rule) { return rule.split == "by_metric"; });
}

// What the newest of a workload's intervals of a day says of it.
std::string workload_facts_sql(const AllocationConfig& config) {
  std::string spellings, kept, names, values;
  for (std::size_t i = 0; i < config.dimensions.size(); ++i) {
    const auto& rule = config.dimensions[i];
    spellings += fmt::format(", {} AS spelling_{}", dimension_spelling_sql(rule, workload_source_sql), i);
    kept += fmt::format("f.spelling_{}, ", i);
    names += (i == 0 ? "" : ", ") + sql_literal(rule.name);
    values += (i == 0 ? "" : ", ") + normal_form_sql(fmt::format("spelling_{}", i));
  }
  const std::string metrics =
      needs_metrics(config)
          ? "SELECT workload_id, day_number, sum(vcpu_hours) AS vcpu_hours, sum(gib_hours) AS "
            "gib_hours, sum(accelerator_hours) AS accelerator_hours, sum(network_in_bytes) AS "
            "network_in_bytes, sum(network_out_bytes) AS network_out_bytes FROM day_usage GROUP BY 1, 2"
          : "SELECT workload_id, day_number, vcpu_hours, gib_hours, accelerator_hours, "
            "network_in_bytes, network_out_bytes FROM day_usage WHERE false";
  const auto newest = fmt::format(
      "SELECT w.*, k.workload_key{} FROM workload_pieces AS w JOIN workload_keys AS k ON k.workload_id = w.workload_id "
      "LEFT "
      "JOIN (SELECT node_id, day_number, max_by(labels, begins) AS labels, "
      "max_by(account, begins) AS account, max_by(cluster, begins) AS cluster FROM day_nodes GROUP BY 1, 2) AS n ON "
      "n.node_id = w.node_id AND n.day_number = w.day_number WHERE w.\"end\" > w.start AND w.x_next IS NULL",
      spellings);
  return fmt::format(
      "SELECT f.x_day AS day, f.workload_key, f.workload_id, f.namespace, f.ecs_service, f.workload, "
      "f.controller_kind, "
      "f.pod, f.container, coalesce(f.system, f.controller_kind = 'DaemonSet', false) AS system, {} AS dimensions, "
      "{}m.vcpu_hours, m.gib_hours, m.accelerator_hours, m.network_in_bytes, m.network_out_bytes "
      "FROM ({}) AS f LEFT JOIN ({}) AS m ON m.workload_id = f.workload_id AND m.day_number = f.day_number",
      names.empty() ? "CAST(NULL AS MAP(VARCHAR, VARCHAR))" : "MAP([" + names + "], [" + values + "])", kept, newest,
      metrics);
}

}  // namespace

Done make_day_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end,
                     const AllocationConfig& config) {
  TRY_DONE(make_table(engine, "build_days", build_days_sql(days)));
  TRY_DONE(make_table(engine, "node_pieces", pieces_sql("nodes", "node_id", days, end)));
  TRY_DONE(make_table(engine, "workload_pieces", pieces_sql("workloads", "workload_id", days, end)));
  TRY_DONE(
      make_table(engine, "node_keys",
                 "SELECT row_number() OVER (ORDER BY node_id) AS node_key, node_id FROM (SELECT DISTINCT node_id FROM "
                 "node_pieces)"));
  TRY_DONE(make_table(engine, "day_nodes", day_nodes_sql(config)));
  TRY_DONE(
      make_table(engine, "workload_keys",
                 "SELECT row_number() OVER (ORDER BY workload_id) AS workload_key, workload_id FROM (SELECT DISTINCT "
                 "workload_id FROM workload_pieces)"));
  TRY_DONE(make_table(engine, "node_spans", kNodeSpans));
  TRY_DONE(make_table(engine, "day_workloads", day_workloads_sql()));
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP VIEW day_usage AS " + day_usage_sql(days)));
  return make_table(engine, "workload_facts", workload_facts_sql(config));
}

}  // namespace farthing
