#include "opencost/allocation_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "lake/build_reserved.hpp"
#include "opencost/aggregate.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kHourMicros = 3'600'000'000;

std::string moment_literal(Timestamp time) {
  auto text = format_timestamp(time);
  text.pop_back();  // the Z, as TIMESTAMP has no zone
  return "TIMESTAMP " + sql_literal(text);
}

// Then an hour is in one set as a whole.
bool is_on_hours(const std::vector<TimeWindow>& sets) {
  return std::all_of(sets.begin(), sets.end(), [](const auto& set) {
    return set.start.micros % kHourMicros == 0 && set.end.micros % kHourMicros == 0;
  });
}

// Which pool a row's idle is of. Machines without a cluster are of one.
std::string pool_sql(const AllocationQuestion& question, const std::string& prefix) {
  const auto cluster = "coalesce(" + prefix + "cluster, '')";
  const bool by_node = question.idle_by_node || question.proportional_costs;
  return cluster + " AS pool_cluster, " + (by_node ? prefix + "node_id" : "''") + " AS pool_node";
}

// What is known of a workload on a day besides its names.
std::string reserved_of(const AllocationQuestion& question, bool labels) {
  return reserved_sql(days_of_window(question.window, "CAST(start AS DATE)"),
                      labels ? ", max_by(labels, start) AS labels, max_by(tags, start) AS tags" : "");
}

// A sum of 1e-9 of whatever, in whole numbers.
std::string nano_sum(const std::string& what) { return "sum(CAST(round(" + what + " * 1e9) AS BIGINT))"; }
std::string whole_sum(const std::string& what) { return "sum(CAST(round(" + what + ") AS BIGINT))"; }

// Of cards what is held is what was asked for: a request may count replicas or slices of them. Here in the time in
// which their use is known.
constexpr const char* kCardsOfKnown =
    "CASE WHEN gpu_hours > 0 THEN gpu_hours * (CAST(gpu_known AS DOUBLE) / nullif(hours, 0)) END";

std::string whole_sums(const std::vector<std::string>& list) {
  std::vector<std::string> sums;
  for (const auto& one : list) sums.push_back(whole_sum(one));
  return join(sums, ", ");
}

// What each workload held of each machine in a set, by day, as what is known of workloads is by day. Only what is
// summed is read, as there are many hours.
std::string held_sql(const AllocationQuestion& question) {
  const auto hours = [](const std::string& what) { return nano_sum(what + " * part"); };
  const auto known = [](const char* used) { return fmt::format("sum(run) FILTER (WHERE {} IS NOT NULL)", used); };
  return fmt::format(
      R"sql(SELECT step, day, node_key, workload_id, min(hour) AS first_hour, max(hour) AS last_hour,
    sum({total}) AS total, sum({cpu}) AS cpu, sum({gpu}) AS gpu,
    {cpu_hours} AS cpu_hours, {ram_hours} AS ram_hours, {gpu_hours} AS gpu_hours, sum(run) AS hours,
    {cpu_known} AS cpu_known, {ram_known} AS ram_known, {gpu_known} AS gpu_known,
    {used_cpu} AS used_cpu, {used_ram} AS used_ram, {used_gpu} AS used_gpu
  FROM (
    SELECT *, least(cpu_most, total) AS cpu, CASE WHEN accelerator_share > 0 THEN least(gpu_most, total - least(cpu_most, total)) ELSE 0 END AS gpu
    FROM (
      SELECT n.step, n.node_key, n.hour, n.day, n.part, n.from_second, n.to_second, s.workload_id,
        n.vcpu_hours, n.gib_hours, n.accelerator_hours, s.vcpu_share, s.memory_share, s.accelerator_share,
        CAST(round(s.seconds * n.part / 3600e0 * 1e9) AS BIGINT) AS run,
        CAST(floor(n.cost * s.cost_share * 1e12) AS BIGINT) AS total,
        coalesce(CAST(floor(n.cost * s.vcpu_share * n.vcpu_part * 1e12) AS BIGINT), 0) AS cpu_most,
        coalesce(CAST(floor(n.cost * s.accelerator_share * n.accelerator_part * 1e12) AS BIGINT), 0) AS gpu_most,
        s.vcpu_used_share, s.memory_used_share, s.accelerator_used_share
      FROM allocation_shares AS s
      JOIN {table} AS n ON n.node_id = s.node_id AND n.hour = s.hour
      WHERE {days}))
  GROUP BY step, day, node_key, workload_id)sql",
      fmt::arg("total", cut_sql(question, "total")), fmt::arg("cpu", cut_sql(question, "cpu")),
      fmt::arg("gpu", cut_sql(question, "gpu")), fmt::arg("cpu_hours", hours("vcpu_share * vcpu_hours")),
      fmt::arg("ram_hours", hours("memory_share * gib_hours")),
      fmt::arg("gpu_hours", hours("accelerator_share * accelerator_hours")),
      fmt::arg("cpu_known", known("vcpu_used_share")), fmt::arg("ram_known", known("memory_used_share")),
      fmt::arg("gpu_known", known("accelerator_used_share")),
      fmt::arg("used_cpu", hours("vcpu_used_share * vcpu_hours")),
      fmt::arg("used_ram", hours("memory_used_share * gib_hours")),
      fmt::arg("used_gpu", hours("accelerator_used_share * accelerator_hours")), fmt::arg("table", kHoursTable),
      fmt::arg("days", days_of_window(question.window, "s.day")));
}

