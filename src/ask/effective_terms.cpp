#include "ask/effective_terms.hpp"

#include "base/text.hpp"

namespace farthing {

BillCheck effective_check(const BillView& bill, std::string name, Verdict verdict) {
  BillCheck check;
  check.bill = bill.key;
  check.check = std::move(name);
  check.verdict = verdict;
  return check;
}

void add_money(const BillView& bill, const char* name, Decimal money, Verdict verdict, std::string note,
               std::vector<BillCheck>& checks) {
  if (money == Decimal{}) return;
  BillCheck gap = effective_check(bill, std::string("gap: ") + name, verdict);
  gap.difference = money;
  gap.note = std::move(note);
  checks.push_back(gap);
}

void add_rounding(const BillView& bill, Decimal money, std::vector<BillCheck>& checks) {
  add_money(bill, "rounding", money, Verdict::kNamed, "billed - effective; at most 0.000001 a line", checks);
}

std::string name_unknown(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks) {
  std::string missing;
  if (terms.effective.unknown > 0) {
    missing = "EffectiveCost unknown";
    BillCheck gap = effective_check(bill, "gap: EffectiveCost unknown", Verdict::kGap);
    gap.difference = terms.billed_without_effective;
    gap.note = "billed, " + with_thousands(terms.effective.unknown) + " of " + with_thousands(terms.lines) + " lines";
    checks.push_back(gap);
  }
  if (terms.amortized.unknown > 0) {
    missing += std::string(missing.empty() ? "" : ", ") + "amortised upfront unknown";
    BillCheck gap = effective_check(bill, "gap: amortised upfront unknown", Verdict::kGap);
    gap.note = "in " + with_thousands(terms.amortized.unknown) + " lines of commitments' fees: the true-up is unknown";
    checks.push_back(gap);
  }
  return missing;
}

void check_effective(const BillView& bill, std::vector<BillCheck>& checks) {
  EffectiveTerms terms;
  for (const auto* slice : bill.slices) terms.add(*slice);
  if (bill.slices.empty()) return;
  if (bill.from_cur) {
    check_cur(bill, terms, checks);
  } else {
    check_focus(bill, terms, checks);
  }
}

}  // namespace farthing
