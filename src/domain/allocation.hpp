// How money is allocated: weights, idle, rules of shared costs and dimensions, as farthing.yaml states them.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace farthing {

/// Lines of the bill that are split over those who caused them. Of several rules the first whose condition is true of a
/// line takes it.
struct SharedCostRule {
  std::string name;                          ///< "control plane"; unique
  std::string when;                          ///< a SQL condition over `charges`
  std::string split;                         ///< even, proportional, fixed, by_metric
  std::string scope;                         ///< cluster, account, all: whom a line falls on
  std::string to;                            ///< even and fixed: the dimension whose values share
  std::map<std::string, std::string> parts;  ///< fixed: value -> decimal text in [0, 1], 1 at most together
  std::string metric;                        ///< by_metric: a metric column of allocation_daily

  friend bool operator==(const SharedCostRule&, const SharedCostRule&) = default;
};

/// One place where a dimension's value may stand.
struct DimensionSource {
  std::string
      kind;  ///< label, node_label, tag, cost_category (with key); namespace, account, cluster, ecs_service, workload
  std::string key;  ///< "team" of label:team; else empty

  /// As farthing.yaml spells it: "label:team", "namespace".
  [[nodiscard]] std::string text() const { return key.empty() ? kind : kind + ":" + key; }
  friend bool operator==(const DimensionSource&, const DimensionSource&) = default;
};

/// A dimension of the user's: team, product, environment, ...
struct DimensionRule {
  std::string name;
  std::vector<DimensionSource> from;  ///< the first that has a value gives it
  /// By a source's text(): its values -> the dimension's. Such a source yields nothing but what is mapped.
  std::map<std::string, std::map<std::string, std::string>> map;
  std::map<std::string, std::vector<std::string>> synonyms;  ///< the value -> what else stands for it

  friend bool operator==(const DimensionRule&, const DimensionRule&) = default;
};

struct AllocationConfig {
  std::string weights = "market";  ///< aws, opencost, market
  std::string share_by = "max";    ///< max, request, usage
  std::string idle = "separate";   ///< separate, by_cost, by_node, by_cluster, to_pool_owner
  std::vector<SharedCostRule> shared;
  std::vector<DimensionRule> dimensions;

  friend bool operator==(const AllocationConfig&, const AllocationConfig&) = default;
};

/// What holds without a farthing.yaml: rules for taxes, support, control planes, NAT gateways, load balancers,
/// registries and logs; the dimensions team, product, environment and owner.
[[nodiscard]] AllocationConfig default_allocation_config();

}  // namespace farthing
