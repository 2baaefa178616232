// User SQL: what --where and `farthing query` accept, and nothing else.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ask/spelled_values.hpp"
#include "base/result.hpp"
#include "domain/dimension.hpp"

namespace farthing {

/// A condition over a charge that is safe to put into a WHERE: written anew from its parse tree, so that no bracket,
/// comment or second statement of the text survives, with every name replaced by the column of `charges` that it means.
struct Condition {
  std::string sql;
  std::vector<std::string> columns;  ///< of `charges`, e.g. "ServiceName", "Tags"
};

/// Accepts a pure expression over columns of `charges` (any spelling and alias that find_column knows) and an
/// allow-list of functions. Everything else (subqueries, windows, aggregates, stars, parameters, lambdas, functions
/// that read files or settings, that make huge values) is a usage error that says what isn't allowed.
[[nodiscard]] Result<Condition> parse_condition(std::string_view text);

/// What a name in a condition means: a column, and of a map a key.
using ColumnMeaning = std::function<Result<Dimension>(std::string_view name)>;
/// The same over another table, whose columns `meaning` finds: "charges" or "allocation_daily". Texts that are known as
/// spellings of a column's values become the values.
[[nodiscard]] Result<Condition> parse_condition(std::string_view text, const std::string& table,
                                                const ColumnMeaning& meaning, const Spellings& spellings = {});
/// The columns that a condition names, as they're written; what else may be wrong with the condition is not looked at
/// beyond what parse_condition refuses of any.
[[nodiscard]] Result<std::vector<std::string>> names_in_condition(std::string_view text);

/// Accepts one read-only SELECT (CTEs, joins, set operations, windows, aggregates) over `tables` and its own CTEs with
/// allow-listed functions, and returns the text to run, written anew from its parse tree. Else a usage error.
[[nodiscard]] Result<std::string> check_query(std::string_view sql, std::span<const std::string> tables);

}  // namespace farthing
