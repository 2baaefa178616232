// The SQL of a comparison: what each thing cost, and how much of it there was, in both periods.
#pragma once
#include <string>

#include "ask/allocated_plan.hpp"
#include "ask/costs_plan.hpp"

namespace farthing {

// Rows of both *_leaves_sql(): the dimensions, `currency`, the columns that tell things apart (kBillKeys or
// kWorkloadKeys of them); then of the period before and of the period now: lines that aren't idle, lines whose cost
// isn't known, measured cost, quantity, cost without a quantity, idle cost. A cost that no line states is NULL.

inline constexpr std::size_t kBillKeys = 5;      ///< service, region, SKU, usage type; the unit
inline constexpr std::size_t kWorkloadKeys = 7;  ///< four of the workload, three of the type of machine

/// Over the lines of the bill. Idle is what commitments were paid for and nobody used; hours that a Savings Plan's
/// negation repeats aren't counted twice.
[[nodiscard]] std::string bill_leaves_sql(const CostsPlan& plan);
/// Over `allocated_rows`. The quantity is NULL: it is cost / machine_rates_sql().
[[nodiscard]] std::string workload_leaves_sql(const AllocatedPlan& plan);

/// What an hour of a type of machine cost: currency, region, instance type, purchase option; cost and node-hours before
/// and now. Of all machines, whatever the condition says.
[[nodiscard]] std::string machine_rates_sql(const AllocatedPlan& plan);

}  // namespace farthing
