#include "collect/bill/manifest.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr const char* kLegacy = R"({"assemblyId": "a1", "account": "111122223333", "charset": "UTF-8",
  "columns": [{"category": "bill", "name": "x.csv"}], "compression": "GZIP", "reportName": "daily", "bucket": "bills",
  "billingPeriod": {"start": "20260501T000000.000Z", "end": "20260601T000000.000Z"},
  "reportKeys": ["cur/daily/20260501-20260601/a1/daily-1.csv.gz", "cur/daily/20260501-20260601/a1/daily-2.csv.gz"],
  "additionalArtifactKeys": [{"artifactType": "REDSHIFT_MANIFEST", "name": "cur/daily/RedshiftManifest.json"}]})";

BillManifest parsed(const std::string& json, const std::string& where = "daily-Manifest.json") {
  auto manifest = parse_manifest(json, where);
  if (!manifest) {
    ADD_FAILURE() << manifest.error().text();
    return {};
  }
  if (!*manifest) ADD_FAILURE() << "is no manifest: " << json;
  return manifest->value_or(BillManifest());
}

bool is_none(const std::string& json, const std::string& where = "data.json") {
  const auto manifest = parse_manifest(json, where);
  return manifest && !*manifest;
}

std::string error_of(const std::string& json, const std::string& where = "daily-Manifest.json") {
  const auto manifest = parse_manifest(json, where);
  return manifest ? "none" : manifest.error().text();
}

TEST(ParseManifest, reads_a_legacy_report) {
  const auto manifest = parsed(kLegacy);
  EXPECT_FALSE(manifest.of_data_export);
  EXPECT_EQ(manifest.name, "daily");
  EXPECT_EQ(manifest.owner, "111122223333");
  EXPECT_EQ(manifest.assembly, "a1");
  EXPECT_EQ(manifest.period, "2026-05");
  EXPECT_THAT(manifest.keys, ElementsAre("cur/daily/20260501-20260601/a1/daily-1.csv.gz",
                                         "cur/daily/20260501-20260601/a1/daily-2.csv.gz"));
}

TEST(ParseManifest, knows_a_legacy_report_by_its_keys_whatever_its_name) {
  EXPECT_EQ(parsed(kLegacy, "renamed.json").name, "daily");
  EXPECT_EQ(parsed("\xef\xbb\xbf" + std::string(kLegacy)).name, "daily");
}

TEST(ParseManifest, reads_a_data_export_by_the_shape_of_its_files) {
  const auto manifest = parsed(R"({"executionId": "e1", "exportArn": "arn:x", "exportName": "cur2", "dataFiles":
      ["s3://bills/p/cur2/data/BILLING_PERIOD=2026-05/cur2-00001.snappy.parquet"], "additionalOutputFiles": ["q.csv"]})",
                               "/x/metadata/BILLING_PERIOD=2026-05/cur2-Manifest.json");
  EXPECT_TRUE(manifest.of_data_export);
  EXPECT_EQ(manifest.name, "cur2");
  EXPECT_EQ(manifest.owner, "arn:x");
  EXPECT_EQ(manifest.assembly, "e1");
  EXPECT_EQ(manifest.period, "2026-05");
  EXPECT_THAT(manifest.keys, ElementsAre("p/cur2/data/BILLING_PERIOD=2026-05/cur2-00001.snappy.parquet"));
}

TEST(ParseManifest, finds_the_files_of_an_export_at_any_depth) {
  const auto manifest =
      parsed(R"({"meta": {"columns": ["a", "b"]}, "out": {"list": [[{"files": ["arn:aws:s3:::b/k/a.csv.gz"]}]]}})");
  EXPECT_EQ(manifest.name, "daily");
  EXPECT_THAT(manifest.keys, ElementsAre("k/a.csv.gz"));
}

TEST(ParseManifest, takes_other_files_of_an_export_for_none_of_the_bill) {
  EXPECT_THAT(error_of(R"({"additionalOutputFiles": ["a.csv"], "exportName": "x"})"),
              HasSubstr("names no file of a bill"));
}

TEST(ParseManifest, names_an_export_by_its_file_if_it_does_not_say) {
  EXPECT_EQ(parsed(R"({"files": ["a.csv"]})", "/x/costs-Manifest.json").name, "costs");
  EXPECT_EQ(parsed(R"({"files": ["a.csv"], "exportName": ""})", "/x/costs-manifest.json").name, "costs");
  EXPECT_EQ(parsed(R"({"files": ["a.csv"]})", "/x/-Manifest.json").name, "-Manifest.json");
  EXPECT_EQ(parsed(R"({"files": ["a.csv"]})", "/x/manifest.json").name, "manifest.json");
}

TEST(ParseManifest, states_the_month_in_any_of_its_forms) {
  const auto period_of = [](const std::string& field) {
    return parsed("{" + field + R"("reportName": "r", "reportKeys": ["BILLING_PERIOD=2026-07/a.csv"]})")
        .period.value_or("-");
  };
  EXPECT_EQ(period_of(R"("billingPeriod": {"start": "2026-05-01T00:00:00Z"}, )"), "2026-05");
  EXPECT_EQ(period_of(R"("billingPeriod": {"start": "20260501T000000.000Z"}, )"), "2026-05");
  EXPECT_EQ(period_of(R"("billing_period": "2026-06", )"), "2026-06");
  EXPECT_EQ(period_of(R"("period": 5, )"), "2026-07");
  EXPECT_EQ(period_of(R"("billingPeriod": {"start": "May"}, )"), "2026-07");
  EXPECT_EQ(period_of(""), "2026-07");
}

