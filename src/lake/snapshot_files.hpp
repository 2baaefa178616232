// The files behind a snapshot: `current`, snapshots/<N>.json and manifests/<dataset>-<hash>.json.
#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

inline constexpr const char* kSnapshotsFolder = "snapshots";
inline constexpr const char* kManifestsFolder = "manifests";
inline constexpr const char* kStagingFolder = "staging";  ///< where the importer writes before it knows the months

/// What snapshots/<N>.json holds: the snapshot with its manifests still on disk.
struct SnapshotRecord {
  std::int64_t n = 0;
  std::int64_t previous = 0;
  std::string written_at;  ///< RFC 3339 UTC
  std::string writer;
  std::map<std::string, std::string> manifests;  ///< dataset -> file name below manifests/
};

[[nodiscard]] std::string snapshot_to_json(const SnapshotRecord& record);
[[nodiscard]] Result<SnapshotRecord> snapshot_from_json(std::string_view json, const std::string& where);
/// "charges-0f1e2d3c4b5a6978.json": named by what it holds, so that an unchanged manifest keeps its file.
[[nodiscard]] std::string manifest_file_name(const std::string& dataset, std::string_view json);

/// Reads one lake's snapshot files. A value; takes no lock: all these files are immutable but `current`.
class SnapshotFiles {
 public:
  explicit SnapshotFiles(std::filesystem::path root) : root_(std::move(root)) {}

  [[nodiscard]] std::filesystem::path current_path() const { return root_ / "current"; }
  [[nodiscard]] std::filesystem::path snapshot_path(std::int64_t n) const;
  [[nodiscard]] std::filesystem::path manifest_path(const std::string& file_name) const;

  /// The number that `current` names; 0 if nothing was ever committed.
  [[nodiscard]] Result<std::int64_t> current() const;
  /// The numbers of all files in snapshots/, in order; one above current() was never committed.
  [[nodiscard]] Result<std::vector<std::int64_t>> numbers() const;
  /// The record of `n`, which `current` or a caller has named; that of 0 is empty.
  [[nodiscard]] Result<SnapshotRecord> record(std::int64_t n) const;
  /// The snapshot with the manifests that the record names.
  [[nodiscard]] Result<Snapshot> load(const SnapshotRecord& record) const;

 private:
  std::filesystem::path root_;
};

/// The number of "12.json", nothing if the file isn't named like a snapshot.
[[nodiscard]] std::optional<std::int64_t> snapshot_number(const std::string& file_name);

}  // namespace farthing
