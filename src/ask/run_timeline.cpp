// One run's marks: where in it the money went.
#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "ask/answer_column.hpp"
#include "ask/block_explain.hpp"
#include "ask/run_facts.hpp"
#include "ask/runs.hpp"
#include "ask/runs_explain.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostSteps = 200;

// Every so-many-th step, and the last one; all other marks.
std::vector<RunEvent> thinned(const std::vector<RunEvent>& events, Answer& answer) {
  const auto steps = static_cast<std::size_t>(
      std::count_if(events.begin(), events.end(), [](const RunEvent& event) { return event.kind == "step"; }));
  if (steps <= kMostSteps) return events;
  const auto every = (steps + kMostSteps - 1) / kMostSteps;
  answer.notes.push_back(
      fmt::format("every {}th of {} steps is shown", every, with_thousands(static_cast<long long>(steps))));
  std::vector<RunEvent> kept;
  std::size_t nth = 0;
  for (const auto& event : events) {
    if (event.kind != "step" || ++nth % every == 0 || nth == steps) kept.push_back(event);
  }
  return kept;
}

// The run's marks with its start, and its end where it ended: what is told after that stands behind it.
std::vector<RunEvent> marks_of_run(const RunFacts& run, Answer& answer) {
  auto marks = thinned(run.events, answer);
  marks.insert(marks.begin(), {.time = run.span.start, .kind = "start", .value = {}, .note = {}});
  auto last = marks.end();
  RunEvent now{.time = std::max(run.last_seen, marks.back().time), .kind = "now", .value = {}, .note = {}};
  if (run.span.end) {
    now = {.time = *run.span.end, .kind = "end", .value = {}, .note = {}};
    last = std::upper_bound(marks.begin(), marks.end(), now.time,
                            [](std::int64_t time, const RunEvent& mark) { return time < mark.time; });
  }
  marks.insert(last, std::move(now));
  return marks;
}

void add_marks(const RunFacts& run, const RunCost& cost, Answer& answer) {
  const RunCosts costs(cost.stretches, run.span);
  const auto lost = interruptions_of(run.events, costs, run.span, run.span.end.value_or(run.last_seen));
  int128 so_far = 0;
  for (const auto& mark : marks_of_run(run, answer)) {
    const bool is_last = mark.kind == "now" || mark.kind == "end";
    const auto upto = is_last ? costs.total() : costs.upto(mark.time);
    const auto money = [&](int128 units) { return cost.is_known() ? Cell(Decimal::from_units(units).text()) : Cell(); };
    Cell wasted;
    for (const auto& one : lost) {
      if (mark.kind == "interruption" && one.time == mark.time) wasted = money(one.lost_work + one.restart);
    }
    answer.rows.push_back({format_timestamp(Timestamp{mark.time}), mark.kind,
                           mark.value ? Cell(answer_column::number_text(*mark.value)) : Cell(), money(upto - so_far),
                           money(upto), wasted, answer_column::text_cell(mark.note),
                           answer_column::text_cell(cost.currency)});
    so_far = upto;
  }
}

}  // namespace

Result<Answer> run_timeline(Engine& engine, const Snapshot& snapshot, const RunQuestion& question) {
  const auto& basis = named(question.basis);
  const std::string b = basis.name;
  TRY(const auto found, run_facts(engine, basis, {.only = {question.run}, .all_events = true}));
  if (found.empty()) return misuse("there is no run '" + question.run + "'", "farthing runs lists them");
  const auto& run = found.front();
  Answer answer = answer_from(snapshot);
  answer.title = "Run " + run.run + (run.name ? " (" + *run.name + ")" : "") + ", " + run.status.value_or("running");
  answer.columns = {answer_column::text("time"),
                    answer_column::text("kind"),
                    {"value", ValueType::kDouble, "DOUBLE"},
                    answer_column::money((b + "_cost").c_str()),
                    answer_column::money((b + "_cost_so_far").c_str()),
                    answer_column::money_of_some(("wasted_" + b + "_cost").c_str()),
                    answer_column::text("note"),
                    answer_column::text("currency")};
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  const auto& cost = run.costs.front();
  if (!cost.is_known()) {
    answer.complete = false;
    answer.notes.push_back("nothing that ran says that it belongs to this run: its cost is unknown");
  }
  TRY(const auto without_block, runs_without_their_block(engine, found));
  if (!without_block.empty()) {
    answer.complete = false;
    answer.notes.emplace_back(
        "the bill has no fee of its Capacity Block (or none that names it as the label "
        "capacity_reservation_id of its nodes does): it isn't in this cost");
  }
  add_marks(run, cost, answer);
  if (run.costs.size() > 1) answer.notes.push_back("the run also cost something in other currencies: farthing runs");
  answer.notes.push_back(fmt::format("workloads {}, idle of machines held for it {}, storage and transfer {}",
                                     cost.workloads ? cost.workloads->text() : "unknown",
                                     cost.idle ? cost.idle->text() : "none",
                                     cost.storage ? cost.storage->text() : "none"));
  if (question.explain) {
    answer.explanation = {
        "cost: since the mark before; what workloads cost was spent evenly while they were there, idle of held "
        "machines "
        "while they were idle, storage over its day; before the start counts at the start, after the end at the end",
        "wasted: cost between the last checkpoint (or the start) and the interruption + between the restart and the "
        "first step after it",
        "tables: run_hours (farthing query \"SELECT * FROM run_hours WHERE run = '...'\"), run_events"};
    TRY_DONE(explain_run_cost(engine, basis, run, answer.explanation));
    TRY(const auto blocks,
        explain_blocks(engine, snapshot, basis, block_hours_of_runs_sql("SELECT run FROM chosen_runs")));
    answer.explanation.insert(answer.explanation.end(), blocks.begin(), blocks.end());
    answer.explanation.push_back("snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at);
  }
  return answer;
}

Result<Answer> ask_run(LakeView& view, const RunQuestion& question) {
  return run_timeline(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
