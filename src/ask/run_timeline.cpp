// One run's marks: where in it the money went.
#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "ask/answer_column.hpp"
#include "ask/run_facts.hpp"
#include "ask/runs.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::size_t kMostSteps = 200;
constexpr std::int64_t kMicrosOfAnHour = 3'600'000'000;

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

std::int64_t last_known(const RunFacts& run) {
  std::int64_t last = run.span.end.value_or(run.span.start);
  for (const auto& cost : run.costs) {
    for (const auto& hour : cost.hours) last = std::max(last, hour.hour + kMicrosOfAnHour);
  }
  return run.span.end.value_or(last);
}

void add_marks(const RunFacts& run, const RunCost& cost, Answer& answer) {
  const RunCosts costs(cost.hours, run.span);
  const auto until = last_known(run);
  const auto lost = interruptions_of(run.events, costs, run.span, until);
  auto marks = thinned(run.events, answer);
  marks.insert(marks.begin(), RunEvent{run.span.start, "start", std::nullopt, {}});
  marks.push_back({std::max(until, marks.back().time), run.span.end ? "end" : "now", std::nullopt, {}});
  std::int64_t so_far = 0;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const auto& mark = marks[i];
    const auto upto = i + 1 == marks.size() ? costs.total() : costs.upto(mark.time);
    std::optional<Decimal> wasted;
    for (const auto& one : lost) {
      if (mark.kind == "interruption" && one.time == mark.time)
        wasted = Decimal::from_units(one.lost_work + one.restart);
    }
    answer.rows.push_back({format_timestamp(Timestamp{mark.time}), mark.kind,
                           mark.value ? Cell(fmt::format("{:g}", *mark.value)) : Cell(),
                           Decimal::from_units(upto - so_far).text(), Decimal::from_units(upto).text(),
                           answer_column::money_cell(wasted), answer_column::text_cell(mark.note),
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
                    answer_column::money(("wasted_" + b + "_cost").c_str()),
                    answer_column::text("note"),
                    answer_column::text("currency")};
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  const auto& cost = run.costs.front();
  if (!cost.workloads && !cost.idle && !cost.storage) {
    answer.complete = false;
    answer.notes.push_back("nothing that ran says that it belongs to this run: its cost is unknown");
  }
  TRY(const auto on_blocks, runs_on_blocks(engine, found));
  if (!on_blocks.empty()) {
    answer.complete = false;
    answer.notes.emplace_back("the fee of its Capacity Block is no machine's hour, so it isn't in this cost");
  }
  add_marks(run, cost, answer);
  if (run.costs.size() > 1) answer.notes.push_back("the run also cost something in other currencies: farthing runs");
  answer.notes.push_back(fmt::format("workloads {}, idle of machines held for it {}, storage and transfer {}",
                                     cost.workloads ? cost.workloads->text() : "unknown",
                                     cost.idle ? cost.idle->text() : "none",
                                     cost.storage ? cost.storage->text() : "none"));
  if (question.explain) {
    answer.explanation = {
        "cost: since the mark before; an hour's cost is spread evenly over the part of it in which the run lasted",
        "wasted: cost between the last checkpoint (or the start) and the interruption + between the restart and the "
        "first "
        "step after it",
        "tables: run_hours (farthing query \"SELECT * FROM run_hours WHERE run = '...'\"), run_events",
        "snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at};
  }
  return answer;
}

Result<Answer> ask_run(LakeView& view, const RunQuestion& question) {
  return run_timeline(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
