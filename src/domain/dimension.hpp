// What a question can group by and a condition can name.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

struct Dimension {
  std::string name;    ///< as it was asked: the result's column has this name
  std::string column;  ///< the column of `charges` that it reads, e.g. "ServiceName", "Tags"
  std::string key;     ///< the map's key for "tag:KEY" and "cost_category:KEY", else empty
  /// The SQL expression over `charges`.
  [[nodiscard]] std::string sql() const;
  /// Whether `costs_daily` can answer it.
  [[nodiscard]] bool in_daily_rollup() const;
};

/// Finds "service", "ServiceName", "service_name", "tag:team", "cost_category:Unit". An unknown name is a usage error
/// with a suggestion.
[[nodiscard]] Result<Dimension> find_dimension(std::string_view name);
/// The column of `charges` that a name in a condition means: columns in any spelling, the aliases, `tags`,
/// `cost_categories`. The same error.
[[nodiscard]] Result<std::string> find_column(std::string_view name);
/// The usual names: the aliases first, then every column of text in snake_case.
[[nodiscard]] std::vector<std::string> dimension_names();
/// The columns by which the model `costs_daily` groups, in its order.
[[nodiscard]] const std::vector<std::string>& daily_rollup_dimensions();

}  // namespace farthing
