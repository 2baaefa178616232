// Tells which dataset a file holds, by its columns.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/dataset.hpp"
#include "lake/engine.hpp"

namespace farthing {

enum class DatasetForm { kCsv, kCsvGzip, kJson, kParquet };

/// A column of a file: its name there, and its SQL type (VARCHAR for CSV and JSON).
struct FileColumn {
  std::string name;
  std::string type;
};

struct DatasetFile {
  std::filesystem::path path;
  DatasetForm form = DatasetForm::kCsv;
  const Dataset* dataset = nullptr;
  std::vector<FileColumn> columns;
};

/// The dataset whose required columns are all there; of several the one that knows most of the file's columns. Nothing
/// if there is none. `wanted` (may be null) takes the place of the choice: then a missing column is an error.
/// CSV and gzipped CSV, NDJSON or a JSON array of objects, Parquet.
[[nodiscard]] Result<std::optional<DatasetFile>> recognise_dataset(Engine& engine, const std::filesystem::path& path,
                                                                   const Dataset* wanted);

/// Among the columns' names; pure. nullptr if no dataset has all its required columns there.
[[nodiscard]] const Dataset* choose_dataset(const std::vector<std::string>& columns);

}  // namespace farthing
