// What OpenCost's clients ask of allocations.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/decimal.hpp"
#include "domain/cost_basis.hpp"
#include "opencost/filter.hpp"
#include "opencost/window.hpp"

namespace farthing {

/// How an amount goes to those who are left: not at all, by what they cost, or the same to each.
enum class Split { kNone, kWeighted, kEven };

struct AllocationQuestion {
  TimeWindow window;
  std::vector<TimeWindow> sets;        ///< in order, side by side: the window
  std::vector<std::string> aggregate;  ///< none: each container
  Filter filter;
  CostBasis basis = CostBasis::kEffective;
  std::optional<std::string> currency;

  bool include_idle = false;
  bool idle_by_node = false;  ///< idle is shared, and split, by node and not by cluster
  bool split_idle = false;    ///< a row for each of them
  Split share_idle = Split::kNone;

  std::vector<std::string> share_namespaces;  ///< "web", or "kube-*": what begins so
  std::vector<std::pair<std::string, std::string>> share_labels;
  Split share_split = Split::kWeighted;
  Decimal share_cost;                    ///< a month; a window has its part of it
  std::vector<std::string> share_rules;  ///< of the configuration, whose lines are shared as well: "load balancers"

  bool proportional_costs = false;  ///< with what part of each node an allocation costs
  bool metadata = false;            ///< with the labels that all of an allocation's workloads have in common
  std::size_t offset = 0;
  std::optional<std::size_t> limit;
};

}  // namespace farthing
