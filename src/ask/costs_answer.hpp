// From the table of groups to an answer: what the bill's costs and those of workloads share.
#pragma once
#include <optional>
#include <vector>

#include "ask/answer.hpp"
#include "ask/costs_facts.hpp"
#include "ask/costs_plan.hpp"

namespace farthing {

/// Adds columns and rows, sorted; the row of all others says "(other)". Returns whether there is one.
[[nodiscard]] Result<bool> add_cost_rows(Engine& engine, const CostsPlan& plan, const CostsFacts& facts,
                                         Answer& answer);
/// One currency's sums under the rows; nothing of several currencies, or where a single row is its own total.
[[nodiscard]] std::optional<std::vector<Cell>> cost_total_row(const CostsPlan& plan, const CostsFacts& facts);

}  // namespace farthing