// What went over the network, by the hour that it is known of.
std::string network_sql() {
  return fmt::format(
      R"sql(SELECT s.step, u.workload_id, CAST(u.hour AS DATE) AS day, {} AS network_in, {} AS network_out
  FROM usage_hourly AS u JOIN slices AS s ON s.hour = u.hour
  WHERE u.network_in_bytes IS NOT NULL OR u.network_out_bytes IS NOT NULL GROUP BY 1, 2, 3)sql",
      whole_sum("u.network_in_bytes * (s.to_second - s.from_second) / 3600e0"),
      whole_sum("u.network_out_bytes * (s.to_second - s.from_second) / 3600e0"));
}

// What of a workload is needed beside: maps are large.
struct Wanted {
  bool labels = false, dimensions = false, node_labels = false;
};

std::string members_of_hours(const AllocationQuestion& question, const Wanted& wanted) {
  return fmt::format(
      R"sql(held AS (
  {held}
), reserved AS (
  {reserved}
), network AS (
  SELECT w.*, h.node_key FROM (
  {network}
  ) AS w JOIN (SELECT step, workload_id, day, min(node_key) AS node_key FROM held GROUP BY 1, 2, 3) AS h ON h.step = w.step AND h.workload_id = w.workload_id AND h.day = w.day
), members AS (
  SELECT h.*, m.node, m.node AS node_id, m.cluster, m.account, m.accelerator_model{node_labels}, f.namespace, f.ecs_service, f.workload, f.controller_kind, f.pod, f.container,
    {dimensions}r.request_vcpu, r.request_memory_gib, r.request_accelerators, r.limit_vcpu, r.limit_memory_gib{labels}, w.network_in, w.network_out,
    greatest(coalesce(r.started, h.first_hour), s.starts) AS started,
    least(coalesce(r.ended, h.last_hour + INTERVAL 1 HOUR), s.ends) AS ended
  FROM held AS h
  JOIN sets AS s ON s.step = h.step
  JOIN machines AS m ON m.node_key = h.node_key
  LEFT JOIN (SELECT * FROM workload_facts WHERE {days}) AS f ON f.workload_id = h.workload_id AND f.day = h.day
  LEFT JOIN reserved AS r ON r.workload_id = h.workload_id AND r.day = h.day
  LEFT JOIN network AS w ON w.step = h.step AND w.workload_id = h.workload_id AND w.day = h.day AND w.node_key = h.node_key
))sql",
      fmt::arg("held", held_sql(question)), fmt::arg("reserved", reserved_of(question, wanted.labels)),
      fmt::arg("network", network_sql()), fmt::arg("dimensions", wanted.dimensions ? "f.dimensions, " : ""),
      fmt::arg("labels", wanted.labels ? ", r.labels, r.tags" : ""),
      fmt::arg("node_labels", wanted.node_labels ? ", m.node_labels" : ""),
      fmt::arg("days", days_of_window(question.window, "day")));
}

