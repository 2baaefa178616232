// What lies below a folder, with sizes and ages: for tidying up.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace farthing {

struct ListedPath {
  std::string path;  ///< below the folder that was listed, with '/'
  bool folder = false;
  std::int64_t bytes = 0;
  Timestamp changed;  ///< when its content last changed
};

/// All files and folders below `root`, a folder before what lies in it. Symbolic links are listed and not followed.
/// What goes away meanwhile is left out; what can't be read is an error. A `root` that isn't there has nothing below
/// it.
[[nodiscard]] Result<std::vector<ListedPath>> list_below(const std::filesystem::path& root);

}  // namespace farthing
