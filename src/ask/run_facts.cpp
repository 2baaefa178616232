#include "ask/run_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "ask/row_reader.hpp"
#include "base/text.hpp"
#include "domain/run_event.hpp"

namespace farthing {
namespace {

constexpr int kLastSteps = 25;

std::optional<double> double_of(const Cell& cell) {
  if (!cell) return std::nullopt;
  double value = 0;
  std::from_chars(cell->data(), cell->data() + cell->size(), value);
  return value;
}

std::string list_sql(const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const auto& value : values) literals.push_back(sql_literal(value));
  return join(literals, ", ");
}

// From when to when something of a run was there. Storage is a day's, and may be there long after it.
constexpr const char* kSeenRuns = R"sql(
SELECT run, min(coalesce(begins, hour)) AS first_seen, max(coalesce(ends, hour + INTERVAL 1 HOUR)) AS until,
  max(coalesce(ends, hour + INTERVAL 1 HOUR)) FILTER (WHERE what = 'workloads') AS worked_until
FROM run_hours GROUP BY 1)sql";

// Runs that are in the question; a run may be known by its row, by its workloads or both.
std::string chosen_sql(const RunChoice& choice) {
  std::string sql = fmt::format(
      R"sql(
SELECT coalesce(r.run, c.run) AS run, r.run IS NOT NULL AS is_known, r.name, r.framework, r.owner,
  coalesce(r.status, CASE WHEN r."end" IS NOT NULL THEN 'finished' END) AS status,
  epoch_us(coalesce(r.start, c.first_seen)) AS start,
  epoch_us(coalesce(r."end", CASE WHEN r.run IS NULL OR coalesce(r.status, 'running') <> 'running'
    THEN coalesce(c.worked_until, c.until) END)) AS until,
  epoch_us(c.worked_until) AS last_seen, map_entries(r.tags) AS tags
FROM runs AS r FULL JOIN ({}) AS c ON c.run = r.run
WHERE (coalesce(r.run, c.run) IN (SELECT run FROM (SELECT *, day AS charge_date, strftime(day, '%Y-%m') AS billing_period
  FROM run_hours) WHERE {}){}))sql",
      kSeenRuns, choice.period.sql(), choice.period.kind == Period::Kind::kAll ? " OR r.run IS NOT NULL" : "");
  if (!choice.only.empty()) sql += " AND coalesce(r.run, c.run) IN (" + list_sql(choice.only) + ")";
  if (choice.status) sql = "SELECT * FROM (" + sql + ") WHERE status = " + sql_literal(*choice.status);
  return sql;
}

// The events of chosen runs under the names of their kinds. What is spelled otherwise is the same event again if that
// is there, too; what is no kind is a fault of the data.
std::string events_sql() {
  return fmt::format(
      R"sql(
SELECT e.run, e."time", e.kind, CASE WHEN isfinite(e.value) THEN e.value END AS value, e.note, c.until IS NULL AS is_running
FROM (
  SELECT run, "time", kind, value, note FROM run_events WHERE kind IN ({kinds})
  UNION ALL
  SELECT run, "time", meant, max(value), max(note)
  FROM (SELECT *, {meant} AS meant FROM run_events WHERE kind NOT IN ({kinds})) AS o
  WHERE meant IN ({kinds}) AND NOT EXISTS (SELECT 1 FROM run_events AS s WHERE s.run = o.run AND s."time" = o."time" AND s.kind = o.meant)
  GROUP BY 1, 2, 3) AS e
JOIN chosen_runs AS c ON c.run = e.run
WHERE epoch_us(e."time") >= c.start)sql",
      fmt::arg("kinds", run_event_kinds_sql()), fmt::arg("meant", run_event_kind_sql("kind")));
}

using FactsByRun = std::map<std::string, RunFacts>;

