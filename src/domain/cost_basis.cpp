#include "domain/cost_basis.hpp"

#include <vector>

#include "base/text.hpp"

namespace farthing {

Result<CostBasis> parse_cost_basis(std::string_view name) {
  static constexpr std::pair<const char*, CostBasis> kAliases[] = {
      {"unblended", CostBasis::kBilled},        {"amortized", CostBasis::kEffective},
      {"net_unblended", CostBasis::kNetBilled}, {"net_amortized", CostBasis::kNetEffective},
      {"on_demand", CostBasis::kList},          {"public", CostBasis::kList},
  };
  const std::string key = name_key(name);
  std::vector<std::string> known;
  for (const auto& basis : kCostBases) {
    if (key == name_key(basis.name) || key == name_key(basis.column)) return basis.basis;
    known.emplace_back(basis.name);
  }
  for (const auto& [alias, basis] : kAliases) {
    if (key == name_key(alias)) return basis;
  }
  return misuse("there is no cost basis '" + std::string(name) + "'", "choose one of: " + join(known, ", "));
}

}  // namespace farthing
