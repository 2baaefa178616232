#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "opencost/allocation_names.hpp"
#include "opencost/filter.hpp"

namespace farthing {
namespace {

std::string matches_sql(Filter::Match match, const std::string& text, const std::string& value) {
  switch (match) {
    case Filter::Match::kEquals:
      return fmt::format("{} = {}", text, sql_literal(value));
    case Filter::Match::kContains:
      return fmt::format("contains({}, {})", text, sql_literal(value));
    case Filter::Match::kStartsWith:
      return fmt::format("starts_with({}, {})", text, sql_literal(value));
    case Filter::Match::kEndsWith:
      break;
  }
  return fmt::format("suffix({}, {})", text, sql_literal(value));
}

// Of a map without a key, the keys are looked at.
std::string has_key_sql(const Filter& test, const FilterColumn& column, const std::string& value) {
  const auto match = test.match == Filter::Match::kContains ? Filter::Match::kEquals : test.match;
  return fmt::format("coalesce(len(list_filter(map_keys({}), lambda k: {})) > 0, false)", column.sql,
                     matches_sql(match, "k", value));
}

Result<std::string> test_sql(const Filter& test, const std::vector<FilterColumn>& columns) {
  const auto column = std::find_if(columns.begin(), columns.end(),
                                   [&](const auto& one) { return lower(one.field) == lower(test.field); });
  if (column == columns.end()) {
    std::vector<std::string> known;
    for (const auto& one : columns) known.emplace_back(one.field);
    return misuse("filter: '" + test.field + "' is no field here", "choose of: " + join(known, ", "));
  }
  if (test.key && !column->is_map)
    return misuse("filter: '" + test.field + "' has no keys", "write " + test.field + ":\"...\"");
  auto text = test.key ? map_value_sql(column->sql, *test.key) : column->sql;
  text = "coalesce(" + (column->ignores_case ? "lower(" + text + ")" : text) + ", '')";
  std::vector<std::string> matches;
  for (const auto& value : test.values) {
    const auto wanted = value == kUnallocated ? "" : (column->ignores_case ? lower(value) : value);
    matches.push_back(column->is_map && !test.key ? has_key_sql(test, *column, wanted)
                                                  : matches_sql(test.match, text, wanted));
  }
  return (test.negated ? "NOT (" : "(") + join(matches, " OR ") + ")";
}

}  // namespace

Result<std::string> filter_sql(const Filter& filter, const std::vector<FilterColumn>& columns) {
  if (filter.kind == Filter::Kind::kTest) return test_sql(filter, columns);
  if (filter.parts.empty()) return std::string("true");
  std::vector<std::string> parts;
  for (const auto& part : filter.parts) {
    TRY(auto sql, filter_sql(part, columns));
    parts.push_back(std::move(sql));
  }
  return "(" + join(parts, filter.kind == Filter::Kind::kAny ? " OR " : " AND ") + ")";
}

std::string map_value_sql(const std::string& map, const std::string& key) {
  const auto exact = fmt::format("{}[{}]", map, sql_literal(key));
  const bool may_be_spelled = std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
  if (!may_be_spelled || key.find('_') == std::string::npos) return exact;
  return fmt::format(
      "coalesce({}, list_filter(map_entries({}), lambda e: regexp_replace(e.key, '[^a-zA-Z0-9_]', '_', 'g') = "
      "{})[1].value)",
      exact, map, sql_literal(key));
}

}  // namespace farthing
