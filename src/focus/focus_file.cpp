#include "focus/focus_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/file_search.hpp"
#include "base/text.hpp"
#include "collect/bill/bill_format.hpp"
#include "collect/bill/csv_lines.hpp"
#include "collect/bill/parquet_lines.hpp"
#include "domain/charge_columns.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

bool is_focus_column(std::string_view name) {
  const auto* known = find_charge_column(name);
  return known != nullptr && known->name == name && *known->since != '\0';
}

std::string newest_version(const std::vector<FocusColumn>& columns) {
  std::string newest = "1.0";
  for (const auto& column : columns) {
    if (is_focus_column(column.name)) newest = std::max(newest, std::string(find_charge_column(column.name)->since));
  }
  return newest;
}

// The engine's names know no case.
Done check_names(const std::vector<FocusColumn>& columns, const std::string& where) {
  std::set<std::string> names = {"x_focus_file", "x_focus_row"};
  std::vector<std::string> texts;
  bool focus = false;
  for (const auto& column : columns) {
    if (!names.insert(lower(column.name)).second) return fail("has the column " + column.name + " twice", where);
    focus = focus || is_focus_column(column.name);
    texts.push_back(column.name);
  }
  const auto format = detect_bill_format(texts, false);
  if (format && format->is_cur()) {
    return fail("is a Cost and Usage Report (" + format->name() + "), not a FOCUS file", where,
                "farthing import takes it, farthing export writes it as FOCUS");
  }
  return focus ? Done{} : fail("none of its columns is a column of FOCUS", where);
}

FocusType type_of(const std::string& sql_type) {
  if (sql_type == "VARCHAR") return FocusType::kText;
  if (sql_type.starts_with("TIMESTAMP")) return FocusType::kTime;
  if (sql_type.starts_with("MAP")) return FocusType::kMap;
  const bool number = sql_type == "DOUBLE" || sql_type == "FLOAT" || sql_type.starts_with("DECIMAL") ||
                      sql_type.ends_with("INT") || sql_type == "INTEGER";
  return number ? FocusType::kNumber : FocusType::kOther;
}

Result<std::vector<fs::path>> parts_of(const fs::path& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<fs::path>{path};
  std::vector<fs::path> parts;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const auto name = entry.path().filename().string();
    const bool part = ends_with_ignoring_case(name, ".csv") || ends_with_ignoring_case(name, ".csv.gz") ||
                      ends_with_ignoring_case(name, ".parquet");
    if (part && !name.starts_with('.')) parts.push_back(entry.path());
  }
  if (error) return fail(error.message(), path.string());
  if (parts.empty()) return fail("holds no .csv, .csv.gz or .parquet file", path.string());
  std::sort(parts.begin(), parts.end());
  return parts;
}

// Custom columns matter by their name alone; but an origin's id groups its parts.
bool is_read(const std::string& header) { return is_focus_column(header) || header == "x_OriginChargeId"; }

// Every field as text; where the files of a dataset differ in columns, what one lacks is NULL.
Result<CsvTable> plan_csv(const std::vector<CsvFile>& files, std::vector<FocusColumn>& columns) {
  CsvTable table;
  std::map<std::string, std::size_t> places;
  for (const auto& file : files) {
    TRY(const auto headers, read_csv_header(file));
    CsvPart part{file, {}};
    std::vector<FocusColumn> own;
    for (const auto& header : headers) {
      own.push_back({header, FocusType::kText});
      const auto known =
          std::find_if(columns.begin(), columns.end(), [&](const auto& one) { return one.name == header; });
      if (known == columns.end()) columns.push_back(own.back());
      if (is_read(header)) {
        part.fields.push_back({header, FieldUse::kText, places.emplace(header, places.size()).first->second});
      } else {
        part.fields.push_back({header, FieldUse::kSkip});
      }
    }
    TRY_DONE(check_names(own, file.name()));
    table.parts.push_back(std::move(part));
  }
  table.columns.resize(places.size());
  for (const auto& [name, place] : places) table.columns[place] = {name, ColumnType::kText};
  table.file_column = table.columns.size();
  table.line_column = table.file_column + 1;
  table.control_cost_column = table.file_column;
  table.columns.push_back({"x_focus_file", ColumnType::kText});
  table.columns.push_back({"x_focus_row", ColumnType::kInteger});
  table.null_texts = {"NULL", "null"};
  return table;
}

Done stage_csv(Engine& engine, const std::vector<fs::path>& parts, const fs::path& folder, FocusFile& file) {
  std::vector<CsvFile> files;
  for (const auto& part : parts) {
    TRY(auto members, csv_files_in(part));
    files.insert(files.end(), members.begin(), members.end());
  }
  TRY(auto table, plan_csv(files, file.columns));
  TRY_DONE(engine.add_table("focus_csv", std::make_shared<CsvLines>(std::move(table))));
  const auto staged = sql_literal((folder / "focus_rows.parquet").string());
  TRY_DONE(engine.run("COPY (SELECT * FROM focus_csv()) TO " + staged +
                      " (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 30720)"));
  return engine.run(fmt::format(
      "CREATE OR REPLACE VIEW {} AS SELECT * FROM read_parquet({}, hive_partitioning = false)", kFocusRows, staged));
}

Done open_parquet(Engine& engine, const std::vector<fs::path>& parts, FocusFile& file) {
  TRY(const auto described, describe_parquet(engine, parts));
  for (const auto& column : described) file.columns.push_back({column.name, type_of(column.type)});
  TRY_DONE(check_names(file.columns, file.name));
  std::vector<std::string> list;
  for (const auto& part : parts) list.push_back(sql_literal(exact_pattern(part.string())));
  return engine.run(
      fmt::format("CREATE OR REPLACE VIEW {} AS SELECT * EXCLUDE (filename, file_row_number), parse_filename(filename) "
                  "AS x_focus_file, "
                  "file_row_number + 1 AS x_focus_row FROM read_parquet([{}], filename = true, file_row_number = true, "
                  "hive_partitioning = false, union_by_name = true)",
                  kFocusRows, join(list, ", ")));
}

Result<bool> is_parquet(const std::vector<fs::path>& parts) {
  bool parquet = false, csv = false;
  for (const auto& part : parts) {
    TRY(const auto kind, sniff_file(part.string()));
    if (kind == FileKind::kEmpty) return fail("is empty", part.string());
    if (kind == FileKind::kJson) return fail("is JSON, neither CSV nor Parquet", part.string());
    (kind == FileKind::kParquet ? parquet : csv) = true;
  }
  if (parquet && csv)
    return fail("holds CSV and Parquet files: a dataset is one of them", parts.front().parent_path().string());
  return parquet;
}

}  // namespace

const FocusColumn* FocusFile::find(std::string_view column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& one) { return one.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

Result<FocusFile> open_focus_file(Engine& engine, const fs::path& path, const fs::path& folder) {
  TRY(const auto parts, parts_of(path));
  TRY(const bool parquet, is_parquet(parts));
  FocusFile file;
  file.name = path.string();
  file.text = !parquet;
  TRY_DONE(parquet ? open_parquet(engine, parts, file) : stage_csv(engine, parts, folder, file));
  file.version = newest_version(file.columns);
  TRY(const auto rows, engine.query(std::string("SELECT count(*) FROM ") + kFocusRows));
  file.rows = std::stoll(rows.rows[0][0].value_or("0"));
  return file;
}

}  // namespace farthing