Done read_runs(Engine& engine, FactsByRun& facts) {
  TRY(const auto rows,
      engine.query("SELECT run, is_known, name, framework, owner, status, start, until, last_seen FROM chosen_runs"));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    RunFacts one;
    one.run = reader.text();
    one.is_known = reader.flag();
    one.name = reader.cell();
    one.framework = reader.cell();
    one.owner = reader.cell();
    one.status = reader.cell();
    one.span.start = reader.count();
    if (const auto end = reader.cell()) one.span.end = std::max<std::int64_t>(std::stoll(*end), one.span.start);
    one.last_seen = std::max(one.span.start, reader.count());
    facts[one.run] = std::move(one);
  }
  TRY(const auto tags,
      engine.query("SELECT run, e.key, e.value FROM (SELECT run, unnest(tags) AS e FROM chosen_runs)"));
  for (const auto& row : tags.rows) facts[row[0].value_or("")].tags[row[1].value_or("")] = row[2].value_or("");
  return {};
}

RunCost& cost_in(RunFacts& facts, const std::string& currency) {
  const auto found = std::find_if(facts.costs.begin(), facts.costs.end(),
                                  [&](const RunCost& cost) { return cost.currency == currency; });
  if (found != facts.costs.end()) return *found;
  facts.costs.push_back({.currency = currency});
  return facts.costs.back();
}

Done read_costs(Engine& engine, const std::string& cost, FactsByRun& facts) {
  TRY(const auto sums,
      engine.query(fmt::format("SELECT run, currency, what, sum({0}), coalesce(sum({0}) FILTER (WHERE estimated), 0), "
                               "count(DISTINCT hour) FILTER (WHERE {0} IS NULL), coalesce(sum(card_hours), 0) FROM "
                               "run_hours WHERE run IN (SELECT "
                               "run FROM chosen_runs) GROUP BY 1, 2, 3",
                               cost)));
  for (const auto& row : sums.rows) {
    RowReader reader(row);
    auto& run = facts[reader.text()];
    auto& sum = cost_in(run, reader.text());
    const auto what = reader.text();
    (what == "workloads" ? sum.workloads : what == "idle" ? sum.idle : sum.storage) = reader.amount();
    sum.estimated += reader.sum();
    sum.unknown_hours += reader.count();
    sum.card_hours += double_of(reader.cell()).value_or(0);
    if (reader.overflow()) return sum_too_large();
  }
  TRY(const auto stretches,
      engine.query(fmt::format(
          "SELECT run, currency, epoch_us(coalesce(begins, hour)), epoch_us(coalesce(ends, hour + INTERVAL 1 HOUR)), "
          "CAST(sum({}) * 1000000000000 AS BIGINT) FROM run_hours WHERE run IN (SELECT run FROM chosen_runs) GROUP BY "
          "1, 2, 3, 4",
          cost)));
  for (const auto& row : stretches.rows) {
    if (!row[4]) continue;
    cost_in(facts[row[0].value_or("")], row[1].value_or(""))
        .stretches.push_back({std::stoll(*row[2]), std::stoll(*row[3]), std::stoll(*row[4])});
  }
  for (auto& [run, one] : facts) {
    // What its workloads held is known, so nothing idle and no line of the bill is nothing, not unknown.
    for (auto& each : one.costs) {
      if (!each.workloads) continue;
      if (!each.idle) each.idle = Decimal{};
      if (!each.storage) each.storage = Decimal{};
    }
    std::sort(one.costs.begin(), one.costs.end(),
              [](const RunCost& a, const RunCost& b) { return a.total() > b.total(); });
    if (one.costs.empty()) one.costs.push_back({.currency = {}});
  }
  return {};
}

RunMarks marks_of(RowReader& reader) {
  RunMarks marks{.number = reader.count()};
  marks.smallest = double_of(reader.cell());
  marks.largest = double_of(reader.cell());
  return marks;
}

