#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/file.hpp"
#include "base/time.hpp"
#include "lake/lake.hpp"
#include "lake/snapshot_files.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

using Datasets = std::map<std::string, Manifest>;

// Manifest files by their names: what a snapshot will name, as text.
struct WrittenManifests {
  std::map<std::string, std::string> names;  // dataset -> file name
  std::map<std::string, std::string> texts;  // file name -> JSON
};

bool by_period_then_source(const Partition& a, const Partition& b) {
  return std::tie(a.period, a.source, a.payer) < std::tie(b.period, b.source, b.payer);
}

// A month of a source that is there twice would be counted twice. Partitions are in order.
Done check_no_month_twice(const Manifest& manifest) {
  const auto& all = manifest.partitions;
  const auto twice = std::adjacent_find(all.begin(), all.end(), [](const Partition& a, const Partition& b) {
    return std::tie(a.period, a.source, a.payer) == std::tie(b.period, b.source, b.payer);
  });
  if (twice == all.end()) return {};
  return fail(fmt::format("{} of '{}' is to be committed twice", twice->period, twice->source), manifest.dataset);
}

// A dataset without partitions is as good as none: it isn't written.
Result<WrittenManifests> write_out(Datasets datasets, const SnapshotFiles& files) {
  WrittenManifests written;
  for (auto& [dataset, manifest] : datasets) {
    if (manifest.partitions.empty()) continue;
    manifest.dataset = dataset;
    std::stable_sort(manifest.partitions.begin(), manifest.partitions.end(), by_period_then_source);
    TRY_DONE(check_no_month_twice(manifest));
    auto text = manifest_to_json(manifest);
    const auto name = manifest_file_name(dataset, text);
    // What could not be read again must not become current.
    TRY_DONE(manifest_from_json(text, files.manifest_path(name).string()));
    written.names.emplace(dataset, name);
    written.texts.emplace(name, std::move(text));
  }
  return written;
}

std::set<std::string> paths_of(const Datasets& datasets) {
  std::set<std::string> paths;
  for (const auto& [dataset, manifest] : datasets) {
    for (const auto& partition : manifest.partitions) {
      for (const auto& file : partition.files) paths.insert(file.path);
    }
  }
  return paths;
}

Done check_size(const fs::path& path, std::int64_t bytes) {
  std::error_code error;
  const auto there = fs::file_size(path, error);
  if (error) return fail("is to be committed, but: " + error.message(), path.string(), "run the import again");
  if (there == static_cast<std::uintmax_t>(bytes)) return {};
  return fail(fmt::format("is to be committed with {} bytes, but has {}", bytes, there), path.string(),
              "run the import again");
}

// Before anything names a new file, it and the folders that lead to it are on disk.
Done make_new_files_durable(const fs::path& root, const Datasets& before, const Datasets& after) {
  const auto known = paths_of(before);
  std::set<fs::path> folders;
  for (const auto& [dataset, manifest] : after) {
    for (const auto& partition : manifest.partitions) {
      for (const auto& file : partition.files) {
        if (known.contains(file.path)) continue;
        TRY_DONE(check_size(root / file.path, file.bytes));
        TRY_DONE(sync_path(root / file.path));
        for (auto folder = fs::path(file.path).parent_path(); !folder.empty(); folder = folder.parent_path()) {
          folders.insert(root / folder);
        }
      }
    }
  }
  for (const auto& folder : folders) TRY_DONE(sync_path(folder));
  return {};
}

Done write_manifests(const SnapshotFiles& files, const WrittenManifests& manifests) {
  for (const auto& [name, text] : manifests.texts) {
    const auto path = files.manifest_path(name);
    const auto there = read_file(path);
    if (there && *there == text) continue;
    TRY_DONE(write_file_durably(path, text));
  }
  return {};
}

}  // namespace

// A kill at any line leaves `current` as it was, or as it will be; what lies beside it unnamed is garbage.
Result<std::int64_t> Lake::commit(const std::string& writer, const Change& change) const {
  const SnapshotFiles files(root_);
  TRY_DONE(make_folders(root_ / kSnapshotsFolder));
  TRY_DONE(make_folders(root_ / kManifestsFolder));
  TRY(const auto lock, FileLock::acquire(root_ / ".lock"));
  TRY(const auto n, files.current());
  TRY(const auto before, files.record(n));
  TRY(const auto current, files.load(before));
  TRY(auto datasets, change(current));
  TRY(auto manifests, write_out(datasets, files));
  if (manifests.names == before.manifests) return n;
  TRY_DONE(make_new_files_durable(root_, current.datasets, datasets));
  TRY_DONE(write_manifests(files, manifests));
  const SnapshotRecord next{n + 1, n, format_timestamp(system_now()), writer, manifests.names};
  TRY_DONE(write_file_durably(files.snapshot_path(next.n), snapshot_to_json(next)));
  for (const auto& folder : {root_, root_.parent_path()}) TRY_DONE(sync_path(folder.empty() ? "." : folder));
  const auto swapped = write_file_durably(files.current_path(), std::to_string(next.n) + "\n");
  if (swapped) return next.n;
  // The rename may be done though the folder could not be synced: what readers see already may not be taken back.
  TRY(const auto seen, files.current());
  if (seen != next.n) return tl::unexpected(swapped.error());
  return next.n;
}

}  // namespace farthing
