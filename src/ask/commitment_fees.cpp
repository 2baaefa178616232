// Per commitment, what was used and unused is what its fees of the month are.
#include "ask/effective_terms.hpp"

namespace farthing {

void check_commitments(const BillView& bill, std::vector<BillCheck>& checks) {
  for (const auto* commitment : bill.commitments) {
    if (!commitment->from_cur) continue;
    const Decimal consumed = commitment->used.sum + commitment->unused.sum;
    if (commitment->fee_lines == 0 && consumed == Decimal{}) continue;  // bought only
    BillCheck check = effective_check(bill, "used + unused = amortised upfront + recurring", Verdict::kOk);
    check.found = consumed;
    check.note = commitment->id;
    if (commitment->fee_lines == 0) {
      const bool own = is_own_commitment(bill, *commitment);
      check.verdict = own ? bill.broken() : Verdict::kGap;
      check.note +=
          own ? ": the fee of this month is missing" : ": its owner " + *commitment->owner + " has no lines here";
    } else {
      check.expected = commitment->amortized_upfront.sum + commitment->recurring.sum;
      check.difference = *check.expected - consumed;
      if (commitment->used.unknown + commitment->unused.unknown > 0) {
        check.verdict = Verdict::kGap;
        check.note += ": EffectiveCost unknown in some of its lines";
      } else if (commitment->amortized_upfront.unknown + commitment->recurring.unknown > 0) {
        check.verdict = Verdict::kGap;
        check.note += ": amortised upfront unknown in some of its fees";
      } else if (magnitude(*check.difference) > Decimal::from_units(int128{commitment->lines} * 1'000'000)) {
        check.verdict = bill.broken();
        check.note += std::string(": the month is ") + name_of(bill.state);
      }
    }
    checks.push_back(check);
  }
}

}  // namespace farthing
