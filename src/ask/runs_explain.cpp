#include "ask/runs_explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "ask/answer_column.hpp"
#include "ask/costs_notes.hpp"
#include "ask/explain_hours.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

using RunLines = std::vector<std::string>;

Cell money_of_run(const std::optional<Decimal>& amount) { return answer_column::money_cell(amount); }

void add_run_price(const RunCost& cost, const char* unit, double count, RunLines& lines) {
  if (count <= 0) return;
  const Cell currency = answer_column::text_cell(cost.currency);
  const auto price = Decimal::from_units(static_cast<int128>(std::llround(cost.total().to_double() / count * 1e12)));
  lines.push_back(fmt::format("  per {}: {} / {} = {}", unit, money_text(cost.total().text(), currency),
                              answer_column::number_text(count), money_text(price.text(), currency)));
}

constexpr std::int64_t kHourOfStretches = 3'600'000'000;

// In how many hours it cost something; a day of storage is one.
std::size_t hours_of(const RunCost& cost) {
  std::set<std::int64_t> hours;
  for (const auto& stretch : cost.stretches) hours.insert(stretch.begins / kHourOfStretches);
  return hours.size();
}

// Its containers in its dearest hour, with what they held in 1e-12 of the currency as run_hours states it.
Done make_run_hour(Engine& engine, const CostBasisName& basis, const RunFacts& run, const Cell& currency) {
  TRY_DONE(engine.run(
      fmt::format("CREATE OR REPLACE TEMP TABLE explained_run_hour AS SELECT day, hour, run, currency, estimated, "
                  "sum(\"rows\") AS \"rows\", sum(card_hours) AS card_hours, CAST(sum({2}_cost) AS "
                  "DECIMAL(38,12)) AS {2}_cost FROM run_hours WHERE run = {0} AND what = 'workloads' AND "
                  "currency IS NOT DISTINCT FROM {1} GROUP BY ALL ORDER BY {2}_cost DESC NULLS LAST, hour "
                  "LIMIT 1",
                  sql_literal(run.run), currency ? sql_literal(*currency) : "NULL", basis.name)));
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE explained_containers AS SELECT h.day, h.hour, h.currency, s.node_id, "
      "s.workload_id, "
      "CAST(floor(CAST(n.{}_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) AS amount FROM explained_run_hour AS h "
      "JOIN workload_facts AS f ON f.day = h.day AND f.run = h.run JOIN allocation_shares AS s ON s.day = h.day AND "
      "s.hour = h.hour AND s.workload_id = f.workload_id JOIN node_hours AS n ON n.day = h.day AND n.hour = h.hour AND "
      "n.node_id = s.node_id AND n.currency IS NOT DISTINCT FROM h.currency AND n.estimated = h.estimated",
      basis.name));
}

Done add_run_hour(Engine& engine, const CostBasisName& basis, RunLines& lines) {
  TRY(const auto found,
      engine.query(fmt::format(
          "SELECT strftime(h.hour, '%Y-%m-%d %H:%M:%S'), h.currency, h.{0}_cost, h.\"rows\", h.card_hours, "
          "c.containers, c.machines, c.cost, i.cost FROM explained_run_hour AS h, (SELECT count(*) AS containers, "
          "count(DISTINCT node_id) AS machines, CAST(sum(amount) * 0.000000000001 AS DECIMAL(38,12)) AS cost FROM "
          "explained_containers) AS c, (SELECT coalesce(sum(r.{0}_cost), 0) AS cost FROM run_hours AS r, "
          "explained_run_hour AS e WHERE r.day = e.day AND r.hour = e.hour AND r.run = e.run AND r.what = 'idle' AND "
          "r.currency IS NOT DISTINCT FROM e.currency) AS i",
          basis.name)));
  for (const auto& row : found.rows) {
    const auto money = [&](std::size_t i) { return money_text(row[i], row[1]); };
    lines.push_back(fmt::format(
        "dearest hour of its workloads, {}: {} stated; {} containers on {} machines, {} card-hours, computed again: {}",
        row[0].value_or("?"), money(2), row[5].value_or("0"), row[6].value_or("0"), row[4].value_or("0"), money(7)));
    lines.push_back("  idle of the machines that were held for it then: " + money(8));
  }
  return {};
}

Done add_run_container(Engine& engine, const CostBasisName& basis, RunLines& lines) {
  TRY(const auto found,
      engine.query("SELECT CAST(day AS VARCHAR), strftime(hour, '%Y-%m-%d %H:%M:%S'), currency, node_id, workload_id "
                   "FROM explained_containers ORDER BY amount DESC NULLS LAST, node_id, workload_id LIMIT 1"));
  return explain_largest_container(engine, basis, found, lines);
}

}  // namespace

Done explain_run_cost(Engine& engine, const CostBasisName& basis, const RunFacts& run,
                      std::vector<std::string>& lines) {
  if (run.costs.empty()) return {};
  const auto& cost = run.costs.front();
  if (!cost.is_known()) return {};
  const Cell currency = answer_column::text_cell(cost.currency);
  const auto money = [&](const std::optional<Decimal>& amount) { return money_text(money_of_run(amount), currency); };
  lines.push_back(fmt::format("run {}: {} = workloads {} + idle {} + storage and transfer {}, in {} hours", run.run,
                              money(cost.total()), money(cost.workloads), money(cost.idle), money(cost.storage),
                              hours_of(cost)));
  add_run_price(cost, "step", run.steps.reached(), lines);
  add_run_price(cost, "epoch", run.epochs.reached(), lines);
  add_run_price(cost, "checkpoint", static_cast<double>(run.checkpoints), lines);
  TRY_DONE(make_run_hour(engine, basis, run, currency));
  TRY_DONE(add_run_hour(engine, basis, lines));
  return add_run_container(engine, basis, lines);
}

Done explain_dearest_run(Engine& engine, const CostBasisName& basis, const std::vector<RunFacts>& runs,
                         std::vector<std::string>& lines) {
  const auto cost_of = [](const RunFacts& run) { return run.costs.empty() ? Decimal{} : run.costs.front().total(); };
  const auto dearest = std::max_element(runs.begin(), runs.end(),
                                        [&](const RunFacts& a, const RunFacts& b) { return cost_of(a) < cost_of(b); });
  return dearest == runs.end() ? Done{} : explain_run_cost(engine, basis, *dearest, lines);
}

}  // namespace farthing
