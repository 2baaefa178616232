// Costs of clusters, namespaces, services of ECS, pods, teams: answered from the roll-up of allocation.
#pragma once
#include "ask/costs.hpp"
#include "domain/allocation.hpp"

namespace farthing {

/// Whether --by or --where names a dimension of workloads, or --idle or --shared is given. A condition that can't be
/// read is a usage error.
[[nodiscard]] Result<bool> asks_for_workloads(const CostsQuestion& question, const AllocationConfig& config);

/// The same columns and rows as answer_costs(), over the roll-ups of allocation and
/// `dimension_spellings`: the whole bill and what is estimated beyond it. Idle and shared costs are laid on before the
/// condition chooses rows. A dimension that only the bill's lines have is a usage error, as are hours and quantities.
[[nodiscard]] Result<Answer> answer_allocated_costs(Engine& engine, const Snapshot& snapshot,
                                                    const CostsQuestion& question, const AllocationConfig& config);

}  // namespace farthing
