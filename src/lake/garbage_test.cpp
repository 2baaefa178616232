#include <gmock/gmock.h>

#include "base/time.hpp"
#include "lake/snapshot_files.hpp"
#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr std::chrono::seconds kDay = std::chrono::hours(24);

class GarbageTest : public LakeFixture {
 protected:
  // As if all of the lake had been written that much earlier.
  void let_pass(std::chrono::seconds time) {
    const SnapshotFiles files(lake_.root());
    const auto numbers = files.numbers().value();
    for (const auto n : numbers) {
      auto record = files.record(n).value();
      const auto written = parse_timestamp(record.written_at)->micros - std::chrono::microseconds(time).count();
      record.written_at = format_timestamp(Timestamp{written});
      write("snapshots/" + std::to_string(n) + ".json", snapshot_to_json(record));
    }
    for (const auto& entry : fs::recursive_directory_iterator(lake_.root())) {
      fs::last_write_time(entry.path(), fs::last_write_time(entry.path()) - time);
    }
  }
  // An orphan file and how long ago it was written.
  void write_aged(const std::string& path, std::chrono::seconds age) {
    write(path, "x");
    for (auto at = lake_.root() / path; at != lake_.root(); at = at.parent_path()) {
      fs::last_write_time(at, fs::file_time_type::clock::now() - age);
    }
  }
  GarbageReport collect(std::chrono::seconds grace = kDay) { return lake_.collect_garbage(grace, false).value(); }
  [[nodiscard]] std::vector<std::string> all_files() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(lake_.root())) {
      if (!entry.is_directory()) files.push_back(fs::relative(entry.path(), lake_.root()).string());
    }
    return files;
  }
  [[nodiscard]] std::string data_of(std::int64_t n) const {
    return lake_.snapshot(n)->partitions(kCharges).back().files[0].path;
  }
};

TEST_F(GarbageTest, IsNothingInALakeThatIsNotThere) {
  EXPECT_THAT(collect(std::chrono::seconds(0)).removed, IsEmpty());
  EXPECT_FALSE(fs::exists(lake_.root()));
}

TEST_F(GarbageTest, IsNothingOfTheCurrentSnapshotHoweverOld) {
  deliver("2026-10");
  let_pass(std::chrono::hours(24 * 365));
  EXPECT_THAT(collect().removed, IsEmpty());
  EXPECT_THAT(collect(std::chrono::seconds(0)).removed, IsEmpty());
  EXPECT_TRUE(exists(data_of(1)));
}

TEST_F(GarbageTest, IsWhatOnlyOldSnapshotsName) {
  deliver("2026-10");
  const auto old_data = data_of(1);
  const auto old_manifest = "manifests/" + SnapshotFiles(lake_.root()).record(1)->manifests.at(kCharges);
  deliver("2026-10");
  let_pass(2 * kDay);
  deliver("2026-11");  // what it replaces may still be open somewhere
  const auto manifest_bytes = static_cast<std::int64_t>(text_of(old_manifest).size());
  const auto snapshot_bytes = static_cast<std::int64_t>(text_of("snapshots/1.json").size());
  const auto report = collect();
  EXPECT_THAT(report.removed, ElementsAre("snapshots/1.json", old_manifest, old_data));
  EXPECT_EQ(report.bytes, manifest_bytes + snapshot_bytes + 12 + 24);
  EXPECT_FALSE(exists(old_data));
  EXPECT_FALSE(exists(fs::path(old_data).parent_path().string())) << "its folder is empty";
  EXPECT_TRUE(exists("charges/billing_period=2026-10"));
  EXPECT_THAT(*lake_.snapshots(), ElementsAre(2, 3));
  EXPECT_TRUE(exists(data_of(2)));
  EXPECT_THAT(lake_.snapshot(1).error().text(), HasSubstr("the oldest that is there is 2"));
  EXPECT_THAT(collect().removed, IsEmpty());
}

// A reader may have opened snapshot 1, months old, a moment before 2 took its place.
TEST_F(GarbageTest, IsNothingOfASnapshotThatWasReplacedWithinTheGraceTime) {
  deliver("2026-10");
  let_pass(100 * kDay);
  deliver("2026-10");
  EXPECT_THAT(collect().removed, IsEmpty());
  EXPECT_TRUE(exists(data_of(1)));
  let_pass(2 * kDay);
  EXPECT_EQ(collect().removed.size(), 3u);
}

TEST_F(GarbageTest, WithoutGraceIsAllButTheCurrentSnapshot) {
  for (int i = 0; i < 3; ++i) deliver("2026-10");
  const auto data = data_of(3);
  const auto manifest = "manifests/" + SnapshotFiles(lake_.root()).record(3)->manifests.at(kCharges);
  EXPECT_EQ(collect(std::chrono::seconds(0)).removed.size(), 6u);
  EXPECT_THAT(all_files(), UnorderedElementsAre(".lock", "current", "snapshots/3.json", manifest, data));
}

