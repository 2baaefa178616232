#include "collect/dataset/dataset_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

#include "base/text.hpp"

namespace farthing {
namespace {

const FileColumn* find_file_column(const DatasetFile& file, std::string_view name) {
  const auto found =
      std::find_if(file.columns.begin(), file.columns.end(), [&](const auto& column) { return column.name == name; });
  return found == file.columns.end() ? nullptr : &*found;
}

// The cell as text, nothing if it is empty. Nested Parquet values become JSON.
std::string cell_as_text(const FileColumn& column) {
  const auto name = sql_name(column.name);
  const bool nested =
      column.type.starts_with("MAP(") || column.type.starts_with("STRUCT(") || column.type.ends_with("]");
  if (nested) return "CAST(to_json(" + name + ") AS VARCHAR)";
  if (column.type == "VARCHAR") return "NULLIF(" + name + ", '')";
  return "CAST(" + name + " AS VARCHAR)";
}

// The engine would take "1/5/26" for the 26th of May of the year 1.
std::string begins_with_date(const std::string& text) { return "ltrim(" + text + ") LIKE '____-__-__%'"; }

// The engine would take "1_000" and "nan" as well.
std::string is_plain_number(const std::string& text) {
  return "regexp_full_match(trim(" + text + "), '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?')";
}

std::string typed_cell(const std::string& text, const DatasetColumn& column) {
  switch (column.type) {
    case DatasetType::kText:
      return text;
    case DatasetType::kNumber:
      return fmt::format("CASE WHEN {1} AND isfinite(TRY_CAST({0} AS DOUBLE)) THEN TRY_CAST({0} AS DOUBLE) END", text,
                         is_plain_number(text));
    case DatasetType::kMoney:
      // Text that is no number is NULL for the check, and never reaches exact_decimal.
      return fmt::format("CASE WHEN {2} AND isfinite(TRY_CAST({0} AS DOUBLE)) THEN exact_decimal({0}, {1}) END", text,
                         sql_literal(column.name), is_plain_number(text));
    case DatasetType::kTime:
      return fmt::format(
          "CASE WHEN {1} AND isfinite(TRY_CAST({0} AS TIMESTAMPTZ)) THEN CAST(TRY_CAST({0} AS TIMESTAMPTZ) AS "
          "TIMESTAMP) END",
          text, begins_with_date(text));
    case DatasetType::kDate:
      return fmt::format("CASE WHEN {1} AND isfinite(TRY_CAST({0} AS DATE)) THEN TRY_CAST({0} AS DATE) END", text,
                         begins_with_date(text));
    case DatasetType::kBoolean:
      return fmt::format("TRY_CAST({} AS BOOLEAN)", text);
    case DatasetType::kMap:
      // The cast takes a key that comes twice, which no map has.
      return fmt::format(
          "CASE WHEN len(list_distinct(json_keys(TRY_CAST({0} AS JSON)))) = len(json_keys(TRY_CAST({0} AS JSON))) THEN "
          "TRY_CAST(TRY_CAST({0} AS JSON) AS MAP(VARCHAR, VARCHAR)) END",
          text);
    case DatasetType::kTextList:
      return fmt::format("TRY_CAST(TRY_CAST({} AS JSON) AS VARCHAR[])", text);
  }
  return text;
}

const char* words_for(DatasetType type) {
  switch (type) {
    case DatasetType::kNumber:
    case DatasetType::kMoney:
      return "a number";
    case DatasetType::kTime:
      return "a time such as 2026-10-01T00:00:00Z";
    case DatasetType::kDate:
      return "a date such as 2026-10-01";
    case DatasetType::kBoolean:
      return "true or false";
    case DatasetType::kMap:
      return "a JSON object whose keys differ";
    case DatasetType::kTextList:
      return "a JSON array of texts";
    case DatasetType::kText:
      break;
  }
  return "text";
}

// The file's column has the type of the dataset's already.
bool is_typed(const FileColumn& found, const DatasetColumn& column) {
  return found.type == sql_type(column.type) && column.type != DatasetType::kText;
}

// Integers and decimals: each of their values is a number.
bool is_exact_number(const FileColumn& found, const DatasetColumn& column) {
  if (column.type != DatasetType::kNumber) return false;
  if (found.type.starts_with("DECIMAL(")) return true;
  static constexpr std::array<std::string_view, 8> kTypes = {"TINYINT",  "SMALLINT",  "INTEGER",  "BIGINT",
                                                             "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"};
  return std::find(kTypes.begin(), kTypes.end(), found.type) != kTypes.end();
}

// The DOUBLE that is nearest to an exact number, as it would be from text. A decimal of more digits than a DOUBLE has
// would be rounded twice, so it goes through text; few numbers have so many.
std::string nearest_double(const FileColumn& found) {
  constexpr int kDigitsOfDouble = 15;
  const auto name = sql_name(found.name);
  auto direct = "CAST(" + name + " AS DOUBLE)";
  const auto comma = found.type.find(',');
  if (comma == std::string::npos || std::stoi(found.type.substr(std::strlen("DECIMAL("))) <= kDigitsOfDouble) {
    return direct;
  }
  const int whole_digits = kDigitsOfDouble - std::stoi(found.type.substr(comma + 1));
  return fmt::format("CASE WHEN abs({}) < 1e{} THEN {} ELSE CAST(CAST({} AS VARCHAR) AS DOUBLE) END", direct,
                     whole_digits, direct, name);
}

std::string value_of(const FileColumn& found, const DatasetColumn& column) {
  auto name = sql_name(found.name);
  if (is_exact_number(found, column)) return nearest_double(found);
  if (!is_typed(found, column)) return typed_cell(cell_as_text(found), column);
  return name;
}

// The same, NULL if it isn't what the column holds.
std::string checked_value_of(const FileColumn& found, const DatasetColumn& column) {
  if (column.type != DatasetType::kNumber || !is_typed(found, column)) return value_of(found, column);
  const auto name = sql_name(found.name);
  return "CASE WHEN isfinite(" + name + ") THEN " + name + " END";
}

std::string column_of(const DatasetFile& file, const DatasetColumn& column) {
  const auto* found = find_file_column(file, column.name);
  return found == nullptr ? "CAST(NULL AS " + std::string(sql_type(column.type)) + ")" : value_of(*found, column);
}

std::string unknown_map(const DatasetFile& file) {
  const auto names = unknown_columns(file);
  if (names.empty()) return "CAST(NULL AS MAP(VARCHAR, VARCHAR))";
  std::vector<std::string> keys;
  std::vector<std::string> values;
  for (const auto& name : names) {
    keys.push_back(sql_literal(name));
    values.push_back(cell_as_text(*find_file_column(file, name)));
  }
  return "map_from_entries(list_filter(map_entries(MAP([" + join(keys, ", ") + "], [" + join(values, ", ") +
         "])), lambda e: e.value IS NOT NULL))";
}

// Stops the statement at the first wrong cell, so that a file is read once. Which cell it was is asked then.
std::string stop_at_wrong_cells(const DatasetFile& file) {
  std::vector<std::string> conditions;
  for (const auto& check : cell_checks(file)) conditions.push_back(check.is_wrong());
  if (conditions.empty()) return "";
  return " WHERE CASE WHEN " + join(conditions, " OR ") + " THEN error(" + sql_literal(kWrongCell) + ") ELSE true END";
}

std::string csv_table(const DatasetFile& file, const std::string& path) {
  std::vector<std::string> columns;
  for (const auto& column : file.columns) columns.push_back(sql_literal(column.name) + ": 'VARCHAR'");
  return fmt::format(
      "read_csv({}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', compression = {}, "
      "max_line_size = 16777216, columns = {{{}}})",
      path, file.form == DatasetForm::kCsvGzip ? "'gzip'" : "'none'", join(columns, ", "));
}

std::string json_table(const DatasetFile& file, const std::string& path) {
  std::vector<std::string> columns;
  for (const auto& column : file.columns) {
    columns.push_back("json ->> " + sql_literal("$." + sql_name(column.name)) + " AS " + sql_name(column.name));
  }
  return "(SELECT " + join(columns, ", ") + " FROM read_json_objects(" + path + "))";
}

}  // namespace

std::string CellCheck::is_wrong() const {
  return required ? "(" + value + ") IS NULL" : "(" + text + " IS NOT NULL AND (" + value + ") IS NULL)";
}

std::vector<std::string> unknown_columns(const DatasetFile& file) {
  std::vector<std::string> names;
  for (const auto& column : file.columns) {
    if (file.dataset->find(column.name) == nullptr) names.push_back(column.name);
  }
  return names;
}

std::string file_table_sql(const DatasetFile& file) {
  const auto path = sql_literal(exact_pattern(file.path.string()));
  switch (file.form) {
    case DatasetForm::kParquet:
      return "read_parquet([" + path + "], hive_partitioning = false)";
    case DatasetForm::kJson:
      return json_table(file, path);
    case DatasetForm::kCsv:
    case DatasetForm::kCsvGzip:
      break;
  }
  return csv_table(file, path);
}

std::string dataset_rows_sql(const DatasetFile& file, std::optional<std::int64_t> first) {
  std::vector<std::string> columns;
  for (const auto& column : file.dataset->columns) {
    columns.push_back(column_of(file, column) + " AS " + sql_name(column.name));
  }
  auto table = file_table_sql(file);
  std::string order;
  if (first) {
    // Parquet knows its rows' numbers; to count them would be one thread's work.
    const bool numbered = file.form == DatasetForm::kParquet && find_file_column(file, "file_row_number") == nullptr;
    if (numbered) table.insert(table.size() - 1, ", file_row_number = true");
    order = fmt::format(", {} + {} AS x_order", numbered ? "file_row_number" : "row_number() OVER ()", *first);
  }
  return fmt::format("SELECT {}, {} AS x_Unknown{} FROM {}{}", join(columns, ", "), unknown_map(file), order, table,
                     stop_at_wrong_cells(file));
}

std::vector<CellCheck> cell_checks(const DatasetFile& file) {
  std::vector<CellCheck> checks;
  for (const auto& column : file.dataset->columns) {
    const auto* found = find_file_column(file, column.name);
    if (found == nullptr || (column.type == DatasetType::kText && !column.required)) continue;
    const bool as_it_is = is_typed(*found, column) || is_exact_number(*found, column);
    const bool may_be_infinite = column.type == DatasetType::kNumber && is_typed(*found, column);
    if (as_it_is && !may_be_infinite && !column.required) continue;
    const auto text = as_it_is ? sql_name(found->name) : cell_as_text(*found);
    const auto value = is_exact_number(*found, column) ? text : checked_value_of(*found, column);
    checks.push_back({column.name, text, value, words_for(column.type), column.required});
  }
  return checks;
}

}  // namespace farthing
