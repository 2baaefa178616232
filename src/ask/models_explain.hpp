// The lines of --explain of `models` with figures: its largest row down to an hour, a container, its card and the bill.
#pragma once
#include "ask/sums_table.hpp"

namespace farthing {

/// Of the answer's largest row: cost and tokens with the prices computed again, how its hours were shared, the dearest
/// hour with its containers' cost computed again, and the largest of these. Nothing where there are no rows.
[[nodiscard]] Done explain_models(Engine& engine, const SumsTable& table, const CostBasisName& basis,
                                  const std::vector<std::vector<Cell>>& rows, std::vector<std::string>& lines);

}  // namespace farthing
