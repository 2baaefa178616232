// The answers to OpenCost's /cloudCost.
#pragma once
#include <array>
#include <map>
#include <string>
#include <vector>

#include "ask/lake_view.hpp"
#include "base/decimal.hpp"
#include "opencost/cloud_cost_question.hpp"

namespace farthing {

inline constexpr std::size_t kMostCloudCosts = 20'000;

struct CloudCost {
  std::string name;
  std::vector<std::pair<std::string, std::string>> properties;
  std::array<std::optional<Decimal>, kCloudCosts> costs;  ///< as kCloudCostMetrics; nothing is unknown
  double kubernetes = 0;                                  ///< of the amortized cost

  /// From 0 to 1: the part of the amortized cost that is of Kubernetes.
  [[nodiscard]] double kubernetes_part() const;
  void add(const CloudCost& other);
};

struct CloudCostAnswer {
  std::vector<std::vector<CloudCost>> sets;  ///< as the question's
  std::vector<std::string> warnings;
};

[[nodiscard]] Result<CloudCostAnswer> ask_cloud_cost(LakeView& view, const CloudCostQuestion& question);

/// The bodies of /cloudCost, /cloudCost/view/graph, /view/totals and /view/table.
[[nodiscard]] Result<std::string> cloud_cost_body(LakeView& view, const CloudCostQuestion& question);
[[nodiscard]] Result<std::string> cloud_graph_body(LakeView& view, const CloudCostQuestion& question);
[[nodiscard]] Result<std::string> cloud_totals_body(LakeView& view, const CloudCostQuestion& question);
[[nodiscard]] Result<std::string> cloud_table_body(LakeView& view, const CloudCostQuestion& question);
/// Of /cloudCost/status: what was delivered, by source.
[[nodiscard]] Result<std::string> cloud_status_body(LakeView& view);

}  // namespace farthing
