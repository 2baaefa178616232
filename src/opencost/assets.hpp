// The answer to OpenCost's /assets: what a cluster is made of, and what that cost.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/lake_view.hpp"
#include "domain/cost_basis.hpp"
#include "opencost/filter.hpp"
#include "opencost/window.hpp"

namespace farthing {

struct AssetQuestion {
  TimeWindow window;
  std::vector<TimeWindow> sets;
  std::vector<std::string> aggregate;  ///< none: each asset
  Filter filter;
  CostBasis basis = CostBasis::kEffective;
  std::optional<std::string> currency;
  std::size_t offset = 0;
  std::optional<std::size_t> limit;
  bool as_list = false;  ///< Kubecost has a list of sets, OpenCost one object
};

/// A usage error if one of them is none.
[[nodiscard]] Done check_asset_aggregates(const std::vector<std::string>& names);
[[nodiscard]] const std::vector<FilterColumn>& asset_filter_columns();
/// A row a set and name: machines, by hours as node_hours has them, and volumes, load balancers and control planes, as
/// the bill has their lines.
[[nodiscard]] Result<std::string> assets_sql(const AssetQuestion& question);

[[nodiscard]] Result<std::string> assets_body(LakeView& view, const AssetQuestion& question);

}  // namespace farthing
