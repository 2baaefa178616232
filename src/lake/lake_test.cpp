#include "lake/lake.hpp"

#include <gmock/gmock.h>

#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class LakeTest : public LakeFixture {
 protected:
  [[nodiscard]] std::string error_of_reading(std::optional<std::int64_t> as_of = std::nullopt) const {
    const auto snapshot = lake_.snapshot(as_of);
    return snapshot ? "no error" : snapshot.error().text();
  }
  [[nodiscard]] std::string manifest_path() const {
    for (const auto& entry : fs::directory_iterator(lake_.root() / "manifests")) {
      return "manifests/" + entry.path().filename().string();
    }
    return "";
  }
};

TEST_F(LakeTest, IsEmptyWhereNothingIs) {
  EXPECT_EQ(lake_.snapshot()->n, 0);
  EXPECT_THAT(lake_.snapshot()->datasets, IsEmpty());
  EXPECT_EQ(Lake(folder_.path() / "not" / "there").snapshot()->n, 0);
  EXPECT_THAT(*lake_.snapshots(), IsEmpty());
  EXPECT_EQ(lake_.snapshot(0)->n, 0);
  EXPECT_FALSE(fs::exists(lake_.root())) << "reading must not write";
}

TEST_F(LakeTest, SaysThatAFileIsNoFolder) {
  write("../data", "a file");
  EXPECT_THAT(Lake(folder_.path() / "data").snapshot().error().text(), HasSubstr("Not a directory"));
}

TEST_F(LakeTest, AnswersFromEarlierSnapshots) {
  deliver("2026-09");
  deliver("2026-10");
  EXPECT_THAT(*lake_.snapshots(), ElementsAre(1, 2));
  EXPECT_EQ(lake_.snapshot()->partitions(kCharges).size(), 2u);
  EXPECT_EQ(lake_.snapshot()->previous, 1);
  EXPECT_EQ(lake_.snapshot(1)->partitions(kCharges).size(), 1u);
  EXPECT_EQ(lake_.snapshot(1)->n, 1);
  EXPECT_EQ(lake_.snapshot(1)->writer, "test");
}

TEST_F(LakeTest, NamesTheOldestAndTheNewestSnapshotIfTheNumberIsUnknown) {
  EXPECT_THAT(error_of_reading(1), HasSubstr("there is no snapshot 1: the lake is empty"));
  for (const char* period : {"2026-08", "2026-09", "2026-10"}) deliver(period);
  fs::remove(lake_.root() / "snapshots/1.json");
  for (const int unknown : {-1, 1, 4}) {
    EXPECT_THAT(error_of_reading(unknown), AllOf(HasSubstr("there is no snapshot " + std::to_string(unknown)),
                                                 HasSubstr("the oldest that is there is 2, the newest 3")));
  }
}

TEST_F(LakeTest, IgnoresASnapshotThatWasNeverCommitted) {
  deliver("2026-10");
  write("snapshots/2.json", text_of("snapshots/1.json"));
  EXPECT_EQ(lake_.snapshot()->n, 1);
  EXPECT_THAT(error_of_reading(2), HasSubstr("there is no snapshot 2"));
  EXPECT_THAT(*lake_.snapshots(), ElementsAre(1));
}

TEST_F(LakeTest, IsEmptyAfterACrashInTheVeryFirstCommit) {
  deliver("2026-10");
  fs::remove(lake_.root() / "current");
  EXPECT_EQ(lake_.snapshot()->n, 0);
  EXPECT_EQ(deliver("2026-11"), 1);
  EXPECT_EQ(lake_.snapshot()->partitions(kCharges)[0].period, "2026-11");
}

