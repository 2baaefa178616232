// What OpenCost's clients ask of the bill.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "opencost/filter.hpp"
#include "opencost/window.hpp"

namespace farthing {

/// A cost as OpenCost names it, and the column of the bill that it is. A net cost that the bill doesn't have is the
/// cost without "net", as OpenCost has it; answers say so.
struct CloudCostMetric {
  std::string_view name;     ///< "amortizedNetCost"
  std::string_view column;   ///< "x_NetEffectiveCost"
  std::string_view instead;  ///< "EffectiveCost"; "" if there is nothing else
};
inline constexpr CloudCostMetric kCloudCostMetrics[] = {{"listCost", "ListCost", ""},
                                                        {"netCost", "x_NetBilledCost", "BilledCost"},
                                                        {"amortizedNetCost", "x_NetEffectiveCost", "EffectiveCost"},
                                                        {"invoicedCost", "BilledCost", ""},
                                                        {"amortizedCost", "EffectiveCost", ""}};
inline constexpr std::size_t kCloudCosts = 5;

/// Its place in kCloudCostMetrics, whatever the case of the letters; a usage error if there is none.
[[nodiscard]] Result<std::size_t> parse_cost_metric(std::string_view name);

enum class CloudCostOrder { kCost, kName, kKubernetesPercent };

struct CloudCostQuestion {
  TimeWindow window;
  std::vector<TimeWindow> sets;
  std::vector<std::string> aggregate;  ///< none: all that a line is known by
  Filter filter;
  std::optional<std::string> currency;
  // Of the views.
  std::size_t metric = 4;
  CloudCostOrder order = CloudCostOrder::kCost;
  bool descending = true;
  std::size_t offset = 0;
  std::optional<std::size_t> limit;
};

/// The aggregates that stand for none.
[[nodiscard]] const std::vector<std::string>& usual_cloud_aggregates();
/// A usage error if one of them is none.
[[nodiscard]] Done check_cloud_aggregates(const std::vector<std::string>& names);
[[nodiscard]] const std::vector<FilterColumn>& cloud_filter_columns();
/// A row a set and name: its properties, the five costs, what of the amortized cost is of Kubernetes, and how many
/// lines have no net cost. Lines count where they begin, as everywhere else.
[[nodiscard]] Result<std::string> cloud_cost_sql(const CloudCostQuestion& question);

}  // namespace farthing
