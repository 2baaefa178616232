// Files: read whole, write durably, name, hash.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);
/// Writes aside, syncs, renames over `path` and syncs the folder: a reader sees the old bytes or the new ones.
[[nodiscard]] Done write_file_durably(const std::filesystem::path& path, std::string_view bytes);
/// Makes a file's or folder's content survive a power cut.
[[nodiscard]] Done sync_path(const std::filesystem::path& path);
[[nodiscard]] Done make_folders(const std::filesystem::path& path);
/// Renames a file or folder within one file system.
[[nodiscard]] Done move_path(const std::filesystem::path& from, const std::filesystem::path& to);
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] Result<std::string> sha256_of_file(const std::filesystem::path& path);
/// A name that is unique over all time and ordered by it: 20261125T042000-1f2e3d4c.
[[nodiscard]] std::string unique_id();

/// A folder that goes away with its owner.
class TemporaryFolder {
 public:
  explicit TemporaryFolder(std::filesystem::path path) : path_(std::move(path)) {}
  TemporaryFolder(TemporaryFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  TemporaryFolder& operator=(TemporaryFolder&&) = delete;
  ~TemporaryFolder();
  /// A new folder below the system's folder for temporary files.
  [[nodiscard]] static Result<TemporaryFolder> create();
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Holds a lock file until destroyed; waits while another process holds it.
class FileLock {
 public:
  [[nodiscard]] static Result<FileLock> acquire(const std::filesystem::path& path);
  FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace farthing
