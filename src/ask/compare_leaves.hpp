// The things that a comparison is made of, read from the lake.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "ask/allocated_plan.hpp"
#include "ask/bridge.hpp"
#include "ask/costs_plan.hpp"

namespace farthing {

/// The cells of a row's dimensions as they're shown, and its currency.
using RowKey = std::vector<Cell>;

struct ComparedThings {
  std::vector<BridgeLeaf> leaves;
  std::vector<std::string> units;  ///< by pool: what its quantities are, "Hrs" or "node-hours"
};

/// Leaves whose row is found by what its key says. A leaf of a key that `rows` lacks is an error.
[[nodiscard]] Result<ComparedThings> read_bill_leaves(Engine& engine, const CostsPlan& plan,
                                                      const std::map<RowKey, std::size_t>& rows);
/// The same of workloads: identity is the workload, pool its row, and the quantity node-hours: cost / what an hour of
/// that type of machine cost. Needs `allocated_rows`.
[[nodiscard]] Result<ComparedThings> read_workload_leaves(Engine& engine, const AllocatedPlan& plan,
                                                          const std::map<RowKey, std::size_t>& rows);

}  // namespace farthing
