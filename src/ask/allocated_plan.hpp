// A question about costs of workloads, understood.
#pragma once
#include <string>
#include <vector>

#include "ask/costs_plan.hpp"
#include "domain/allocation.hpp"

namespace farthing {

inline constexpr const char* kAllocatedRows = "allocated_rows";

struct AllocatedPlan {
  /// Question, periods and names: from it rows, sums and title are made as for the bill. `by` names columns of charges
  /// for what is never folded; the columns that are read are in `dimensions`.
  CostsPlan shown;
  std::vector<Dimension> dimensions;  ///< of costs_table(), as `shown.by`
  std::string idle;                   ///< the mode
  bool shared = false;
  AllocationConfig config;
  /// Whether something asks for a machine, pod or container: only then the roll-up by container is read, else the one
  /// by workload, which is far smaller and has the same columns.
  bool of_containers = false;

  [[nodiscard]] const char* costs_table() const;
  [[nodiscard]] const char* moves_table() const;
  /// The column of costs_table(), e.g. "effective_cost".
  [[nodiscard]] std::string cost_column() const { return shown.cost_column(); }
};

/// "separate", "by_cost", "by_node", "by_cluster" or "to_pool_owner"; anything else is a usage error.
[[nodiscard]] Result<std::string> parse_idle_mode(const std::string& name);

/// `newest_usage_end`: the end of --last; nothing in an empty lake.
[[nodiscard]] Result<AllocatedPlan> plan_allocated_costs(const CostsQuestion& question, const AllocationConfig& config,
                                                         std::optional<Timestamp> newest_usage_end,
                                                         const Spellings& spellings);
/// What dimension_spellings says.
[[nodiscard]] Result<Spellings> read_spellings(Engine& engine);
/// Where --last counts from: the newest usage of the bill, without a bill the end of the roll-up's newest day.
[[nodiscard]] Result<std::optional<Timestamp>> newest_allocated(Engine& engine, const Snapshot& snapshot);

}  // namespace farthing
