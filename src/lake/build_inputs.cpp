#include "lake/build_inputs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "lake/build_accelerators.hpp"
#include "lake/build_device_hours.hpp"
#include "lake/build_requests.hpp"
#include "lake/build_runs.hpp"
#include "lake/capacity_blocks.hpp"
#include "lake/dimension_sql.hpp"
#include "lake/size_sql.hpp"

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

// What is read of each dataset of intervals, beside `start` and `end`.
constexpr const char* kNodeColumns =
    "node_id, resource_id, account, region, zone, cluster, orchestrator, node_pool, instance_type, purchase_option, "
    "accelerator_model, vcpu, memory_gib, accelerator_count, accelerator_sharing, accelerator_replicas, "
    "hourly_cost_usd, "
    "labels, x_Unknown";
constexpr const char* kWorkloadColumns =
    "workload_id, node_id, account, cluster, namespace, ecs_service, workload, controller_kind, pod, container, "
    "request_vcpu, request_memory_gib, request_accelerators, accelerator_profile, accelerator_percent, "
    "accelerator_memory_gib, accelerator_cores, accelerator_ids, accelerator_claim, system, run, model, model_version, "
    "tenant, labels, tags";

// The days' pieces of a dataset of intervals, with its key and the beginning of the next piece of the same `id`: of
// those that have several on a day, which are few.
std::string pieces_sql(const std::string& dataset, const char* columns, const std::string& id, const std::string& key,
                       const std::vector<std::string>& days, const std::string& end) {
  return fmt::format(
      R"sql(
WITH pieces AS MATERIALIZED (
  SELECT k.{key}, p.*
  FROM (
    SELECT {columns}, start, "end", d.day AS x_day, d.day_number FROM {dataset} AS n JOIN build_days AS d ON CAST(n.start AS DATE) = d.day
    WHERE n."end" IS NOT NULL AND n.start >= TIMESTAMP {first} AND n.start < TIMESTAMP {last} + INTERVAL 1 DAY
    UNION ALL BY NAME
    SELECT {columns}, CASE WHEN n.start > d.begins THEN n.start ELSE d.begins END AS start,
      d.begins + INTERVAL 1 DAY AS "end", d.day AS x_day, d.day_number
    FROM {dataset} AS n JOIN build_days AS d ON n.start < d.begins + INTERVAL 1 DAY
    WHERE n."end" IS NULL AND d.day < DATE {end}) AS p
  JOIN {key}s AS k ON k.{id} = p.{id}
), several AS (
  SELECT {key}, x_day FROM pieces GROUP BY 1, 2 HAVING count(*) > 1
)
SELECT *, CAST(NULL AS TIMESTAMP) AS x_next FROM pieces ANTI JOIN several USING ({key}, x_day)
UNION ALL
SELECT *, CASE WHEN "end" > start THEN lead(start) OVER (PARTITION BY {key}, x_day, "end" > start ORDER BY start, "end") END
FROM pieces SEMI JOIN several USING ({key}, x_day))sql",
      fmt::arg("dataset", dataset), fmt::arg("columns", columns), fmt::arg("id", id), fmt::arg("key", key),
      fmt::arg("end", sql_literal(end)), fmt::arg("first", midnight(days.front())),
      fmt::arg("last", midnight(days.back())));
}

// The names of a dataset on these days by number, so that nothing large is joined by text.
std::string keys_sql(const std::string& id, const std::string& key, const std::string& names) {
  return fmt::format("SELECT row_number() OVER (ORDER BY {0}) AS {1}, {0} FROM (SELECT DISTINCT {0} FROM ({2}))", id,
                     key, names);
}

// Of intervals, those that begin on these days or are open.
std::string interval_names(const std::string& dataset, const std::string& id, const std::vector<std::string>& days) {
  return fmt::format(
      "SELECT {} FROM {} WHERE start < TIMESTAMP {} + INTERVAL 1 DAY AND (\"end\" IS NULL OR start >= TIMESTAMP {})",
      id, dataset, midnight(days.back()), midnight(days.front()));
}

