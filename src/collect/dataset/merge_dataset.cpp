#include "collect/dataset/merge_dataset.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/dataset/dataset_days.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
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
    const auto version = unique_id();
    TRY(const auto folder, lake_.new_partition_folder(dataset_.name, period, version));
    UncommittedFolders unchanged;
    unchanged.add(folder);
    TRY(const auto rows, rows_of(staged, period, there));
    TRY_DONE(engine_.run(fmt::format("COPY ({}) TO {} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)", rows,
                                     sql_literal((folder / "part-0.parquet").string()))));
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

  [[nodiscard]] Result<std::string> rows_of(const StagedDataset& staged, const std::string& period,
                                            const Partition* there) {
    const bool has_new = std::find(staged.periods.begin(), staged.periods.end(), period) != staged.periods.end();
    const auto added = has_new ? read_folder(staged.pieces / ("x_period=" + period)) : std::string();
    const bool moments = dataset_.time == DatasetTime::kMoment;
    bool repeats = false;
    if (moments && has_new) {
      TRY(const auto repeated, engine_.query(repeated_keys_sql(dataset_, added)));
      repeats = repeated.rows[0][0] != "0";
    }
    // Rows of one moment's key are of one period.
    return merged_rows_sql(dataset_, added, repeats, there == nullptr ? std::string() : files_of(*there),
                           moments ? added : read_folder(staged.rows));
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
