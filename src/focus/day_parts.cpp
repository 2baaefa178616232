#include "focus/day_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "base/text.hpp"
#include "lake/build_blocks.hpp"
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
      "SELECT c.origin, any_value(c.part_day) AS part_day, h.node_key, h.hour_number, CAST(sum(CAST(CAST(c.ends - "
      "c.begins AS DOUBLE) / (c.line_ends - c.line_begins) * h.seconds / h.total AS DECIMAL(38,18))) AS DOUBLE) AS "
      "weight FROM machine_line_hours AS h JOIN day_charges AS c ON c.line_id = h.line_id AND c.node_key = h.node_key "
      "WHERE c.billing_period = {} AND NOT c.is_allocated GROUP BY c.origin, h.node_key, h.hour_number",
      sql_literal(month));
}

constexpr const char* kDayHours =
    "SELECT k.node_key, epoch_us(n.hour) // 3600000000 AS hour_number, n.vcpu_part IS NOT NULL AND n.memory_part IS "
    "NOT "
    "NULL AS known, n.vcpu_part, n.memory_part, coalesce(n.accelerator_part, 0) AS accelerator_part, "
    "n.vcpu_micro_seconds / 3.6e9 AS vcpu_hours, n.gib_micro_seconds / 3.6e9 AS gib_hours, n.accelerator_micro_seconds "
    "/ 3.6e9 AS accelerator_hours FROM node_hours AS n JOIN node_keys AS k ON k.node_id = n.node_id";

constexpr std::array<std::pair<const char*, const char*>, 3> kResources = {
    {{"vcpu", "vcpu"}, {"memory", "gib"}, {"accelerator", "accelerator"}}};

// Of a machine's hour: which part a resource's share is of it, and how much of the resource that was. `share` is a
// whole number of 10^-18, as a DOUBLE.
std::string held_sql(const char* share) {
  std::string sql;
  for (const auto& [resource, unit] : kResources) {
    sql +=
        fmt::format(", {2} / 1e18 * n.{0}_part AS {0}, CAST({2} / 1e18 * n.{1}_hours AS DECIMAL(18,12)) AS {1}_hours",
                    resource, unit, fmt::format(fmt::runtime(share), resource));
  }
  return sql;
}

// Whole numbers of 10^-18: exact in any order.
std::string shares_sql(const char* form) {
  std::string sql;
  for (const auto& [resource, unused] : kResources) sql += fmt::format(fmt::runtime(form), resource);
  return sql;
}

// Who held what of each machine's hour, a row a workload and one for nobody: worked out once, however many lines of the
// bill pay for that hour. Hours whose machine has no known capacity, or weighs nothing, can't be split.
std::string day_held_sql() {
  return fmt::format(
      R"sql(
WITH shares AS MATERIALIZED (
  SELECT k.node_key, epoch_us(s.hour) // 3600000000 AS hour_number, w.workload_key, w.system{shares}
  FROM allocation_shares AS s JOIN node_keys AS k ON k.node_id = s.node_id JOIN day_workload_names AS w ON w.workload_id = s.workload_id
), held AS (
  SELECT node_key, hour_number{sums} FROM shares GROUP BY 1, 2
)
SELECT n.node_key, n.hour_number, CASE WHEN s.system THEN {system} ELSE {allocated} END AS kind,
  CASE WHEN s.system THEN 0 ELSE s.workload_key END AS workload_key{of_workload}
FROM day_hours AS n JOIN shares AS s ON s.node_key = n.node_key AND s.hour_number = n.hour_number
WHERE n.known
UNION ALL BY NAME
SELECT n.node_key, n.hour_number, {idle} AS kind, 0 AS workload_key{of_nobody}
FROM day_hours AS n LEFT JOIN held AS h ON h.node_key = n.node_key AND h.hour_number = n.hour_number
WHERE n.known)sql",
      fmt::arg("shares", shares_sql(", round(coalesce(s.{0}_share, 0) * 1e18) AS {0}")),
      fmt::arg("sums", shares_sql(", CAST(sum(CAST({0} AS BIGINT)) AS BIGINT) AS {0}")),
      fmt::arg("system", kSystemPart), fmt::arg("allocated", kAllocatedPart), fmt::arg("idle", kIdlePart),
      fmt::arg("of_workload", held_sql("s.{}")),
      fmt::arg("of_nobody", held_sql("CAST(greatest(0, 1000000000000000000 - coalesce(h.{}, 0)) AS DOUBLE)")));
}

