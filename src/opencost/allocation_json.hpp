// Sets of allocations under OpenCost's names of fields.
#pragma once
#include "opencost/allocation_set.hpp"
#include "opencost/json_writer.hpp"

namespace farthing {

/// What of an allocation is written beside its figures.
struct AllocationShown {
  bool proportional_costs = false;
  bool metadata = false;
};

/// [{name: {...}, ...}, ...], a set after the other.
void write_allocations(JsonWriter& json, const std::vector<AllocationSet>& sets, const AllocationShown& shown);
/// {"step": nanoseconds, "sets": [{"allocations": {name: {...}}, "window": ...}], "window": ...}
void write_summaries(JsonWriter& json, const std::vector<AllocationSet>& sets, const TimeWindow& window);

}  // namespace farthing