std::string members_of_days(const AllocationQuestion& question, const Wanted& wanted) {
  return fmt::format(
      R"sql({reserved}members AS (
  SELECT s.step, m.node, m.node AS node_id, m.cluster, m.account, m.accelerator_model{node_labels}, d.* EXCLUDE (node_id, started, ended){dimensions}{labels},
    greatest(coalesce(d.started, d.first_hour), s.starts) AS started,
    least(coalesce(d.ended, d.last_hour + INTERVAL 1 HOUR), s.ends) AS ended
  FROM workload_days AS d
  JOIN sets AS s ON CAST(d.day AS TIMESTAMP) >= s.starts AND CAST(d.day AS TIMESTAMP) < s.ends
  JOIN machines AS m ON m.node = d.node_id{facts_join}{reserved_join}
  WHERE {days}
))sql",
      fmt::arg("reserved", wanted.labels ? "reserved AS (\n  " + reserved_of(question, true) + "\n), " : ""),
      fmt::arg("dimensions", wanted.dimensions ? ", f.dimensions" : ""),
      fmt::arg("labels", wanted.labels ? ", r.labels, r.tags" : ""),
      fmt::arg("node_labels", wanted.node_labels ? ", m.node_labels" : ""),
      fmt::arg("facts_join", wanted.dimensions
                                 ? "\n  LEFT JOIN (SELECT workload_id, day, dimensions FROM workload_facts WHERE " +
                                       days_of_window(question.window, "day") +
                                       ") AS f ON f.workload_id = d.workload_id AND f.day = d.day"
                                 : ""),
      fmt::arg("reserved_join",
               wanted.labels ? "\n  LEFT JOIN reserved AS r ON r.workload_id = d.workload_id AND r.day = d.day" : ""),
      fmt::arg("days", days_of_window(question.window, "d.day")));
}

std::string shared_sql(const AllocationQuestion& question) {
  std::vector<std::string> conditions;
  if (!question.share_namespaces.empty()) {
    std::vector<std::string> names;
    for (const auto& name : question.share_namespaces) {
      if (name.ends_with('*')) {
        conditions.push_back("starts_with(coalesce(namespace, ''), " + sql_literal(name.substr(0, name.size() - 1)) +
                             ")");
      } else {
        names.push_back(sql_literal(name));
      }
    }
    if (!names.empty()) conditions.push_back("coalesce(namespace, '') IN (" + join(names, ", ") + ")");
  }
  for (const auto& [key, value] : question.share_labels) {
    conditions.push_back(fmt::format("coalesce({}, '') = {}", map_value_sql("labels", key), sql_literal(value)));
  }
  return conditions.empty() ? "false" : "(" + join(conditions, " OR ") + ")";
}

// The sets, and their hours with the seconds of an hour that lie in a set.
std::string slices_sql(const std::vector<TimeWindow>& sets) {
  return fmt::format(
      R"sql(sets(step, starts, ends) AS ({}), slices AS (
  SELECT step, starts, ends, hour, greatest(epoch_us(starts) - epoch_us(hour), 0) // 1000000 AS from_second,
    least(epoch_us(ends) - epoch_us(hour), 3600000000) // 1000000 AS to_second
  FROM (SELECT step, starts, ends, unnest(generate_series(date_trunc('hour', starts), ends - INTERVAL 1 SECOND, INTERVAL 1 HOUR)) AS hour FROM sets)
))sql",
      sets_values(sets));
}

std::string machines_of(const Wanted& wanted) {
  const auto machines = fmt::format(
      "SELECT node_key, any_value(node_id) AS node, any_value(cluster) AS cluster, any_value(account) AS account, "
      "any_value(accelerator_model) AS accelerator_model FROM {} GROUP BY 1",
      kHoursTable);
  if (!wanted.node_labels) return machines;
  return fmt::format(
      "SELECT m.*, l.node_labels FROM ({}) AS m LEFT JOIN (SELECT node_id, max_by(labels, start) AS node_labels FROM "
      "nodes GROUP BY 1) AS l ON l.node_id = m.node",
      machines);
}

// What all rows of a group have in common.
std::string common_sql(const char* column) {
  return fmt::format("CASE WHEN count({0}) = count(*) AND min({0}) = max({0}) THEN min({0}) END AS {0}", column);
}

bool question_needs_labels(const AllocationQuestion& question) {
  return question.metadata || needs_labels(question.aggregate) || needs_labels(question.filter) ||
         !question.share_labels.empty();
}

}  // namespace

std::string days_of_window(const TimeWindow& window, const std::string& column) {
  return fmt::format("{} BETWEEN DATE {} AND DATE {}", column, sql_literal(format_date(window.start)),
                     sql_literal(format_date({window.end.micros - 1})));
}

