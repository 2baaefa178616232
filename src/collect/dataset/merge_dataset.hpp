// Merges staged rows into the partitions that a snapshot has, as new partitions beside them.
#pragma once
#include <optional>
#include <vector>

#include "base/result.hpp"
#include "collect/dataset/stage_dataset.hpp"
#include "lake/lake.hpp"
#include "lake/new_files.hpp"

namespace farthing {

/// One partition that is to take the place of another.
struct MergedPartition {
  Partition partition;                  ///< without files: nothing is left of it
  std::optional<std::string> replaces;  ///< the version that it was made from
};

/// Those that differ from what is there.
[[nodiscard]] Result<std::vector<MergedPartition>> merge_dataset(Engine& engine, const Lake& lake,
                                                                 const Snapshot& snapshot, const Dataset& dataset,
                                                                 const StagedDataset& staged,
                                                                 UncommittedFolders& folders);

}  // namespace farthing
