// Where the price of node-hours in a Capacity Block comes from.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/cost_basis.hpp"
#include "lake/engine.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// A sentence for each time of each block of these node-hours (SQL: a query that has their `capacity_block`): what was
/// paid for it, for how many instances and hours, and what an instance-hour costs by that. Nothing if there is none.
[[nodiscard]] Result<std::vector<std::string>> explain_blocks(Engine& engine, const Snapshot& snapshot,
                                                              const CostBasisName& basis,
                                                              const std::string& node_hours);

/// SQL: the node-hours in blocks on which these runs (an SQL list) were.
[[nodiscard]] std::string block_hours_of_runs_sql(const std::string& runs);

}  // namespace farthing
