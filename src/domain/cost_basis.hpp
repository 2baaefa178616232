// The six ways to state what a charge costs.
#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

enum class CostBasis { kBilled, kEffective, kNetBilled, kNetEffective, kContracted, kList };

struct CostBasisName {
  CostBasis basis;
  const char* name;    ///< "effective": what users write and what answers print
  const char* column;  ///< "EffectiveCost": the column of `charges` and `costs_daily`
};

inline constexpr std::array<CostBasisName, 6> kCostBases{{
    {CostBasis::kBilled, "billed", "BilledCost"},
    {CostBasis::kEffective, "effective", "EffectiveCost"},
    {CostBasis::kNetBilled, "net_billed", "x_NetBilledCost"},
    {CostBasis::kNetEffective, "net_effective", "x_NetEffectiveCost"},
    {CostBasis::kContracted, "contracted", "ContractedCost"},
    {CostBasis::kList, "list", "ListCost"},
}};

[[nodiscard]] constexpr const CostBasisName& named(CostBasis basis) {
  return kCostBases[static_cast<std::size_t>(basis)];
}
/// The basis of that name or alias (unblended, amortized, net_unblended, net_amortized, on_demand, public).
[[nodiscard]] Result<CostBasis> parse_cost_basis(std::string_view name);

}  // namespace farthing
