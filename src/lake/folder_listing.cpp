#include "lake/folder_listing.hpp"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>

namespace farthing {
namespace fs = std::filesystem;
namespace {

Done list_folder_into(const fs::path& root, const std::string& below, std::vector<ListedPath>& all) {
  const fs::path folder = below.empty() ? root : root / below;
  std::error_code error;
  std::vector<std::string> names;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    names.push_back(entry->path().filename().string());
  }
  if (error == std::errc::no_such_file_or_directory) return {};
  if (error) return fail(error.message(), folder.string());
  for (const auto& name : names) {
    const std::string path = below.empty() ? name : below + "/" + name;
    struct stat status{};
    if (::lstat((root / path).c_str(), &status) != 0) {
      if (errno == ENOENT) continue;
      return fail(std::strerror(errno), (root / path).string());
    }
    const Timestamp changed{std::int64_t{status.st_mtim.tv_sec} * 1'000'000 + status.st_mtim.tv_nsec / 1'000};
    const bool is_folder = S_ISDIR(status.st_mode);
    all.push_back({path, is_folder, is_folder ? 0 : std::int64_t{status.st_size}, changed});
    if (is_folder) TRY_DONE(list_folder_into(root, path, all));
  }
  return {};
}

}  // namespace

Result<std::vector<ListedPath>> list_below(const fs::path& root) {
  std::vector<ListedPath> all;
  TRY_DONE(list_folder_into(root, "", all));
  return all;
}

}  // namespace farthing
