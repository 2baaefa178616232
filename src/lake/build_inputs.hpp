// The tables that the models of a day read, as SQL over the lake's views: the adapter between what was delivered and
// what the models assume.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes day_nodes, day_workloads, day_usage and day_charges of these days (of one month) in the engine. Intervals
/// without an end last until `end` (a day) at most; of overlapping ones the later begins where it begins, and the
/// earlier ends there. Intervals that end before they begin are left out. Lines of the bill are cut at midnight, and
/// only those of resources of the nodes are there; transfer isn't.
[[nodiscard]] Done make_day_tables(Engine& engine, const std::vector<std::string>& days, const std::string& end);

}  // namespace farthing
