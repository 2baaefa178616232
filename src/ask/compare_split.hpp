// AWS's own split of shared capacity beside ours, workload by workload.
#pragma once
#include <optional>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/allocation.hpp"
#include "domain/period.hpp"

namespace farthing {

struct CompareSplitQuestion {
  PeriodChoice period = {};
  std::optional<int> top = {};
  bool explain = false;
};

/// Columns: cluster, namespace (of ECS: none), workload, aws_split, aws_unused, aws_cost, held_cost, idle_cost (laid on
/// by node, as AWS does), our_cost, difference (ours - AWS's), difference_percent, currency, why; the largest
/// difference first. Effective costs. A side that has nothing of a workload is NULL, and so is the difference. A pod or
/// task of AWS's belongs to the workload that ours knows it by, else to the one that its tags name. Reads
/// split_charges, allocation_daily and idle_moves.
[[nodiscard]] Result<Answer> ask_compare_split(LakeView& view, const CompareSplitQuestion& question,
                                               const AllocationConfig& config);
/// The same over that engine's tables.
[[nodiscard]] Result<Answer> compare_split(Engine& engine, const Snapshot& snapshot,
                                           const CompareSplitQuestion& question, const AllocationConfig& config);

}  // namespace farthing
