// Effective + true-up + upfront = billed (reference 5.3): a CUR says enough to prove it in a closed month.
#include "ask/effective_terms.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kIdentity = "effective + true-up + upfront = billed";

// An invoice needn't hold on its own: a commitment of one is used by accounts of another.
void check_invoices(const BillView& bill, std::vector<BillCheck>& checks) {
  std::map<std::pair<Cell, Cell>, EffectiveTerms> invoices;
  for (const auto* slice : bill.slices) invoices[{slice->issuer, slice->invoice}].add(*slice);
  if (invoices.size() < 2) return;
  for (const auto& [key, terms] : invoices) {
    BillCheck check = effective_check(bill, kIdentity, Verdict::kOk);
    check.issuer = key.first;
    check.invoice = key.second;
    check.expected = terms.billed.sum;
    check.found = terms.explained();
    check.difference = *check.expected - *check.found;
    if (magnitude(*check.difference) > Decimal::from_units(int128{terms.lines} * 1'000'000)) {
      check.verdict = Verdict::kNamed;
      check.note = "commitments are shared with other invoices; what counts is the whole bill";
    }
    checks.push_back(check);
  }
}

}  // namespace

void check_cur(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks) {
  Decimal foreign;
  for (const auto* commitment : bill.commitments) {
    if (!is_own_commitment(bill, *commitment)) foreign += commitment->used.sum + commitment->unused.sum;
  }
  const std::string missing = name_unknown(bill, terms, checks);
  BillCheck check = effective_check(bill, kIdentity, Verdict::kOk);
  check.expected = terms.billed.sum;
  check.found = terms.explained() - foreign;
  check.difference = *check.expected - *check.found;
  const bool holds = magnitude(*check.difference) <= bill.tolerance();
  if (!missing.empty()) {
    check.verdict = Verdict::kGap;
    check.note = "can't be proved: " + missing;
  } else if (!holds) {
    check.verdict = bill.broken();
    check.note =
        std::string("the month is ") + name_of(bill.state) +
        (bill.state == PeriodState::kFinal ? ": fees or covered lines are missing or wrong" : ": lines may still come");
  }
  checks.push_back(check);
  check_invoices(bill, checks);
  if (missing.empty() && holds) add_rounding(bill, *check.difference, checks);
  add_money(bill, "true-up", -terms.amortized.sum, Verdict::kNamed, "upfront fees of earlier, amortised in this month",
            checks);
  add_money(bill, line_kind::kUpfrontFee, terms.upfront, Verdict::kNamed, "billed in this month for the whole term",
            checks);
  add_money(bill, line_kind::kReturned, terms.returned, Verdict::kNamed, "of returned commitments", checks);
  add_money(bill, "commitments of another bill", foreign, Verdict::kGap, "used here; their owners have no lines here",
            checks);
}

}  // namespace farthing