std::string usage_of_days(const std::string& columns, const std::vector<std::string>& days) {
  return fmt::format(
      "SELECT {} FROM usage_hourly AS u WHERE u.hour >= TIMESTAMP {} AND u.hour < TIMESTAMP {} + INTERVAL 1 DAY",
      columns, midnight(days.front()), midnight(days.back()));
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

std::string micro(const std::string& column) {
  return "CAST(round(coalesce(" + possible_size_sql(column) + ", 0e0) * 1e6) AS BIGINT)";
}

// Cards: as they're told, but not replicas of cards that were counted as cards (the type of the machine shows that);
// where nothing is told, as the type has it.
constexpr const char* kCards =
    "CASE WHEN n.accelerator_replicas > 1 AND n.accelerator_count = m.cards * n.accelerator_replicas THEN m.cards "
    "ELSE coalesce(n.accelerator_count, m.cards) END";

std::string day_nodes_sql(const AllocationConfig& config) {
  const auto* rule = find_rule(config, "owner");
  const auto owner =
      rule == nullptr ? std::string("CAST(NULL AS VARCHAR)") : dimension_spelling_sql(*rule, node_source_sql);
  return fmt::format(
      "SELECT n.node_key, n.node_id, coalesce(n.resource_id, n.node_id) AS resource_id, "
      "coalesce(n.labels['root_volume_id'], n.x_Unknown['root_volume_id']) AS root_volume_id, {} AS reservation, "
      "n.day_number, {}, "
      "n.account, n.region, n.zone, n.cluster, n.orchestrator, n.node_pool, n.instance_type, n.purchase_option, "
      "n.accelerator_model, n.accelerator_sharing, n.accelerator_replicas, n.accelerator_count, n.labels, {} AS owner, "
      "coalesce(n.purchase_option, '') = 'spot' AS spot, "
      "CASE WHEN n.purchase_option IN ('fargate', 'fargate_spot') THEN n.purchase_option ELSE n.instance_type END AS "
      "machine, {} AS vcpu_micro, {} AS gib_micro, {} AS accelerator_micro, "
      "TRY_CAST(round(CAST(n.hourly_cost_usd AS DOUBLE) * 1e9) AS BIGINT) AS hourly_cost_nano "
      "FROM node_pieces AS n LEFT JOIN machine_accelerators AS m ON m.machine = n.instance_type WHERE {}",
      reservation_of_node_sql("n."), kSeconds, owner, micro("n.vcpu"), micro("n.memory_gib"), micro(kCards), kHasTime);
}

// From when to when a machine was there on a day.
constexpr const char* kNodeSpans =
    "SELECT node_id, node_key, day_number, min(begins) AS first_second, max(ends) AS last_second FROM day_nodes GROUP "
    "BY ALL";

// A container holds nothing of a machine before and after that is there.
std::string workload_spans_sql() {
  return fmt::format(
      R"sql(
SELECT w.* EXCLUDE (begins, ends), n.node_key,
  CASE WHEN w.begins > n.first_second THEN w.begins ELSE n.first_second END AS begins,
  CASE WHEN w.ends < n.last_second THEN w.ends ELSE n.last_second END AS ends
FROM (
  SELECT workload_key, node_id, day_number, "namespace", request_vcpu, request_memory_gib, request_accelerators, accelerator_profile,
    accelerator_percent, accelerator_memory_gib, accelerator_cores, accelerator_ids, accelerator_claim, {}
  FROM workload_pieces WHERE {}) AS w
JOIN node_spans AS n ON n.node_id = w.node_id AND n.day_number = w.day_number
WHERE w.begins < n.last_second AND w.ends > n.first_second)sql",
      kSeconds, kHasTime);
}

