#include <algorithm>
#include <optional>
#include <set>

#include "base/file.hpp"
#include "base/text.hpp"
#include "lake/folder_listing.hpp"
#include "lake/lake.hpp"
#include "lake/running_work.hpp"
#include "lake/snapshot_files.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

// Removed in this order: should a kill come between, nothing that stays names what is gone.
enum class LitterKind { kSnapshot, kManifest, kData };

// A file that gc may remove if no snapshot needs it. Files of one group age together, by the youngest of them.
struct Litter {
  LitterKind kind = LitterKind::kData;
  std::string group;
};

// What the snapshots that still count need.
struct Needed {
  std::set<std::int64_t> snapshots;
  std::set<std::string> paths;  // manifests and data files, below the lake's folder
};

// The folder whose files came together: staging/<id> or <dataset>/<key>=<value>/version=<id>.
std::optional<std::string> group_of(const std::vector<std::string>& parts) {
  if (parts.size() >= 2 && parts[0] == kStagingFolder) return parts[0] + "/" + parts[1];
  const bool version = parts.size() >= 3 && parts[1].find('=') != std::string::npos && parts[2].starts_with("version=");
  return version ? std::optional(parts[0] + "/" + parts[1] + "/" + parts[2]) : std::nullopt;
}

// Nothing for what isn't ours to remove: `current`, the lock, and whatever somebody else put there.
std::optional<Litter> litter(const std::string& path) {
  const auto parts = split(path, '/');
  if (const auto group = group_of(parts)) return Litter{LitterKind::kData, *group};
  if (path.ends_with(".tmp") || parts[0] == kRunningFolder) return Litter{LitterKind::kData, path};
  if (parts.size() != 2 || !path.ends_with(".json")) return std::nullopt;
  if (parts[0] == kManifestsFolder) return Litter{LitterKind::kManifest, path};
  if (parts[0] == kSnapshotsFolder && snapshot_number(parts[1])) return Litter{LitterKind::kSnapshot, path};
  return std::nullopt;
}

// A snapshot counts as long as somebody may have opened it within the grace time: it ages from the moment when the next
// one took its place, not from when it was written.
Result<std::vector<SnapshotRecord>> counting_snapshots(const SnapshotFiles& files, Timestamp limit) {
  TRY(const auto current, files.current());
  TRY(auto numbers, files.numbers());
  std::vector<SnapshotRecord> counting;
  if (current == 0) return counting;
  TRY(auto newest, files.record(current));
  counting.push_back(std::move(newest));
  numbers.erase(std::lower_bound(numbers.begin(), numbers.end(), current), numbers.end());
  for (auto n = numbers.rbegin(); n != numbers.rend(); ++n) {
    if (*parse_timestamp(counting.back().written_at) <= limit) break;
    TRY(auto older, files.record(*n));
    counting.push_back(std::move(older));
  }
  return counting;
}

Result<Needed> what_is_needed(const SnapshotFiles& files, Timestamp limit) {
  Needed needed;
  TRY(const auto records, counting_snapshots(files, limit));
  for (const auto& record : records) {
    needed.snapshots.insert(record.n);
    TRY(const auto snapshot, files.load(record));
    for (const auto& [dataset, name] : record.manifests) needed.paths.insert(kManifestsFolder + ("/" + name));
    for (const auto& [dataset, manifest] : snapshot.datasets) {
      for (const auto& partition : manifest.partitions) {
        for (const auto& file : partition.files) {
          needed.paths.insert(fs::path(file.path).lexically_normal().generic_string());
        }
      }
    }
  }
  return needed;
}

// When the youngest path of each group changed.
std::map<std::string, Timestamp> ages_of_groups(const std::vector<ListedPath>& listing) {
  std::map<std::string, Timestamp> youngest;
  for (const auto& entry : listing) {
    const auto found = litter(entry.path);
    if (!found) continue;
    const auto at = youngest.emplace(found->group, entry.changed).first;
    at->second = std::max(at->second, entry.changed);
  }
  return youngest;
}

using LitterByKind = std::map<LitterKind, std::vector<ListedPath>>;

LitterByKind find_litter(const std::vector<ListedPath>& listing, const Needed& needed, Timestamp limit) {
  const auto youngest = ages_of_groups(listing);
  LitterByKind found;
  for (const auto& entry : listing) {
    const auto candidate = litter(entry.path);
    if (entry.folder || !candidate || needed.paths.contains(entry.path)) continue;
    if (candidate->kind == LitterKind::kSnapshot) {
      const auto n = snapshot_number(fs::path(entry.path).filename().string());
      if (needed.snapshots.contains(*n)) continue;
    }
    if (youngest.at(candidate->group) <= limit) found[candidate->kind].push_back(entry);
  }
  return found;
}

Done remove_path(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) return fail("could not be removed: " + error.message(), path.string());
  return {};
}

// Empty folders of data, the deepest first, that are old or have just become empty.
void remove_empty_folders(const fs::path& root, const std::vector<ListedPath>& listing, Timestamp limit,
                          const LitterByKind& removed) {
  std::set<std::string> emptied;
  for (const auto& [kind, entries] : removed) {
    for (const auto& entry : entries) {
      for (auto up = fs::path(entry.path).parent_path(); !up.empty(); up = up.parent_path()) {
        emptied.insert(up.generic_string());
      }
    }
  }
  for (auto entry = listing.rbegin(); entry != listing.rend(); ++entry) {
    const auto parts = split(entry->path, '/');
    const bool of_data = parts.size() >= 2 && (parts[0] == kStagingFolder || parts[1].find('=') != std::string::npos);
    if (!entry->folder || !of_data || (entry->changed > limit && !emptied.contains(entry->path))) continue;
    std::error_code not_empty;  // then it stays, as it should
    fs::remove(root / entry->path, not_empty);
  }
}

Timestamp moment_before(Timestamp now, std::chrono::seconds age) {
  constexpr std::chrono::seconds kLongest = std::chrono::hours(24 * 365 * 200);
  return Timestamp{now.micros - std::chrono::microseconds(std::min(age, kLongest)).count()};
}

}  // namespace

Result<GarbageReport> Lake::collect_garbage(std::chrono::seconds grace, bool dry_run) const {
  const Timestamp limit = moment_before(system_now(), grace);
  const SnapshotFiles files(root_);
  // First the files, then what is needed: what a commit names after the listing is needed all the same.
  TRY(const auto listing, list_below(root_));
  GarbageReport report;
  if (listing.empty()) return report;
  std::optional<FileLock> lock;
  if (!dry_run) {
    TRY(auto held, FileLock::acquire(root_ / ".lock"));
    lock.emplace(std::move(held));
  }
  TRY(const auto needed, what_is_needed(files, limit));
  const auto found = find_litter(listing, needed, limit);
  for (const auto& [kind, entries] : found) {
    for (const auto& entry : entries) {
      if (!dry_run) TRY_DONE(remove_path(root_ / entry.path));
      report.removed.push_back(entry.path);
      report.bytes += entry.bytes;
    }
    if (!dry_run && kind == LitterKind::kSnapshot) TRY_DONE(sync_path(root_ / kSnapshotsFolder));
    if (!dry_run && kind == LitterKind::kManifest) TRY_DONE(sync_path(root_ / kManifestsFolder));
  }
  if (!dry_run) remove_empty_folders(root_, listing, limit, found);
  return report;
}

}  // namespace farthing
