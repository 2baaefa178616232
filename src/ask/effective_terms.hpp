// The parts that the checks of effective cost share.
#pragma once
#include <string>
#include <vector>

#include "ask/bill_check.hpp"

namespace farthing {

/// The terms of the identity, of a bill or of one of its invoices.
struct EffectiveTerms {
  KnownSum billed, effective, amortized;
  Decimal billed_without_effective, upfront, returned;
  std::int64_t lines = 0;

  void add(const BillSlice& slice) {
    lines += slice.lines;
    billed += slice.billed;
    effective += slice.effective;
    billed_without_effective += slice.billed_without_effective;
    if (slice.kind == line_kind::kRecurringFee) amortized += slice.amortized_upfront;
    if (slice.kind == line_kind::kUpfrontFee) upfront += slice.billed.sum;
    if (slice.kind == line_kind::kReturned) returned += slice.billed.sum;
  }
  [[nodiscard]] Decimal explained() const { return effective.sum - amortized.sum + upfront + returned; }
};

/// A row about the bill, of whatever verdict.
[[nodiscard]] BillCheck effective_check(const BillView& bill, std::string name, Verdict verdict);
/// A row "gap: NAME" with its money, if there is any.
void add_money(const BillView& bill, const char* name, Decimal money, Verdict verdict, std::string note,
               std::vector<BillCheck>& checks);
void add_rounding(const BillView& bill, Decimal money, std::vector<BillCheck>& checks);
/// Rows for lines without EffectiveCost and fees without amortised upfront, with what they hide; returns their names.
std::string name_unknown(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks);

/// Of a CUR, whose line item types say what is a fee and for which time.
void check_cur(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks);
/// Of a FOCUS bill, which can't be proved: what differs is named.
void check_focus(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks);

}  // namespace farthing
