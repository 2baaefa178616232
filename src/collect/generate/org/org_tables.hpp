// The organisation's datasets and its truth as tables that the engine pulls.
#pragma once
#include <memory>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "collect/generate/org/organisation.hpp"
#include "collect/generate/org/true_sums.hpp"
#include "lake/table_source.hpp"

namespace farthing::generate::org {

/// Columns that hold a list have these names; their text is ids without blanks, separated by blanks.
inline constexpr std::string_view kIdsColumn = "held_by", kHeldColumn = "accelerator_ids";

/// All of them give the organisation's rows to one reader, always in the same order. It outlives them.
[[nodiscard]] std::shared_ptr<TableSource> make_nodes_table(const Organisation& organisation);
[[nodiscard]] std::shared_ptr<TableSource> make_workloads_table(const Organisation& organisation);

struct UsageCount {
  std::int64_t rows = 0;
};
[[nodiscard]] std::shared_ptr<TableSource> make_usage_table(const Organisation& organisation, UsageCount& count);

/// accelerator_activity; `rows` counts them.
[[nodiscard]] std::shared_ptr<TableSource> make_activity_table(const Organisation& organisation, std::int64_t& rows);
[[nodiscard]] std::shared_ptr<TableSource> make_requests_table(const Organisation& organisation);
[[nodiscard]] std::shared_ptr<TableSource> make_runs_table(const Organisation& organisation);
[[nodiscard]] std::shared_ptr<TableSource> make_run_events_table(const Organisation& organisation);
/// workload_id, hour_start, true_cost. Not "hour": the file must not be taken for usage. `sums` gets all of them.
[[nodiscard]] std::shared_ptr<TableSource> make_truth_table(const Organisation& organisation, TrueSums& sums);
/// workload_id, team, cluster, namespace, workload, true_cost, gpu_cost, gpu_used_cost.
[[nodiscard]] std::shared_ptr<TableSource> make_true_workloads_table(const Organisation& organisation,
                                                                     const TrueSums& sums);

}  // namespace farthing::generate::org
