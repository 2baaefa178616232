// Files that a writer has laid into the lake, before a snapshot names them.
#pragma once
#include <filesystem>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// The Parquet files of a partition's folder below `lake_root`, by path, made durable; those without rows are left out.
[[nodiscard]] Result<std::vector<DataFile>> describe_files(Engine& engine, const std::filesystem::path& lake_root,
                                                           const std::filesystem::path& folder);

/// The folders that were filled but that no snapshot names yet: they go away with it, unless they are kept.
class UncommittedFolders {
 public:
  UncommittedFolders() = default;
  UncommittedFolders(const UncommittedFolders&) = delete;
  UncommittedFolders& operator=(const UncommittedFolders&) = delete;
  ~UncommittedFolders();
  void add(std::filesystem::path folder) { folders_.push_back(std::move(folder)); }
  /// They are named by a snapshot now.
  void keep() { folders_.clear(); }

 private:
  std::vector<std::filesystem::path> folders_;
};

}  // namespace farthing
