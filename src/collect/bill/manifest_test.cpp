#include "collect/bill/manifest.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "base/file.hpp"
#include "support/aws_manifest.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The manifest that must be there.
BillManifest manifest_in(const std::string& json, const std::string& where = "daily-Manifest.json") {
  const auto manifest = parse_manifest(json, where);
  if (!manifest || !*manifest) {
    ADD_FAILURE() << (manifest ? "no manifest" : manifest.error().text());
    return {};
  }
  return **manifest;
}

std::string error_in(const std::string& json) {
  const auto manifest = parse_manifest(json, "m.json");
  return manifest ? "" : manifest.error().text();
}

bool is_none(const std::string& json, const std::string& where = "data.json") {
  const auto manifest = parse_manifest(json, where);
  return manifest && !*manifest;
}

TEST(BillManifestTest, a_legacy_reports_manifest_names_report_assembly_month_and_files) {
  const auto manifest =
      manifest_in(legacy_manifest("daily", "a1", "20260501", {"p/daily-1.csv.gz", "p/daily-2.csv.gz"}));
  EXPECT_FALSE(manifest.of_data_export);
  EXPECT_EQ(manifest.name, "daily");
  EXPECT_EQ(manifest.assembly, "a1");
  EXPECT_EQ(manifest.period, "2026-05");
  EXPECT_THAT(manifest.keys, ElementsAre("p/daily-1.csv.gz", "p/daily-2.csv.gz"));
}

TEST(BillManifestTest, a_legacy_manifest_that_names_no_file_or_report_is_an_error_that_says_where) {
  EXPECT_EQ(error_in(R"({"reportName": "daily", "reportKeys": []})"), "m.json: names no file");
  EXPECT_EQ(error_in(R"({"reportKeys": ["a.csv"]})"), "m.json: is a manifest without reportName");
  EXPECT_EQ(error_in(R"({"reportName": "daily", "reportKeys": "a.csv"})"), "m.json: reportKeys is no list of files");
  EXPECT_THAT(error_in(R"({"reportName": "daily", "reportKeys": ["a.csv", 7]})"), HasSubstr("no path"));
}

TEST(BillManifestTest, other_json_is_no_manifest) {
  EXPECT_TRUE(is_none(R"({"total": 3})"));
  EXPECT_TRUE(is_none(R"({"reportName": "daily", "reportKeys": ["a.csv")"));
  EXPECT_TRUE(is_none(R"([{"reportKeys": ["a.csv"]}])"));
  EXPECT_TRUE(is_none(""));
}

TEST(BillManifestTest, json_that_merely_lists_files_is_no_manifest) {
  const std::string list = R"({"files": ["a.csv", "b.csv"]})";
  EXPECT_TRUE(is_none(list));
  EXPECT_THAT(manifest_in(list, "x-Manifest.json").keys, ElementsAre("a.csv", "b.csv"));
}

TEST(BillManifestTest, a_data_exports_manifest_is_found_by_its_shape) {
  const auto manifest = manifest_in(R"({"executionId": "e1", "exportName": "focus", "billingPeriod": "2026-05",
      "additionalOutputFiles": ["s3://b/x/extra.csv"],
      "output": [{"paths": ["s3://b/x/data/a.parquet", "arn:aws:s3:::b/x/data/b.parquet"]}]})",
                                    "data.json");
  EXPECT_TRUE(manifest.of_data_export);
  EXPECT_EQ(manifest.name, "focus");
  EXPECT_EQ(manifest.assembly, "e1");
  EXPECT_EQ(manifest.period, "2026-05");
  EXPECT_THAT(manifest.keys, ElementsAre("x/data/a.parquet", "x/data/b.parquet"));
}

TEST(BillManifestTest, an_exports_name_and_month_may_stand_in_paths_alone) {
  const std::string json = R"({"dataFiles": ["x/data/BILLING_PERIOD=2026-04/a.csv.gz"]})";
  EXPECT_EQ(manifest_in(json, "x/cur2-Manifest.json").name, "cur2");
  EXPECT_EQ(manifest_in(json, "x/cur2-Manifest.json").period, "2026-04");
  EXPECT_EQ(manifest_in(json, "x/metadata/BILLING_PERIOD=2026-05/cur2-Manifest.json").period, "2026-05");
}

TEST(BillManifestTest, a_month_that_is_none_is_not_taken) {
  EXPECT_EQ(manifest_in(R"({"dataFiles": ["BILLING_PERIOD=2026-13/a.csv"]})").period, std::nullopt);
  EXPECT_EQ(manifest_in(R"({"dataFiles": ["BILLING_PERIOD=2026/a.csv"]})").period, std::nullopt);
}

class ManifestFilesTest : public ::testing::Test {
 protected:
  void put(const std::string& name) const {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << "x";
  }
  [[nodiscard]] std::filesystem::path root() const { return folder_.path() / "root"; }
  // Below the root; "" if it's missing.
  [[nodiscard]] std::string found(const std::string& manifest, const std::string& key) const {
    const auto file = find_manifest_file(root() / manifest, root(), key);
    return file ? file->lexically_relative(root()).string() : "";
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(ManifestFilesTest, a_key_is_found_where_the_bucket_was_copied_to) {
  put("daily/20260501-20260601/a1/daily-1.csv");
  EXPECT_EQ(found("daily/20260501-20260601/daily-Manifest.json", "prefix/daily/20260501-20260601/a1/daily-1.csv"),
            "daily/20260501-20260601/a1/daily-1.csv");
}

TEST_F(ManifestFilesTest, the_longest_end_of_the_key_wins_over_a_file_of_the_same_name) {
  put("m/daily-1.csv");
  put("m/a1/daily-1.csv");
  EXPECT_EQ(found("m/daily-Manifest.json", "p/a1/daily-1.csv"), "m/a1/daily-1.csv");
  EXPECT_EQ(found("m/daily-Manifest.json", "p/a2/daily-1.csv"), "m/daily-1.csv");
}

TEST_F(ManifestFilesTest, a_file_that_is_missing_is_not_found) {
  put("m/other.csv");
  EXPECT_EQ(found("m/daily-Manifest.json", "p/daily-1.csv"), "");
  EXPECT_EQ(found("m/daily-Manifest.json", ""), "");
  EXPECT_EQ(found("m/daily-Manifest.json", "//"), "");
}

TEST_F(ManifestFilesTest, no_key_leads_out_of_the_folder) {
  std::ofstream(folder_.path() / "secret.csv") << "x";
  put("m/daily-1.csv");
  EXPECT_EQ(found("m/daily-Manifest.json", "../../secret.csv"), "");
  EXPECT_EQ(found("m/daily-Manifest.json", "secret.csv"), "");
  EXPECT_EQ(found("m/daily-Manifest.json", "m/../m/daily-1.csv"), "");
}

}  // namespace
}  // namespace farthing
