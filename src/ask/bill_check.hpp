// One line of a reconciliation, and what the checks of bill_identities.cpp and commitment_identities.cpp say.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ask/bill_facts.hpp"
#include "ask/period_state.hpp"

namespace farthing {

/// ok: it holds. named: money that is no fault but has a name. gap: it can't be proved. contradicts: it is wrong.
enum class Verdict { kOk, kNamed, kGap, kContradicts };
[[nodiscard]] const char* name_of(Verdict verdict);

struct BillCheck {
  BillKey bill;
  Cell invoice, issuer;  ///< nothing: of the whole bill
  std::string check;     ///< e.g. "control total", "gap: tax"
  std::optional<Decimal> expected, found;
  std::optional<Decimal> difference;  ///< expected - found; of a named gap its money
  Verdict verdict = Verdict::kOk;
  std::string note;
};

/// All that is known of one bill (a month, a payer, a currency).
struct BillView {
  BillKey key;
  PeriodState state = PeriodState::kOpen;
  std::vector<const BillSlice*> slices;
  std::vector<const CommitmentSlice*> commitments;
  std::vector<const RollupTotal*> rollup;
  std::vector<Cell> accounts;
  std::int64_t lines = 0;
  bool from_cur = false;
  std::optional<Decimal> control;  ///< of the deliveries; nothing if they state none in this currency

  /// What sums of many rounded lines may differ by: 1e-6 a line (reference 5.3).
  [[nodiscard]] Decimal tolerance() const { return Decimal::from_units(int128{lines} * 1'000'000); }
  /// What a broken identity means: a contradiction only when nothing is still to come.
  [[nodiscard]] Verdict broken() const { return state == PeriodState::kFinal ? Verdict::kContradicts : Verdict::kGap; }
};

/// A bill for each month, payer and currency of the facts and of the deliveries' control totals, in order.
[[nodiscard]] std::vector<BillView> bill_views(const BillFacts& facts, const std::vector<BillPeriod>& periods);

/// Control total = stored total; lines by category = roll-up, by invoice; net = unblended + discounts; named gaps.
void check_totals(const BillView& bill, std::vector<BillCheck>& checks);
/// Effective + true-up + upfront = billed, or the gaps of a bill that can't prove it.
void check_effective(const BillView& bill, std::vector<BillCheck>& checks);
/// Per commitment used + unused = amortised upfront + recurring.
void check_commitments(const BillView& bill, std::vector<BillCheck>& checks);

/// Whether the commitment's fee must be in this bill: its owner (by its ARN) has lines here, or can't be told.
[[nodiscard]] bool is_own_commitment(const BillView& bill, const CommitmentSlice& commitment);
[[nodiscard]] Decimal magnitude(Decimal value);

}  // namespace farthing
