// Takes datasets that a user brings into the lake.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/dataset/dataset_file.hpp"
#include "collect/dataset/merge_dataset.hpp"
#include "lake/lake.hpp"
#include "lake/new_files.hpp"

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

/// An import that is read, checked and merged, but that no snapshot names yet: what isn't committed goes away with it.
class PreparedDatasets {
 public:
  /// Cuts the files' rows into days and merges them by key into what is there, the newer row wins. An error names file,
  /// row and column.
  [[nodiscard]] static Result<PreparedDatasets> prepare(const Lake& lake, const std::vector<DatasetFile>& files);

  /// All in one snapshot; the same rows again change nothing. Fails if another import changed one of its periods first.
  [[nodiscard]] Result<DatasetsReport> commit(const Lake& lake) &&;

 private:
  PreparedDatasets() = default;
  std::unique_ptr<UncommittedFolders> folders_ = std::make_unique<UncommittedFolders>();
  std::map<std::string, std::vector<MergedPartition>> merged_;
  DatasetsReport report_;
};

}  // namespace farthing
