// Files of one content: copies, and the same text plain, gzipped or alone in a zip.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace farthing {

struct RepeatedFile {
  std::filesystem::path file;
  std::filesystem::path first;  ///< of the same content
};

/// Takes out of `files` those that repeat an earlier one, and says which. Only files that begin alike are read, and no
/// further than to the first difference.
[[nodiscard]] Result<std::vector<RepeatedFile>> take_out_repeats(std::vector<std::filesystem::path>& files);

}  // namespace farthing
