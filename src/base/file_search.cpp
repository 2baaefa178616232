#include "base/file_search.hpp"

#include <glob.h>

#include <algorithm>
#include <set>

namespace farthing {
namespace fs = std::filesystem;

Result<std::vector<fs::path>> expand_path(const std::string& path) {
  std::error_code ignored;  // a path that can't be looked at is reported as missing
  if (fs::exists(path, ignored)) return std::vector<fs::path>{path};
  glob_t found{};
  const int outcome = ::glob(path.c_str(), 0, nullptr, &found);
  std::vector<fs::path> paths;
  for (std::size_t i = 0; outcome == 0 && i < found.gl_pathc; ++i) paths.emplace_back(found.gl_pathv[i]);
  ::globfree(&found);
  if (paths.empty()) return fail("there is no such file or folder", path);
  return paths;
}

Result<std::vector<fs::path>> files_below(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (auto entry = fs::recursive_directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (entry->path().filename().string().starts_with('.')) {
      entry.disable_recursion_pending();
    } else if (entry->is_regular_file(error)) {
      files.push_back(entry->path());
    }
  }
  if (error) return fail(error.message(), folder.string());
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<fs::path>> files_at(const std::vector<std::string>& paths) {
  std::vector<fs::path> files;
  std::set<fs::path> seen;
  for (const auto& text : paths) {
    TRY(const auto expanded, expand_path(text));
    for (const auto& path : expanded) {
      std::vector<fs::path> below = {path};
      std::error_code ignored;  // what can't be looked at is no folder; reading it says why
      if (fs::is_directory(path, ignored)) {
        TRY(below, files_below(path));
      }
      for (auto& file : below) {
        if (seen.insert(fs::weakly_canonical(file, ignored)).second) files.push_back(std::move(file));
      }
    }
  }
  return files;
}

}  // namespace farthing
