// The folder of Parquet, manifests and snapshots: read one snapshot, commit the next, tidy up.
//
//   <data>/lake/<dataset>/<billing_period=YYYY-MM>/version=<id>/part-*.parquet   immutable; or <day=YYYY-MM-DD>, or
//   <period=...> for what has no place in time
//   <data>/lake/manifests/<dataset>-<hash>.json                                  immutable
//   <data>/lake/snapshots/<N>.json                                               immutable
//   <data>/lake/running/<id>.json                                                of those who work right now
//   <data>/lake/current                                                          names N
#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

inline constexpr const char* kCharges = "charges";
inline constexpr const char* kSplitCharges = "split_charges";
inline constexpr const char* kCostsDaily = "costs_daily";

struct GarbageReport {
  std::vector<std::string> removed;  ///< paths below the lake's folder: files and old snapshots
  std::int64_t bytes = 0;
};

/// One lake on local disk. Any number of processes may read and commit at once.
class Lake {
 public:
  /// `data` may be missing or empty: then the lake is empty.
  explicit Lake(const std::filesystem::path& data) : root_(data / "lake") {}

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }
  /// The current snapshot, or that of number `as_of`. A lake written by a newer Farthing is an error.
  [[nodiscard]] Result<Snapshot> snapshot(std::optional<std::int64_t> as_of = std::nullopt) const;
  /// The current snapshot's number, which is read faster than the snapshot; 0: an empty lake.
  [[nodiscard]] Result<std::int64_t> current() const;
  /// The numbers of the snapshots that can be read, in order; the last one is the current one. Empty: an empty lake.
  [[nodiscard]] Result<std::vector<std::int64_t>> snapshots() const;

  /// Whether its data are the demo's, as a file of the lake's folder says: whoever shows them says so too.
  [[nodiscard]] bool is_demo() const;
  [[nodiscard]] Done mark_as_demo() const;

  /// Where a writer puts a partition's files before it commits; the folder is made.
  [[nodiscard]] Result<std::filesystem::path> new_partition_folder(const std::string& dataset,
                                                                   const std::string& period,
                                                                   const std::string& version) const;
  /// What a change makes of the current snapshot's datasets; return them unchanged to commit nothing.
  using Change = std::function<Result<std::map<std::string, Manifest>>(const Snapshot& current)>;
  /// Applies `change` to the then current snapshot under the lake's lock and swaps `current` in one rename. Returns N;
  /// N is the old one when nothing changed. New files must be there with their size, are made durable, and are refused
  /// otherwise; so is a month of one source that is there twice. `change` must not commit itself.
  [[nodiscard]] Result<std::int64_t> commit(const std::string& writer, const Change& change) const;

  /// Makes views `charges`, `split_charges`, `costs_daily` the datasets that users bring and the tables of models, of
  /// exactly the snapshot's files, in the engine; and `allocated_costs` over them. A dataset without files is an empty
  /// table with all its columns.
  [[nodiscard]] Done create_views(Engine& engine, const Snapshot& snapshot) const;

  /// Removes old snapshots (never the current one; their age counts from when the next one replaced them, by its
  /// `written_at`), and files of the lake that no younger snapshot names and that are older than `grace` themselves:
  /// manifests, versions, what lies in staging/, files written aside. With `dry_run` it only says what it would remove.
  [[nodiscard]] Result<GarbageReport> collect_garbage(std::chrono::seconds grace, bool dry_run) const;

 private:
  std::filesystem::path root_;
};

}  // namespace farthing