// A row a line x hour x workload: whoever reads them sums them, as almost all lines last an hour.
std::string parts_sql() {
  std::string parts;
  for (const auto& [resource, unit] : kResources) {
    parts += fmt::format(", CAST(round(h.{0} * l.weight * 1e18) AS BIGINT) AS {0}, h.{1}_hours", resource, unit);
  }
  return fmt::format(R"sql(
SELECT l.origin, l.part_day, h.kind, h.workload_key{}
FROM line_hours AS l JOIN day_held AS h ON h.node_key = l.node_key AND h.hour_number = l.hour_number
UNION ALL BY NAME
SELECT origin, any_value(part_day) AS part_day, {} AS kind, 0 AS workload_key FROM line_hours GROUP BY origin)sql",
                     parts, kUnallocatedPart);
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
WITH shared AS (
  SELECT DISTINCT workload_id FROM allocation_shares
), newest AS (
  SELECT workload_id, arg_max(w, start) AS w FROM (SELECT workload_id, start, w FROM workloads AS w
    WHERE start < DATE {last} + INTERVAL 1 DAY AND ("end" IS NULL OR "end" > DATE {first}))
  GROUP BY 1
), facts AS (
  SELECT workload_id, arg_max(system, day) AS system, arg_max(dimensions, day) AS dimensions FROM workload_facts GROUP BY 1
), known AS (
  SELECT s.workload_id, n.w, CASE WHEN n.workload_id IS NOT NULL THEN f.system END AS system, n.workload_id IS NOT NULL AS known, f.dimensions
  FROM shared AS s LEFT JOIN newest AS n ON n.workload_id = s.workload_id LEFT JOIN facts AS f ON f.workload_id = s.workload_id
)
SELECT row_number() OVER (ORDER BY workload_id) AS workload_key, workload_id, coalesce(system, false) AS system,
  nullif(concat_ws('/', coalesce(w.namespace, w.ecs_service), coalesce(w.pod, w.workload), w.container), '') AS name,
  CASE WHEN known THEN CAST(to_json(map_concat(coalesce(w.labels, MAP {{}}), coalesce(w.tags, MAP {{}}),
    map_from_entries(list_transform(list_filter(map_entries(coalesce(dimensions, MAP {{}})), lambda e: e.value IS NOT NULL),
      lambda e: {{'key': 'farthing:' || e.key, 'value': e.value}})),
    map_from_entries(list_filter([{ours}], lambda e: e.value IS NOT NULL)))) AS VARCHAR) END AS tags
FROM known)sql",
      fmt::arg("first", sql_literal(days.front())), fmt::arg("last", sql_literal(days.back())), fmt::arg("ours", ours));
}

Done make_temp(Engine& engine, const char* name, const std::string& sql) {
  return engine.run(std::string("CREATE OR REPLACE TEMP TABLE ") + name + " AS " + sql);
}

}  // namespace

const char* part_kind_name(int kind) {
  constexpr std::array kNames = {"allocated", "idle", "system", "unallocated"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::filesystem::path names_folder(const std::filesystem::path& folder) { return folder / "names"; }

std::string origin_key_sql() { return "hash(" + origin_id_sql() + ")"; }

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
  TRY_DONE(make_node_tables(engine, days, day_after_newest(snapshot), config));
  TRY_DONE(make_machine_charges(engine, days,
                                origin_key_sql() + " AS origin, " + part_day_sql() +
                                    " AS part_day, x_begins AS line_begins, x_ends AS line_ends, AllocatedMethodId IS "
                                    "NOT NULL AS is_allocated"));
  TRY_DONE(make_temp(engine, "machine_line_hours", std::string(model_sql("machine_line_hours"))));
  TRY_DONE(add_block_line_hours(engine));
  TRY_DONE(make_temp(engine, "line_hours", line_hours_sql(month)));
  TRY_DONE(make_temp(engine, "day_hours", kDayHours));
  TRY_DONE(make_temp(engine, "day_workload_names", workload_names_sql(days)));
  TRY_DONE(make_temp(engine, "day_held", day_held_sql()));
  const auto day = sql_literal(days.back());
  TRY_DONE(engine.run(fmt::format(
      "COPY (SELECT {0} AS day, workload_key, workload_id, name, tags FROM day_workload_names) TO {1} (FORMAT parquet, "
      "COMPRESSION zstd, COMPRESSION_LEVEL 1)",
      day, sql_literal((names_folder(folder) / (days.back() + ".parquet")).string()))));
  return engine.run(
      fmt::format("COPY (SELECT *, {} AS day FROM ({})) TO {} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, "
                  "ROW_GROUP_SIZE 30720, PARTITION_BY (part_day), OVERWRITE_OR_IGNORE, FILENAME_PATTERN {})",
                  day, parts_sql(), sql_literal(folder.string()), sql_literal(days.back() + "-{i}")));
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
