#include "collect/bill/parquet_lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "collect/bill/map_sql.hpp"

namespace farthing {
namespace {

using Keyed = std::map<std::string, std::vector<const ParquetColumn*>>;  // map's name -> its columns' entries

std::string file_list(const std::vector<std::filesystem::path>& files) {
  std::string list;
  for (const auto& file : files) list += (list.empty() ? "" : ", ") + sql_literal(exact_pattern(file.string()));
  return "[" + list + "]";
}

// The engine works off a function of a dictionary's values, but not a CASE: known_text() costs next to nothing,
// nullif() as much as reading the column.
std::string as_text(const ParquetColumn& column) {
  if (column.type == "DOUBLE") return "double_text(" + sql_name(column.name) + ")";
  return "known_text(CAST(" + sql_name(column.name) + " AS VARCHAR))";
}

// Decimals of 12 places or fewer and whole numbers are exact as they are; DOUBLE goes by its shortest decimal, which is
// what the engine's own text of it is.
std::string as_decimal(const ParquetColumn& column) {
  const bool whole = column.type.ends_with("INT") || column.type == "INTEGER";
  bool short_decimal = false;
  if (const auto comma = column.type.find(','); column.type.starts_with("DECIMAL(") && comma != std::string::npos) {
    short_decimal = std::stoi(column.type.substr(comma + 1)) <= 12;
  }
  if (whole || short_decimal) return "CAST(" + sql_name(column.name) + " AS DECIMAL(38,12))";
  return column.type == "DOUBLE" ? "double_decimal(" + sql_name(column.name) + ", " + sql_literal(column.name) + ")"
                                 : "exact_decimal(" + as_text(column) + ", " + sql_literal(column.name) + ")";
}

std::string as_timestamp(const ParquetColumn& column) {
  if (column.type == "VARCHAR") return "CAST(CAST(" + as_text(column) + " AS TIMESTAMPTZ) AS TIMESTAMP)";
  return "CAST(" + sql_name(column.name) + " AS TIMESTAMP)";
}

// A list of structs of key and value, as BigQuery writes it. Of entries with one key the last counts.
std::string map_of_list(const std::string& list) {
  return fmt::format(
      "map_from_entries(list_transform(list_filter({0}, lambda e, i: NOT list_contains(list_transform({0}[i + 1:], "
      "lambda x: x.key), e.key)), lambda e: {{'key': CAST(e.key AS VARCHAR), 'value': CAST(e.value AS VARCHAR)}}))",
      list);
}

std::string as_map(const ParquetColumn& column, const std::string& map_name) {
  std::string map = sql_name(column.name);
  if (column.type.starts_with("STRUCT") && column.type.ends_with("[]")) {
    map = map_of_list(map);
  } else if (column.type.starts_with("STRUCT")) {
    map = "to_json(" + map + ")";
  }
  if (column.type == "VARCHAR") map = "CAST(" + as_text(column) + " AS JSON)";
  map = "CAST(" + map + " AS MAP(VARCHAR, VARCHAR))";
  return map_name == "resource_tags" ? tag_map_sql(map) : clean_map_sql(map);
}

std::string map_of_columns(const std::vector<const ParquetColumn*>& columns, bool keys_of_cur) {
  if (columns.empty()) return "CAST(NULL AS MAP(VARCHAR, VARCHAR))";
  std::string entries;
  std::set<std::string> used;
  for (const auto* column : columns) {
    const std::string plain = keys_of_cur ? cur_map_key(column->name).key : column->name;
    std::string key = plain;
    for (int n = 2; !used.insert(key).second; ++n) key = plain + "#" + std::to_string(n);
    entries += fmt::format("{}{{'key': {}, 'value': CAST({} AS VARCHAR)}}", entries.empty() ? "" : ", ",
                           sql_literal(key), sql_name(column->name));
  }
  return clean_map_sql("map_from_entries([" + entries + "])");
}

// CUR 2.0 has some of a map's entries as columns beside it.
std::string both_maps(const std::string& map, const std::string& of_columns) {
  return fmt::format(
      "CASE WHEN {0} IS NOT NULL OR cardinality({1}) > 0 THEN map_concat(coalesce({0}, MAP {{}}), {1}) END", map,
      of_columns);
}

std::string typed(const LineColumn& wanted, const ParquetColumn& column) {
  switch (wanted.type) {
    case ColumnType::kDecimal:
      return as_decimal(column);
    case ColumnType::kTimestamp:
      return as_timestamp(column);
    case ColumnType::kMap:
      return as_map(column, wanted.name);
    default:
      return as_text(column);
  }
}

}  // namespace

Result<std::vector<ParquetColumn>> describe_parquet(Engine& engine, const std::vector<std::filesystem::path>& files) {
  TRY(auto rows, engine.query("DESCRIBE SELECT * FROM read_parquet(" + file_list(files) +
                              ", union_by_name=true, hive_partitioning=false)"));
  std::vector<ParquetColumn> columns;
  for (const auto& row : rows.rows) columns.push_back({row[0].value_or(""), row[1].value_or("")});
  return columns;
}

std::string parquet_lines_sql(const BillFiles& files, const std::vector<ParquetColumn>& columns) {
  const auto family = files.format.family;
  std::map<std::string, const ParquetColumn*> direct;
  Keyed entries;
  std::vector<const ParquetColumn*> unknown;
  for (const auto& column : columns) {
    const auto* wanted = find_line_column(family, column.name);
    const auto map_key = files.format.is_cur() ? cur_map_key(column.name) : CurMapKey{nullptr, {}};
    if (wanted != nullptr && direct.emplace(wanted->name, &column).second) continue;
    if (files.format.is_cur() && is_ignored_cur_column(column.name)) continue;
    if (map_key.map != nullptr) {
      entries[map_key.map].push_back(&column);
    } else {
      unknown.push_back(&column);
    }
  }
  std::string select;
  for (const auto& wanted : line_columns(family)) {
    const auto found = direct.find(wanted.name);
    std::string expression = null_of(wanted.type);
    if (found != direct.end()) expression = typed(wanted, *found->second);
    if (const auto of_map = entries.find(wanted.name); of_map != entries.end()) {
      const auto columns_map = map_of_columns(of_map->second, true);
      expression = found == direct.end() ? columns_map : both_maps(expression, columns_map);
    }
    select += expression + " AS " + sql_name(wanted.name) + ",\n";
  }
  select += map_of_columns(unknown, false) + " AS unknown_columns,\n";
  return "SELECT " + select + "filename AS source_file, file_row_number + 1 AS source_line FROM read_parquet(" +
         file_list(files.parquet_files) +
         ", union_by_name=true, hive_partitioning=false, filename=true, file_row_number=true)";
}

}  // namespace farthing
