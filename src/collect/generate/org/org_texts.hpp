// The organisation's small datasets as CSV, and truth.json.
#pragma once
#include <string>

#include "base/decimal.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/org/organisation.hpp"
#include "collect/generate/org/true_sums.hpp"

namespace farthing::generate::org {

/// Dataset prices: on demand and Fargate for the month, spot by day as the bill's mean over zones and hours.
[[nodiscard]] std::string prices_csv(const Organisation& organisation);
/// Dataset events: rollouts as deployments, and a note.
[[nodiscard]] std::string events_csv(const Organisation& organisation);

struct OrgTotals {
  std::int64_t usage_rows = 0;
  Decimal held, system;  ///< true costs
  Decimal idle;          ///< machines less both
  std::vector<PoolSum> pools = {};
};
/// `bill` is truth.json of a bill: this adds "organisation" to it, with its sums on the basis effective.
[[nodiscard]] std::string with_organisation(std::string bill, const Organisation& organisation, const OrgMoney& money,
                                            const OrgTotals& totals);

}  // namespace farthing::generate::org
