#include "lake/build_device_hours.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "lake/build_days.hpp"

namespace farthing {
namespace {

// No collector sums up for longer than a day; what says so is a mistake.
constexpr int kLongestSample = 86'400;

// From which second before a day on its samples may last into it.
Result<std::string> seconds_before(Engine& engine, const std::string& day) {
  const auto midnight = "TIMESTAMP " + sql_literal(day + " 00:00:00");
  TRY(const auto longest,
      engine.query(
          fmt::format("SELECT CAST(ceil(max(seconds)) AS BIGINT) FROM accelerator_activity WHERE start < {0} AND "
                      "start >= {0} - INTERVAL 1 DAY AND seconds BETWEEN 0 AND {1}",
                      midnight, kLongestSample)));
  return longest.rows[0][0].value_or("0");
}

// "FROM" and "WHERE" of the samples that lie on these days or last into them; days that follow each other are one
// range.
Result<std::string> samples_of_days(Engine& engine, const std::vector<std::string>& days) {
  std::string ranges;
  for (std::size_t first = 0, next = 0; first < days.size(); first = next) {
    for (next = first + 1; next < days.size() && days[next] == next_day(days[next - 1]);) ++next;
    TRY(const auto before, seconds_before(engine, days[first]));
    ranges += fmt::format("{}(start >= TIMESTAMP {} - INTERVAL {} SECOND AND start < TIMESTAMP {})",
                          ranges.empty() ? "" : " OR ", sql_literal(days[first] + " 00:00:00"), before,
                          sql_literal(next_day(days[next - 1]) + " 00:00:00"));
  }
  return "FROM accelerator_activity WHERE (" + ranges + ") AND seconds > 0";
}

// A card that changes hands within an hour: from when to when it was whose, also nobody's.
constexpr const char* kDeviceStretches = R"sql(
CREATE OR REPLACE TEMP TABLE device_stretches AS
WITH changes AS (
  SELECT node_key, device, begins AS moment FROM device_claims WHERE begins % 3600 <> 0
  UNION SELECT node_key, device, ends FROM device_claims WHERE ends % 3600 <> 0
), moments AS (
  SELECT node_key, device, moment // 3600 AS hour_number, moment FROM changes
  UNION SELECT node_key, device, moment // 3600, moment // 3600 * 3600 FROM changes
  UNION SELECT node_key, device, moment // 3600, moment // 3600 * 3600 + 3600 FROM changes
), stretches AS (
  SELECT node_key, device, hour_number, moment AS first_second,
    lead(moment) OVER (PARTITION BY node_key, device, hour_number ORDER BY moment) AS last_second
  FROM moments
)
SELECT n.node_id, s.device, s.hour_number, s.first_second * 1000000 AS begins, s.last_second * 1000000 AS ends,
  list_sort(coalesce(list(DISTINCT k.workload_id) FILTER (WHERE k.workload_id IS NOT NULL), [])) AS holders
FROM stretches AS s
JOIN node_keys AS n ON n.node_key = s.node_key
LEFT JOIN device_claims AS c ON c.node_key = s.node_key AND c.device = s.device AND c.begins <= s.first_second AND c.ends >= s.last_second
LEFT JOIN workload_keys AS k ON k.workload_key = c.workload_key
WHERE s.last_second IS NOT NULL
GROUP BY 1, 2, 3, 4, 5)sql";

// What a sample says: seconds, active seconds (never more), GiB-seconds held.
constexpr const char* kSamples = R"sql(
SELECT node_id, accelerator_id AS device, held_by, epoch_us(start) AS begins,
  epoch_us(start) + CASE WHEN seconds <= {longest} THEN CAST(round(seconds * 1e6) AS BIGINT) ELSE 1 END AS ends,
  CASE WHEN seconds <= {longest} THEN seconds ELSE 0e0 END AS seconds,
  CASE WHEN active_seconds < 0 OR seconds > {longest} THEN NULL WHEN active_seconds > seconds THEN seconds ELSE active_seconds END AS active,
  CASE WHEN memory_gib_seconds >= 0 AND memory_gib_seconds <= seconds * 4096 AND seconds <= {longest} THEN memory_gib_seconds END AS gib_seconds,
  active_seconds > seconds * 1.000001 OR seconds > {longest} AS excess
{samples})sql";

// A sample that names nobody, of a card that changes hands in that hour, is of who held it then, if all of it lies
// there.
constexpr const char* kWithHolders = R"sql(
SELECT s.* REPLACE (CASE WHEN t.holders IS NOT NULL THEN t.holders ELSE s.held_by END AS held_by), t.holders IS NOT NULL AS is_told
FROM samples AS s
LEFT JOIN device_stretches AS t ON t.node_id = s.node_id AND t.device = s.device AND t.hour_number = s.begins // 3600000000
  AND t.begins <= s.begins AND t.ends >= s.ends AND coalesce(len(s.held_by), 0) = 0)sql";

