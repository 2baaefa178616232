// The question `gpu`: what accelerators cost, what of that computed, what was wasted and what nobody held.
#pragma once
#include "ask/sums_table.hpp"

namespace farthing {

/// By cluster, node_pool, accelerator and gpu_sharing unless asked otherwise: any other dimension of machines and
/// workloads, those of farthing.yaml, hour_of_week ("1-Mon 14:00"), hour, day, month.
///
/// Columns: the dimensions; `<basis>_cost` of the accelerators = `allocated_` + `idle_` + `fragmented_<basis>_cost`,
/// where allocated = `used_` + `wasted_` + `unmeasured_`, and `parked_` is a part of wasted; `card_hours`,
/// `held_card_hours`, `used_card_hours`, `used_percent` (of what is measured or idle), `currency`. Used and wasted are
/// NULL where nothing was measured. The most money first. Reads accelerator_daily; by the hour allocation_shares and
/// node_hours. An unknown dimension is a usage error.
[[nodiscard]] Result<Answer> ask_gpu(LakeView& view, const SumsQuestion& question, const AllocationConfig& config);

}  // namespace farthing