std::string day_workloads_sql() {
  return fmt::format(
      "SELECT workload_key, node_key, day_number, count(*) OVER (PARTITION BY workload_key, day_number) AS intervals, "
      "begins, ends, {} AS vcpu_micro, {} AS gib_micro FROM workload_spans",
      micro("request_vcpu"), micro("request_memory_gib"));
}

std::string used(const std::string& column) {
  return "CAST(round((" + possible_size_sql(column) + ") * 3600e6) AS BIGINT)";
}

std::string is_impossible(const std::string& column) { return "(" + column + " NOT BETWEEN 0 AND 1e6)"; }

std::string day_usage_sql(const std::vector<std::string>& days) {
  const auto usage = usage_of_days(
      fmt::format(
          "u.workload_id, epoch_us(u.hour) / 3600000000 AS hour_number, epoch_us(u.hour) / 86400000000 AS day_number, "
          "{} AS vcpu, {} AS gib, {} AS accelerator, {} AS accelerator_gib, {} OR {} OR {} AS is_impossible",
          used("u.vcpu_hours"), used("u.gib_hours"), used("u.accelerator_hours"),
          used("u.accelerator_memory_gib_hours"), is_impossible("u.vcpu_hours"), is_impossible("u.gib_hours"),
          is_impossible("u.accelerator_hours")),
      days);
  return "SELECT k.workload_key, u.* EXCLUDE (workload_id) FROM (" + usage +
         ") AS u JOIN workload_keys AS k ON k.workload_id = u.workload_id";
}

bool needs_metrics(const AllocationConfig& config) {
  return std::any_of(config.shared.begin(), config.shared.end(),
                     [](const auto& rule) { return rule.split == "by_metric"; });
}

// What was used in all of a workload's day, as shared costs may be split by it.
std::string metrics_sql(const AllocationConfig& config, const std::vector<std::string>& days) {
  const auto usage = usage_of_days("*, epoch_us(u.hour) / 86400000000 AS day_number", days);
  return "SELECT workload_id, day_number, sum(vcpu_hours) AS vcpu_hours, sum(gib_hours) AS gib_hours, "
         "sum(accelerator_hours) AS accelerator_hours, sum(network_in_bytes) AS network_in_bytes, "
         "sum(network_out_bytes) AS network_out_bytes FROM (" +
         usage + ")" + (needs_metrics(config) ? "" : " WHERE false") + " GROUP BY 1, 2";
}

