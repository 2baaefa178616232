// The lines of --explain of `runs` with figures: a run down to an hour, a container, its card and the bill's lines.
#pragma once
#include <string>
#include <vector>

#include "ask/run_facts.hpp"

namespace farthing {

/// Of a run's cost in its first currency: its parts, the prices of a step, an epoch and a checkpoint computed again,
/// its dearest hour with its containers' cost computed again, and the largest of these. Nothing where it has no cost.
[[nodiscard]] Done explain_run_cost(Engine& engine, const CostBasisName& basis, const RunFacts& run,
                                    std::vector<std::string>& lines);

/// The same of the one of these runs that cost most.
[[nodiscard]] Done explain_dearest_run(Engine& engine, const CostBasisName& basis, const std::vector<RunFacts>& runs,
                                       std::vector<std::string>& lines);

}  // namespace farthing