// Samples in one hour are summed as they are; the others are divided among their hours by time.
constexpr const char* kCut = R"sql(
  WHERE begins // 3600000000 = (ends - 1) // 3600000000
  UNION ALL
  SELECT node_id, device, held_by, is_told, h, part * seconds, part * active, part * gib_seconds, excess
  FROM (
    SELECT *, 1e0 * (least(ends, h * 3600000000 + 3600000000) - greatest(begins, h * 3600000000)) / (ends - begins) AS part
    FROM (
      SELECT *, unnest(generate_series(begins // 3600000000, (ends - 1) // 3600000000)) AS h FROM told
      WHERE begins // 3600000000 < (ends - 1) // 3600000000)))sql";

// Where collectors sample by the clock, as most do, no sample crosses an hour, and the samples are read once.
Result<bool> some_sample_crosses_an_hour(Engine& engine, const std::string& samples) {
  TRY(const auto crossing,
      engine.query(
          fmt::format("SELECT 1 {} AND epoch_us(start) % 3600000000 + CASE WHEN seconds <= {} THEN seconds * 1e6 "
                      "ELSE 1 END > 3600000000 LIMIT 1",
                      samples, kLongestSample)));
  return !crossing.rows.empty();
}

Result<bool> some_card_changes_hands(Engine& engine) {
  TRY_DONE(engine.run(kDeviceStretches));
  TRY(const auto some, engine.query("SELECT 1 FROM device_stretches LIMIT 1"));
  return !some.rows.empty();
}

std::string device_samples_sql(const std::string& samples, bool cut_at_hours, bool with_holders) {
  return fmt::format(
      R"sql(
CREATE OR REPLACE TEMP TABLE device_samples AS
WITH samples AS ({}), told AS ({}), cut AS (
  SELECT node_id, device, held_by, is_told, begins // 3600000000 AS hour_number, seconds, active, gib_seconds, excess FROM told{}
)
SELECT node_id, device, held_by, is_told, hour_number, sum(seconds) AS seconds, sum(active) AS active,
  sum(seconds) FILTER (WHERE active IS NOT NULL) AS seen, sum(gib_seconds) AS gib_seconds, count_if(excess) AS excess, count(*) AS samples
FROM cut GROUP BY ALL
HAVING hour_number // 24 IN (SELECT day_number FROM build_days))sql",
      fmt::format(fmt::runtime(kSamples), fmt::arg("longest", kLongestSample), fmt::arg("samples", samples)),
      with_holders ? kWithHolders : "SELECT *, false AS is_told FROM samples", cut_at_hours ? kCut : "");
}

// Samples of one card that overlap are of the same time: together they are an hour at most.
constexpr const char* kDeviceHours = R"sql(
CREATE OR REPLACE TEMP TABLE device_hours AS
SELECT row_number() OVER () AS device_hour, n.node_key, s.device, s.hour_number,
  CAST(round(s.active * s.scale * 1e6) AS BIGINT) AS active_micro, CAST(round(s.seen * s.scale * 1e6) AS BIGINT) AS seen_micro,
  CAST(round(s.gib_seconds * s.scale * 1e6) AS BIGINT) AS gib_micro, s.held_by, s.is_told
FROM (SELECT *, CASE WHEN seen > 3600 THEN 3600 / seen ELSE 1e0 END AS scale FROM device_samples WHERE seen > 0) AS s
JOIN node_keys AS n ON n.node_id = s.node_id)sql";

constexpr const char* kDeviceHolders = R"sql(
CREATE OR REPLACE TEMP TABLE device_holders AS
SELECT h.device_hour, k.workload_key
FROM (SELECT DISTINCT device_hour, unnest(held_by) AS workload_id FROM device_hours WHERE len(held_by) > 0) AS h
JOIN workload_keys AS k ON k.workload_id = h.workload_id)sql";

}  // namespace

Done make_device_hours(Engine& engine, const std::vector<std::string>& days) {
  TRY(const auto samples, samples_of_days(engine, days));
  TRY(const bool cut_at_hours, some_sample_crosses_an_hour(engine, samples));
  TRY(const bool with_holders, some_card_changes_hands(engine));
  TRY_DONE(engine.run(device_samples_sql(samples, cut_at_hours, with_holders)));
  TRY_DONE(engine.run(kDeviceHours));
  return engine.run(kDeviceHolders);
}

}  // namespace farthing
