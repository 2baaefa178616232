#include "lake/snapshot_files.hpp"

#include <gmock/gmock.h>

#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using SnapshotFilesTest = LakeFixture;

std::string damage_of(const std::string& json) {
  const auto record = snapshot_from_json(json, "snapshots/3.json");
  return record ? "none" : record.error().text();
}

std::string record_json(const std::string& from = "", const std::string& to = "") {
  std::string text = snapshot_to_json({3, 2, "2026-11-25T04:20:00Z", "farthing 1", {{"charges", "charges-ab.json"}}});
  return from.empty() ? text : text.replace(text.find(from), from.size(), to);
}

TEST(SnapshotRecords, ComeBackAsTheyWereWritten) {
  const SnapshotRecord record{
      41, 40, "2026-11-25T04:20:00Z", "a \"writer\"\n\x01", {{"a", "a-1.json"}, {"b", "b.json"}}};
  const auto back = snapshot_from_json(snapshot_to_json(record), "41.json").value();
  EXPECT_EQ(back.n, 41);
  EXPECT_EQ(back.previous, 40);
  EXPECT_EQ(back.written_at, record.written_at);
  EXPECT_EQ(back.writer, record.writer);
  EXPECT_EQ(back.manifests, record.manifests);
  EXPECT_TRUE(snapshot_to_json(record).ends_with("}\n")) << "one line, which an editor ends as well";
}

TEST(SnapshotRecords, ThatAreDamagedNameTheirFileAndThePlace) {
  EXPECT_EQ(damage_of(record_json()), "none");
  const std::tuple<const char*, const char*, const char*> kDamages[] = {
      {"\"n\":3", "\"n\":-3", "n is not a whole number from 0 on"},
      {"\"n\":3", "\"n\":\"3\"", "n is not a whole number"},
      {"\"previous\":2,", "", "previous is missing"},
      {"2026-11-25T04:20:00Z", "yesterday", "written_at is not a time"},
      {"charges-ab.json", "../x.json", "datasets.charges is not the name of a file"},
      {"charges-ab.json", "a/b.json", "datasets.charges is not the name of a file"},
      {"\"charges-ab.json\"", "7", "datasets.charges is not a text"},
      {"{\"charges\":\"charges-ab.json\"}", "[]", "datasets is not an object"}};
  for (const auto& [from, to, what] : kDamages) {
    EXPECT_THAT(damage_of(record_json(from, to)), HasSubstr(what));
    EXPECT_THAT(damage_of(record_json(from, to)), HasSubstr("snapshots/3.json: is damaged")) << what;
  }
}

TEST(SnapshotNumbers, AreThoseThatACommitWrites) {
  EXPECT_EQ(snapshot_number("1.json"), 1);
  EXPECT_EQ(snapshot_number("9223372036854775807.json"), 9223372036854775807);
  for (const char* other : {"", ".json", "0.json", "01.json", "-1.json", "+1.json", " 1.json", "1.json.tmp", "1.JSON",
                            "1", "1 .json", "1.5.json", "9223372036854775808.json", "x.json"}) {
    EXPECT_EQ(snapshot_number(other), std::nullopt) << other;
  }
}

TEST(ManifestNames, SayTheDatasetAndTheContent) {
  // SHA-256 of "abc" begins ba7816bf8f01cfea (FIPS 180-2, B.1).
  EXPECT_EQ(manifest_file_name("charges", "abc"), "charges-ba7816bf8f01cfea.json");
  EXPECT_NE(manifest_file_name("charges", "abd"), manifest_file_name("charges", "abc"));
}

TEST_F(SnapshotFilesTest, CurrentIsANumberOnALineAndNothingElse) {
  const SnapshotFiles files(lake_.root());
  for (const char* good : {"12", "12\n"}) {
    write("current", good);
    EXPECT_EQ(files.current().value(), 12) << good;
  }
  for (const char* bad :
       {"\n", "0\n", "012\n", "12\n\n", "12 \n", "12\r\n", "-1\n", "1e3\n", "12\n13\n", "99999999999999999999\n"}) {
    write("current", bad);
    ASSERT_FALSE(files.current()) << bad;
    EXPECT_THAT(files.current().error().text(), HasSubstr("does not name a snapshot")) << bad;
  }
}

TEST_F(SnapshotFilesTest, NumbersAreInOrderOfNumbersNotOfNames) {
  for (const char* name : {"10.json", "9.json", "2.json", "notes.txt", "11.json.tmp"}) {
    write(std::string("snapshots/") + name, "x");
  }
  EXPECT_THAT(SnapshotFiles(lake_.root()).numbers().value(), ElementsAre(2, 9, 10));
}

TEST_F(SnapshotFilesTest, SnapshotNoneIsEmptyAndNeedsNoFile) {
  const SnapshotFiles files(lake_.root());
  const auto none = files.record(0).value();
  EXPECT_EQ(none.n, 0);
  EXPECT_TRUE(files.load(none)->datasets.empty());
}

TEST_F(SnapshotFilesTest, AManifestOfAnotherDatasetIsNotTakenForThis) {
  deliver("2026-10");
  const SnapshotFiles files(lake_.root());
  auto record = files.record(1).value();
  record.manifests[kSplitCharges] = record.manifests.at(kCharges);
  const auto loaded = files.load(record);
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().text(), HasSubstr("its content is not what its name says"));
}

}  // namespace
}  // namespace farthing
