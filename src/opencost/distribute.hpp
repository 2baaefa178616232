// An amount in parts, to the last digit.
#pragma once
#include <vector>

#include "base/decimal.hpp"

namespace farthing {

/// Parts of `amount` in proportion to the weights; they sum to it exactly. All 0 where no weight is above 0: those
/// below it take no part.
[[nodiscard]] std::vector<Decimal> distribute(Decimal amount, const std::vector<Decimal>& weights);

/// part / whole of `amount`, rounded; 0 where the whole is 0.
[[nodiscard]] Decimal part_of(Decimal amount, Decimal part, Decimal whole);

}  // namespace farthing