std::string sets_values(const std::vector<TimeWindow>& sets) {
  std::string values = "VALUES ";
  for (std::size_t i = 0; i < sets.size(); ++i) {
    values += fmt::format("{}({}, {}, {})", i == 0 ? "" : ", ", i, moment_literal(sets[i].start),
                          moment_literal(sets[i].end));
  }
  return values;
}

bool is_of_days(const AllocationQuestion& question) {
  return question.basis == CostBasis::kEffective && !question.currency &&
         std::all_of(question.sets.begin(), question.sets.end(), [](const auto& set) {
           return set.start.micros % kMicrosPerDay == 0 && set.end.micros % kMicrosPerDay == 0;
         });
}

std::string cut_sql(const AllocationQuestion& question, const std::string& amount) {
  if (is_on_hours(question.sets)) return amount;
  return fmt::format("(CAST({0} AS HUGEINT) * to_second // 3600 - CAST({0} AS HUGEINT) * from_second // 3600)", amount);
}

std::string hours_sql(const AllocationQuestion& question) {
  const std::string cost = std::string(named(question.basis).name) + "_cost";
  const auto currency = question.currency ? " AND coalesce(n.currency, " + sql_literal(*question.currency) +
                                                ") = " + sql_literal(*question.currency)
                                          : std::string();
  return fmt::format(
      R"sql(CREATE OR REPLACE TEMP TABLE {table} AS
WITH {sets}, keys AS (
  SELECT node_id, row_number() OVER (ORDER BY node_id) AS node_key FROM (SELECT DISTINCT node_id FROM node_hours AS n WHERE {days})
)
SELECT *, units - cpu_units - gpu_units AS ram_units FROM (
  SELECT s.step, s.starts, s.ends, s.from_second, s.to_second, (s.to_second - s.from_second) / 3600e0 AS part,
    n.day, n.hour, n.node_id, k.node_key, n.account, n.cluster, n.currency, n.estimated, n.accelerator_model,
    CAST(n.{cost} AS DOUBLE) AS cost, n.vcpu_part, n.memory_part, n.accelerator_part,
    CAST(CAST(n.{cost} AS DECIMAL(25,12)) * CAST(1000000000000 AS DECIMAL(13,0)) AS HUGEINT) AS units,
    coalesce(CAST(floor(n.{cost} * n.vcpu_part * 1e12) AS HUGEINT), 0) AS cpu_units,
    coalesce(CAST(floor(n.{cost} * n.accelerator_part * 1e12) AS HUGEINT), 0) AS gpu_units,
    n.vcpu_micro_seconds / 3600e6 AS vcpu_hours, n.gib_micro_seconds / 3600e6 AS gib_hours,
    n.accelerator_micro_seconds / 3600e6 AS accelerator_hours
  FROM slices AS s JOIN node_hours AS n ON n.hour = s.hour JOIN keys AS k ON k.node_id = n.node_id
  WHERE {days}{currency}
))sql",
      fmt::arg("table", kHoursTable), fmt::arg("sets", slices_sql(question.sets)), fmt::arg("cost", cost),
      fmt::arg("days", days_of_window(question.window, "n.day")), fmt::arg("currency", currency));
}

std::string pools_sql(const AllocationQuestion& question) {
  const auto sum = [&](const char* amount) { return fmt::format("sum({})", cut_sql(question, amount)); };
  return fmt::format(
      "SELECT step, {}, currency, {}, {}, {}, {} FILTER (WHERE estimated), count(*) FILTER (WHERE cost IS NULL), "
      "{}, {}, {}, min(greatest(hour, starts)), max(least(hour + INTERVAL 1 HOUR, ends)) FROM {} AS n GROUP BY ALL "
      "ORDER "
      "BY ALL",
      pool_sql(question, ""), sum("units"), sum("cpu_units"), sum("gpu_units"), sum("units"),
      nano_sum("vcpu_hours * part"), nano_sum("gib_hours * part"), nano_sum("accelerator_hours * part"), kHoursTable);
}

