#include "ask/allocated_notes.hpp"

#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/coverage_notes.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::string idle_words(const std::string& mode) {
  if (mode == "separate") return "idle is apart";
  if (mode == "to_pool_owner") return "idle is with the team that owns its node pool, else apart";
  return "idle is laid on workloads " + mode;
}

std::string hours_words(std::int64_t hours) {
  return with_thousands(hours) + (hours == 1 ? " node- or workload-hour" : " node- or workload-hours");
}

class AllocatedNotes {
 public:
  AllocatedNotes(const AllocatedPlan& plan, const AllocatedFacts& facts, Answer& answer)
      : plan_(plan), facts_(facts), answer_(answer) {}

  void add_figures() {
    add_left_out();
    add_unknown();
    add_estimated();
    add_shared();
    add_top_and_totals();
  }

 private:
  void note(std::string text) { answer_.notes.push_back(std::move(text)); }
  void incomplete(std::string text) {
    answer_.complete = false;
    note(std::move(text));
  }

  // A row outside of clusters has no namespace: that is no lack of knowledge, but its money is said.
  void add_left_out() {
    std::vector<std::string> amounts;
    for (const auto* facts : facts_.costs.of(false)) amounts.push_back(money_text(facts->now.cost, facts->currency));
    if (!amounts.empty()) note("rows that lack what the condition names are left out: " + join(amounts, ", "));
  }

  void add_unknown() {
    std::int64_t unknown = 0;
    for (const auto& one : facts_.hours) unknown += one.unknown_hours;
    if (unknown > 0) {
      incomplete(fmt::format("{} cost is unknown for {}, which {} in no sum", plan_.shown.basis().name,
                             hours_words(unknown), unknown == 1 ? "is" : "are"));
    }
    std::int64_t before = 0;
    for (const auto* facts : facts_.costs.of(true)) before += facts->before.unknown_lines;
    if (before > 0)
      incomplete(fmt::format("{}: {} cost is unknown in {} rows of the roll-up", plan_.shown.previous->label(),
                             plan_.shown.basis().name, with_thousands(before)));
  }

  void add_estimated() {
    for (const auto& one : facts_.hours) {
      if (one.estimated_hours == 0 || !one.estimated_cost) continue;
      incomplete(fmt::format("includes {} estimated from prices for {}, not in the bill yet",
                             money_text(one.estimated_cost, one.currency), hours_words(one.estimated_hours)));
    }
  }

  void add_shared() {
    for (const auto& left : facts_.left) {
      note(left.has_rule ? fmt::format("{} of '{}' stays shared: nobody takes it by its rule",
                                       money_text(left.amount, left.currency), left.rule)
                         : fmt::format("{} of '{}' stays shared: farthing.yaml has no such rule any more, run farthing "
                                       "build",
                                       money_text(left.amount, left.currency), left.rule));
    }
  }

  void add_top_and_totals() {
    const auto currencies = facts_.costs.of(true);
    if (plan_.shown.question.top && facts_.costs.has_others) {
      note(fmt::format("the largest {}{}; all others are in (other)", *plan_.shown.question.top,
                       currencies.size() > 1 ? " of each currency" : ""));
    }
    if (currencies.size() < 2) return;
    std::vector<std::string> amounts;
    for (const auto* facts : currencies) amounts.push_back(money_text(facts->now.cost, facts->currency));
    note("currencies are never added up; total " + join(amounts, ", "));
  }

  const AllocatedPlan& plan_;
  const AllocatedFacts& facts_;
  Answer& answer_;
};

}  // namespace

Done add_allocated_notes(Engine& engine, const AllocatedPlan& plan, const AllocatedFacts& facts,
                         const Snapshot& snapshot, Answer& answer) {
  answer.notes.push_back(fmt::format("costs are {}; {}; shared costs are {}", plan.shown.basis().name,
                                     idle_words(plan.idle),
                                     plan.shared ? "laid on workloads by their rules" : "apart"));
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = answer.complete && states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  if (!facts.built) return {};
  for (auto& text : period_notes(plan.shown.question.period, plan.shown.period)) {
    answer.notes.push_back(std::move(text));
  }
  add_coverage_notes(snapshot, plan.shown.period, facts.costs.lines_there(false) > 0, facts.months, answer);
  if (plan.shown.previous) {
    add_coverage_notes(snapshot, *plan.shown.previous, facts.costs.lines_there(true) > 0, facts.months, answer);
  }
  AllocatedNotes(plan, facts, answer).add_figures();
  return {};
}

}  // namespace farthing
