// The tables that models make: their columns, and how their partitions are known again.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace farthing {

inline constexpr const char* kNodeHours = "node_hours";
inline constexpr const char* kAllocationShares = "allocation_shares";
inline constexpr const char* kAllocatedCosts = "allocated_costs";  ///< a view over the two

struct ModelColumn {
  const char* name;
  const char* sql_type;
};

/// Of node_hours and allocation_shares, as models/<name>.sql makes them.
[[nodiscard]] std::span<const ModelColumn> node_hours_columns();
[[nodiscard]] std::span<const ModelColumn> allocation_shares_columns();

/// What a partition was made from: two hashes, of what makes it (SQL and settings) and of the versions that went in.
struct ModelMark {
  std::string made_by;
  std::string inputs;

  [[nodiscard]] std::string text() const { return made_by + "-" + inputs; }
  /// Of a text that is no mark both are empty.
  [[nodiscard]] static ModelMark parse(std::string_view text);
};

}  // namespace farthing
