#include "ask/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "ask/allocated_notes.hpp"
#include "ask/allocated_plan.hpp"
#include "ask/answer_column.hpp"
#include "ask/block_explain.hpp"
#include "ask/costs_notes.hpp"
#include "ask/run_facts.hpp"
#include "ask/runs_explain.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

using answer_column::money_cell;
using answer_column::number_text;

Decimal of_units(int128 units) { return Decimal::from_units(units); }

Cell per(const Decimal& cost, double count) {
  if (count <= 0) return std::nullopt;
  return Decimal::from_units(static_cast<int128>(std::llround(cost.to_double() / count * 1e12))).text();
}

Cell time_cell(std::optional<std::int64_t> micros) {
  return micros ? Cell(format_timestamp(Timestamp{*micros})) : Cell();
}

Cell dollars_cell(double amount) {
  return Decimal::from_units(static_cast<int128>(std::llround(amount * 1e12))).text();
}

std::vector<ResultColumn> list_columns(const std::string& b) {
  using namespace answer_column;
  const auto time = [](const char* name) { return ResultColumn{name, ValueType::kText, "VARCHAR"}; };
  const auto number = [](const char* name) { return ResultColumn{name, ValueType::kDouble, "DOUBLE"}; };
  return {text("run"),
          text("name"),
          text("framework"),
          text("owner"),
          text("status"),
          time("start"),
          time("end"),
          number("steps"),
          number("epochs"),
          count("checkpoints"),
          count("interruptions"),
          money(("workloads_" + b + "_cost").c_str()),
          money(("idle_" + b + "_cost").c_str()),
          money(("storage_" + b + "_cost").c_str()),
          money((b + "_cost").c_str()),
          number("card_hours"),
          money((b + "_cost_per_step").c_str()),
          money((b + "_cost_per_epoch").c_str()),
          money((b + "_cost_per_checkpoint").c_str()),
          money(("interruption_" + b + "_waste").c_str()),
          money_of_some(("projected_" + b + "_cost").c_str()),
          money_of_some("projected_low"),
          money_of_some("projected_high"),
          text("currency")};
}

std::vector<std::string> secondary_run_columns(const std::string& b) {
  return {"name",
          "framework",
          "owner",
          "end",
          "steps",
          "epochs",
          "checkpoints",
          "interruptions",
          "workloads_" + b + "_cost",
          "idle_" + b + "_cost",
          "storage_" + b + "_cost",
          "card_hours",
          b + "_cost_per_checkpoint",
          "projected_low",
          "projected_high"};
}

int128 waste_of(const RunFacts& run, const RunCosts& costs) {
  int128 waste = 0;
  for (const auto& one : interruptions_of(run.events, costs, run.span, INT64_MAX)) waste += one.lost_work + one.restart;
  return waste;
}

// By steps if it is known how many there will be, else by epochs.
std::optional<RunProjection> projection_of(const RunFacts& run, const RunCosts& costs) {
  if (!run.is_running()) return std::nullopt;
  for (const auto& [kind, tag] : {std::pair("step", "total_steps"), std::pair("epoch", "total_epochs")}) {
    const auto planned = run.tags.find(tag);
    if (planned == run.tags.end()) continue;
    const auto number = parse_decimal(planned->second);
    if (!number.ok()) continue;
    const auto& marks = kind == std::string_view("step") ? run.steps : run.epochs;
    const double done = position_of(run.events, kind, marks.from_zero());
    if (auto projection = project(run.events, kind, number.value.to_double(), done, costs)) return projection;
  }
  return std::nullopt;
}

std::vector<Cell> list_row(const RunFacts& run, const RunCost& cost, bool first) {
  const RunCosts costs(cost.stretches, run.span);
  const auto total = cost.total();
  const bool has_cost = cost.is_known();
  const auto projection = projection_of(run, costs);
  const auto number = [&](double value) { return first && value > 0 ? Cell(number_text(value)) : Cell(); };
  return {run.run,
          run.name,
          run.framework,
          run.owner,
          run.status,
          time_cell(run.span.start),
          time_cell(run.span.end),
          number(run.steps.reached()),
          number(run.epochs.reached()),
          std::to_string(run.checkpoints),
          std::to_string(run.interruptions),
          money_cell(cost.workloads),
          money_cell(cost.idle),
          money_cell(cost.storage),
          has_cost ? Cell(total.text()) : Cell(),
          has_cost ? Cell(number_text(std::round(cost.card_hours * 1e6) / 1e6)) : Cell(),
          has_cost ? per(total, run.steps.reached()) : Cell(),
          has_cost ? per(total, run.epochs.reached()) : Cell(),
          has_cost ? per(total, static_cast<double>(run.checkpoints)) : Cell(),
          has_cost ? Cell(of_units(waste_of(run, costs)).text()) : Cell(),
          projection ? dollars_cell(projection->cost) : Cell(),
          projection ? dollars_cell(projection->low) : Cell(),
          projection ? dollars_cell(projection->high) : Cell(),
          answer_column::text_cell(cost.currency)};
}

