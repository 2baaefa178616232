// The bundled list prices, put into dataset `prices` beside the user's own.
#pragma once
#include <cstdint>

#include "base/result.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// `source` of the rows that come from the program.
inline constexpr const char* kSeededPricesSource = "farthing catalog 2026-07-20";

/// Adds the bundled prices in one snapshot and returns how many rows that were. Does nothing (0) if they are there, or
/// if the lake is empty: then there is nothing to price. Rows of an earlier catalog are replaced by key; the user's own
/// rows never are: where one has a key, the bundled row of that key is left out.
[[nodiscard]] Result<std::int64_t> seed_prices(const Lake& lake);

}  // namespace farthing
