// Effective + true-up + upfront = billed (reference 5.3), as far as a bill lets one prove it.
#include <algorithm>

#include "ask/bill_check.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kIdentity = "effective + true-up + upfront = billed";

// The terms of the identity, of a bill or of one of its invoices.
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

// Lines without EffectiveCost, or fees without amortised upfront: what they hide can't be proved.
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

// FOCUS doesn't say which part of a purchase belongs to this month.
Decimal name_prepaid(const BillView& bill, std::vector<BillCheck>& checks) {
  Decimal all;
  for (const auto* commitment : bill.commitments) {
    const Decimal consumed = commitment->used.sum + commitment->unused.sum;
    const Decimal money = commitment->purchased.sum - consumed;
    if (money == Decimal{} || commitment->used.unknown + commitment->unused.unknown > 0) continue;
    all += money;
    const bool rounding = magnitude(money) <= Decimal::from_units(int128{commitment->lines} * 1'000'000);
    BillCheck gap = effective_check(bill, rounding ? "gap: rounding" : std::string("gap: ") + line_kind::kUpfrontFee,
                                    rounding ? Verdict::kNamed : Verdict::kGap);
    gap.expected = commitment->purchased.sum;
    gap.found = consumed;
    gap.difference = money;
    gap.note = commitment->id + ": " + (commitment->purchase_lines > 0 ? "bought for " : "not bought in this month; ") +
               (commitment->purchase_lines > 0 ? commitment->purchased.sum.text() + ", " : "") + "used and unused " +
               consumed.text() + " here; this bill doesn't tie the purchase to a period";
    checks.push_back(gap);
  }
  return all;
}

void check_focus(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks) {
  name_unknown(bill, terms, checks);
  const Decimal prepaid = name_prepaid(bill, checks);
  const Decimal billed = terms.billed.sum - terms.billed_without_effective;
  const Decimal rest = billed - prepaid - terms.effective.sum;
  if (magnitude(rest) <= bill.tolerance()) {
    add_rounding(bill, rest, checks);
    return;
  }
  BillCheck gap = effective_check(bill, "gap: effective differs from billed", Verdict::kGap);
  gap.expected = billed - prepaid;
  gap.found = terms.effective.sum;
  gap.difference = rest;
  gap.note = "as delivered; a FOCUS bill doesn't say why";
  checks.push_back(gap);
}

// A provider that states EffectiveCost in whole units only has rounded it: no sum of it can be trusted.
void find_rounded_providers(const BillView& bill, std::vector<BillCheck>& checks) {
  struct Provider {
    EffectiveTerms terms;
    std::int64_t whole = 0;
    std::int64_t fractional = 0;
    bool nothing = true;
  };
  std::map<Cell, Provider> providers;
  for (const auto* slice : bill.slices) {
    auto& provider = providers[slice->provider];
    provider.terms.add(*slice);
    provider.whole += slice->whole_effective_lines;
    provider.fractional += slice->fractional_billed_lines;
    provider.nothing = provider.nothing && slice->effective.sum == Decimal{};
  }
  for (const auto& [name, provider] : providers) {
    if (provider.fractional == 0 || provider.whole < provider.terms.lines) continue;
    BillCheck finding = effective_check(bill, "finding: effective rounded by its provider", Verdict::kGap);
    finding.expected = provider.terms.billed.sum;
    finding.found = provider.terms.effective.sum;
    finding.difference = *finding.expected - *finding.found;
    finding.note = name.value_or("no provider") + ": EffectiveCost is " + (provider.nothing ? "0" : "a whole number") +
                   " in all " + with_thousands(provider.terms.lines) + " lines, BilledCost has decimals in " +
                   with_thousands(provider.fractional);
    checks.push_back(finding);
  }
}

}  // namespace

void check_effective(const BillView& bill, std::vector<BillCheck>& checks) {
  EffectiveTerms terms;
  for (const auto* slice : bill.slices) terms.add(*slice);
  if (bill.slices.empty()) return;
  if (bill.from_cur) {
    check_cur(bill, terms, checks);
  } else {
    check_focus(bill, terms, checks);
    find_rounded_providers(bill, checks);
  }
}

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