TEST(ParseManifest, without_any_month_has_none) {
  EXPECT_FALSE(parsed(R"({"reportName": "r", "reportKeys": ["a.csv"]})").period);
  EXPECT_FALSE(parsed(R"({"reportName": "r", "reportKeys": ["BILLING_PERIOD=2026-13/a.csv"]})").period);
  EXPECT_FALSE(parsed(R"({"reportName": "r", "reportKeys": ["BILLING_PERIOD=2026"]})").period);
}

TEST(ParseManifest, refuses_a_manifest_that_it_can_not_understand) {
  EXPECT_THAT(error_of(R"({"reportName": "r", "reportKeys": []})"), HasSubstr("names no file"));
  EXPECT_THAT(error_of(R"({"reportName": "r", "reportKeys": "a.csv"})"), HasSubstr("reportKeys is no list"));
  EXPECT_THAT(error_of(R"({"reportName": "r", "reportKeys": ["a.csv", 7]})"), HasSubstr("something that is no path"));
  EXPECT_THAT(error_of(R"({"reportKeys": ["a.csv"]})"), HasSubstr("without reportName"));
  EXPECT_THAT(error_of(R"({"reportName": 7, "reportKeys": ["a.csv"]})"), HasSubstr("without reportName"));
  EXPECT_THAT(error_of(R"({"reportName": "r", "reportKeys": ["a.csv")"),
              ::testing::AllOf(HasSubstr("daily-Manifest.json: is no JSON"), HasSubstr("fetch")));
  EXPECT_THAT(error_of("{}"), HasSubstr("names no file of a bill"));
}

TEST(ParseManifest, passes_over_json_that_is_no_manifest) {
  for (const char* json : {"", "{}", "[]", "7", "null", "{", R"({"seed": 1, "billed_cost": "12"})",
                           R"({"files": ["a.csv"]})", R"([{"reportKeys": ["a.csv"]}])"}) {
    EXPECT_TRUE(is_none(json)) << json;
  }
}

TEST(ParseManifest, passes_over_the_files_that_aws_writes_beside_it) {
  EXPECT_TRUE(is_none(R"({"fileLocations": [{"URIs": ["s3://b/a.csv.gz"]}]})", "daily-QuickSightManifest.json"));
  EXPECT_TRUE(
      is_none(R"({"entries": [{"url": "s3://b/a.csv.gz", "mandatory": true}]})", "daily-RedshiftManifest.json"));
}

TEST(ParseManifest, bears_json_that_is_nested_deeply) {
  std::string deep = "1";
  for (int i = 0; i < 5000; ++i) deep = "[" + deep + "]";
  EXPECT_TRUE(is_none(R"({"export": )" + deep + "}"));
}

class FindManifestFile : public ::testing::Test {
 protected:
  void put(const std::string& name) const {
    std::filesystem::create_directories((root() / name).parent_path());
    std::ofstream(root() / name) << "x";
  }
  // What the key means for a manifest in that folder, below the root; "-" if nothing.
  std::string found(const std::string& folder, std::string_view key) const {
    const auto file = find_manifest_file(root() / folder / "m-Manifest.json", root(), key);
    return file ? std::filesystem::relative(*file, root()).string() : "-";
  }
  std::filesystem::path root() const { return folder_.path() / "root"; }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(FindManifestFile, goes_up_from_the_manifest) {
  put("cur/daily/m/a1/d-1.csv.gz");
  EXPECT_EQ(found("cur/daily/m/a1", "cur/daily/m/a1/d-1.csv.gz"), "cur/daily/m/a1/d-1.csv.gz");
  EXPECT_EQ(found("cur/daily/m", "cur/daily/m/a1/d-1.csv.gz"), "cur/daily/m/a1/d-1.csv.gz");
}

TEST_F(FindManifestFile, takes_a_folder_that_was_copied_without_those_above_it) {
  put("m/a1/d-1.csv.gz");
  EXPECT_EQ(found("m", "cur/daily/m/a1/d-1.csv.gz"), "m/a1/d-1.csv.gz");
  EXPECT_EQ(found("m/a1", "cur/daily/m/a1/d-1.csv.gz"), "m/a1/d-1.csv.gz");
}

TEST_F(FindManifestFile, takes_files_that_lie_beside_a_manifest) {
  put("d-1.csv.gz");
  EXPECT_EQ(found("", "cur/daily/m/a1/d-1.csv.gz"), "d-1.csv.gz");
}

TEST_F(FindManifestFile, prefers_the_longest_end_of_the_key) {
  put("a1/d-1.csv.gz");
  put("a2/d-1.csv.gz");
  put("d-1.csv.gz");
  EXPECT_EQ(found("", "cur/a2/d-1.csv.gz"), "a2/d-1.csv.gz");
}

TEST_F(FindManifestFile, never_leaves_the_root) {
  put("../secret.csv");
  put("in/m.csv");
  EXPECT_EQ(found("in", "../secret.csv"), "-");
  EXPECT_EQ(found("in", "a/../../secret.csv"), "-");
  EXPECT_EQ(found("in", "secret.csv"), "-");
  EXPECT_EQ(found("in", (folder_.path() / "secret.csv").string()), "-");
}

TEST_F(FindManifestFile, finds_no_folder_and_nothing_in_odd_keys) {
  put("data/a.csv");
  EXPECT_EQ(found("", "data"), "-");
  EXPECT_EQ(found("", ""), "-");
  EXPECT_EQ(found("", "/"), "-");
  EXPECT_EQ(found("", "."), "-");
  EXPECT_EQ(found("", std::string(100'000, '/') + "data/a.csv"), "-");
}

}  // namespace
}  // namespace farthing
