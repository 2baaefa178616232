#include "focus/day_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "lake/build_charges.hpp"
#include "lake/build_days.hpp"
#include "lake/build_inputs.hpp"
#include "lake/model_tables.hpp"
#include "lake/models.hpp"

namespace farthing {
namespace {

// Days are worked out together up to about so many shares: that bounds the memory.
constexpr std::int64_t kRowsAtOnce = 400'000;

// What of the datasets and of what was built lies on these days, so that no other file is opened; bills whole.
Snapshot snapshot_of_days(const Snapshot& snapshot, const std::vector<std::string>& days) {
  Snapshot narrowed = snapshot;
  for (auto& [name, manifest] : narrowed.datasets) {
    std::erase_if(manifest.partitions, [&](const Partition& one) {
      return is_day(one.period) && std::find(days.begin(), days.end(), one.period) == days.end();
    });
  }
  return narrowed;
}

// How much of a charge lies in each hour of each machine. A charge that was allocated already stays as it is.
std::string line_hours_sql(const std::string& month) {
  return fmt::format(
      "SELECT c.origin_id, c.part_day, k.node_id, h.hour_number, sum(CAST(CAST(c.ends - c.begins AS DOUBLE) / "
      "(c.line_ends - c.line_begins) * h.seconds / h.total AS DECIMAL(38,18))) AS weight FROM machine_line_hours AS h "
      "JOIN day_charges AS c ON c.line_id = h.line_id AND c.node_key = h.node_key JOIN node_keys AS k ON k.node_key = "
      "h.node_key WHERE c.billing_period = {} AND NOT c.is_allocated GROUP BY ALL",
      sql_literal(month));
}

constexpr const char* kDayHours =
    "SELECT node_id, epoch_us(hour) // 3600000000 AS hour_number, vcpu_part, memory_part, coalesce(accelerator_part, "
    "0) "
    "AS accelerator_part, vcpu_micro_seconds / 3.6e9 AS vcpu_hours, gib_micro_seconds / 3.6e9 AS gib_hours, "
    "accelerator_micro_seconds / 3.6e9 AS accelerator_hours FROM node_hours";

// Exact in any order.
std::string day_shares_sql() {
  const char* share = "CAST(coalesce({0}_share, 0) AS DECIMAL(38,18)) AS {0}";
  return fmt::format(
      "SELECT node_id, epoch_us(hour) // 3600000000 AS hour_number, workload_id, {}, {}, {} FROM allocation_shares",
      fmt::format(fmt::runtime(share), "vcpu"), fmt::format(fmt::runtime(share), "memory"),
      fmt::format(fmt::runtime(share), "accelerator"));
}

// One resource of a row: its part of the charge, and how much of it that was. `share` of the machine's.
std::string resource_sql(const char* resource, const char* unit, const std::string& share) {
  return fmt::format(
      ", CAST(CAST({2} AS DOUBLE) * n.{0}_part * CAST(l.weight AS DOUBLE) AS DECIMAL(38,18)) AS {0}, CAST(CAST({2} AS "
      "DOUBLE) * n.{1}_hours AS DECIMAL(38,12)) AS {1}_hours",
      resource, unit, share);
}

std::string resources_sql(const char* share) {
  std::string sql;
  for (const auto& [resource, unit] :
       {std::pair("vcpu", "vcpu"), std::pair("memory", "gib"), std::pair("accelerator", "accelerator")}) {
    sql += resource_sql(resource, unit, fmt::format(fmt::runtime(share), resource));
  }
  return sql;
}

// Hours whose machine has no known capacity, or weighs nothing, can't be split.
std::string parts_sql() {
  return fmt::format(R"sql(
WITH held AS (
  SELECT node_id, hour_number, sum(vcpu) AS vcpu, sum(memory) AS memory, sum(accelerator) AS accelerator FROM day_shares GROUP BY 1, 2
), parts AS (
  SELECT l.origin_id, l.part_day, CASE WHEN f.system THEN 'system' ELSE 'allocated' END AS kind,
    CASE WHEN NOT coalesce(f.system, false) THEN s.workload_id END AS workload_id{held}
  FROM line_hours AS l JOIN day_hours AS n USING (node_id, hour_number) JOIN day_shares AS s USING (node_id, hour_number)
  LEFT JOIN workload_names AS f ON f.workload_id = s.workload_id
  WHERE n.vcpu_part IS NOT NULL AND n.memory_part IS NOT NULL
  UNION ALL BY NAME
  SELECT l.origin_id, l.part_day, 'idle' AS kind, CAST(NULL AS VARCHAR) AS workload_id{idle}
  FROM line_hours AS l JOIN day_hours AS n USING (node_id, hour_number) LEFT JOIN held AS h USING (node_id, hour_number)
  WHERE n.vcpu_part IS NOT NULL AND n.memory_part IS NOT NULL
), summed AS (
  SELECT origin_id, part_day, kind, workload_id, sum(vcpu) AS vcpu, sum(memory) AS memory, sum(accelerator) AS accelerator,
    sum(vcpu_hours) AS vcpu_hours, sum(gib_hours) AS gib_hours, sum(accelerator_hours) AS accelerator_hours
  FROM parts GROUP BY 1, 2, 3, 4
)
SELECT p.*, f.name, f.tags FROM summed AS p LEFT JOIN workload_names AS f ON f.workload_id = p.workload_id
WHERE p.vcpu + p.memory + p.accelerator > 0
UNION ALL BY NAME
SELECT origin_id, part_day, 'unallocated' AS kind, CAST(0 AS DECIMAL(38,18)) AS vcpu FROM line_hours GROUP BY 1, 2)sql",
                     fmt::arg("held", resources_sql("s.{}")),
                     fmt::arg("idle", resources_sql("greatest(0, 1 - coalesce(h.{}, 0))")));
}

// What was last known of each workload on these days. What is ours has a prefix, as FOCUS asks of tags that are not
// the user's.
std::string workload_names_sql(const std::vector<std::string>& days) {
  std::string ours;
  for (const char* name : {"cluster", "orchestrator", "namespace", "ecs_service", "workload", "controller_kind", "run",
                           "model", "model_version", "tenant"}) {
    ours += fmt::format("{}{{'key': 'farthing:{}', 'value': w.{}}}", ours.empty() ? "" : ", ", name, name);
  }
  return fmt::format(
      R"sql(
WITH newest AS (
  SELECT workload_id, arg_max(w, start) AS w FROM (SELECT workload_id, start, w FROM workloads AS w
    WHERE start < DATE {last} + INTERVAL 1 DAY AND ("end" IS NULL OR "end" > DATE {first}))
  GROUP BY 1
), facts AS (
  SELECT workload_id, arg_max(system, day) AS system, arg_max(dimensions, day) AS dimensions FROM workload_facts GROUP BY 1
), known AS (
  SELECT n.workload_id, n.w, f.system, f.dimensions FROM newest AS n LEFT JOIN facts AS f ON f.workload_id = n.workload_id
)
SELECT workload_id, coalesce(system, false) AS system,
  nullif(concat_ws('/', coalesce(w.namespace, w.ecs_service), coalesce(w.pod, w.workload), w.container), '') AS name,
  CAST(to_json(map_concat(coalesce(w.labels, MAP {{}}), coalesce(w.tags, MAP {{}}),
    map_from_entries(list_transform(list_filter(map_entries(coalesce(dimensions, MAP {{}})), lambda e: e.value IS NOT NULL),
      lambda e: {{'key': 'farthing:' || e.key, 'value': e.value}})),
    map_from_entries(list_filter([{ours}], lambda e: e.value IS NOT NULL)))) AS VARCHAR) AS tags
FROM known)sql",
      fmt::arg("first", sql_literal(days.front())), fmt::arg("last", sql_literal(days.back())), fmt::arg("ours", ours));
}

