#include <gmock/gmock.h>

#include "base/time.hpp"
#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Datasets = std::map<std::string, Manifest>;

class CommitTest : public LakeFixture {
 protected:
  [[nodiscard]] std::vector<std::string> files_in(const std::string& folder) const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(lake_.root() / folder)) names.push_back(entry.path().filename());
    std::sort(names.begin(), names.end());
    return names;
  }
  // The error of a commit that must not change what readers see.
  std::string error_of_committing(const Partition& partition) {
    const auto n = commit_partition(lake_, partition);
    return n ? "no error" : n.error().text();
  }
};

TEST_F(CommitTest, WritesASnapshotThatSaysWhoAndWhenAndWhatCameBefore) {
  const auto before = system_now();
  EXPECT_EQ(deliver("2026-09"), 1);
  EXPECT_EQ(deliver("2026-10"), 2);
  const auto snapshot = lake_.snapshot().value();
  EXPECT_EQ(snapshot.previous, 1);
  EXPECT_EQ(snapshot.writer, "test");
  EXPECT_GE(*parse_timestamp(snapshot.written_at), before);
  EXPECT_EQ(text_of("current"), "2\n");
  EXPECT_THAT(text_of("snapshots/2.json"), HasSubstr(R"("datasets":{"charges":"charges-)"));
}

TEST_F(CommitTest, ThatChangesNothingLeavesTheSnapshotAsItIs) {
  EXPECT_EQ(lake_.commit("test", [](const Snapshot& now) { return Result<Datasets>(now.datasets); }), 0);
  deliver("2026-10");
  EXPECT_EQ(lake_.commit("test", [](const Snapshot& now) { return Result<Datasets>(now.datasets); }), 1);
  EXPECT_THAT(files_in("snapshots"), ElementsAre("1.json"));
}

TEST_F(CommitTest, TakesADatasetWithoutPartitionsForNone) {
  const auto with_empty = [](const Snapshot& now) {
    auto datasets = now.datasets;
    datasets[kSplitCharges];
    return Result<Datasets>(datasets);
  };
  EXPECT_EQ(lake_.commit("test", with_empty), 0);
  deliver("2026-10");
  EXPECT_EQ(lake_.commit("test", with_empty), 1);
  EXPECT_EQ(lake_.commit("test", [](const Snapshot&) { return Result<Datasets>(Datasets{{kCharges, {}}}); }), 2);
  EXPECT_THAT(lake_.snapshot()->datasets, IsEmpty());
}

TEST_F(CommitTest, OrdersPartitionsByPeriodThenSource) {
  deliver("2026-10", "b");
  deliver("2026-09", "b");
  deliver("2026-10", "a");
  std::vector<std::string> order;
  const auto snapshot = lake_.snapshot().value();
  for (const auto& partition : snapshot.partitions(kCharges)) {
    order.push_back(partition.period + " " + partition.source);
  }
  EXPECT_THAT(order, ElementsAre("2026-09 b", "2026-10 a", "2026-10 b"));
}

TEST_F(CommitTest, TakesTheSamePartitionsInAnotherOrderForNoChange) {
  deliver("2026-09");
  deliver("2026-10");
  const auto n = lake_.commit("test", [](const Snapshot& now) {
    auto datasets = now.datasets;
    std::reverse(datasets[kCharges].partitions.begin(), datasets[kCharges].partitions.end());
    return Result<Datasets>(datasets);
  });
  EXPECT_EQ(n, 2);
}

TEST_F(CommitTest, KeepsTheFileOfAManifestThatDidNotChange) {
  deliver("2026-10");
  const auto first = files_in("manifests");
  Partition split{"2026-10", "cur", {}, "s1", {put_data_file(lake_, kSplitCharges, "2026-10", "s1", "x")}, {}, {}};
  const auto n = lake_.commit("test", [&](const Snapshot& now) {
    auto datasets = now.datasets;
    datasets[kSplitCharges].partitions.push_back(split);
    return Result<Datasets>(datasets);
  });
  EXPECT_EQ(n, 2);
  EXPECT_EQ(files_in("manifests").size(), 2u);
  EXPECT_EQ(files_in("manifests")[0], first[0]);
  EXPECT_EQ(lake_.snapshot()->datasets.at(kSplitCharges).dataset, kSplitCharges);
}

TEST_F(CommitTest, GoesBackToAnEarlierStateUnderANewNumber) {
  deliver("2026-10");
  deliver("2026-10");
  const auto earlier = lake_.snapshot(1).value();
  EXPECT_EQ(lake_.commit("undo", [&](const Snapshot&) { return Result<Datasets>(earlier.datasets); }), 3);
  EXPECT_EQ(lake_.snapshot()->datasets, earlier.datasets);
  EXPECT_EQ(files_in("manifests").size(), 2u);
}

TEST_F(CommitTest, WritesOverWhatACrashLeftBehind) {
  deliver("2026-09");
  write("snapshots/2.json", "half a snap");
  write("snapshots/2.json.20261125T042000-1f2e3d4c.tmp", "half");
  const auto partition = put_partition(lake_, "2026-10", "cur", "v2");
  auto both = lake_.snapshot()->datasets.at(kCharges);
  both.partitions.push_back(partition);
  write("manifests/charges-" + sha256_hex(manifest_to_json(both)).substr(0, 16) + ".json", "half a manifest");
  EXPECT_EQ(commit_partition(lake_, partition), 2);
  EXPECT_EQ(lake_.snapshot()->partitions(kCharges), both.partitions);
}

TEST_F(CommitTest, RefusesAMonthOfASourceTwice) {
  deliver("2026-10");
  const auto again = put_partition(lake_, "2026-10", "cur", "again");
  const auto n = lake_.commit("test", [&](const Snapshot& now) {
    auto datasets = now.datasets;
    datasets[kCharges].partitions.push_back(again);
    return Result<Datasets>(datasets);
  });
  EXPECT_EQ(n.error().text(), "charges: 2026-10 of 'cur' is to be committed twice");
  EXPECT_EQ(lake_.snapshot()->n, 1);
}

TEST_F(CommitTest, PassesTheErrorOfTheChangeOnAndCommitsNothing) {
  deliver("2026-10");
  const auto n =
      lake_.commit("test", [](const Snapshot&) -> Result<Datasets> { return fail("there is another source"); });
  EXPECT_EQ(n.error().text(), "there is another source");
  EXPECT_EQ(lake_.snapshot()->n, 1);
  EXPECT_EQ(deliver("2026-11"), 2) << "the lock is free again";
}

TEST_F(CommitTest, RefusesFilesThatAreMissingOrCutShort) {
  deliver("2026-09");
  auto partition = put_partition(lake_, "2026-10", "cur", "v2");
  const auto path = lake_.root() / partition.files[0].path;
  fs::resize_file(path, 3);
  EXPECT_THAT(error_of_committing(partition),
              AllOf(HasSubstr("version=v2/part-0.parquet"), HasSubstr("to be committed with 14 bytes, but has 3")));
  fs::remove(path);
  EXPECT_THAT(error_of_committing(partition), AllOf(HasSubstr("part-0.parquet"), HasSubstr("No such file")));
  partition.files[0].path = "../outside";
  EXPECT_THAT(error_of_committing(partition), HasSubstr("leads out of the lake"));
  EXPECT_EQ(lake_.snapshot()->n, 1);
  EXPECT_THAT(files_in("snapshots"), ElementsAre("1.json"));
}

// A folder where a file must be stands for every write that fails: a full disk, a file system that is read-only.
TEST_F(CommitTest, LeavesTheOldStateWhenAWriteFails) {
  deliver("2026-09");
  const auto partition = put_partition(lake_, "2026-10", "cur", "v2");
  for (const std::string blocked : {"snapshots/2.json", "current"}) {
    const auto aside = lake_.root() / "was-current";
    if (blocked == "current") fs::rename(lake_.root() / "current", aside);
    write(blocked + "/occupied", "");
    if (blocked == "current") {
      EXPECT_THAT(error_of_committing(partition), HasSubstr("lake/current: is a folder"));
    } else {
      EXPECT_THAT(error_of_committing(partition), HasSubstr("snapshots/2.json"));
      EXPECT_EQ(lake_.snapshot()->n, 1);
    }
    fs::remove_all(lake_.root() / blocked);
    if (blocked == "current") fs::rename(aside, lake_.root() / "current");
    EXPECT_EQ(lake_.snapshot()->n, 1);
  }
  EXPECT_EQ(commit_partition(lake_, partition), 2);
}

TEST_F(CommitTest, LeavesTheOldStateWhenNoManifestCanBeWritten) {
  deliver("2026-09");
  fs::rename(lake_.root() / "manifests", lake_.root() / "kept");
  write("manifests", "a file where the folder should be");
  EXPECT_THAT(error_of_committing(put_partition(lake_, "2026-10", "cur", "v2")), HasSubstr("lake/manifests"));
  fs::remove(lake_.root() / "manifests");
  fs::rename(lake_.root() / "kept", lake_.root() / "manifests");
  EXPECT_EQ(lake_.snapshot()->n, 1);
  EXPECT_EQ(lake_.snapshot()->partitions(kCharges).size(), 1u);
}

TEST_F(CommitTest, SaysSoWhereNoLakeCanBeMade) {
  write("../data", "a file");
  const auto n = commit_partition(Lake(folder_.path() / "data"), {"2026-10", "cur", {}, "v1", {}, {}, {}});
  EXPECT_THAT(n.error().text(), HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace farthing
