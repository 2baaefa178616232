// The SQL that divides a dataset's rows among the partitions of days, and merges new rows into old ones.
#pragma once
#include <string>

#include "domain/dataset.hpp"

namespace farthing {

/// The partition of intervals without an end: they lie in every day from their start on, so they are kept once.
inline constexpr const char* kOpenPeriod = "open";
/// The partition of what has no place in time.
inline constexpr const char* kAllPeriod = "all";

/// Of rows of one key (in `rows`, SQL of a table with x_order) the newest: the one with the highest x_order.
[[nodiscard]] std::string newest_rows_sql(const Dataset& dataset, const std::string& rows);

/// "SELECT rows, x_period" of `rows`: intervals are cut at UTC midnight, a piece a day, and each piece keeps the start
/// of its interval as x_start. An interval that ends before it begins stays whole, for the models to find it.
[[nodiscard]] std::string rows_by_period_sql(const Dataset& dataset, const std::string& rows);

/// The rows of one period after an import, in order: `added` (its new rows; empty text: there are none) and those of
/// `kept` (its old ones; likewise) whose key isn't among `imported` (all new rows). All are SQL of tables.
[[nodiscard]] std::string merged_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept,
                                          const std::string& imported);
/// "SELECT" of a row if one of `added` isn't among `kept` as it is.
[[nodiscard]] std::string new_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept);
/// "SELECT" of 0 if no key comes twice among `rows`; else it may be more.
[[nodiscard]] std::string repeated_keys_sql(const Dataset& dataset, const std::string& rows);
/// "SELECT count(*)" of the rows of `kept` that have to go because their key is among `imported`.
[[nodiscard]] std::string replaced_rows_sql(const Dataset& dataset, const std::string& kept,
                                            const std::string& imported);

/// The longest interval that is taken, in days: more is taken for a mistyped year.
inline constexpr int kLongestInterval = 4'000;

}  // namespace farthing
