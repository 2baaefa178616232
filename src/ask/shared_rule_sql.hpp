// The SQL by which one rule lays a shared cost on workloads; see shared_costs.hpp.
#pragma once
#include <string>

#include "base/result.hpp"
#include "domain/allocation.hpp"

namespace farthing {

/// The columns of allocation_daily that a rule can split by.
inline constexpr const char* kSharedMetrics[] = {"vcpu_hours", "gib_hours", "accelerator_hours", "network_in_bytes",
                                                 "network_out_bytes"};

struct SharedRuleSql {
  std::string amounts;  ///< fills shared_amounts_<side>
  std::string pieces;   ///< fills shared_pieces_<side>
};

/// Of the rule at place `rule` of the list. An unknown split, scope, dimension or metric is a usage error.
[[nodiscard]] Result<SharedRuleSql> shared_rule_sql(const SharedCostRule& rule, const AllocationConfig& config,
                                                    int place, int side);
/// The dimension among whose values an even or fixed split goes; team where none is stated.
[[nodiscard]] std::string shared_among(const SharedCostRule& rule);
/// The column that tells scopes apart: cluster, account, or one of all.
[[nodiscard]] std::string scope_sql(const SharedCostRule& rule);
/// "x.rule = y.rule AND ..." of two tables of amounts by rule and scope.
[[nodiscard]] std::string same_share(const std::string& x, const std::string& y);
/// What of `amount` the first `until` of `whole` take, to the last digit all of it when they're the whole.
[[nodiscard]] std::string part_sql(const std::string& amount, const std::string& until, const std::string& whole);

}  // namespace farthing
