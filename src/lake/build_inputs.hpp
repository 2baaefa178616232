// The tables that the models of a day read, as SQL over the lake's views: the adapter between what was delivered and
// what the models assume. They speak the engine's own dialect; the models don't.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes build_days, node_keys, node_pieces and day_nodes of these days in the engine: what make_day_tables() makes of
/// machines alone.
[[nodiscard]] Done make_node_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end,
                                    const AllocationConfig& config);

/// Makes build_days, node_keys, day_nodes, workload_keys, workload_spans and what build_runs.hpp makes, of these days
/// (in order, all of one run: usage and intervals between the first and the last are read) in the engine. Times are
/// whole seconds and hours since 1970. Intervals without an end last until `end` (a day) at most; of overlapping ones
/// the later begins where it begins, and the earlier ends there. Intervals that end before they begin are left out.
/// Needs the tables of make_accelerator_facts().
[[nodiscard]] Done make_day_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end,
                                   const AllocationConfig& config);

/// Makes day_workloads, day_usage, workload_facts and what build_accelerators.hpp and build_requests.hpp make, of the
/// same days. Needs the tables of make_day_tables().
[[nodiscard]] Done make_workload_tables(Engine& engine, const std::vector<std::string>& days,
                                        const AllocationConfig& config);

}  // namespace farthing
