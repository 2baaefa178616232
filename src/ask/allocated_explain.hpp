// The lines of --explain of an answer about costs of workloads.
#pragma once
#include <string>
#include <vector>

#include "ask/allocated_facts.hpp"

namespace farthing {

/// Formula, settings, hours, cost sources with their money, then for the largest rows the path down: the dearest
/// machine's hour, its cost and parts, the share of it, the bill's lines behind it with their files; the snapshot.
/// Needs `allocated_rows`.
[[nodiscard]] Result<std::vector<std::string>> explain_allocated_costs(Engine& engine, const AllocatedPlan& plan,
                                                                       const AllocatedFacts& facts,
                                                                       const Snapshot& snapshot);

}  // namespace farthing