Done make_temp(Engine& engine, const char* name, const std::string& sql) {
  return engine.run(std::string("CREATE OR REPLACE TEMP TABLE ") + name + " AS " + sql);
}

}  // namespace

std::string origin_id_sql() {
  return "coalesce(x_Unknown['x_OriginChargeId'], concat_ws('/', billing_period, BillingAccountId, x_SourceFile) || "
         "':' || "
         "coalesce(x_SourceLine, 0) || coalesce(':' || x_Part, ''))";
}

std::string part_day_sql() { return "coalesce(strftime(charge_date, '%Y-%m-%d'), 'none')"; }

Done write_day_parts(Engine& engine, const Lake& lake, const Snapshot& snapshot, const std::string& month,
                     const std::vector<std::string>& days, const AllocationConfig& config,
                     const std::filesystem::path& folder) {
  TRY_DONE(lake.create_views(engine, snapshot_of_days(snapshot, days)));
  TRY_DONE(make_day_tables(engine, days, day_after_newest(snapshot), config));
  TRY_DONE(make_machine_charges(engine, days,
                                origin_id_sql() + " AS origin_id, " + part_day_sql() +
                                    " AS part_day, x_begins AS line_begins, x_ends AS line_ends, AllocatedMethodId IS "
                                    "NOT NULL AS is_allocated"));
  TRY_DONE(make_temp(engine, "machine_line_hours", std::string(model_sql("machine_line_hours"))));
  TRY_DONE(make_temp(engine, "line_hours", line_hours_sql(month)));
  TRY_DONE(make_temp(engine, "day_hours", kDayHours));
  TRY_DONE(make_temp(engine, "day_shares", day_shares_sql()));
  TRY_DONE(make_temp(engine, "workload_names", workload_names_sql(days)));
  return engine.run(fmt::format(
      "COPY (SELECT *, {} AS day FROM ({})) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
      "ROW_GROUP_SIZE 30720, PARTITION_BY (part_day), OVERWRITE_OR_IGNORE, FILENAME_PATTERN {})",
      sql_literal(days.back()), parts_sql(), sql_literal(folder.string()), sql_literal(days.back() + "-{i}")));
}

std::vector<std::vector<std::string>> built_days(const Snapshot& snapshot, const std::string& month) {
  std::map<std::string, std::int64_t> rows;
  for (const auto& partition : snapshot.partitions(kNodeHours)) {
    if (is_day(partition.period) && partition.period.starts_with(month)) rows[partition.period] = 0;
  }
  for (const auto& partition : snapshot.partitions(kAllocationShares)) {
    const auto day = rows.find(partition.period);
    if (day == rows.end()) continue;
    for (const auto& file : partition.files) day->second += file.rows;
  }
  std::vector<std::vector<std::string>> groups;
  std::int64_t together = 0;
  for (const auto& [day, some] : rows) {
    if (groups.empty() || together + some > kRowsAtOnce) {
      groups.emplace_back();
      together = 0;
    }
    groups.back().push_back(day);
    together += some;
  }
  return groups;
}

}  // namespace farthing
