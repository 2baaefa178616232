#include "focus/check_sql.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include "base/text.hpp"
#include "focus/currencies.hpp"

namespace farthing {
namespace {

constexpr const char* kNumberPattern = R"('-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE]-?[0-9]+)?')";
constexpr const char* kTimePattern = R"('[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z')";
// "GB", "1000 Tokens", "vCPU-Hours", "Requests/Day".
constexpr const char* kUnitPattern =
    "'([1-9][0-9]* )?[A-Za-z]+( [A-Za-z]+)*([-][A-Za-z]+)*(-(Years|Months|Days|Hours|Minutes|Seconds)|/([1-9][0-9]* "
    ")?(Year|Month|Day|Hour|Minute|Second))?'";

FocusType type_of_column(const FocusFile& file, const std::string& name) { return file.find(name)->type; }

bool is_allowed_value(const FocusCheck& check) {
  return check.function == "CheckValue" && check.value && !check.number;
}

// A list of values of one column. Most rules with OR are one.
std::optional<std::string> value_list(const std::vector<FocusCheck>& items, const FocusFile& file) {
  std::vector<std::string> values;
  for (const auto& item : items) {
    if (!is_allowed_value(item) || item.column != items[0].column) return std::nullopt;
    values.push_back(sql_literal(*item.value));
  }
  return column_text(file, items[0].column) + " IN (" + join(values, ", ") + ")";
}

// Pairs of values of two columns: which values of the first go with each of the second.
std::optional<std::string> pair_list(const std::vector<FocusCheck>& items, const FocusFile& file) {
  std::map<std::string, std::vector<std::string>> firsts;
  const auto& columns = items[0].items;
  for (const auto& item : items) {
    const auto& pair = item.items;
    if (item.function != "AND" || pair.size() != 2 || !is_allowed_value(pair[0]) || !is_allowed_value(pair[1]))
      return std::nullopt;
    if (pair[0].column != columns[0].column || pair[1].column != columns[1].column) return std::nullopt;
    firsts[*pair[1].value].push_back(sql_literal(*pair[0].value));
  }
  const auto first = column_text(file, columns[0].column), second = column_text(file, columns[1].column);
  std::vector<std::string> ways = {first + " IS NULL", second + " IS NULL"};
  for (const auto& [value, list] : firsts) {
    ways.push_back(second + " = " + sql_literal(value) + " AND " + first + " IN (" + join(list, ", ") + ")");
  }
  return "(" + join(ways, " OR ") + ")";
}

std::string key_value_fault(const FocusFile& file, const std::string& name) {
  if (type_of_column(file, name) == FocusType::kMap) return "false";
  if (type_of_column(file, name) != FocusType::kText) return "true";
  const auto text = sql_name(name);
  return fmt::format(
      "({0} IS NOT NULL AND CASE WHEN NOT json_valid({0}) THEN true WHEN json_type({0}) <> 'OBJECT' THEN true WHEN "
      "len(json_keys({0})) <> len(list_distinct(json_keys({0}))) THEN true ELSE len(list_filter(json_type({0}, '$.*'), "
      "lambda t: t IN ('OBJECT', 'ARRAY'))) > 0 END)",
      text);
}

std::string type_fault(const FocusCheck& check, const FocusFile& file) {
  const auto type = type_of_column(file, check.column);
  const auto name = sql_name(check.column);
  if (check.function == "TypeString") return type == FocusType::kText ? "false" : "true";
  const bool time = check.function == "TypeDateTime" || check.function == "FormatDateTime";
  if (time) {
    if (type == FocusType::kTime) return "false";
    if (type != FocusType::kText) return "true";
    return fmt::format(
        "({0} IS NOT NULL AND NOT (regexp_full_match({0}, {1}) AND TRY_CAST({0} AS TIMESTAMP) IS NOT NULL))", name,
        kTimePattern);
  }
  if (type == FocusType::kNumber) return "false";
  if (type != FocusType::kText) return "true";
  if (check.function == "TypeDecimal" && !file.text) return "true";
  if (check.function == "FormatNumeric")
    return fmt::format("({0} IS NOT NULL AND NOT regexp_full_match({0}, {1}))", name, kNumberPattern);
  return fmt::format("({0} IS NOT NULL AND TRY_CAST({0} AS DOUBLE) IS NULL)", name);
}

std::string text_fault(const FocusCheck& check, const FocusFile& file) {
  const auto text = column_text(file, check.column);
  if (check.function == "FormatUnit")
    return fmt::format("({0} IS NOT NULL AND NOT regexp_full_match({0}, {1}))", text, kUnitPattern);
  if (check.function == "CheckNationalCurrency")
    return fmt::format("({0} IS NOT NULL AND {0} NOT IN ({1}))", text, national_currencies_sql());
  // A virtual currency's name is any text; a national one's code in another spelling is neither.
  return fmt::format("({0} IS NOT NULL AND (trim({0}) = '' OR {0} NOT IN ({1}) AND upper(trim({0})) IN ({1})))", text,
                     national_currencies_sql());
}

std::string value_fault(const FocusCheck& check, const FocusFile& file) {
  const auto text = column_text(file, check.column);
  const bool negated = check.function == "CheckNotValue";
  if (!check.value) return text + (negated ? " IS NULL" : " IS NOT NULL");
  const auto same = check.number
                        ? fmt::format("coalesce({} = {}, false)", column_number(file, check.column), *check.value)
                        : fmt::format("{} = {}", text, sql_literal(*check.value));
  return fmt::format("({} IS NOT NULL AND {}{})", text, negated ? "" : "NOT ", check.number ? same : "(" + same + ")");
}

std::string pair_fault(const FocusCheck& check, const FocusFile& file) {
  return fmt::format("coalesce({} {} {}, false)", column_text(file, check.column),
                     check.function == "CheckSameValue" ? "<>" : "=", column_text(file, check.other));
}

std::string product_fault(const FocusCheck& check, const FocusFile& file) {
  const auto a = column_number(file, check.column), b = column_number(file, check.other),
             r = column_number(file, check.result);
  return fmt::format("coalesce(abs({0} * {1} - {2}) > 1e-9 * CASE WHEN abs({2}) > 1 THEN abs({2}) ELSE 1 END, false)",
                     a, b, r);
}

bool reads_missing_column(const FocusCheck& check, const FocusFile& file) {
  for (const auto* name : {&check.column, &check.other, &check.result}) {
    if (!name->empty() && file.find(*name) == nullptr) return true;
  }
  return std::any_of(check.items.begin(), check.items.end(),
                     [&](const auto& item) { return reads_missing_column(item, file); });
}

// Nothing for a check that isn't about one row.
std::optional<std::string> fault_sql(const FocusCheck& check, const FocusFile& file) {
  const auto& function = check.function;
  if (function == "AND" || function == "OR") {
    if (function == "OR" && !check.items.empty()) {
      if (const auto list = value_list(check.items, file)) {
        const auto text = column_text(file, check.items[0].column);
        return "(" + text + " IS NOT NULL AND NOT (" + *list + "))";
      }
      if (const auto pairs = pair_list(check.items, file)) return "NOT " + *pairs;
    }
    std::vector<std::string> parts;
    for (const auto& item : check.items) {
      const auto part = fault_sql(item, file);
      if (!part) return std::nullopt;
      parts.push_back(*part);
    }
    return "(" + join(parts, function == "AND" ? " OR " : " AND ") + ")";
  }
  if (function == "CheckValue" || function == "CheckNotValue") return value_fault(check, file);
  if (function == "CheckSameValue" || function == "CheckNotSameValue") return pair_fault(check, file);
  if (function == "ColumnByColumnEqualsColumnValue") return product_fault(check, file);
  if (function == "CheckGreaterOrEqualThanValue") {
    return fmt::format("coalesce({} < {}, false)", column_number(file, check.column), check.value.value_or("0"));
  }
  if (function == "FormatKeyValue") return key_value_fault(file, check.column);
  // Text that isn't Unicode doesn't get past the reader, which names its line.
  if (function == "FormatString") return "false";
  if (function == "FormatUnit" || function == "FormatCurrency" || function == "CheckNationalCurrency")
    return text_fault(check, file);
  const std::set<std::string> types = {"TypeString",     "TypeDecimal",   "TypeDateTime",
                                       "FormatDateTime", "FormatNumeric", "CheckDecimalValue"};
  return types.contains(function) ? std::optional(type_fault(check, file)) : std::nullopt;
}

}  // namespace

std::optional<std::string> violation_sql(const FocusCheck& requirement, const FocusFile& file) {
  if (reads_missing_column(requirement, file)) return std::nullopt;
  return fault_sql(requirement, file);
}

std::string condition_sql(const FocusCheck& check, const FocusFile& file) {
  const auto& function = check.function;
  if (function == "AND" || function == "OR") {
    std::vector<std::string> parts;
    for (const auto& item : check.items) parts.push_back(condition_sql(item, file));
    return "(" + join(parts, " " + function + " ") + ")";
  }
  const auto text = column_text(file, check.column);
  if (function == "CheckSameValue")
    return fmt::format("coalesce({} = {}, false)", text, column_text(file, check.other));
  if (function == "CheckNotSameValue")
    return fmt::format("coalesce({} <> {}, false)", text, column_text(file, check.other));
  const bool negated = function == "CheckNotValue";
  if (!check.value) return text + (negated ? " IS NOT NULL" : " IS NULL");
  const auto same = check.number ? fmt::format("{} = {}", column_number(file, check.column), *check.value)
                                 : fmt::format("{} = {}", text, sql_literal(*check.value));
  return negated ? "coalesce(NOT (" + same + "), true)" : "coalesce(" + same + ", false)";
}

std::string column_text(const FocusFile& file, const std::string& name) {
  const auto* column = file.find(name);
  if (column == nullptr) return "CAST(NULL AS VARCHAR)";
  return column->type == FocusType::kText ? sql_name(name) : "CAST(" + sql_name(name) + " AS VARCHAR)";
}

std::string column_number(const FocusFile& file, const std::string& name) {
  return file.find(name) == nullptr ? "CAST(NULL AS DOUBLE)" : "TRY_CAST(" + sql_name(name) + " AS DOUBLE)";
}

std::string column_amount(const FocusFile& file, const std::string& name) {
  const auto* column = file.find(name);
  if (column == nullptr) return "CAST(NULL AS DECIMAL(38,12))";
  // Of a DOUBLE its shortest decimal counts, which is its text.
  const auto cell = column->type == FocusType::kNumber ? "CAST(" + sql_name(name) + " AS VARCHAR)" : sql_name(name);
  return "TRY_CAST(" + cell + " AS DECIMAL(38,12))";
}

std::string column_time(const FocusFile& file, const std::string& name) {
  return file.find(name) == nullptr ? "CAST(NULL AS TIMESTAMP)" : "TRY_CAST(" + sql_name(name) + " AS TIMESTAMP)";
}

}  // namespace farthing
