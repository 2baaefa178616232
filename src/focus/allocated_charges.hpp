// The charges of some days as FOCUS 1.3 has them: those that were split replaced by their parts.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/charge_columns.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// The columns of `charges` that an export has, in their order: FOCUS's, then x_ ones that say something outside this
/// lake.
[[nodiscard]] std::vector<LakeColumn> exported_columns();
/// What comes behind them: which charge of the bill a row is a part of, and what part.
inline constexpr const char* kOriginChargeId = "x_OriginChargeId";
inline constexpr const char* kCostKind = "x_CostKind";

struct ChargesOfDays {
  std::string month;
  std::vector<std::string> days;  ///< as part_day_sql() says
  std::string method;             ///< AllocatedMethodId
  bool as_double = false;         ///< amounts will be written as doubles
};

/// Writes the days' charges as Parquet with the types of `charges`. `parts`: the folder of write_day_parts().
/// The engine has the snapshot's views and the functions of add_split_functions().
[[nodiscard]] Done write_allocated_charges(Engine& engine, const ChargesOfDays& of, const std::filesystem::path& parts,
                                           const std::filesystem::path& file);

}  // namespace farthing
