#include "ask/reconcile.hpp"

#include <algorithm>
#include <map>

#include "ask/allocation_check.hpp"
#include "ask/answer_column.hpp"
#include "ask/bill_check.hpp"
#include "ask/delivery_notes.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

std::vector<Cell> check_row(const BillCheck& check) {
  return {check.bill.period,
          check.bill.payer,
          check.invoice,
          check.issuer,
          check.bill.currency,
          check.check,
          answer_column::money_cell(check.expected),
          answer_column::money_cell(check.found),
          answer_column::money_cell(check.difference),
          name_of(check.verdict),
          answer_column::text_cell(check.note)};
}

BillCheck period_check(const BillPeriod& period) {
  BillCheck check;
  check.bill.period = period.period;
  check.bill.payer = period.payer;
  check.check = std::string("period: ") + name_of(period.state);
  check.verdict = Verdict::kNamed;
  check.note = period.reason();
  return check;
}

std::vector<BillCheck> all_checks(const BillFacts& facts, const std::vector<BillPeriod>& periods) {
  std::vector<BillCheck> checks;
  const auto bills = bill_views(facts, periods);
  auto next = periods.begin();
  for (const auto& bill : bills) {
    // The status of a month comes before its bills, in whatever currencies they are.
    for (; next != periods.end() && std::tie(next->period, next->payer) <= std::tie(bill.key.period, bill.key.payer);
         ++next) {
      checks.push_back(period_check(*next));
    }
    check_totals(bill, checks);
    check_effective(bill, checks);
    check_commitments(bill, checks);
  }
  for (; next != periods.end(); ++next) checks.push_back(period_check(*next));
  return checks;
}

// "tax 0.08 USD": what a gap is called, with the money of all bills that have it.
std::string gap_list(const std::vector<BillCheck>& checks) {
  std::map<std::pair<std::string, std::string>, std::optional<Decimal>> gaps;
  for (const auto& check : checks) {
    if (check.verdict != Verdict::kGap) continue;
    const std::string name = check.check.starts_with("gap: ") ? check.check.substr(5) : check.check;
    auto& money = gaps[{name, check.bill.currency.value_or("of no currency")}];
    if (check.difference) money = money.value_or(Decimal{}) + *check.difference;
  }
  std::vector<std::string> parts;
  for (const auto& [key, money] : gaps) {
    parts.push_back(key.first + (money ? " " + money->text(2) + " " + key.second : ""));
  }
  return join(parts, ", ");
}

std::string one_line(const std::vector<BillCheck>& checks) {
  const auto number = [&](Verdict verdict) {
    return std::count_if(checks.begin(), checks.end(), [&](const auto& check) { return check.verdict == verdict; });
  };
  if (checks.empty()) return "nothing to reconcile: no bill is there";
  const auto wrong = number(Verdict::kContradicts);
  std::string line =
      with_thousands(number(Verdict::kOk)) + " checks hold, " +
      (wrong == 0 ? "nothing contradicts" : with_thousands(wrong) + (wrong == 1 ? " contradicts" : " contradict"));
  if (number(Verdict::kGap) > 0) line += "; gaps: " + gap_list(checks);
  return line;
}

std::vector<std::string> formulas() {
  return {
      "control total: billed, summed from the bill's text at import = billed, summed again from the stored lines",
      "billed by category = roll-up: the lines' sums by charge category = what `costs_daily` holds, per invoice",
      "effective + true-up + upfront = billed: true-up = -(amortised upfront of the commitments' fees)",
      "  upfront = fees for a whole term and refunds of returned commitments; those of another bill are taken out",
      "used + unused = amortised upfront + recurring: per Savings Plan or reservation, effective cost against its fees",
      "net = unblended + total discount: over the lines that state discounts and a net cost",
      "  total discount = what they state as their total, else the sum of their discounts",
      "allocation: bill = allocated + idle + system + shared + unallocated + not covered + rounding",
      "  per account and basis; what is estimated beyond the bill is named beside it",
      "tolerance of effective, used and net: 0.000001 a line; within it the rest is named `rounding`",
      "  other checks are exact",
      "difference = expected - found; of a named gap its money",
      "a month is open while its usage doesn't reach its end, estimated while lines lack an invoice id, else final",
      "an identity that breaks is a contradiction in a final month and a gap before",
  };
}

}  // namespace

Result<Reconciliation> reconcile(Engine& engine, const Snapshot& snapshot, const ReconcileQuestion& question) {
  TRY(const auto facts, read_bill_facts(engine, question.month));
  TRY(const auto periods, read_bill_periods(engine, snapshot, question.month));
  auto checks = all_checks(facts, periods);
  TRY(auto allocation, check_allocation(engine, snapshot, question.month));
  for (auto& check : allocation.checks) checks.push_back(std::move(check));
  Reconciliation result;
  Answer& answer = result.answer = answer_from(snapshot);
  answer.title = "Reconciliation" + (question.month ? ", " + *question.month : "");
  answer.columns = {
      answer_column::text("period"),    answer_column::text("payer"),    answer_column::text("invoice"),
      answer_column::text("issuer"),    answer_column::text("currency"), answer_column::text("check"),
      answer_column::money("expected"), answer_column::money("found"),   answer_column::money("difference"),
      answer_column::text("status"),    answer_column::text("note")};
  for (const auto& check : checks) {
    answer.rows.push_back(check_row(check));
    result.contradicts = result.contradicts || check.verdict == Verdict::kContradicts;
    answer.complete = answer.complete && check.verdict != Verdict::kGap;
    if (check.check.starts_with("finding: ")) answer.notes.push_back(check.bill.period + ": " + check.note);
  }
  for (auto& note : delivery_findings(snapshot, question.month)) answer.notes.push_back(std::move(note));
  if (checks.empty())
    answer.notes.push_back(question.month ? "no charges in " + *question.month : "no bill is there yet");
  else
    for (auto& note : allocation.notes) answer.notes.push_back(std::move(note));
  result.in_one_line =
      one_line(checks) + (allocation.older ? "; the split is older than the bill: run farthing build" : "");
  if (question.explain) {
    answer.explanation = formulas();
    for (auto& line : delivery_sources(snapshot, question.month)) answer.explanation.push_back(std::move(line));
  }
  return result;
}

Result<Reconciliation> ask_reconcile(LakeView& view, const ReconcileQuestion& question) {
  return reconcile(view.engine(), view.snapshot(), question);
}

}  // namespace farthing
