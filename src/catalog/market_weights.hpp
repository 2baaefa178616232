// What a vCPU, a GiB and an accelerator are worth at list prices: the weights `market` that split a machine's cost.
#pragma once
#include <optional>
#include <string>
#include <vector>

namespace farthing {

/// Prices of a vCPU and a GiB by least squares over the compute, general and memory families of one vendor and
/// generation: price / vCPU on GiB / vCPU, all sizes with a price but metal, neither below 0.
struct MarketFit {
  std::string name;         ///< the families: "c5, m5, r5"
  double usd_per_vcpu = 0;  ///< an hour, us-east-1, on demand
  double usd_per_gib = 0;
  double max_error = 0;  ///< the largest |fitted - listed| / listed: 0.018 is 1.8 %
  int types = 0;         ///< how many it was fitted over
};

/// The weights of one instance type. They are used as ratios: a machine's real cost is split in proportion to
/// rate x amount, whatever that cost is.
struct MarketRate {
  std::string instance_type;  ///< or "fargate", "fargate_spot"
  double usd_per_vcpu = 0;
  double usd_per_gib = 0;
  /// (list price - vCPUs - GiB) / cards, not below 0: NVMe and network are in it. 0 without cards; nothing where the
  /// type has cards but its list price isn't known.
  std::optional<double> usd_per_accelerator;
  std::string fit;  ///< the MarketFit's name; "AWS Fargate" for Fargate, whose resources have prices of their own
};

/// One fit a vendor and generation that has families with different ratios of memory; oldest first within a vendor.
[[nodiscard]] const std::vector<MarketFit>& market_fits();
/// All types of the catalog whose vendor has families to compare with, and Fargate; sorted by name. A generation
/// without such families takes its vendor's nearest earlier one, named in `fit`; where there is none, the type has no
/// row.
[[nodiscard]] const std::vector<MarketRate>& market_rates();

}  // namespace farthing
