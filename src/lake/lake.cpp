#include "lake/lake.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "lake/snapshot_files.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

Result<Snapshot> load_number(const SnapshotFiles& files, std::int64_t n) {
  TRY(const auto record, files.record(n));
  return files.load(record);
}

// "2026-10" is a billing period, "2026-10-03" a day; what is neither has no place in time.
std::string partition_key(const std::string& period) {
  if (period.size() == std::string_view("2026-10").size()) return "billing_period";
  return period.size() == std::string_view("2026-10-03").size() ? "day" : "period";
}

tl::unexpected<Error> no_such_snapshot(std::int64_t wanted, const std::vector<std::int64_t>& there) {
  if (there.empty()) return fail(fmt::format("there is no snapshot {}: the lake is empty", wanted));
  return fail(fmt::format("there is no snapshot {}", wanted), {},
              fmt::format("the oldest that is there is {}, the newest {}", there.front(), there.back()));
}

constexpr const char* kDemoMark = "demo.txt";

}  // namespace

Result<std::int64_t> Lake::current() const { return SnapshotFiles(root_).current(); }

bool Lake::is_demo() const {
  std::error_code error;  // what can't be read says nothing
  return std::filesystem::exists(root_ / kDemoMark, error);
}

Done Lake::mark_as_demo() const {
  TRY_DONE(make_folders(root_));
  return write_file_durably(root_ / kDemoMark, "The data of this lake are those of farthing demo.\n");
}

Result<std::vector<std::int64_t>> Lake::snapshots() const {
  const SnapshotFiles files(root_);
  TRY(const auto current, files.current());
  TRY(auto numbers, files.numbers());
  numbers.erase(std::upper_bound(numbers.begin(), numbers.end(), current), numbers.end());
  return numbers;
}

Result<Snapshot> Lake::snapshot(std::optional<std::int64_t> as_of) const {
  const SnapshotFiles files(root_);
  if (as_of && *as_of != 0) {
    TRY(const auto there, snapshots());
    if (!std::binary_search(there.begin(), there.end(), *as_of)) return no_such_snapshot(*as_of, there);
  }
  if (as_of) return load_number(files, *as_of);
  TRY(auto n, files.current());
  while (true) {
    auto snapshot = load_number(files, n);
    if (snapshot) return snapshot;
    // Between the two reads others may have committed and tidied up: only what still is current is damaged.
    TRY(const auto now, files.current());
    if (now == n) return snapshot;
    n = now;
  }
}

Result<fs::path> Lake::new_partition_folder(const std::string& dataset, const std::string& period,
                                            const std::string& version) const {
  fs::path folder = root_ / dataset / (partition_key(period) + ("=" + period)) / ("version=" + version);
  TRY_DONE(make_folders(folder));
  return folder;
}

}  // namespace farthing
