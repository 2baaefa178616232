#include "ask/run_facts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/row_reader.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kHourMicros = 3'600'000'000;
constexpr int kLastSteps = 25;

std::string list_sql(const std::vector<std::string>& values) {
  std::vector<std::string> literals;
  for (const auto& value : values) literals.push_back(sql_literal(value));
  return join(literals, ", ");
}

// Runs that are in the question; a run may be known by its row, by its workloads or both.
std::string chosen_sql(const RunChoice& choice) {
  std::string sql = fmt::format(
      "SELECT coalesce(r.run, c.run) AS run, r.run IS NOT NULL AS is_known, r.name, r.framework, r.owner, "
      "coalesce(r.status, CASE WHEN r.\"end\" IS NOT NULL THEN 'finished' END) AS status, epoch_us(coalesce(r.start, "
      "c.first_hour)) AS start, epoch_us(coalesce(r.\"end\", CASE WHEN r.run IS NULL OR coalesce(r.status, 'running') "
      "<> "
      "'running' THEN c.last_hour + INTERVAL 1 HOUR END)) AS until, map_entries(r.tags) AS tags FROM runs AS r FULL "
      "JOIN "
      "(SELECT run, min(hour) AS first_hour, max(hour) AS last_hour FROM run_hours GROUP BY 1) AS c ON c.run = r.run "
      "WHERE (coalesce(r.run, c.run) IN (SELECT run FROM (SELECT *, day AS charge_date, strftime(day, '%Y-%m') AS "
      "billing_period FROM run_hours) WHERE {}){})",
      choice.period.sql(), choice.period.kind == Period::Kind::kAll ? " OR r.run IS NOT NULL" : "");
  if (!choice.only.empty()) sql += " AND coalesce(r.run, c.run) IN (" + list_sql(choice.only) + ")";
  if (choice.status) sql = "SELECT * FROM (" + sql + ") WHERE status = " + sql_literal(*choice.status);
  return sql;
}

using FactsByRun = std::map<std::string, RunFacts>;

Done read_runs(Engine& engine, FactsByRun& facts) {
  TRY(const auto rows,
      engine.query("SELECT run, is_known, name, framework, owner, status, start, until FROM chosen_runs"));
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
  TRY(const auto sums, engine.query(fmt::format(
                           "SELECT run, currency, what, sum({0}), coalesce(sum({0}) FILTER (WHERE estimated), 0), "
                           "count(*) - count({0}), coalesce(sum(card_hours), 0) FROM run_hours WHERE run IN (SELECT "
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
    sum.card_hours += std::stod(reader.text());
    if (reader.overflow()) return sum_too_large();
  }
  TRY(const auto hours,
      engine.query(fmt::format("SELECT run, currency, epoch_us(hour), CAST(sum({}) * 1000000000000 AS BIGINT) FROM "
                               "run_hours WHERE run IN (SELECT run FROM chosen_runs) GROUP BY 1, 2, 3",
                               cost)));
  for (const auto& row : hours.rows) {
    if (!row[3]) continue;
    cost_in(facts[row[0].value_or("")], row[1].value_or(""))
        .hours.push_back({std::stoll(*row[2]), std::stoll(*row[3])});
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

Done read_counts(Engine& engine, FactsByRun& facts) {
  TRY(const auto rows,
      engine.query(
          "SELECT run, coalesce(nullif(max(value) FILTER (WHERE kind = 'step'), 0), count_if(kind = 'step')), "
          "coalesce(nullif(max(value) FILTER (WHERE kind = 'epoch'), 0), count_if(kind = 'epoch')), count_if(kind = "
          "'checkpoint'), count_if(kind = 'interruption') FROM chosen_events GROUP BY 1"));
  for (const auto& row : rows.rows) {
    auto& one = facts[row[0].value_or("")];
    one.steps = std::stod(row[1].value_or("0"));
    one.epochs = std::stod(row[2].value_or("0"));
    one.checkpoints = std::stoll(row[3].value_or("0"));
    one.interruptions = std::stoll(row[4].value_or("0"));
  }
  return {};
}

Done read_events(Engine& engine, bool all, FactsByRun& facts) {
  const auto needed = fmt::format(
      " QUALIFY kind NOT IN ('step', 'epoch') OR lag(kind) OVER (PARTITION BY run ORDER BY time) = 'resume' OR "
      "(is_running "
      "AND row_number() OVER (PARTITION BY run, kind ORDER BY time DESC) <= {})",
      kLastSteps);
  TRY(const auto rows, engine.query("SELECT run, epoch_us(time), kind, value, note FROM (SELECT * FROM chosen_events" +
                                    (all ? std::string() : needed) + ") ORDER BY run, time, kind"));
  for (const auto& row : rows.rows) {
    RunEvent event{std::stoll(row[1].value_or("0")), row[2].value_or(""), std::nullopt, row[4].value_or("")};
    if (row[3]) event.value = std::stod(*row[3]);
    facts[row[0].value_or("")].events.push_back(std::move(event));
  }
  return {};
}

// What is spent before a run's row says that it began is its cost, but nothing of it lies before the first hour.
void widen(RunFacts& facts) {
  if (facts.is_known) return;
  for (const auto& cost : facts.costs) {
    for (const auto& hour : cost.hours) facts.span.end = std::max(facts.span.end.value_or(0), hour.hour + kHourMicros);
  }
}

}  // namespace

Result<std::vector<RunFacts>> run_facts(Engine& engine, const CostBasisName& basis, const RunChoice& choice) {
  TRY_DONE(engine.run("CREATE OR REPLACE TEMP TABLE chosen_runs AS " + chosen_sql(choice)));
  TRY_DONE(engine.run(
      "CREATE OR REPLACE TEMP VIEW chosen_events AS SELECT e.*, c.until IS NULL AS is_running FROM run_events "
      "AS e JOIN chosen_runs AS c ON c.run = e.run WHERE epoch_us(e.time) >= c.start"));
  FactsByRun facts;
  TRY_DONE(read_runs(engine, facts));
  TRY_DONE(read_costs(engine, std::string(basis.name) + "_cost", facts));
  TRY_DONE(read_counts(engine, facts));
  TRY_DONE(read_events(engine, choice.all_events, facts));
  std::vector<RunFacts> found;
  for (auto& [run, one] : facts) {
    widen(one);
    found.push_back(std::move(one));
  }
  return found;
}

Result<std::vector<std::string>> runs_on_blocks(Engine& engine, const std::vector<RunFacts>& runs) {
  std::vector<std::string> ids, found;
  for (const auto& run : runs) ids.push_back(run.run);
  if (ids.empty()) return found;
  TRY(const auto rows,
      engine.query("SELECT DISTINCT run FROM accelerator_daily WHERE purchase_option = 'capacity_block' "
                   "AND run IN (" +
                   list_sql(ids) + ") ORDER BY 1"));
  for (const auto& row : rows.rows) found.push_back(row[0].value_or(""));
  return found;
}

}  // namespace farthing
