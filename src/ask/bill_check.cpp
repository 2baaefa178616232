#include "ask/bill_check.hpp"

#include <algorithm>

namespace farthing {

const char* name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kOk:
      return "ok";
    case Verdict::kNamed:
      return "named";
    case Verdict::kGap:
      return "gap";
    case Verdict::kContradicts:
      return "contradicts";
  }
  return "contradicts";
}

Decimal magnitude(Decimal value) { return value < Decimal{} ? -value : value; }

bool is_own_commitment(const BillView& bill, const CommitmentSlice& commitment) {
  if (!commitment.owner || commitment.fee_lines > 0 || commitment.purchase_lines > 0) return true;
  return commitment.owner == bill.key.payer ||
         std::find(bill.accounts.begin(), bill.accounts.end(), commitment.owner) != bill.accounts.end();
}

std::vector<BillView> bill_views(const BillFacts& facts, const std::vector<BillPeriod>& periods) {
  std::map<BillKey, BillView> views;
  for (const auto& slice : facts.slices) {
    auto& view = views[slice.bill];
    view.slices.push_back(&slice);
    view.lines += slice.lines;
    view.from_cur = view.from_cur || slice.from_cur;
  }
  for (const auto& commitment : facts.commitments) views[commitment.bill].commitments.push_back(&commitment);
  for (const auto& total : facts.rollup) views[total.bill].rollup.push_back(&total);
  for (const auto& period : periods) {
    for (const auto* partition : period.partitions) {
      if (!partition->delivery) continue;
      for (const auto& totals : partition->delivery->totals) {
        auto& control = views[BillKey{period.period, period.payer, totals.currency}].control;
        control = control.value_or(Decimal{}) + totals.control;
      }
    }
  }
  std::vector<BillView> all;
  for (auto& [key, view] : views) {
    view.key = key;
    for (const auto& period : periods) {
      if (period.period == key.period && period.payer == key.payer) view.state = period.state;
    }
    for (const auto& [period, payer, account] : facts.accounts) {
      if (period == key.period && payer == key.payer) view.accounts.push_back(account);
    }
    all.push_back(std::move(view));
  }
  return all;
}

}  // namespace farthing
