#include "focus/export_file.hpp"

#include <fmt/format.h>

#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "focus/allocated_charges.hpp"
#include "focus/model.hpp"
#include "focus/rules.hpp"

namespace farthing {
namespace {

FocusType focus_type(LakeType type) {
  switch (type) {
    case LakeType::kCost:
    case LakeType::kQuantity:
    case LakeType::kRate:
      return FocusType::kNumber;
    case LakeType::kTime:
      return FocusType::kTime;
    case LakeType::kMap:
      return FocusType::kMap;
    default:
      return FocusType::kText;
  }
}

std::string csv_sql(const std::string& name, LakeType type) {
  switch (type) {
    case LakeType::kCost:
    case LakeType::kQuantity:
      return "rtrim(rtrim(CAST(" + name + " AS VARCHAR), '0'), '.')";
    case LakeType::kRate:
      return "plain_number(CAST(" + name + " AS VARCHAR))";
    case LakeType::kTime:
      return "strftime(" + name + ", '%Y-%m-%dT%H:%M:%SZ')";
    case LakeType::kMap:
      return "CAST(to_json(" + name + ") AS VARCHAR)";
    default:
      return "CAST(" + name + " AS VARCHAR)";
  }
}

// A decimal's text is the shortest that makes its double: the engine's own cast rounds twice.
std::string parquet_sql(const std::string& name, LakeType type) {
  if (type == LakeType::kCost || type == LakeType::kQuantity) return "CAST(CAST(" + name + " AS VARCHAR) AS DOUBLE)";
  return type == LakeType::kMap ? csv_sql(name, type) : name;
}

// What FOCUS 1.3 calls by other names than before.
std::string source_sql(const std::string& name) {
  if (name == "ServiceProviderName") return "coalesce(ServiceProviderName, ProviderName)";
  if (name == "HostProviderName") return "coalesce(HostProviderName, PublisherName)";
  return sql_name(name);
}

Result<std::set<std::string>> empty_columns(Engine& engine, const std::string& staged) {
  std::vector<std::string> counts;
  const auto columns = exported_columns();
  for (const auto& column : columns) counts.push_back("count(" + source_sql(column.name) + ")");
  TRY(const auto rows, engine.query("SELECT " + join(counts, ", ") + " FROM " + staged));
  std::set<std::string> empty;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (rows.rows[0][i] == "0") empty.insert(columns[i].name);
  }
  return empty;
}

// Of empty columns those whose rules some charge would break.
Result<std::set<std::string>> wanted_columns(Engine& engine, const std::string& staged,
                                             const std::set<std::string>& empty) {
  TRY(const auto model, bundled_focus_model(false));
  FocusFile file;
  for (const auto& column : exported_columns()) file.columns.push_back({column.name, focus_type(column.type)});
  std::vector<std::string> sums, names;
  for (const auto& rule : held_rules(model, file, {}).rules) {
    if (!empty.contains(rule.column) || rule.violation == "false" || !rule.group.empty()) continue;
    sums.push_back("count_if(" + rule.violation + ")");
    names.push_back(rule.column);
  }
  std::set<std::string> wanted;
  if (sums.empty()) return wanted;
  TRY(const auto rows, engine.query("SELECT " + join(sums, ", ") + " FROM " + staged));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (rows.rows[0][i] != "0") wanted.insert(names[i]);
  }
  return wanted;
}

}  // namespace

Result<std::vector<ExportedCell>> exported_cells(Engine& engine, const std::string& staged, bool parquet) {
  TRY(const auto empty, empty_columns(engine, staged));
  TRY(const auto wanted, wanted_columns(engine, staged, empty));
  std::vector<ExportedCell> cells;
  for (const auto& column : exported_columns()) {
    const std::string name = column.name;
    if (wanted.contains(name) || (empty.contains(name) && name.starts_with("x_"))) continue;
    const auto source = source_sql(name);
    cells.push_back({name, parquet ? parquet_sql(source, column.type) : csv_sql(source, column.type)});
  }
  for (const char* name : {kOriginChargeId, kCostKind}) cells.push_back({name, name});
  return cells;
}

Done write_export(Engine& engine, const std::string& staged, const std::vector<ExportedCell>& cells,
                  const std::filesystem::path& file, const std::string& file_type) {
  std::vector<std::string> list;
  for (const auto& cell : cells) list.push_back(cell.sql + " AS " + sql_name(cell.name));
  auto aside = file;
  aside += ".part";
  const std::string form = file_type == "parquet"  ? "FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720"
                           : file_type == "csv.gz" ? "FORMAT csv, HEADER true, COMPRESSION gzip"
                                                   : "FORMAT csv, HEADER true, COMPRESSION none";
  const auto written = engine.run("COPY (SELECT " + join(list, ", ") + " FROM " + staged + ") TO " +
                                  sql_literal(aside.string()) + " (" + form + ")");
  std::error_code ignored;
  if (!written) std::filesystem::remove(aside, ignored);
  TRY_DONE(written);
  TRY_DONE(sync_path(aside));
  return move_path(aside, file);
}

}  // namespace farthing
