// The columns of dataset `charges`: FOCUS 1.3 by its names, and x_ columns for what FOCUS lacks.
#pragma once
#include <span>
#include <string_view>

namespace farthing {

enum class LakeType { kText, kCost, kQuantity, kRate, kTime, kDate, kMap, kBoolean, kInteger };

struct LakeColumn {
  const char* name;
  LakeType type;
  const char* since;  ///< the FOCUS version that brought it, "" for ours
};

/// All columns of a charge, in the order in which they're stored.
[[nodiscard]] std::span<const LakeColumn> charge_columns();
/// The columns of `split_charges`, AWS's own split of shared capacity.
[[nodiscard]] std::span<const LakeColumn> split_charge_columns();
/// "DECIMAL(38,12)" for a cost or a quantity, "DOUBLE" for a rate, "MAP(VARCHAR, VARCHAR)", ...
[[nodiscard]] std::string_view sql_type(LakeType type);
/// The charge column whose name is that, ignoring case, underscores and a leading "x_"; nullptr if there is none.
[[nodiscard]] const LakeColumn* find_charge_column(std::string_view name);

}  // namespace farthing
