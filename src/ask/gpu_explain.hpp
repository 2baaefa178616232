// The lines of --explain of `gpu` with figures: its largest row down to a card, node-hours and the bill's lines.
#pragma once
#include "ask/sums_table.hpp"

namespace farthing {

/// Of the answer's largest row: what it is made of, the node-hours behind it, its largest container with its card, an
/// hour of that computed again, and the bill's lines. Nothing where there are no rows.
[[nodiscard]] Done explain_gpu(Engine& engine, const SumsTable& table, const CostBasisName& basis, bool by_hour,
                               const std::vector<std::vector<Cell>>& rows, std::vector<std::string>& lines);

}  // namespace farthing