// What the newest of a workload's intervals of a day says of it. Normal forms are worked out once for all workloads
// that are spelled the same.
std::string workload_facts_sql(const AllocationConfig& config, const std::vector<std::string>& days) {
  std::string spelled, spellings, kept, same = "true", names, values;
  for (std::size_t i = 0; i < config.dimensions.size(); ++i) {
    const auto& rule = config.dimensions[i];
    const auto column = fmt::format("spelling_{}", i);
    spelled += fmt::format(", {} AS {}", dimension_spelling_sql(rule, workload_source_sql), column);
    spellings += ", " + column;
    kept += ", f." + column;
    same += fmt::format(" AND d.{0} IS NOT DISTINCT FROM f.{0}", column);
    names += (i == 0 ? "" : ", ") + sql_literal(rule.name);
    values += (i == 0 ? "" : ", ") + normal_form_sql(column);
  }
  return fmt::format(
      R"sql(
WITH spelled AS MATERIALIZED (
  SELECT w.x_day AS day, w.workload_key, w.workload_id, w.namespace, w.ecs_service, w.workload, w.controller_kind, w.pod,
    w.container, coalesce(w.system, w.controller_kind = 'DaemonSet', false) AS system, w.day_number,
    coalesce(w.run, s.run) AS run, w.model, w.model_version, w.tenant{spelled}
  FROM workload_pieces AS w
  LEFT JOIN selected_runs AS s ON s.workload_key = w.workload_key AND s.day_number = w.day_number AND s.start = w.start
  LEFT JOIN (SELECT node_id, day_number, max_by(labels, begins) AS labels, max_by(account, begins) AS account,
    max_by(cluster, begins) AS cluster FROM day_nodes GROUP BY 1, 2) AS n
    ON n.node_id = w.node_id AND n.day_number = w.day_number
  WHERE w."end" > w.start AND w.x_next IS NULL
), distinct_spellings AS MATERIALIZED (
  SELECT *, {dimensions} AS dimensions FROM (SELECT DISTINCT 1 AS x_any{spellings} FROM spelled)
)
SELECT f.day, f.workload_key, f.workload_id, f.namespace, f.ecs_service, f.workload, f.controller_kind, f.pod, f.container,
  f.system, f.run, f.model, f.model_version, f.tenant, g.gpu_sharing, g.mig_profile, d.dimensions{kept}, m.vcpu_hours, m.gib_hours, m.accelerator_hours, m.network_in_bytes, m.network_out_bytes
FROM spelled AS f
JOIN distinct_spellings AS d ON {same}
LEFT JOIN (SELECT workload_key, day_number, max_by(kind, begins) AS gpu_sharing, max_by(mig_profile, begins) AS mig_profile
  FROM accelerator_claims GROUP BY 1, 2) AS g ON g.workload_key = f.workload_key AND g.day_number = f.day_number
LEFT JOIN ({metrics}) AS m ON m.workload_id = f.workload_id AND m.day_number = f.day_number)sql",
      fmt::arg("spelled", spelled), fmt::arg("spellings", spellings), fmt::arg("same", same),
      fmt::arg("dimensions",
               names.empty() ? "CAST(NULL AS MAP(VARCHAR, VARCHAR))" : "MAP([" + names + "], [" + values + "])"),
      fmt::arg("kept", kept), fmt::arg("metrics", metrics_sql(config, days)));
}

}  // namespace

Done make_node_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end,
                      const AllocationConfig& config) {
  TRY_DONE(make_table(engine, "build_days", build_days_sql(days)));
  TRY_DONE(make_table(engine, "node_keys", keys_sql("node_id", "node_key", interval_names("nodes", "node_id", days))));
  TRY_DONE(make_table(engine, "node_pieces", pieces_sql("nodes", kNodeColumns, "node_id", "node_key", days, end)));
  TRY(const auto written, with_keys_as_written(engine, config, {{"node_label", "labels", "node_pieces"}}));
  return make_table(engine, "day_nodes", day_nodes_sql(written));
}

Done make_day_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end,
                     const AllocationConfig& config) {
  TRY_DONE(make_node_tables(engine, days, end, config));
  TRY_DONE(make_table(engine, "workload_keys",
                      keys_sql("workload_id", "workload_key",
                               interval_names("workloads", "workload_id", days) + " UNION ALL " +
                                   usage_of_days("u.workload_id", days))));
  TRY_DONE(make_table(engine, "workload_pieces",
                      pieces_sql("workloads", kWorkloadColumns, "workload_id", "workload_key", days, end)));
  TRY_DONE(make_table(engine, "node_spans", kNodeSpans));
  TRY_DONE(make_table(engine, "workload_spans", workload_spans_sql()));
  return make_run_tables(engine);
}

Done make_workload_tables(Engine& engine, const std::vector<std::string>& days, const AllocationConfig& config) {
  TRY_DONE(make_accelerator_claims(engine));
  TRY_DONE(make_device_hours(engine, days));
  TRY_DONE(make_hour_requests(engine, days));
  TRY_DONE(make_table(engine, "day_workloads", day_workloads_sql()));
  TRY_DONE(make_table(engine, "day_usage", day_usage_sql(days)));
  TRY(const auto written, with_keys_as_written(engine, config,
                                               {{"label", "labels", "workload_pieces"},
                                                {"tag", "tags", "workload_pieces"},
                                                {"node_label", "labels", "node_pieces"}}));
  return make_table(engine, "workload_facts", workload_facts_sql(written, days));
}

}  // namespace farthing
