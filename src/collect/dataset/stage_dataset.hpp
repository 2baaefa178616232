// Reads the files of one dataset, checks each cell, and lays the rows aside by period.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/dataset/dataset_file.hpp"

namespace farthing {

struct StagedDataset {
  std::filesystem::path rows;    ///< a folder of Parquet: the newest row of each key, uncut. Not of moments
  std::filesystem::path pieces;  ///< a folder of folders x_period=<period>: the same, cut; of moments all rows
  std::vector<std::string> periods;
  std::int64_t count = 0;  ///< of the rows in the files
  bool repeats = false;    ///< of moments: a key comes twice, so their pieces have x_order

  [[nodiscard]] std::filesystem::path folder_of(const std::string& period) const {
    return pieces / ("x_period=" + period);
  }
};

/// All `files` are of `dataset`. Errors: a cell that isn't what its column holds, an interval that is too long, a file
/// that can't be read.
[[nodiscard]] Result<StagedDataset> stage_dataset(Engine& engine, const Dataset& dataset,
                                                  const std::vector<DatasetFile>& files,
                                                  const std::filesystem::path& folder);

}  // namespace farthing