struct ListedRun {
  Decimal cost;
  std::vector<Cell> cells;
};

std::vector<ListedRun> listed(const std::vector<RunFacts>& facts) {
  std::vector<ListedRun> rows;
  for (const auto& run : facts) {
    for (const auto& cost : run.costs) rows.push_back({cost.total(), list_row(run, cost, &cost == &run.costs.front())});
  }
  std::stable_sort(rows.begin(), rows.end(), [](const ListedRun& a, const ListedRun& b) { return a.cost > b.cost; });
  return rows;
}

void add_run_notes(const std::vector<RunFacts>& facts, Answer& answer) {
  std::map<std::string, Decimal> estimated;
  std::int64_t unknown = 0;
  for (const auto& run : facts) {
    for (const auto& cost : run.costs) {
      if (cost.estimated != Decimal{}) estimated[cost.currency] += cost.estimated;
      unknown += cost.unknown_hours;
    }
  }
  for (const auto& [currency, amount] : estimated) {
    answer.complete = false;
    answer.notes.push_back("includes " + money_text(amount.text(), answer_column::text_cell(currency)) +
                           " estimated, not in the bill yet");
  }
  if (unknown > 0) {
    answer.complete = false;
    answer.notes.push_back(fmt::format("the cost of {} hours of runs is unknown: they are in no sum", unknown));
  }
}

// What all of the bill's machines and lines are, so that nobody takes the runs for all of it.
Done add_rest_note(Engine& engine, const std::string& cost, const Period& period, Answer& answer) {
  TRY(const auto rows,
      engine.query(fmt::format(
          "SELECT b.currency, b.cost, coalesce(r.cost, 0), b.cost - coalesce(r.cost, 0) FROM (SELECT currency, "
          "CAST(sum({0}) AS DECIMAL(38,12)) AS cost FROM (SELECT *, day AS charge_date FROM workload_daily) WHERE {1} "
          "GROUP "
          "BY 1) AS b LEFT JOIN (SELECT currency, CAST(sum({0}) AS DECIMAL(38,12)) AS cost FROM (SELECT *, day AS "
          "charge_date, strftime(day, '%Y-%m') AS billing_period FROM run_hours) WHERE {1} GROUP BY 1) AS r ON "
          "r.currency "
          "IS NOT DISTINCT FROM b.currency WHERE b.cost IS NOT NULL ORDER BY 1",
          cost, period.sql())));
  for (const auto& row : rows.rows) {
    answer.notes.push_back("of " + money_text(row[1], row[0]) + " in the period runs cost " +
                           money_text(row[2], row[0]) + ", all else " + money_text(row[3], row[0]));
  }
  return {};
}

constexpr const char* kRunFormulas =
    R"text(cost of a run: what its workloads held of machines + what nobody held of machines that were held for it (labelled with the run, or nothing else on them but the platform's own) + lines of the bill tagged with it, or of storage that its tags name
per step, epoch, checkpoint: cost / count; steps and epochs count by the largest number that was reached (+ 1 where the first is 0), or how many there were where they have none
interruption waste: cost between the last checkpoint (or the start) and the stop + cost between the restart and the first step after it; what workloads cost was spent evenly while they were there, idle of held machines while they were idle
projection: cost so far + steps left x the price of the last 20; left is what is planned less where the run is now: after a restart from a checkpoint that is there, until it gets further; 90 % of the time between low and high: 1.645 x sqrt(left^2 x variance / 20 + left x variance)
tables: run_hours, from allocation_shares x node_hours, idle_hours and the bill; runs, run_events)text";

