// What the staged charges of a bill are, month by month and payer by payer.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "collect/bill/stage.hpp"

namespace farthing {

/// Sums the staged charges and holds them against `control`, what the bill itself sums to, currency by currency. A
/// difference is an error: nothing of the bill may be lost.
[[nodiscard]] Result<std::vector<StagedMonth>> staged_months(
    Engine& engine, const StagedBill& bill, const std::map<std::optional<std::string>, ControlTotal>& control);

}  // namespace farthing
