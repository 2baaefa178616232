// Splits exact amounts so that the parts sum to the whole: ratios in 10^-12, and costs by them.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

inline constexpr std::int64_t kWholeUnits = 1'000'000'000'000;

/// Parts that are not negative, as units of 10^-12 that sum to exactly kWholeUnits: by largest remainder, the first of
/// equals first. Of parts that are all 0 the first gets the whole. No part is negative or NaN.
[[nodiscard]] std::vector<std::int64_t> whole_parts(std::span<const double> parts);
/// `total` by units that sum to kWholeUnits, to the last unit of 10^-12: by largest remainder. With `as_double`, parts
/// of large amounts are multiples of as many units as a DOUBLE of that size can state; what is left falls on the
/// largest.
[[nodiscard]] std::vector<Decimal> split_amount(Decimal total, std::span<const std::int64_t> units, bool as_double);

/// Makes the SQL function plain_number(VARCHAR): '4e-07' is '0.0000004'. A text that is no number gives NULL.
[[nodiscard]] Done add_plain_number(Engine& engine);

}  // namespace farthing
