// The identities that hold of every bill, open or closed, and the names of money that people ask about.
#include <algorithm>

#include "ask/bill_check.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

struct InvoiceKey {
  Cell issuer, invoice;
  friend auto operator<=>(const InvoiceKey&, const InvoiceKey&) = default;
};

BillCheck check_of(const BillView& bill, std::string name) {
  BillCheck check;
  check.bill = bill.key;
  check.check = std::move(name);
  return check;
}

void judge_exactly(BillCheck& check) {
  if (check.expected && check.found) check.difference = *check.expected - *check.found;
  const bool holds = check.difference == Decimal{} || (!check.expected && !check.found);
  check.verdict = holds ? Verdict::kOk : Verdict::kContradicts;
}

void check_control(const BillView& bill, std::vector<BillCheck>& checks) {
  BillCheck check = check_of(bill, "control total");
  check.expected = bill.control;
  std::int64_t unknown = 0;
  for (const auto* slice : bill.slices) {
    check.found = check.found.value_or(Decimal{}) + slice->billed.sum;
    unknown += slice->billed.unknown;
  }
  judge_exactly(check);
  if (!bill.control) {
    check.note = "no delivery of this month and payer states a total in this currency";
  } else if (!check.found) {
    check.note = "the delivery's lines are not in the lake";
  } else if (check.verdict == Verdict::kContradicts) {
    check.note = "what is stored isn't what the bill says: import it again";
  }
  if (bill.control && !check.found && *bill.control == Decimal{}) check.verdict = Verdict::kOk;
  checks.push_back(check);
  if (unknown == 0) return;
  BillCheck gap = check_of(bill, "gap: BilledCost unknown");
  gap.verdict = Verdict::kGap;
  gap.note = "in " + with_thousands(unknown) + " lines: they are in no total";
  checks.push_back(gap);
}

// The categories are summed from the lines, what they must add up to is what `costs` answers from.
void check_categories(const BillView& bill, std::vector<BillCheck>& checks) {
  std::map<InvoiceKey, std::map<Cell, Decimal>> by_invoice;
  for (const auto* slice : bill.slices) {
    by_invoice[{slice->issuer, slice->invoice}][slice->category] += slice->billed.sum;
  }
  std::map<InvoiceKey, Decimal> rollup;
  for (const auto* total : bill.rollup) {
    rollup[{total->issuer, total->invoice}] += total->billed;
    by_invoice.try_emplace({total->issuer, total->invoice});
  }
  for (const auto& [key, categories] : by_invoice) {
    BillCheck sum = check_of(bill, "billed by category = roll-up");
    sum.invoice = key.invoice;
    sum.issuer = key.issuer;
    sum.found = Decimal{};
    for (const auto& [category, billed] : categories) {
      BillCheck part = check_of(bill, "billed: " + category.value_or("no category"));
      part.invoice = key.invoice;
      part.issuer = key.issuer;
      part.found = billed;
      checks.push_back(part);
      *sum.found += billed;
    }
    if (const auto found = rollup.find(key); found != rollup.end()) sum.expected = found->second;
    judge_exactly(sum);
    if (sum.verdict == Verdict::kContradicts)
      sum.note = "the roll-up isn't made of these lines: import the month again";
    checks.push_back(sum);
  }
}

// Discounts that a bill states in a column of their own and not in lines are only in its net costs.
void check_net(const BillView& bill, std::vector<BillCheck>& checks) {
  BillCheck check = check_of(bill, "net = unblended + total discount");
  std::int64_t lines = 0;
  KnownSum net;
  Decimal billed;
  bool discount_lines = false;
  check.expected = check.found = Decimal{};
  for (const auto* slice : bill.slices) {
    lines += slice->discounted_lines;
    *check.expected += slice->discounted_unblended + slice->total_discount;
    *check.found += slice->discounted_net;
    net += slice->net_billed;
    billed += slice->billed.sum;
    discount_lines = discount_lines || slice->kind == line_kind::kDiscount;
  }
  if (lines > 0) {
    check.difference = *check.expected - *check.found;
    const bool holds = magnitude(*check.difference) <= Decimal::from_units(int128{lines} * 1'000'000);
    check.verdict = holds ? Verdict::kOk : Verdict::kGap;
    check.note = with_thousands(lines) + " lines state a total discount";
    checks.push_back(check);
  }
  if (net.unknown > 0 || discount_lines || net.sum == billed) return;
  BillCheck gap = check_of(bill, "gap: discount only in net");
  gap.expected = billed;
  gap.found = net.sum;
  gap.difference = billed - net.sum;
  gap.verdict = Verdict::kNamed;
  gap.note = "no line of its own states it: the invoice is the net sum";
  checks.push_back(gap);
}

void name_gaps(const BillView& bill, std::vector<BillCheck>& checks) {
  struct Named {
    KnownSum money;
    std::int64_t lines = 0;
  };
  // Not here: plain usage, and the fees of commitments, which check_effective() names.
  static constexpr const char* kElsewhere[] = {line_kind::kUsage, line_kind::kPurchase, line_kind::kRecurringFee,
                                               line_kind::kUpfrontFee, line_kind::kReturned};
  std::map<std::string, Named> by_kind;
  for (const auto* slice : bill.slices) {
    if (slice->estimated_lines > 0 && bill.state != PeriodState::kFinal) {
      auto& estimate = by_kind["estimate"];
      estimate.money.sum += slice->estimated_billed;
      estimate.lines += slice->estimated_lines;
    }
    if (std::any_of(std::begin(kElsewhere), std::end(kElsewhere), [&](auto kind) { return slice->kind == kind; }))
      continue;
    auto& named = by_kind[slice->kind];
    named.money += slice->kind.starts_with("unused") ? slice->effective : slice->billed;
    named.lines += slice->lines;
  }
  for (const auto& [kind, named] : by_kind) {
    BillCheck gap = check_of(bill, "gap: " + kind);
    if (named.money.unknown < named.lines) gap.difference = named.money.sum;
    gap.verdict = Verdict::kNamed;
    gap.note = std::string(kind.starts_with("unused") ? "effective" : "billed") + ", " + with_thousands(named.lines) +
               (named.lines == 1 ? " line" : " lines") +
               (named.money.unknown > 0 ? ", unknown in " + with_thousands(named.money.unknown) : "");
    checks.push_back(gap);
  }
}

}  // namespace

void check_totals(const BillView& bill, std::vector<BillCheck>& checks) {
  check_control(bill, checks);
  check_categories(bill, checks);
  check_net(bill, checks);
  name_gaps(bill, checks);
}

}  // namespace farthing
