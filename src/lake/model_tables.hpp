// The tables that models make: their columns, and how their partitions are known again.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace farthing {

inline constexpr const char* kNodeHours = "node_hours";
inline constexpr const char* kAllocationShares = "allocation_shares";
inline constexpr const char* kAllocatedCosts = "allocated_costs";  ///< a view over the two
// The roll-ups of allocation: partitioned by day, but dimension_spellings by `all`.
inline constexpr const char* kAllocationDaily = "allocation_daily";
inline constexpr const char* kIdleMoves = "idle_moves";
inline constexpr const char* kIdleHours = "idle_hours";
inline constexpr const char* kDataIssues = "data_issues";
inline constexpr const char* kDimensionSpellings = "dimension_spellings";
inline constexpr const char* kEstimateErrors = "estimate_errors";

struct ModelColumn {
  const char* name;
  const char* sql_type;
};

/// Of node_hours and allocation_shares, as models/<name>.sql makes them.
[[nodiscard]] std::span<const ModelColumn> node_hours_columns();
[[nodiscard]] std::span<const ModelColumn> allocation_shares_columns();
/// The whole bill and all estimated hours by day, split to containers.
[[nodiscard]] std::span<const ModelColumn> allocation_daily_columns();
/// Idle laid on what caused it: the mode, and then the columns of allocation_daily.
[[nodiscard]] std::span<const ModelColumn> idle_moves_columns();
/// What nobody held, by machine and hour.
[[nodiscard]] std::span<const ModelColumn> idle_hours_columns();
/// A fault of the data and the money that it concerns.
[[nodiscard]] std::span<const ModelColumn> data_issues_columns();
/// How a dimension's value, which is stored in its normal form, is shown.
[[nodiscard]] std::span<const ModelColumn> dimension_spellings_columns();
/// What was estimated, and what the bill then said.
[[nodiscard]] std::span<const ModelColumn> estimate_errors_columns();

struct AllocationTable {
  const char* name;
  std::span<const ModelColumn> columns;
};
/// The six above.
[[nodiscard]] const std::vector<AllocationTable>& allocation_rollups();

/// What a partition was made from: two hashes, of what makes it (SQL and settings) and of the versions that went in.
struct ModelMark {
  std::string made_by;
  std::string inputs;

  [[nodiscard]] std::string text() const { return made_by + "-" + inputs; }
  /// Of a text that is no mark both are empty.
  [[nodiscard]] static ModelMark parse(std::string_view text);
};

}  // namespace farthing
