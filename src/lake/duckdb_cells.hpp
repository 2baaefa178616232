// Turns the engine's vectors into cells of text.
#pragma once
#include <duckdb.h>

#include "lake/engine.hpp"

namespace farthing {

/// What a result's column is called and holds.
[[nodiscard]] ResultColumn describe_column(duckdb_result& result, std::size_t column);
/// Row `row` of a vector as text: decimals plain, times RFC 3339 UTC, maps, structs and lists as JSON. A type that has
/// no such form (INTERVAL, TIME, BLOB, ...) is an error that says to cast it.
[[nodiscard]] Result<Cell> cell_text(duckdb_vector vector, std::size_t row);

}  // namespace farthing
