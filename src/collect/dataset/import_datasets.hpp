// Takes datasets that a user brings into the lake.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/dataset/dataset_file.hpp"
#include "lake/lake.hpp"

namespace farthing {

struct ImportedDataset {
  std::string dataset;
  std::vector<std::filesystem::path> files;
  std::int64_t rows = 0;             ///< in the files
  std::vector<std::string> periods;  ///< whose partitions changed: days, "open", "all"
  std::set<std::string> unknown_columns;
};

struct DatasetsReport {
  std::vector<ImportedDataset> datasets;
  std::int64_t snapshot = 0;
};

/// Those of the files that hold datasets; with `as` all must hold that one.
[[nodiscard]] Result<std::vector<DatasetFile>> find_dataset_files(const std::vector<std::filesystem::path>& files,
                                                                  const std::optional<std::string>& as);

/// Cuts the files' rows into days and merges them by key into what is there, the newer row wins; all in one snapshot.
/// The same rows again change nothing. All or nothing: an error (file, row, column) leaves the lake as it was.
[[nodiscard]] Result<DatasetsReport> import_datasets(const Lake& lake, const std::vector<DatasetFile>& files);

}  // namespace farthing