Done read_counts(Engine& engine, FactsByRun& facts) {
  const auto of_kind = [](const std::string& kind) {
    return fmt::format(
        "count_if(kind = '{0}'), min(value) FILTER (WHERE kind = '{0}' AND value >= 0), max(value) FILTER (WHERE kind "
        "= '{0}' AND value >= 0), ",
        kind);
  };
  TRY(const auto rows,
      engine.query("SELECT run, " + of_kind("step") + of_kind("epoch") +
                   "count_if(kind = 'checkpoint'), count_if(kind = 'interruption') FROM chosen_events GROUP BY 1"));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    auto& one = facts[reader.text()];
    one.steps = marks_of(reader);
    one.epochs = marks_of(reader);
    one.checkpoints = reader.count();
    one.interruptions = reader.count();
  }
  return {};
}

// `part` counts what else happened before: the last step of a part is where the run was when it was saved or stopped.
std::string numbered_events(bool all) {
  std::string numbered =
      "SELECT *, row_number() OVER (PARTITION BY run, kind ORDER BY time) AS nth, count_if(kind NOT IN ('step', "
      "'epoch')) OVER (PARTITION BY run ORDER BY time, kind ROWS UNBOUNDED PRECEDING) AS part FROM chosen_events";
  if (all) return numbered;
  return fmt::format(
      "SELECT * FROM ({}) QUALIFY kind NOT IN ('step', 'epoch') OR row_number() OVER (PARTITION BY run, kind, part "
      "ORDER BY time) = 1 OR row_number() OVER (PARTITION BY run, kind, part ORDER BY time DESC) = 1 OR (is_running "
      "AND row_number() OVER (PARTITION BY run, kind ORDER BY time DESC) <= {})",
      numbered, kLastSteps);
}

Done read_events(Engine& engine, bool all, FactsByRun& facts) {
  TRY(const auto rows, engine.query("SELECT run, epoch_us(time), kind, value, note, nth FROM (" + numbered_events(all) +
                                    ") ORDER BY run, time, kind"));
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    auto& events = facts[reader.text()].events;
    RunEvent event{.time = reader.count(), .kind = reader.text(), .value = {}, .note = {}};
    event.value = double_of(reader.cell());
    event.note = reader.text();
    event.nth = reader.count();
    events.push_back(std::move(event));
  }
  return {};
}

}  // namespace

Result<std::vector<RunFacts>> run_facts(Engine& engine, const CostBasisName& basis, const RunChoice& choice) {
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE chosen_runs AS " + chosen_sql(choice)));
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP VIEW chosen_events AS " + events_sql()));
  FactsByRun facts;
  TRY_DONE(read_runs(engine, facts));
  TRY_DONE(read_costs(engine, std::string(basis.name) + "_cost", facts));
  TRY_DONE(read_counts(engine, facts));
  TRY_DONE(read_events(engine, choice.all_events, facts));
  std::vector<RunFacts> found;
  for (auto& [run, one] : facts) found.push_back(std::move(one));
  return found;
}

Result<std::vector<std::string>> runs_without_their_block(Engine& engine, const std::vector<RunFacts>& runs) {
  std::vector<std::string> ids, found;
  for (const auto& run : runs) ids.push_back(run.run);
  if (ids.empty()) return found;
  const auto on_blocks =
      "SELECT DISTINCT run, node, day FROM accelerator_daily WHERE purchase_option = 'capacity_block' AND run IN (" +
      list_sql(ids) + ")";
  TRY(const auto any, engine.query(on_blocks + " LIMIT 1"));
  if (any.rows.empty()) return found;
  TRY(const auto rows, engine.query("SELECT DISTINCT b.run FROM (" + on_blocks +
                                    ") AS b ANTI JOIN (SELECT DISTINCT node_id, day FROM node_hours WHERE "
                                    "capacity_block IS NOT NULL) AS n ON n.node_id = b.node AND n.day = b.day ORDER BY "
                                    "1"));
  for (const auto& row : rows.rows) found.push_back(row[0].value_or(""));
  return found;
}

}  // namespace farthing
