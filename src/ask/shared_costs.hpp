// Shared costs (control planes, NAT, support, ...) laid on workloads when a question asks for it.
#pragma once
#include <string>
#include <vector>

#include "ask/allocated_facts.hpp"
#include "ask/allocated_plan.hpp"

namespace farthing {

/// Lays the shared rows of a period on its allocated rows: by billing period, currency, rule and scope, before any
/// condition. What a rule and scope lay on and what stays shared sum to its amount to the last digit. Makes temporary
/// tables named with `side`; returns the SELECT of all rows, of the columns of allocated_with_idle_sql(). A rule that
/// can't be understood is a usage error.
///   proportional: to what an allocated row costs itself, before idle
///   even, fixed: among the values of a dimension that have such rows in the scope, within a value in proportion
///   by_metric: in proportion to a column of what was used
[[nodiscard]] Result<std::string> lay_shared_costs(Engine& engine, const AllocatedPlan& plan, const Period& period,
                                                   int side);
/// What of the shared costs of that side stays shared, by rule and currency.
[[nodiscard]] Result<std::vector<SharedLeft>> read_shared_left(Engine& engine, const AllocatedPlan& plan, int side);

}  // namespace farthing
