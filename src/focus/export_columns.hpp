// Which columns an export has, and where their cells come from.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/charge_columns.hpp"
#include "domain/cost_basis.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// The columns of `charges` that an export has, in their order: FOCUS's, then x_ ones that say something outside this
/// lake.
[[nodiscard]] std::vector<LakeColumn> exported_columns();
/// What comes behind them: which charge of the bill a row is a part of, and what part.
inline constexpr const char* kOriginChargeId = "x_OriginChargeId";
inline constexpr const char* kCostKind = "x_CostKind";

/// Where a cell of a part of a charge comes from.
enum class CellRole {
  kCharge,         ///< the charge's own
  kAmount,         ///< the charge's, split
  kNotOfParts,     ///< the charge's own, and nothing for its parts
  kMethodDetails,  ///< what was split how: of whole charges the charge's own, as they came in
  kMethodId,
  kWorkloadId,
  kWorkloadName,
  kWorkloadTags,
  kOrigin,
  kKind,
};

struct ExportColumn {
  std::string name;
  CellRole role = CellRole::kCharge;
  LakeType type = LakeType::kText;
  std::string sql;  ///< the charge's cell, over `charges`
  std::optional<CostBasis> basis = {};
};

/// The columns of the file over the charges in `from`. Left out are x_ columns without any value, and those of FOCUS
/// without any that a rule wants to have one: a bill that never had them breaks that rule no less without them.
[[nodiscard]] Result<std::vector<ExportColumn>> plan_export_columns(Engine& engine, const std::string& from);

}  // namespace farthing