TEST_F(LakeTest, SaysWhatIsDamaged) {
  deliver("2026-09");
  deliver("2026-10");
  write("current", "three\n");
  EXPECT_THAT(error_of_reading(), AllOf(HasSubstr("lake/current: is damaged"), HasSubstr("does not name a snapshot")));
  write("current", "");
  EXPECT_THAT(error_of_reading(), HasSubstr("lake/current: is damaged"));
  write("current", "3\n");
  EXPECT_THAT(error_of_reading(), AllOf(HasSubstr("snapshots/3.json: is damaged"),
                                        HasSubstr("snapshot 3 is named, but its file is missing")));
  fs::remove(lake_.root() / "current");
  EXPECT_THAT(error_of_reading(), AllOf(HasSubstr("current: is missing, though there are snapshots up to 2")));
  write("current", "2\n");
  EXPECT_EQ(error_of_reading(), "no error");
  write("snapshots/2.json", text_of("snapshots/1.json"));
  EXPECT_THAT(error_of_reading(), HasSubstr("it says that it is snapshot 1"));
  write("snapshots/2.json", "{");
  EXPECT_THAT(error_of_reading(), HasSubstr("snapshots/2.json: is damaged: it is not JSON"));
}

TEST_F(LakeTest, NoticesEveryChangedByteOfAManifest) {
  deliver("2026-10");
  const auto path = manifest_path();
  const auto text = text_of(path);
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    write(path, changed);
    EXPECT_THAT(error_of_reading(), HasSubstr(path)) << i;
  }
  fs::remove(lake_.root() / path);
  EXPECT_THAT(error_of_reading(), AllOf(HasSubstr(path), HasSubstr("snapshot 1 names it, but: No such file")));
}

TEST_F(LakeTest, ThatANewerFarthingWroteIsAnErrorAndStaysUnchanged) {
  deliver("2026-10");
  for (const auto& path : {std::string("snapshots/1.json"), manifest_path()}) {
    const auto text = text_of(path);
    auto newer = text;
    newer.replace(newer.find("\"format\":1"), 10, "\"format\":9");
    write(path, newer);
    EXPECT_THAT(error_of_reading(), AllOf(HasSubstr(path), HasSubstr("was written by a newer Farthing (format 9"),
                                          HasSubstr("update Farthing")));
    EXPECT_THAT(commit_partition(lake_, put_partition(lake_, "2026-11", "cur", "v")).error().text(),
                HasSubstr("newer Farthing"));
    EXPECT_THAT(lake_.collect_garbage(std::chrono::seconds(0), false).error().text(), HasSubstr("newer Farthing"));
    EXPECT_EQ(text_of(path), newer);
    EXPECT_EQ(text_of("current"), "1\n");
    write(path, text);
  }
}

TEST_F(LakeTest, NeverFollowsANameOutOfItsManifestsFolder) {
  deliver("2026-10");
  for (const char* bad : {"../current", ".lock", ""}) {
    write("snapshots/1.json", std::string(R"({"format":1,"n":1,"previous":0,"written_at":"2026-10-01","writer":"x",)") +
                                  R"("datasets":{"charges":")" + bad + "\"}}");
    EXPECT_THAT(error_of_reading(), HasSubstr("datasets.charges is not the name of a file")) << bad;
  }
}

TEST_F(LakeTest, MakesPartitionFoldersByDatasetPeriodAndVersion) {
  const auto folder = lake_.new_partition_folder(kCharges, "2026-10", "20261125T042000-1f2e3d4c").value();
  EXPECT_EQ(folder, lake_.root() / "charges/billing_period=2026-10/version=20261125T042000-1f2e3d4c");
  EXPECT_TRUE(fs::is_directory(folder));
}

TEST_F(LakeTest, SaysWhetherItsDataAreTheDemos) {
  EXPECT_FALSE(lake_.is_demo());
  ASSERT_TRUE(lake_.mark_as_demo());
  EXPECT_TRUE(lake_.is_demo());
  EXPECT_TRUE(lake_.collect_garbage(std::chrono::seconds(0), false));
  EXPECT_TRUE(lake_.is_demo());
}

}  // namespace
}  // namespace farthing
