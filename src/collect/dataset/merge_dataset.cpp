#include "collect/dataset/merge_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/dataset/dataset_days.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

class DatasetMerger {
 public:
  DatasetMerger(Engine& engine, const Lake& lake, const Snapshot& snapshot, const Dataset& dataset,
                UncommittedFolders& folders)
      : engine_(engine), lake_(lake), snapshot_(snapshot), dataset_(dataset), folders_(folders) {}

  /// Where new rows go, and where rows are that they take the place of.
  [[nodiscard]] Result<std::vector<std::string>> touched_periods(const StagedDataset& staged) const {
    auto periods = staged.periods;
    for (const auto& partition : snapshot_.partitions(dataset_.name)) {
      if (std::find(periods.begin(), periods.end(), partition.period) != periods.end()) continue;
      // Only an interval's pieces may lie in other periods than its new ones.
      if (dataset_.time != DatasetTime::kInterval) continue;
      TRY(const auto replaced,
          engine_.query(replaced_rows_sql(dataset_, files_of(partition), read_folder(staged.rows))));
      if (replaced.rows[0][0] != "0") periods.push_back(partition.period);
    }
    std::sort(periods.begin(), periods.end());
    return periods;
  }

  /// Nothing if the merged rows are those that are there.
  Result<std::optional<MergedPartition>> merge(const StagedDataset& staged, const std::string& period) {
    const auto* there = find(period);
    if (there != nullptr && is_moments()) {
      TRY(const auto differing, engine_.query(new_rows_sql(dataset_, added_rows(staged, period), files_of(*there))));
      if (differing.rows.empty()) return std::optional<MergedPartition>();
    }
    const auto version = unique_id();
    TRY(const auto folder, lake_.new_partition_folder(dataset_.name, period, version));
    UncommittedFolders unchanged;
    unchanged.add(folder);
    TRY_DONE(write_rows(staged, period, there, folder / "part-0.parquet"));
    MergedPartition merged;
    merged.partition.period = period;
    merged.partition.version = version;
    TRY(merged.partition.files, describe_files(engine_, lake_.root(), folder));
    if (there != nullptr) merged.replaces = there->version;
    if (same_content(merged.partition, there)) return std::optional<MergedPartition>();
    unchanged.keep();
    folders_.add(folder);
    return std::optional(std::move(merged));
  }

 private:
  [[nodiscard]] const Partition* find(const std::string& period) const {
    for (const auto& partition : snapshot_.partitions(dataset_.name)) {
      if (partition.period == period) return &partition;
    }
    return nullptr;
  }

  [[nodiscard]] bool is_moments() const { return dataset_.time == DatasetTime::kMoment; }

  // The only file of the period's staged rows, if they are as they are to be kept.
  [[nodiscard]] std::optional<fs::path> finished_file(const StagedDataset& staged, const std::string& period) const {
    if (!is_moments() || staged.repeats) return std::nullopt;
    std::vector<fs::path> files;
    std::error_code error;
    for (fs::directory_iterator entry(staged.folder_of(period), error), end; !error && entry != end;
         entry.increment(error)) {
      files.push_back(entry->path());
    }
    return !error && files.size() == 1 ? std::optional(files.front()) : std::nullopt;
  }

  [[nodiscard]] Done write_rows(const StagedDataset& staged, const std::string& period, const Partition* there,
                                const fs::path& target) {
    if (there == nullptr) {
      if (const auto file = finished_file(staged, period)) return move_path(*file, target);
    }
    const bool has_new = std::find(staged.periods.begin(), staged.periods.end(), period) != staged.periods.end();
    const auto added = has_new ? added_rows(staged, period) : std::string();
    // Rows of one moment's key are of one period.
    const auto rows = merged_rows_sql(dataset_, added, there == nullptr ? std::string() : files_of(*there),
                                      is_moments() ? added : read_folder(staged.rows));
    return engine_.run(fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)", rows,
                                   sql_literal(target.string())));
  }

  // The period's staged rows, one of each key.
  [[nodiscard]] std::string added_rows(const StagedDataset& staged, const std::string& period) const {
    const auto pieces = read_folder(staged.folder_of(period));
    if (!is_moments()) return "(SELECT * EXCLUDE (x_order) FROM " + pieces + ")";
    return staged.repeats ? "(SELECT * EXCLUDE (x_order) FROM (" + newest_rows_sql(dataset_, pieces) + "))" : pieces;
  }

  [[nodiscard]] std::string files_of(const Partition& partition) const {
    std::vector<std::string> paths;
    for (const auto& file : partition.files) {
      paths.push_back(sql_literal(exact_pattern((lake_.root() / file.path).string())));
    }
    return "read_parquet([" + join(paths, ", ") + "], hive_partitioning = false)";
  }

  static bool same_content(const Partition& made, const Partition* there) {
    if (there == nullptr) return made.files.empty();
    return std::equal(made.files.begin(), made.files.end(), there->files.begin(), there->files.end(),
                      [](const DataFile& a, const DataFile& b) { return a.sha256 == b.sha256; });
  }

  Engine& engine_;
  const Lake& lake_;
  const Snapshot& snapshot_;
  const Dataset& dataset_;
  UncommittedFolders& folders_;
};

}  // namespace

Result<std::vector<MergedPartition>> merge_dataset(Engine& engine, const Lake& lake, const Snapshot& snapshot,
                                                   const Dataset& dataset, const StagedDataset& staged,
                                                   UncommittedFolders& folders) {
  DatasetMerger merger(engine, lake, snapshot, dataset, folders);
  std::vector<MergedPartition> changed;
  TRY(const auto periods, merger.touched_periods(staged));
  for (const auto& period : periods) {
    TRY(auto merged, merger.merge(staged, period));
    if (merged) changed.push_back(std::move(*merged));
  }
  return changed;
}

}  // namespace farthing
