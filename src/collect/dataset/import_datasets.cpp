#include "collect/dataset/import_datasets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/dataset/dataset_rows.hpp"
#include "collect/dataset/merge_dataset.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

Result<const Dataset*> wanted_dataset(const std::optional<std::string>& as) {
  const Dataset* none = nullptr;
  if (!as) return none;
  if (const auto* dataset = find_dataset(*as)) return dataset;
  std::vector<std::string> names;
  for (const auto& dataset : datasets()) names.emplace_back(dataset.name);
  return misuse("there is no dataset '" + *as + "'", "choose one of: " + join(names, ", "));
}

// By dataset, in the contract's order.
std::vector<std::pair<const Dataset*, std::vector<DatasetFile>>> by_dataset(const std::vector<DatasetFile>& files) {
  std::vector<std::pair<const Dataset*, std::vector<DatasetFile>>> groups;
  for (const auto& dataset : datasets()) {
    std::vector<DatasetFile> of_it;
    for (const auto& file : files) {
      if (file.dataset == &dataset) of_it.push_back(file);
    }
    if (!of_it.empty()) groups.emplace_back(&dataset, std::move(of_it));
  }
  return groups;
}

// The manifests with the merged partitions in the place of those that they were made from.
Result<std::map<std::string, Manifest>> put_merged(const Snapshot& current,
                                                   const std::map<std::string, std::vector<MergedPartition>>& merged) {
  auto after = current.datasets;
  for (const auto& [name, changes] : merged) {
    auto& manifest = after[name];
    manifest.dataset = name;
    for (const auto& change : changes) {
      const auto there =
          std::find_if(manifest.partitions.begin(), manifest.partitions.end(),
                       [&](const auto& partition) { return partition.period == change.partition.period; });
      const auto version = there == manifest.partitions.end() ? std::nullopt : std::optional(there->version);
      if (version != change.replaces) {
        return fail(fmt::format("{} of {} was changed by another import meanwhile", change.partition.period, name), "",
                    "import again");
      }
      if (there != manifest.partitions.end()) manifest.partitions.erase(there);
      if (!change.partition.files.empty()) manifest.partitions.push_back(change.partition);
    }
  }
  return after;
}

}  // namespace

Result<std::vector<DatasetFile>> find_dataset_files(const std::vector<fs::path>& files,
                                                    const std::optional<std::string>& as) {
  TRY(const auto* wanted, wanted_dataset(as));
  TRY(auto engine, Engine::open());
  std::vector<DatasetFile> found;
  for (const auto& path : files) {
    TRY(auto file, recognise_dataset(engine, path, wanted));
    if (file) found.push_back(std::move(*file));
  }
  return found;
}

Result<PreparedDatasets> PreparedDatasets::prepare(const Lake& lake, const std::vector<DatasetFile>& files) {
  const TemporaryFolder staging(lake.root() / "staging" / unique_id());
  TRY_DONE(make_folders(staging.path()));
  TRY(auto engine, Engine::open({.memory_limit = "600MB", .threads = 0, .spill_folder = staging.path() / "spill"}));
  // A row group at a time of each day, not four of each thread.
  TRY_DONE(engine.run("SET partitioned_write_flush_threshold = 122880"));
  TRY(const auto before, lake.snapshot());
  PreparedDatasets prepared;
  for (const auto& [dataset, of_it] : by_dataset(files)) {
    TRY(const auto staged, stage_dataset(engine, *dataset, of_it, staging.path() / dataset->name));
    TRY(auto changed, merge_dataset(engine, lake, before, *dataset, staged, *prepared.folders_));
    ImportedDataset imported{dataset->name, {}, staged.count, {}, {}};
    for (const auto& file : of_it) {
      imported.files.push_back(file.path);
      for (auto& name : unknown_columns(file)) imported.unknown_columns.insert(std::move(name));
    }
    for (const auto& change : changed) imported.periods.push_back(change.partition.period);
    prepared.report_.datasets.push_back(std::move(imported));
    prepared.merged_.emplace(dataset->name, std::move(changed));
  }
  return prepared;
}

Result<DatasetsReport> PreparedDatasets::commit(const Lake& lake) && {
  TRY(report_.snapshot, lake.commit("import", [&](const Snapshot& current) { return put_merged(current, merged_); }));
  folders_->keep();
  return std::move(report_);
}

}  // namespace farthing
