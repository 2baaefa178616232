#include "lake/build_runs.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

// A selector's first entry finds the candidates, so that not every container is held against every run. A label or tag
// `run` with the id of a run is as a selector of it, and counts before the others.
constexpr const char* kSelectedRuns = R"sql(
CREATE OR REPLACE TEMP TABLE selected_runs AS
WITH selectors AS MATERIALIZED (
  SELECT run, start, coalesce("end", TIMESTAMP '9999-01-01 00:00:00') AS until, map_entries(selector) AS entries,
    map_keys(selector)[1] AS key, map_values(selector)[1] AS value, false AS by_id
  FROM runs WHERE len(map_keys(selector)) > 0
  UNION ALL
  SELECT run, start, coalesce("end", TIMESTAMP '9999-01-01 00:00:00'), map_entries(MAP {'run': run}), 'run', run, true FROM runs
), named AS (
  SELECT workload_key, day_number, start, "end", labels, tags, pod, workload_id, key
  FROM workload_pieces CROSS JOIN (SELECT DISTINCT key FROM selectors)
  WHERE run IS NULL
), candidates AS (
  SELECT n.*, s.run, s.start AS run_start, s.entries, s.by_id
  FROM named AS n
  JOIN selectors AS s ON s.key = n.key AND n.start < s.until AND n."end" > s.start
    AND s.value = coalesce(n.labels[n.key], n.tags[n.key], CASE n.key WHEN 'pod' THEN n.pod WHEN 'workload_id' THEN n.workload_id END)
)
SELECT workload_key, day_number, start, max_by(run, (by_id, run_start, run)) AS run, count(DISTINCT run) AS runs
FROM candidates AS c
WHERE list_bool_and(list_transform(entries, lambda e: coalesce(c.labels[e.key], c.tags[e.key],
  CASE e.key WHEN 'pod' THEN c.pod WHEN 'workload_id' THEN c.workload_id END, '') = e.value))
GROUP BY 1, 2, 3)sql";

// What a run's tags say is its own: a bucket, volume or file system. What several runs name is none's.
constexpr const char* kRunResources = R"sql(
CREATE OR REPLACE TEMP TABLE run_resources AS
SELECT resource_id, min(run) AS run, epoch_us(min(start)) / 86400000000 AS start_day
FROM (
  SELECT run, start, coalesce(nullif(regexp_extract(value, '^s3://([^/]+)', 1), ''), value) AS resource_id
  FROM (SELECT run, start, unnest(map_values(map_from_entries(list_filter(map_entries(tags),
    lambda e: e.key IN ('storage', 'bucket', 'path', 'checkpoints', 'volume'))))) AS value FROM runs WHERE len(map_keys(tags)) > 0))
GROUP BY resource_id HAVING count(DISTINCT run) = 1)sql";

// A machine that is labelled with a run is held for it, also while nothing runs there.
constexpr const char* kHeldNodes =
    "CREATE OR REPLACE TEMP TABLE held_nodes AS SELECT node_key, day_number, max_by(labels['run'], begins) AS run FROM "
    "day_nodes WHERE labels['run'] IS NOT NULL GROUP BY 1, 2";

// Runs by what the tables of a day know of them. From a run's first day on its resources are its own.
constexpr const char* kRunsByDay = R"sql(
SELECT CAST(day AS DATE), CAST(bit_xor(hash(what)) AS VARCHAR) FROM (
  SELECT day, 'selected' || run || CAST(selector AS VARCHAR) || CAST(greatest(start, day) AS VARCHAR)
    || CAST(least(coalesce("end", day + INTERVAL 1 DAY), day + INTERVAL 1 DAY) AS VARCHAR) AS what
  FROM (SELECT run, coalesce(selector, MAP {{}}) AS selector, start, "end",
      unnest(generate_series(date_trunc('day', start), coalesce("end", {0}) - INTERVAL 1 MICROSECOND, INTERVAL 1 DAY)) AS day
    FROM runs)
  UNION ALL
  SELECT day, 'stored' || run || CAST(tags AS VARCHAR)
  FROM (SELECT *, unnest(generate_series(date_trunc('day', start), {0} - INTERVAL 1 MICROSECOND, INTERVAL 1 DAY)) AS day
    FROM runs WHERE list_has_any(map_keys(tags), ['storage', 'bucket', 'path', 'checkpoints', 'volume'])))
GROUP BY 1)sql";

}  // namespace

Done make_run_tables(Engine& engine) {
  TRY_DONE(engine.run(kRunResources));
  TRY_DONE(engine.run(kHeldNodes));
  return engine.run(kSelectedRuns);
}

Result<std::map<std::string, std::string>> runs_by_day(Engine& engine, const std::string& end) {
  std::map<std::string, std::string> days;
  if (end.empty()) return days;
  TRY(const auto rows,
      engine.query(fmt::format(fmt::runtime(kRunsByDay), "TIMESTAMP " + sql_literal(end + " 00:00:00"))));
  for (const auto& row : rows.rows) days[row[0].value_or("")] = row[1].value_or("");
  return days;
}

}  // namespace farthing
