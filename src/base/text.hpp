// Small questions about text that several rooms ask.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace farthing {

[[nodiscard]] std::string lower(std::string_view text);
/// Lower case, letters and digits only. "lineItem/UnblendedCost", "line_item_unblended_cost" and
/// "LineItemUnblendedCost" are one name: their key is "lineitemunblendedcost".
[[nodiscard]] std::string name_key(std::string_view name);
/// "ServiceName" -> "service_name", "x_InstanceType" -> "x_instance_type".
[[nodiscard]] std::string snake_case(std::string_view name);
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);
[[nodiscard]] std::string join(std::span<const std::string> parts, std::string_view separator);
[[nodiscard]] bool ends_with_ignoring_case(std::string_view text, std::string_view ending);
/// The known name that is nearest to a mistyped one, or "" if none is near.
[[nodiscard]] std::string nearest(std::string_view typed, std::span<const std::string> known);
/// Text as a SQL literal: it's -> 'it''s'.
[[nodiscard]] std::string sql_literal(std::string_view text);
/// The pattern that matches this path alone: the SQL engine takes *, ? and [ in a path for a pattern's, and themselves
/// in brackets.
[[nodiscard]] std::string exact_pattern(std::string_view path);
/// Text as a SQL identifier: a"b -> "a""b".
[[nodiscard]] std::string sql_name(std::string_view name);
/// "1,234,567"
[[nodiscard]] std::string with_thousands(long long number);

}  // namespace farthing
