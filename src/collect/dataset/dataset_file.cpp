#include "collect/dataset/dataset_file.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "collect/bill/bill_format.hpp"
#include "collect/bill/csv_text.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

std::optional<DatasetForm> form_of(FileKind kind) {
  switch (kind) {
    case FileKind::kCsv:
      return DatasetForm::kCsv;
    case FileKind::kGzip:
      return DatasetForm::kCsvGzip;
    case FileKind::kJson:
      return DatasetForm::kJson;
    case FileKind::kParquet:
      return DatasetForm::kParquet;
    case FileKind::kZip:
    case FileKind::kEmpty:
      break;
  }
  return std::nullopt;
}

Result<std::vector<FileColumn>> csv_columns(const fs::path& path) {
  TRY(auto text, open_csv_text({path, {}}, nullptr));
  TRY(const auto header, read_header(*text, path.string()));
  std::vector<FileColumn> columns;
  for (const auto& name : header) columns.push_back({name, "VARCHAR"});
  return columns;
}

Result<std::vector<FileColumn>> json_columns(Engine& engine, const fs::path& path) {
  TRY(const auto keys, engine.query("SELECT DISTINCT unnest(json_keys(json)) FROM read_json_objects(" +
                                    sql_literal(exact_pattern(path.string())) + ") ORDER BY 1"));
  std::vector<FileColumn> columns;
  for (const auto& row : keys.rows) columns.push_back({row[0].value_or(""), "VARCHAR"});
  return columns;
}

Result<std::vector<FileColumn>> parquet_columns(Engine& engine, const fs::path& path) {
  TRY(const auto schema, engine.query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM read_parquet([" +
                                      sql_literal(exact_pattern(path.string())) + "], hive_partitioning = false))"));
  std::vector<FileColumn> columns;
  for (const auto& row : schema.rows) columns.push_back({row[0].value_or(""), row[1].value_or("")});
  return columns;
}

Result<std::vector<FileColumn>> columns_of(Engine& engine, const fs::path& path, DatasetForm form) {
  if (form == DatasetForm::kParquet) return parquet_columns(engine, path);
  if (form == DatasetForm::kJson) return json_columns(engine, path);
  return csv_columns(path);
}

std::vector<std::string> names_of(const std::vector<FileColumn>& columns) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> missing_columns(const Dataset& dataset, const std::set<std::string>& there) {
  std::vector<std::string> missing;
  for (const auto& column : dataset.columns) {
    if (column.required && !there.contains(column.name)) missing.emplace_back(column.name);
  }
  return missing;
}

}  // namespace

const Dataset* choose_dataset(const std::vector<std::string>& columns) {
  const std::set<std::string> there(columns.begin(), columns.end());
  const Dataset* best = nullptr;
  std::ptrdiff_t most = 0;
  for (const auto& dataset : datasets()) {
    if (!missing_columns(dataset, there).empty()) continue;
    const auto known =
        std::count_if(there.begin(), there.end(), [&](const auto& name) { return dataset.find(name) != nullptr; });
    if (known > most) {
      best = &dataset;
      most = known;
    }
  }
  return best;
}

Result<std::optional<DatasetFile>> recognise_dataset(Engine& engine, const fs::path& path, const Dataset* wanted) {
  TRY(const auto kind, sniff_file(path.string()));
  const auto form = form_of(kind);
  if (!form) {
    if (wanted == nullptr) return std::optional<DatasetFile>();
    return fail(kind == FileKind::kEmpty ? "is empty" : "is a zip", path.string(),
                "a dataset is CSV, csv.gz, NDJSON or Parquet");
  }
  auto columns = columns_of(engine, path, *form);
  if (!columns) {
    // What can't be read as a table isn't ours, unless the user says that it is.
    if (wanted == nullptr) return std::optional<DatasetFile>();
    return fail(columns.error().what, path.string(), "a dataset is CSV, csv.gz, NDJSON or Parquet");
  }
  const auto names = names_of(*columns);
  const auto* dataset = wanted != nullptr ? wanted : choose_dataset(names);
  if (dataset == nullptr) return std::optional<DatasetFile>();
  const auto missing = missing_columns(*dataset, {names.begin(), names.end()});
  if (!missing.empty()) {
    return fail("has no column " + join(missing, ", ") + ", which " + dataset->name + " needs", path.string());
  }
  return std::optional(DatasetFile{path, *form, dataset, std::move(*columns)});
}

}  // namespace farthing
