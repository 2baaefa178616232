// Each commitment's usage against what its purchase cost.
#pragma once
#include <vector>

#include "base/result.hpp"
#include "focus/findings.hpp"

namespace farthing {

/// In every period of usage, used and unused together are the part of the purchases that falls on it by time. What the
/// file doesn't hold (a purchase, the rest of a term, the invoice) is a finding that isn't proved.
[[nodiscard]] Result<std::vector<FocusFinding>> commitment_findings(Engine& engine, const FocusFile& file);

}  // namespace farthing
