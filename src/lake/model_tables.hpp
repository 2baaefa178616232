// The tables that models make: their columns, and how their partitions are known again.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace farthing {

inline constexpr const char* kNodeHours = "node_hours";
inline constexpr const char* kAllocationShares = "allocation_shares";
inline constexpr const char* kAllocatedCosts = "allocated_costs";  ///< a view over the two
// The roll-ups of allocation, partitioned by day.
inline constexpr const char* kAllocationRollup = "allocation_rollup";
inline constexpr const char* kAllocationDaily = "allocation_daily";  ///< a view of it: the costs
inline constexpr const char* kIdleMoves = "idle_moves";              ///< a view of it: what idle laid on adds and takes
inline constexpr const char* kWorkloadRollup = "workload_rollup";
inline constexpr const char* kWorkloadDaily = "workload_daily";           ///< a view of it, as allocation_daily
inline constexpr const char* kWorkloadIdleMoves = "workload_idle_moves";  ///< a view of it, as idle_moves
inline constexpr const char* kIdleHours = "idle_hours";
inline constexpr const char* kAcceleratorDaily = "accelerator_daily";
inline constexpr const char* kRunHours = "run_hours";
inline constexpr const char* kUnitCosts = "unit_costs";
inline constexpr const char* kUnitCostsDaily = "unit_costs_daily";
inline constexpr const char* kDataIssues = "data_issues";
inline constexpr const char* kRunIssues = "run_issues";  ///< of data_issues those of runs; a view
inline constexpr const char* kDimensionDays = "dimension_days";
inline constexpr const char* kWorkloadFacts = "workload_facts";
inline constexpr const char* kWorkloadDays = "workload_days";
inline constexpr const char* kEstimateErrors = "estimate_errors";
inline constexpr const char* kChargeDays = "charge_days";  ///< by billing period and source

struct ModelColumn {
  const char* name;
  const char* sql_type;
};

struct ModelTable {
  const char* name;
  std::span<const ModelColumn> columns;
};
/// The tables that `farthing build` keeps, with the columns that models/<name>.sql gives them, keys of one build left
/// out:
/// - node_hours, allocation_shares, workload_facts (what is known of a workload on a day);
/// - allocation_rollup: the whole bill and all estimated hours by day, split to containers, and what idle laid on adds;
/// - workload_rollup: the same without the names of machines, pods and containers, which most answers don't need;
/// - workload_days: what containers held of machines by day and resource, for OpenCost's interface;
/// - idle_hours: what nobody held, by machine and hour;
/// - accelerator_daily: what accelerators cost by day, who held them and what of that computed;
/// - run_hours: what training runs cost, by hour and when in it;
/// - unit_costs, unit_costs_daily: what models served and what that cost, by hour and by day;
/// - data_issues: faults of the data and the money that they concern;
/// - dimension_days: how dimensions' values, which are stored in their normal form, were spelled, and for how much
/// money;
/// - estimate_errors: what was estimated, and what the bill then said;
/// - charge_days: fingerprints of the bill's days.
[[nodiscard]] const std::vector<ModelTable>& model_tables();
/// Also of the views that the roll-ups are shown as. Aborts if there is no such table.
[[nodiscard]] std::span<const ModelColumn> model_columns(std::string_view table);

/// Whether only the roll-up by container has the column: node, pod, container, workload_id.
[[nodiscard]] bool is_of_containers(std::string_view column);
/// The views over both roll-ups by name, as SQL. Those of workload_rollup have the same columns; what only containers
/// have is NULL.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> allocation_views();

/// What a partition was made from: hashes of what makes it (SQL and settings), of the versions that went in, and, if it
/// has hours that are estimated by the bill of the days before, of that.
struct ModelMark {
  std::string made_by;
  std::string inputs;
  std::string bill_before = {};

  [[nodiscard]] std::string text() const {
    return made_by + "-" + inputs + (bill_before.empty() ? "" : "+" + bill_before);
  }
  /// Of a text that is no mark both are empty.
  [[nodiscard]] static ModelMark parse(std::string_view text);
};

}  // namespace farthing
