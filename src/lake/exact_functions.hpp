// SQL functions that make exact decimals where the engine's own casts would not.
#pragma once
#include <duckdb.h>

#include <atomic>
#include <cstdint>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Registers, for every query of the connection's database:
///  - exact_decimal(VARCHAR text, VARCHAR column) -> DECIMAL(38,12): digit by digit, half to even; text that is no
///    number is an error that names the column;
///  - double_decimal(DOUBLE, VARCHAR column) -> DECIMAL(38,12): exact_decimal() of its shortest decimal. A name of its
///    own, for under the same one the engine would take DECIMALs by DOUBLE;
///  - double_text(DOUBLE) -> VARCHAR: its shortest decimal, as a cast gives it but faster;
///  - known_text(VARCHAR) -> VARCHAR: NULL for empty text;
///  - exact_product(VARCHAR a, VARCHAR b) -> DECIMAL(38,12): the product, rounded once;
///  - exact_ratio(VARCHAR a, VARCHAR b, VARCHAR c) -> DECIMAL(38,12): a x b / c, rounded once; NULL if c is 0.
/// `roundings` counts the values of exact_decimal and double_decimal that had more than 12 decimals; it must outlive
/// the database.
[[nodiscard]] Done register_exact_functions(duckdb_connection connection, std::atomic<std::int64_t>& roundings);
/// Registers name(VARCHAR) -> VARCHAR; a result of `function` without data is NULL.
[[nodiscard]] Done register_text_function(duckdb_connection connection, const char* name, TextFunction function);

}  // namespace farthing
