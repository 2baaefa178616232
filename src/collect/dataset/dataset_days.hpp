// The SQL that divides a dataset's rows among the partitions of days, and merges new rows into old ones.
#pragma once
#include <string>

#include "domain/dataset.hpp"

namespace farthing {

/// The partition of intervals without an end: they lie in every day from their start on, so they are kept once.
inline constexpr const char* kOpenPeriod = "open";
/// The partition of what has no place in time.
inline constexpr const char* kAllPeriod = "all";

/// "SELECT rows, <period>" of `rows` (SQL of a table with the dataset's columns): intervals are cut at UTC midnight, a
/// piece a day. An interval that ends before it begins stays whole, for the models to find it.
[[nodiscard]] std::string rows_by_period_sql(const Dataset& dataset, const std::string& rows);

/// The newest row of each key among `added` (which have x_order, the newer the higher) and `kept` (older; empty text:
/// there are none), in the order of the keys. Both are SQL of tables.
[[nodiscard]] std::string merged_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept);

/// The longest interval that is taken, in days: more is taken for a mistyped year.
inline constexpr int kLongestInterval = 4'000;

}  // namespace farthing
