#include "ask/costs_notes.hpp"

#include <fmt/format.h>

#include "ask/coverage_notes.hpp"
#include "ask/delivered.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::string lines_text(std::int64_t lines) { return with_thousands(lines) + (lines == 1 ? " line" : " lines"); }

// "12.5 USD, 3 EUR"
template <typename AmountOf>
std::string amounts_text(const std::vector<const CurrencyFacts*>& currencies, AmountOf amount_of) {
  std::vector<std::string> amounts;
  for (const auto* facts : currencies) amounts.push_back(money_text(amount_of(*facts), facts->currency));
  return join(amounts, ", ");
}

// Notes of one answer, in the order in which a reader needs them.
class CostsNotes {
 public:
  CostsNotes(const CostsPlan& plan, const CostsFacts& facts, const Snapshot& snapshot, Answer& answer)
      : plan_(plan), facts_(facts), snapshot_(snapshot), answer_(answer) {}

  void add_all() {
    note(fmt::format("costs are {} ({})", plan_.basis().name, plan_.basis().column));
    if (delivered_months(snapshot_).empty()) return incomplete("the lake is empty: farthing import PATH");
    for (auto& text : period_notes(plan_.question.period, plan_.period)) note(std::move(text));
    add_coverage(plan_.period, false);
    if (plan_.previous) add_coverage(*plan_.previous, true);
    add_undated();
    add_unknown_condition();
    add_unknown_costs(plan_.period, false);
    if (plan_.previous) add_unknown_costs(*plan_.previous, true);
    add_absent_sides();
    add_unmeasured();
    add_top();
    add_totals();
  }

 private:
  void note(std::string text) { answer_.notes.push_back(std::move(text)); }
  void incomplete(std::string text) {
    answer_.complete = false;
    note(std::move(text));
  }

  void add_coverage(const Period& period, bool previous) {
    add_coverage_notes(snapshot_, period, facts_.lines_there(previous) > 0, delivered_months(snapshot_), answer_);
  }

  void add_undated() {
    std::int64_t lines = 0;
    for (const auto& one : facts_.presence) lines += one.undated_lines;
    if (lines > 0)
      incomplete(lines_text(lines) + " without a charge start can't be placed in a period of dates: ask by --month");
  }

  void add_unknown_condition() {
    const auto unknown = facts_.of(false);
    std::int64_t now = 0, before = 0;
    for (const auto* facts : unknown) {
      now += facts->now.lines;
      before += facts->before.lines;
    }
    const auto add = [&](const Period& period, std::int64_t lines, auto amount_of) {
      if (lines == 0) return;
      incomplete(fmt::format("{}the condition is unknown for {}, which {} left out ({} {})",
                             plan_.previous ? period.label() + ": " : "", lines_text(lines), lines == 1 ? "is" : "are",
                             amounts_text(unknown, amount_of), plan_.basis().name));
    };
    add(plan_.period, now, [](const CurrencyFacts& facts) { return facts.now.cost; });
    if (plan_.previous) add(*plan_.previous, before, [](const CurrencyFacts& facts) { return facts.before.cost; });
  }

  void add_unknown_costs(const Period& period, bool previous) {
    const auto side = previous ? &CurrencyFacts::before : &CurrencyFacts::now;
    std::vector<const CurrencyFacts*> lacking;
    std::int64_t unknown = 0, lines = 0;
    for (const auto* facts : facts_.of(true)) {
      lines += (facts->*side).lines;
      unknown += (facts->*side).unknown_lines;
      if ((facts->*side).unknown_lines > 0) lacking.push_back(facts);
    }
    if (unknown == 0) return;
    const std::string basis = plan_.basis().name;
    std::string text = basis + " cost is unknown for ";
    if (plan_.previous) text = period.label() + ": " + text;
    text += unknown == lines ? "all " + lines_text(lines) : with_thousands(unknown) + " of " + lines_text(lines);
    if (plan_.question.basis != CostBasis::kBilled) {
      text += " (" + amounts_text(lacking, [&](const CurrencyFacts& facts) { return (facts.*side).unknown_billed; }) +
              " billed)";
    }
    incomplete(std::move(text));
    for (const auto* partition : deliveries_in(snapshot_, period)) add_reason(*partition);
  }

  // A delivery in which no line states the cost.
  void add_reason(const Partition& partition) {
    if (!partition.delivery) return;
    const auto basis = static_cast<std::size_t>(plan_.question.basis);
    std::int64_t unknown = 0, lines = 0;
    for (const auto& totals : partition.delivery->totals) {
      unknown += totals.unknown_lines[basis];
      lines += totals.lines;
    }
    if (lines == 0 || unknown < lines) return;
    note(fmt::format("the bill of {} from {} ({}) doesn't state {} costs", partition.period, partition.source,
                     partition.delivery->format, plan_.basis().name));
  }

  // Rows of one side only, where the other has no data of that currency.
  void add_absent_sides() {
    if (!plan_.previous) return;
    for (const auto& one : facts_.presence) {
      if ((one.lines == 0) == (one.previous_lines == 0)) continue;
      const auto& absent = one.lines == 0 ? plan_.period : *plan_.previous;
      const bool none_at_all = facts_.lines_there(one.lines != 0) == 0;
      if (none_at_all) continue;  // add_coverage has said so
      incomplete("no data in " + one.currency.value_or("unknown currency") + " for " + absent.label() +
                 ": its change is unknown");
    }
  }

  void add_unmeasured() {
    std::int64_t lines = 0;
    for (const auto* facts : facts_.of(true)) lines += facts->unmeasured_lines;
    if (lines > 0) incomplete("the quantity is unknown for " + lines_text(lines) + " with a unit");
  }

  void add_top() {
    if (!plan_.question.top || !facts_.has_others) return;
    const bool several = facts_.of(true).size() > 1;
    note(fmt::format("the largest {}{}; all others are in (other)", *plan_.question.top,
                     several ? " of each currency" : ""));
  }

  void add_totals() {
    const auto currencies = facts_.of(true);
    if (currencies.size() < 2) return;
    note("currencies are never added up; total " +
         amounts_text(currencies, [](const CurrencyFacts& facts) { return facts.now.cost; }));
    if (plan_.previous) {
      note("total of " + plan_.previous->label() + " " +
           amounts_text(currencies, [](const CurrencyFacts& facts) { return facts.before.cost; }));
    }
  }

  const CostsPlan& plan_;
  const CostsFacts& facts_;
  const Snapshot& snapshot_;
  Answer& answer_;
};

}  // namespace

std::string money_text(const Cell& amount, const Cell& currency) {
  if (!amount) return "an unknown amount of " + currency.value_or("unknown currency");
  return *amount + (currency ? " " + *currency : " of unknown currency");
}

void add_costs_notes(const CostsPlan& plan, const CostsFacts& facts, const Snapshot& snapshot, Answer& answer) {
  CostsNotes(plan, facts, snapshot, answer).add_all();
}

}  // namespace farthing
