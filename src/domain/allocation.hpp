// How the cost of shared machines is split, as farthing.yaml says: weights, shared costs, dimensions.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace farthing {

/// A shared cost (control plane, NAT, support, ...) and how it is laid on workloads. The first rule that a line of the
/// bill matches wins.
struct SharedCostRule {
  std::string name;                          ///< the `reason` of its rows
  std::string when;                          ///< a SQL condition over the bill's lines
  std::string split;                         ///< even, proportional, fixed, by_metric
  std::string scope;                         ///< cluster, account, all: among which workloads
  std::string to;                            ///< even and fixed: among the values of this dimension
  std::map<std::string, std::string> parts;  ///< fixed: value to decimal text; what is missing to 1 stays shared
  std::string metric;                        ///< by_metric: a metric column of allocation_daily
};

/// Where a dimension's value comes from: label, node_label, tag, cost_category (with key); namespace, account, cluster,
/// ecs_service, workload (without).
struct DimensionSource {
  std::string kind, key;
};

struct DimensionRule {
  std::string name;                                               ///< "team"
  std::vector<DimensionSource> from;                              ///< by precedence
  std::map<std::string, std::map<std::string, std::string>> map;  ///< by source, its values into the dimension's
  std::map<std::string, std::vector<std::string>> synonyms;       ///< by value
};

struct AllocationConfig {
  std::string weights = "market", share_by = "max", idle = "separate";
  std::vector<SharedCostRule> shared;
  std::vector<DimensionRule> dimensions;
};

/// The bundled rules, and the dimensions team, product, environment, owner.
[[nodiscard]] AllocationConfig default_allocation_config();

}  // namespace farthing