Result<std::vector<std::string>> explain_runs(Engine& engine, const CostBasisName& basis, const Snapshot& snapshot,
                                              const std::vector<RunFacts>& facts) {
  auto lines = split(kRunFormulas, '\n');
  TRY_DONE(explain_dearest_run(engine, basis, facts, lines));
  lines.push_back(std::string("basis: ") + basis.name);
  lines.push_back("snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at);
  return lines;
}

}  // namespace

Result<Answer> runs(Engine& engine, const Snapshot& snapshot, const RunsQuestion& question) {
  TRY(const auto newest, newest_allocated(engine, snapshot));
  RunChoice choice{.only = question.only, .status = question.status};
  if (newest || !question.period.last) {
    TRY(choice.period, resolve_period(question.period, newest));
  }
  const auto& basis = named(question.basis);
  TRY(const auto facts, run_facts(engine, basis, choice));
  Answer answer = answer_from(snapshot);
  answer.title = "Training runs, " + choice.period.label();
  answer.columns = list_columns(basis.name);
  answer.secondary = secondary_run_columns(basis.name);
  for (auto& row : listed(facts)) {
    if (question.top && answer.rows.size() >= static_cast<std::size_t>(*question.top)) break;
    answer.rows.push_back(std::move(row.cells));
  }
  answer.notes.push_back(std::string("costs are ") + basis.name + ", of whole runs");
  if (question.top && facts.size() > answer.rows.size()) {
    answer.notes.push_back(fmt::format("{} of {} runs: the others cost less", answer.rows.size(), facts.size()));
  }
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  for (auto& note : period_notes(question.period, choice.period)) answer.notes.push_back(std::move(note));
  add_run_notes(facts, answer);
  TRY(const auto without_block, runs_without_their_block(engine, facts));
  if (!without_block.empty()) {
    answer.complete = false;
    answer.notes.push_back("the bill has no fee of the Capacity Block (or none that names it as the label " +
                           std::string("capacity_reservation_id of its nodes does) of ") + join(without_block, ", ") +
                           ": it isn't in their cost");
  }
  if (question.only.empty() && !question.status) {
    TRY_DONE(add_rest_note(engine, std::string(basis.name) + "_cost", choice.period, answer));
  }
  if (question.explain) {
    TRY(answer.explanation, explain_runs(engine, basis, snapshot, facts));
    TRY(const auto blocks,
        explain_blocks(engine, snapshot, basis, block_hours_of_runs_sql("SELECT run FROM chosen_runs")));
    answer.explanation.insert(answer.explanation.end() - 2, blocks.begin(), blocks.end());
  }
  return answer;
}

Result<Answer> ask_runs(LakeView& view, const RunsQuestion& question) {
  return runs(view.engine(), view.snapshot(), question);
}

Result<Answer> ask_compare_runs(LakeView& view, const RunsQuestion& question) {
  TRY(auto list, ask_runs(view, question));
  for (const auto& run : question.only) {
    const auto found = std::any_of(list.rows.begin(), list.rows.end(), [&](const auto& row) { return row[0] == run; });
    if (!found) return misuse("there is no run '" + run + "'", "farthing runs lists them");
  }
  // In the order in which they were named.
  std::vector<std::vector<Cell>> chosen;
  for (const auto& run : question.only) {
    for (const auto& row : list.rows) {
      if (row[0] == run) chosen.push_back(row);
    }
  }
  Answer answer = std::move(list);
  const auto figures = std::exchange(answer.columns, {answer_column::text("figure")});
  answer.title = "Training runs side by side";
  answer.secondary.clear();
  answer.rows.clear();
  for (const auto& row : chosen) answer.columns.push_back(answer_column::text(row[0].value_or("").c_str()));
  if (chosen.size() == 2) answer.columns.push_back(answer_column::text("difference"));
  for (std::size_t i = 1; i < figures.size(); ++i) {
    std::vector<Cell> row = {figures[i].name};
    for (const auto& run : chosen) row.push_back(run[i]);
    if (chosen.size() == 2) {
      const auto a = chosen[0][i] ? parse_decimal(*chosen[0][i]) : ParsedDecimal{};
      const auto b = chosen[1][i] ? parse_decimal(*chosen[1][i]) : ParsedDecimal{};
      const bool are_numbers = figures[i].type != ValueType::kText && chosen[0][i] && chosen[1][i] && a.ok() && b.ok();
      row.push_back(are_numbers ? Cell((b.value - a.value).text()) : Cell());
    }
    answer.rows.push_back(std::move(row));
  }
  return answer;
}

}  // namespace farthing
