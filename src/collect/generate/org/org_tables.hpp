// The organisation's datasets and its truth as tables that the engine pulls.
#pragma once
#include <memory>
#include <vector>

#include "base/decimal.hpp"
#include "collect/generate/org/organisation.hpp"
#include "lake/table_source.hpp"

namespace farthing::generate::org {

/// All of them give the organisation's rows to one reader, always in the same order. It outlives them.
[[nodiscard]] std::shared_ptr<TableSource> make_nodes_table(const Organisation& organisation);
[[nodiscard]] std::shared_ptr<TableSource> make_workloads_table(const Organisation& organisation);

struct UsageCount {
  std::int64_t rows = 0;
};
[[nodiscard]] std::shared_ptr<TableSource> make_usage_table(const Organisation& organisation, UsageCount& count);

/// workload_id, hour_start, true_cost. Not "hour": the file must not be taken for usage. `costs` gets each pod's sum.
[[nodiscard]] std::shared_ptr<TableSource> make_truth_table(const Organisation& organisation,
                                                            std::vector<Decimal>& costs);
/// workload_id, team, cluster, namespace, workload, true_cost, given each pod's.
[[nodiscard]] std::shared_ptr<TableSource> make_true_workloads_table(const Organisation& organisation,
                                                                     const std::vector<Decimal>& costs);

}  // namespace farthing::generate::org
