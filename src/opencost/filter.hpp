// OpenCost's filter language: namespace:"a","b"+(label[app]~:"web"|cluster!:"c").
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

/// A condition, or several that are joined. Nothing but the joined kinds has parts; an "all" without parts holds
/// always.
struct Filter {
  enum class Kind { kAll, kAny, kTest };
  enum class Match { kEquals, kContains, kStartsWith, kEndsWith };

  Kind kind = Kind::kAll;
  std::vector<Filter> parts = {};
  // Of a test: none of the values may match if it is negated, one of them must otherwise.
  std::string field = {};               ///< "namespace"
  std::optional<std::string> key = {};  ///< "app" of label[app]
  Match match = Match::kEquals;
  bool negated = false;
  std::vector<std::string> values = {};

  [[nodiscard]] bool holds_always() const { return kind == Kind::kAll && parts.empty(); }
  friend bool operator==(const Filter&, const Filter&) = default;
};

/// Operators: `:` equal, `~:` contains, `<~:` begins with, `~>:` ends with, each with `!` before it for the contrary.
/// Values are quoted (\" and \\ inside) or words; commas are "or". `+` joins as "and", `|` as "or"; both in one bracket
/// are refused. A blank between two conditions is a `+`, as that is what an address makes of it. Empty text holds
/// always.
[[nodiscard]] Result<Filter> parse_filter(std::string_view text);
/// The text that is parsed to the same filter.
[[nodiscard]] std::string filter_text(const Filter& filter);

/// A field's column in SQL: text, or a map from text to text.
struct FilterColumn {
  std::string_view field;
  std::string sql;
  bool is_map = false;
  bool ignores_case = false;
};

/// A boolean expression that is never NULL. Text that isn't there is "", which the value __unallocated__ stands for. A
/// field that isn't in `columns` is a usage error.
[[nodiscard]] Result<std::string> filter_sql(const Filter& filter, const std::vector<FilterColumn>& columns);
/// The value of a map's key, also where OpenCost's spelling of the key (each sign but letters, digits and _ as _) is
/// meant. NULL if there is none.
[[nodiscard]] std::string map_value_sql(const std::string& map, const std::string& key);

}  // namespace farthing