TEST_F(GarbageTest, IsWhatCrashesLeftOnceItIsOlderThanTheGraceTime) {
  deliver("2026-10");
  const std::vector<std::string> left = {
      "snapshots/2.json",
      "manifests/charges-0123456789abcdef.json",
      "charges/billing_period=2026-09/version=dead/part-0.parquet",
      "charges/billing_period=2026-10/version=dead/part-0.parquet",
      "costs_daily/billing_period=2026-10/version=dead/part-0.parquet",
      "current.20261125T042000-1f2e3d4c.tmp",
      "staging/20261125T042000-1f2e3d4c/2026-10/part-0.parquet",
      "staging/loose",
  };
  for (const auto& path : left) write_aged(path, kDay - std::chrono::minutes(1));
  EXPECT_THAT(collect().removed, IsEmpty());
  for (const auto& path : left) write_aged(path, kDay + std::chrono::minutes(1));
  EXPECT_THAT(collect().removed, testing::UnorderedElementsAreArray(left));
  for (const auto& path : left) EXPECT_FALSE(exists(path)) << path;
  EXPECT_FALSE(exists("charges/billing_period=2026-09"));
  EXPECT_FALSE(exists("staging/20261125T042000-1f2e3d4c"));
  EXPECT_EQ(lake_.snapshot()->n, 1);
  EXPECT_TRUE(exists(data_of(1)));
}

TEST_F(GarbageTest, OfOneImportAgesAsAWhole) {
  write_aged("staging/a/part-0.parquet", 3 * kDay);
  write_aged("staging/a/part-1.parquet", std::chrono::minutes(5));
  write_aged("charges/billing_period=2026-10/version=b/part-0.parquet", 3 * kDay);
  write_aged("charges/billing_period=2026-10/version=b/part-1.parquet", std::chrono::minutes(5));
  EXPECT_THAT(collect().removed, IsEmpty());
}

TEST_F(GarbageTest, IsNotWhatSomebodyElsePutThere) {
  deliver("2026-10");
  const std::vector<std::string> foreign = {
      "notes.txt",         "manifests/README",   "snapshots/copy-of-1.json",
      "charges/notes.txt", "backup/current.old", "charges/billing_period=2026-10/x"};
  for (const auto& path : foreign) write_aged(path, 9 * kDay);
  fs::create_directory(lake_.root() / "lost+found");
  EXPECT_THAT(collect(std::chrono::seconds(0)).removed, IsEmpty());
  for (const auto& path : foreign) EXPECT_TRUE(exists(path)) << path;
  EXPECT_TRUE(exists("lost+found"));
}

TEST_F(GarbageTest, KeepsAFolderThatAWriterHasJustMade) {
  deliver("2026-10");
  const auto fresh = lake_.new_partition_folder(kCharges, "2026-11", "new").value();
  const auto forgotten = lake_.new_partition_folder(kCharges, "2026-08", "old").value();
  for (const auto& folder : {forgotten, forgotten.parent_path()}) {
    fs::last_write_time(folder, fs::file_time_type::clock::now() - 2 * kDay);
  }
  EXPECT_THAT(collect().removed, IsEmpty());
  EXPECT_TRUE(fs::exists(fresh));
  EXPECT_FALSE(fs::exists(forgotten.parent_path()));
}

TEST_F(GarbageTest, IsOnlyNamedByADryRun) {
  deliver("2026-10");
  deliver("2026-10");
  write_aged("staging/a/part-0.parquet", 3 * kDay);
  let_pass(2 * kDay);
  const auto before = all_files();
  const auto dry = lake_.collect_garbage(kDay, true).value();
  EXPECT_THAT(all_files(), testing::UnorderedElementsAreArray(before));
  EXPECT_EQ(dry.removed.size(), 4u);
  const auto wet = collect();
  EXPECT_EQ(wet.removed, dry.removed);
  EXPECT_EQ(wet.bytes, dry.bytes);
}

TEST_F(GarbageTest, IsNothingAtAllWhileASnapshotThatCountsIsDamaged) {
  deliver("2026-10");
  deliver("2026-10");
  write_aged("staging/a/part-0.parquet", 3 * kDay);
  write("snapshots/1.json", "{");
  EXPECT_THAT(lake_.collect_garbage(kDay, false).error().text(), HasSubstr("snapshots/1.json: is damaged"));
  fs::remove(lake_.root() / "current");
  EXPECT_THAT(lake_.collect_garbage(kDay, false).error().text(), HasSubstr("current: is missing"));
  EXPECT_TRUE(exists("staging/a/part-0.parquet"));
}

TEST_F(GarbageTest, IsFoundForAnyGraceTime) {
  deliver("2026-10");
  EXPECT_THAT(collect(std::chrono::seconds::max()).removed, IsEmpty());
}

}  // namespace
}  // namespace farthing
