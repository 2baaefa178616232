// AWS's list prices as they are bundled, with the time in which each held.
#pragma once
#include <string>
#include <vector>

#include "base/decimal.hpp"

namespace farthing {

/// The day up to which the bundled prices are known.
inline constexpr const char* kListPricesAsOf = "2026-07-20";

// Fargate's prices an hour: us-east-1, Linux, x86. Spot's aren't listed: they move.
inline constexpr double kFargateUsdPerVcpu = 0.04048;
inline constexpr double kFargateUsdPerGib = 0.004445;

/// A price in us-east-1, Linux, without a commitment.
struct ListPrice {
  std::string service;          ///< "AmazonEC2", "AmazonECS"
  std::string sku;              ///< of Fargate: its usage type without a region; else empty
  std::string unit;             ///< "hour" of a machine; "vcpu_hour", "gib_hour" of Fargate
  std::string instance_type;    ///< or "fargate"
  std::string purchase_option;  ///< "on_demand", "fargate"
  Decimal usd;
  std::string valid_from;  ///< date; of the first price of a type the day on which it was first seen
  std::string valid_to;    ///< date, excluded; empty: it holds
};

/// Of machines by type, then time; then Fargate's. Intervals of one type don't overlap.
[[nodiscard]] const std::vector<ListPrice>& list_prices();

}  // namespace farthing
