// A lake in a folder of its own, and short ways to put something into it.
#pragma once
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/file.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// Writes `bytes` as one file of a new partition folder and describes it, as an import does.
inline DataFile put_data_file(const Lake& lake, const std::string& dataset, const std::string& period,
                              const std::string& version, const std::string& bytes) {
  const auto path = lake.new_partition_folder(dataset, period, version).value() / "part-0.parquet";
  std::ofstream(path, std::ios::binary) << bytes;
  return {std::filesystem::relative(path, lake.root()).string(), static_cast<std::int64_t>(bytes.size()), 1,
          sha256_hex(bytes)};
}

/// A month of a source with one file that holds its version.
inline Partition put_partition(const Lake& lake, const std::string& period, const std::string& source,
                               const std::string& version) {
  Partition partition{period, source, "111122223333", version, {}, std::nullopt, {}};
  partition.files = {put_data_file(lake, kCharges, period, version, "the data of " + version)};
  return partition;
}

/// Puts the partition in place of the same month of the same source.
inline Result<std::int64_t> commit_partition(const Lake& lake, const Partition& partition) {
  return lake.commit("test", [&](const Snapshot& current) -> Result<std::map<std::string, Manifest>> {
    auto datasets = current.datasets;
    auto& partitions = datasets[kCharges].partitions;
    std::erase_if(partitions, [&](const Partition& old) {
      return old.period == partition.period && old.source == partition.source;
    });
    partitions.push_back(partition);
    return datasets;
  });
}

class LakeFixture : public testing::Test {
 protected:
  /// Commits a month of a source; the version is unique.
  std::int64_t deliver(const std::string& period, const std::string& source = "cur") {
    return commit_partition(lake_, put_partition(lake_, period, source, unique_id())).value();
  }
  void write(const std::string& path, const std::string& bytes) const {
    std::filesystem::create_directories((lake_.root() / path).parent_path());
    std::ofstream(lake_.root() / path, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::string text_of(const std::string& path) const { return read_file(lake_.root() / path).value(); }
  [[nodiscard]] bool exists(const std::string& path) const { return std::filesystem::exists(lake_.root() / path); }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Lake lake_{folder_.path()};
};

}  // namespace farthing
