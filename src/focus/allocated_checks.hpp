// What FOCUS 1.3 says of allocated charges: the parts that one origin charge was split into.
#pragma once
#include <vector>

#include "base/result.hpp"
#include "focus/findings.hpp"

namespace farthing {

/// What each row of a file with Allocated columns can tell. Nothing for a file without.
[[nodiscard]] std::vector<HeldRule> allocated_row_checks(const FocusFile& file);
/// The ratios of one origin sum to 1, and its costs and quantities fall on its parts by them. An origin is known by
/// x_OriginChargeId, else by what its parts have in common.
[[nodiscard]] Result<std::vector<FocusFinding>> allocated_findings(Engine& engine, const FocusFile& file);

}  // namespace farthing