Result<std::string> cells_sql(const AllocationQuestion& question, HeldBy by) {
  TRY(const auto name, aggregate_name_sql(question.aggregate));
  TRY(const auto chosen, filter_sql(question.filter, allocation_filter_columns()));
  const Wanted wanted{question_needs_labels(question), (name + chosen).find("dimensions[") != std::string::npos,
                      chosen.find("node_labels") != std::string::npos};
  std::vector<std::string> common;
  for (const auto* column :
       {"cluster", "node", "namespace", "workload", "kind", "pod", "container", "ecs_service", "accelerator_model"}) {
    common.push_back(common_sql(column));
  }
  return fmt::format(
      R"sql(WITH {slices}, machines AS (
  {machines}
), {members}, named AS (
  SELECT *, {pool}, {name} AS name, {shared} AS shared, {chosen} AS chosen, lower(controller_kind) AS kind FROM members
)
SELECT step, pool_cluster, pool_node, name, shared, chosen,
  {common},
  min(started), max(ended), sum(total), sum(cpu), sum(gpu),
  sum(cpu_hours), sum(ram_hours), sum(gpu_hours),
  {reserved_sums},
  sum(used_cpu), sum(used_ram), sum(used_gpu),
  {known_sums},
  sum(cpu_known), sum(ram_known), sum(gpu_known), sum(hours),
  sum(network_in), sum(network_out)
FROM named GROUP BY step, pool_cluster, pool_node, name, shared, chosen
ORDER BY step, name, pool_cluster, pool_node, shared, chosen)sql",
      fmt::arg("slices", slices_sql(question.sets)), fmt::arg("machines", machines_of(wanted)),
      fmt::arg("members", by == HeldBy::kDays ? members_of_days(question, wanted) : members_of_hours(question, wanted)),
      fmt::arg("pool", pool_sql(question, "")), fmt::arg("name", name), fmt::arg("shared", shared_sql(question)),
      fmt::arg("chosen", chosen), fmt::arg("common", join(common, ", ")),
      fmt::arg("reserved_sums", whole_sums({"request_vcpu * hours", "request_memory_gib * hours",
                                            "CASE WHEN gpu_hours > 0 THEN gpu_hours END", "limit_vcpu * hours",
                                            "limit_memory_gib * hours"})),
      fmt::arg("known_sums",
               whole_sums({"request_vcpu * cpu_known", "request_memory_gib * ram_known", kCardsOfKnown})));
}

Result<std::string> metadata_sql(const AllocationQuestion& question, HeldBy by) {
  TRY(const auto name, aggregate_name_sql(question.aggregate));
  const auto held =
      by == HeldBy::kDays
          ? "SELECT s.step, d.day, d.node_id, d.workload_id FROM workload_days AS d JOIN sets AS s ON CAST(d.day "
            "AS TIMESTAMP) >= s.starts AND CAST(d.day AS TIMESTAMP) < s.ends"
          : fmt::format(
                "SELECT n.step, s.day, s.node_id, s.workload_id FROM allocation_shares AS s JOIN {} AS "
                "n ON n.node_id = s.node_id AND n.hour = s.hour WHERE {}",
                kHoursTable, days_of_window(question.window, "s.day"));
  return fmt::format(
      R"sql(WITH sets(step, starts, ends) AS ({sets}), machines AS (
  SELECT node_id, any_value(cluster) AS cluster, any_value(account) AS account FROM {table} GROUP BY 1
), members AS (
  SELECT DISTINCT h.step, h.day, h.node_id AS node, m.cluster, m.account, h.workload_id FROM ({held}) AS h JOIN machines AS m ON m.node_id = h.node_id
), reserved AS (
  {reserved}
), named AS (
  SELECT *, {name} AS name FROM (
    SELECT m.*, f.* EXCLUDE (workload_id, day), coalesce(r.labels, MAP {{}}) AS labels, coalesce(r.tags, MAP {{}}) AS tags
    FROM members AS m LEFT JOIN workload_facts AS f ON f.workload_id = m.workload_id AND f.day = m.day
    LEFT JOIN reserved AS r ON r.workload_id = m.workload_id AND r.day = m.day)
), counted AS (SELECT step, name, count(*) AS members FROM named GROUP BY 1, 2),
entries AS (
  SELECT step, name, 'labels' AS kind, unnest(map_entries(labels)) AS entry FROM named
  UNION ALL SELECT step, name, 'annotations', unnest(map_entries(tags)) FROM named
)
SELECT e.step, e.name, e.kind, e.entry.key AS key, e.entry.value AS value
FROM entries AS e JOIN counted AS c ON c.step = e.step AND c.name = e.name
GROUP BY 1, 2, 3, 4, 5, c.members HAVING count(*) = c.members ORDER BY 1, 2, 3, 4)sql",
      fmt::arg("sets", sets_values(question.sets)), fmt::arg("table", kHoursTable), fmt::arg("held", held),
      fmt::arg("reserved", reserved_of(question, true)), fmt::arg("name", name));
}

}  // namespace farthing
