// Effective against billed in a FOCUS bill: it states neither true-ups nor which month a purchase is for.
#include <map>

#include "ask/effective_terms.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

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
    const std::int64_t lines = provider.terms.lines;
    finding.note = name.value_or("no provider") + ": EffectiveCost is " + (provider.nothing ? "0" : "a whole number") +
                   (lines == 1 ? " in its only line" : " in all " + with_thousands(lines) + " lines") +
                   ", BilledCost has decimals in " + with_thousands(provider.fractional);
    checks.push_back(finding);
  }
}

}  // namespace

void check_focus(const BillView& bill, const EffectiveTerms& terms, std::vector<BillCheck>& checks) {
  name_unknown(bill, terms, checks);
  const Decimal prepaid = name_prepaid(bill, checks);
  const Decimal billed = terms.billed.sum - terms.billed_without_effective;
  const Decimal rest = billed - prepaid - terms.effective.sum;
  if (magnitude(rest) <= bill.tolerance()) {
    if (prepaid == Decimal{} && terms.effective.unknown == 0) {
      BillCheck same = effective_check(bill, "effective = billed", Verdict::kOk);
      same.expected = billed;
      same.found = terms.effective.sum;
      same.difference = rest;
      checks.push_back(same);
    }
    add_rounding(bill, rest, checks);
    return;
  }
  BillCheck gap = effective_check(bill, "gap: effective differs from billed", Verdict::kGap);
  gap.expected = billed - prepaid;
  gap.found = terms.effective.sum;
  gap.difference = rest;
  gap.note = "as delivered; a FOCUS bill doesn't say why";
  checks.push_back(gap);
  find_rounded_providers(bill, checks);
}

}  // namespace farthing
