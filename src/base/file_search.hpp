// Files by the paths that a user names.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace farthing {

/// What a path or a glob names: itself if it is there, else what matches. Nothing there is an error.
[[nodiscard]] Result<std::vector<std::filesystem::path>> expand_path(const std::string& path);
/// The regular files below a folder, in order; hidden files and folders are passed over.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_below(const std::filesystem::path& folder);
/// The files that the paths name: files, folders (searched through) and globs; each once.
[[nodiscard]] Result<std::vector<std::filesystem::path>> files_at(const std::vector<std::string>& paths);

}  // namespace farthing
