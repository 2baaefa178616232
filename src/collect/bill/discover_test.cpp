#include "collect/bill/discover.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "base/file.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class DiscoverTest : public ::testing::Test {
 protected:
  fs::path root() const { return folder_.path() / "in"; }
  /// A bill of its own.
  void put(const std::string& name) const { put(name, "BilledCost,ResourceId\n1," + name + "\n"); }
  void put(const std::string& name, const std::string& bytes) const {
    fs::create_directories((root() / name).parent_path());
    std::ofstream(root() / name, std::ios::binary) << bytes;
  }
  // A legacy manifest of May 2026; `age` in hours.
  void put_manifest(const std::string& name, const std::string& assembly, const std::vector<std::string>& keys,
                    int age = 0, const std::string& account = "111122223333") const {
    std::string list;
    for (const auto& key : keys) list += (list.empty() ? "" : ", ") + ("\"" + key + "\"");
    put(name, R"({"reportName": "daily", "assemblyId": ")" + assembly + R"(", "account": ")" + account +
                  R"(", "billingPeriod": {"start": "20260501T000000.000Z"}, "reportKeys": [)" + list + "]}");
    age_file(name, age);
  }
  void put_export(const std::string& name, const std::string& run, const std::string& key, int age = 0) const {
    put(name, R"({"exportName": "cur2", "executionId": ")" + run + R"(", "dataFiles": ["s3://bills/)" + key + "\"]}");
    age_file(name, age);
  }
  void age_file(const std::string& name, int hours) const {
    const auto noon = fs::file_time_type::clock::time_point(std::chrono::hours(24 * 365));
    fs::last_write_time(root() / name, noon - std::chrono::hours(hours));
  }

  Discovery discover(const std::vector<std::string>& names) const {
    auto found = discover_bills(paths(names));
    if (!found) ADD_FAILURE() << found.error().text();
    return found.value_or(Discovery());
  }
  std::string error_of(const std::vector<std::string>& names) const {
    const auto found = discover_bills(paths(names));
    return found ? "none" : found.error().text();
  }
  std::vector<std::string> paths(const std::vector<std::string>& names) const {
    std::vector<std::string> out;
    for (const auto& name : names) out.push_back((root() / name).string());
    return out;
  }
  // "a.csv b.csv" for each delivery, paths below the root.
  std::vector<std::string> files(const Discovery& discovery) const {
    std::vector<std::string> out;
    for (const auto& delivery : discovery.deliveries) {
      std::vector<std::string> names;
      for (const auto& file : delivery.files) names.push_back(fs::relative(file, root()).string());
      out.push_back(join(names, " "));
    }
    return out;
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(DiscoverTest, one_file_is_one_delivery) {
  put("a.csv");
  const auto found = discover({"a.csv"});
  EXPECT_THAT(files(found), ElementsAre("a.csv"));
  EXPECT_FALSE(found.deliveries[0].manifest);
  EXPECT_EQ(found.deliveries[0].origin, root() / "a.csv");
}

TEST_F(DiscoverTest, files_of_a_folder_without_manifest_are_one_delivery_each_folder) {
  put("x/2.csv");
  put("x/1.csv");
  put("y/3.csv");
  EXPECT_THAT(files(discover({""})), ElementsAre("x/1.csv x/2.csv", "y/3.csv"));
}

TEST_F(DiscoverTest, named_files_of_one_folder_are_one_delivery) {
  put("x/1.csv");
  put("x/2.csv");
  put("y/3.csv");
  EXPECT_THAT(files(discover({"x/1.csv", "y/3.csv", "x/2.csv"})), ElementsAre("x/1.csv x/2.csv", "y/3.csv"));
}

TEST_F(DiscoverTest, globs_find_files_and_folders) {
  put("may-1.csv");
  put("may-2.csv");
  put("june.csv");
  put("sub-a/1.csv");
  EXPECT_THAT(files(discover({"may-*.csv"})), ElementsAre("may-1.csv may-2.csv"));
  EXPECT_THAT(files(discover({"sub-?"})), ElementsAre("sub-a/1.csv"));
}

TEST_F(DiscoverTest, a_name_that_looks_like_a_glob_is_a_name_if_it_is_there) {
  put("a[1].csv");
  EXPECT_THAT(files(discover({"a[1].csv"})), ElementsAre("a[1].csv"));
}

TEST_F(DiscoverTest, what_is_not_there_is_an_error) {
  put("a.csv");
  EXPECT_THAT(error_of({"a.csv", "b.csv"}), AllOf(HasSubstr("b.csv"), HasSubstr("no such file")));
  EXPECT_THAT(error_of({"*.parquet"}), HasSubstr("no such file"));
}

TEST_F(DiscoverTest, a_folder_with_nothing_in_it_is_an_error) {
  fs::create_directories(root() / "empty");
  EXPECT_THAT(error_of({"empty"}), HasSubstr("there is no bill here"));
  put("json/truth.json", "{}");
  EXPECT_THAT(error_of({"json"}), HasSubstr("there is no bill here"));
}

TEST_F(DiscoverTest, what_two_paths_lead_to_is_taken_once) {
  put("x/1.csv");
  put("x/2.csv");
  fs::create_symlink(root() / "x/1.csv", root() / "link.csv");
  EXPECT_THAT(files(discover({"x/1.csv", "x/1.csv"})), ElementsAre("x/1.csv"));
  EXPECT_THAT(files(discover({"x/*.csv", "x/2.csv", "x/../x/1.csv"})), ElementsAre("x/1.csv x/2.csv"));
  EXPECT_THAT(files(discover({"x", "x/1.csv", "x"})), ElementsAre("x/1.csv x/2.csv"));
  EXPECT_EQ(discover({"link.csv", "x/1.csv"}).deliveries.size(), 1u);
}

TEST_F(DiscoverTest, json_empty_and_hidden_files_are_passed_over) {
  put("a.csv");
  put("other.json", R"({"seed": 1, "files": ["a.csv"]})");
  put("empty.csv", "");
  put(".hidden.csv");
  put(".cache/b.csv");
  const auto found = discover({""});
  EXPECT_THAT(files(found), ElementsAre("a.csv"));
  EXPECT_THAT(found.skipped,
              UnorderedElementsAre(HasSubstr("other.json: JSON, but no manifest"), HasSubstr("empty.csv: empty")));
}

// What `generate org` writes to compare answers with; without truth.json such a name says nothing.
TEST_F(DiscoverTest, the_truth_of_generated_data_is_passed_over_in_one_line) {
  put("a.csv");
  put("truth.json", R"({"seed": 1, "files": ["a.csv"]})");
  put("truth_hourly.parquet");
  put("truth_workloads.parquet");
  put("truth_tenants.parquet");
  put("truth_of_mine.parquet");
  put("other/truth_hourly.parquet");
  const auto found = discover({""});
  EXPECT_THAT(files(found), UnorderedElementsAre("a.csv truth_of_mine.parquet", "other/truth_hourly.parquet"));
  EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("truth.json: the truth of generated data, with truth_*.parquet")));
}

TEST_F(DiscoverTest, a_readme_is_left_to_those_who_read_it) {
  put("a.csv");
  put("README", "what this is");
  EXPECT_THAT(files(discover({""})), ElementsAre("README a.csv"));
}

TEST_F(DiscoverTest, an_overwritten_report_is_its_manifests_files_exactly) {
  put("cur/daily/20260501-20260601/daily-1.csv.gz");
  put("cur/daily/20260501-20260601/daily-2.csv.gz");
  put("cur/daily/20260501-20260601/daily-3.csv.gz");
  put_manifest("cur/daily/20260501-20260601/daily-Manifest.json", "a1",
               {"cur/daily/20260501-20260601/daily-2.csv.gz", "cur/daily/20260501-20260601/daily-1.csv.gz"});
  const auto found = discover({""});
  EXPECT_THAT(files(found),
              ElementsAre("cur/daily/20260501-20260601/daily-2.csv.gz cur/daily/20260501-20260601/daily-1.csv.gz"));
  EXPECT_EQ(found.deliveries[0].manifest->period, "2026-05");
  EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("daily-3.csv.gz: not named by the chosen manifest")));
  EXPECT_THAT(found.choices, ElementsAre("daily 2026-05: assembly a1 of 2 files"));
}

TEST_F(DiscoverTest, of_kept_assemblies_the_one_that_the_months_manifest_names_is_chosen) {
  const std::string month = "cur/daily/20260501-20260601/";
  for (const std::string assembly : {"a1", "a2"}) {
    put(month + assembly + "/daily-1.csv.gz");
    // Downloads don't keep times: the older assembly may look newer.
    put_manifest(month + assembly + "/daily-Manifest.json", assembly, {month + assembly + "/daily-1.csv.gz"},
                 assembly == "a1" ? 0 : 5);
  }
  put_manifest(month + "daily-Manifest.json", "a2", {month + "a2/daily-1.csv.gz"}, 9);
  const auto found = discover({""});
  EXPECT_THAT(files(found), ElementsAre(month + "a2/daily-1.csv.gz"));
  EXPECT_THAT(found.choices, ElementsAre("daily 2026-05: assembly a2 of 1 file, the newest complete one of 2"));
  EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("a1/daily-1.csv.gz: not named by the chosen manifest")));
}

TEST_F(DiscoverTest, of_assemblies_alone_the_newest_is_chosen) {
  for (const std::string assembly : {"b", "a", "c"}) {
    put(assembly + "/daily-1.csv.gz");
    put_manifest(assembly + "/daily-Manifest.json", assembly, {"x/" + assembly + "/daily-1.csv.gz"},
                 assembly == "a" ? 1 : 3);
  }
  EXPECT_THAT(files(discover({""})), ElementsAre("a/daily-1.csv.gz"));
}

TEST_F(DiscoverTest, an_unfinished_assembly_gives_way_to_the_complete_one_before) {
  put("a1/daily-1.csv.gz");
  put("a2/daily-1.csv.gz");
  put_manifest("a1/daily-Manifest.json", "a1", {"x/a1/daily-1.csv.gz"}, 5);
  put_manifest("a2/daily-Manifest.json", "a2", {"x/a2/daily-1.csv.gz", "x/a2/daily-2.csv.gz"}, 0);
  const auto found = discover({""});
  EXPECT_THAT(files(found), ElementsAre("a1/daily-1.csv.gz"));
  EXPECT_THAT(found.choices, ElementsAre(AllOf(HasSubstr("assembly a1"), HasSubstr("; not "),
                                               HasSubstr("names a file that is missing: x/a2/daily-2.csv.gz"))));
}

TEST_F(DiscoverTest, a_month_without_any_complete_assembly_is_an_error) {
  put("a1/daily-1.csv.gz");
  put_manifest("a1/daily-Manifest.json", "a1", {"x/a1/daily-1.csv.gz", "x/a1/daily-2.csv.gz"});
  EXPECT_THAT(error_of({""}), AllOf(HasSubstr("daily-Manifest.json"), HasSubstr("missing: x/a1/daily-2.csv.gz")));
  EXPECT_THAT(error_of({"a1/daily-Manifest.json"}), HasSubstr("missing: x/a1/daily-2.csv.gz"));
}

TEST_F(DiscoverTest, months_of_one_report_are_deliveries_of_their_own) {
  put("20260501-20260601/daily-1.csv.gz");
  put("20260601-20260701/daily-1.csv.gz");
  put_manifest("20260501-20260601/daily-Manifest.json", "a1", {"d/20260501-20260601/daily-1.csv.gz"});
  put("20260601-20260701/daily-Manifest.json",
      R"({"reportName": "daily", "billingPeriod": {"start": "20260601T000000.000Z"}, "reportKeys":
      ["d/20260601-20260701/daily-1.csv.gz"]})");
  EXPECT_THAT(files(discover({""})),
              UnorderedElementsAre("20260501-20260601/daily-1.csv.gz", "20260601-20260701/daily-1.csv.gz"));
}

TEST_F(DiscoverTest, reports_of_one_name_and_two_accounts_are_two) {
  put("one/daily-1.csv.gz");
  put("two/daily-1.csv.gz");
  put_manifest("one/daily-Manifest.json", "a1", {"one/daily-1.csv.gz"}, 0, "111");
  put_manifest("two/daily-Manifest.json", "a2", {"two/daily-1.csv.gz"}, 5, "222");
  EXPECT_THAT(files(discover({""})), UnorderedElementsAre("one/daily-1.csv.gz", "two/daily-1.csv.gz"));
}

TEST_F(DiscoverTest, an_athena_report_keeps_its_files_beside_the_months_folders) {
  put("cur/daily/daily/year=2026/month=5/daily-00001.snappy.parquet", "PAR1");
  put_manifest("cur/daily/20260501-20260601/daily-Manifest.json", "a1",
               {"cur/daily/daily/year=2026/month=5/daily-00001.snappy.parquet"});
  EXPECT_THAT(files(discover({""})), ElementsAre("cur/daily/daily/year=2026/month=5/daily-00001.snappy.parquet"));
}

TEST_F(DiscoverTest, a_data_export_keeps_data_and_metadata_apart) {
  put("cur2/data/BILLING_PERIOD=2026-05/cur2-00001.csv.gz");
  put("cur2/data/BILLING_PERIOD=2026-05/old-00001.csv.gz");
  put_export("cur2/metadata/BILLING_PERIOD=2026-05/cur2-Manifest.json", "e1",
             "p/cur2/data/BILLING_PERIOD=2026-05/cur2-00001.csv.gz");
  const auto found = discover({""});
  EXPECT_THAT(files(found), ElementsAre("cur2/data/BILLING_PERIOD=2026-05/cur2-00001.csv.gz"));
  EXPECT_TRUE(found.deliveries[0].manifest->of_data_export);
  EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("old-00001.csv.gz: not named by the chosen manifest")));
}

TEST_F(DiscoverTest, of_an_exports_kept_runs_the_newest_is_chosen) {
  for (const std::string run : {"run1", "run2"}) {
    put("cur2/data/BILLING_PERIOD=2026-05/" + run + "/cur2-00001.csv.gz");
    put_export("cur2/metadata/BILLING_PERIOD=2026-05/" + run + "/cur2-Manifest.json", run,
               "cur2/data/BILLING_PERIOD=2026-05/" + run + "/cur2-00001.csv.gz", run == "run1" ? 5 : 0);
  }
  const auto found = discover({""});
  EXPECT_THAT(files(found), ElementsAre("cur2/data/BILLING_PERIOD=2026-05/run2/cur2-00001.csv.gz"));
  EXPECT_THAT(found.skipped, ElementsAre(HasSubstr("run1/cur2-00001.csv.gz: not named by the chosen manifest")));
}

TEST_F(DiscoverTest, bills_beside_a_report_with_manifest_are_taken_as_well) {
  put("cur/daily-1.csv.gz");
  put_manifest("cur/daily-Manifest.json", "a1", {"cur/daily-1.csv.gz"});
  put("other/focus.csv");
  EXPECT_THAT(files(discover({""})), ElementsAre("cur/daily-1.csv.gz", "other/focus.csv"));
}

TEST_F(DiscoverTest, a_named_manifest_is_its_delivery_even_if_it_is_older) {
  put("a1/daily-1.csv.gz");
  put("a2/daily-1.csv.gz");
  put_manifest("a1/daily-Manifest.json", "a1", {"x/a1/daily-1.csv.gz"}, 5);
  put_manifest("a2/daily-Manifest.json", "a2", {"x/a2/daily-1.csv.gz"}, 0);
  const auto found = discover({"a1/daily-Manifest.json"});
  EXPECT_THAT(files(found), ElementsAre("a1/daily-1.csv.gz"));
  EXPECT_THAT(found.choices, IsEmpty());
}

TEST_F(DiscoverTest, keys_that_lead_out_of_the_folder_are_missing_files) {
  put("../secret.csv");
  put_manifest("daily-Manifest.json", "a1", {"../secret.csv"});
  EXPECT_THAT(error_of({""}), HasSubstr("missing: ../secret.csv"));
}

TEST_F(DiscoverTest, a_manifest_that_was_cut_off_is_an_error) {
  put("daily-1.csv.gz");
  put("daily-Manifest.json", R"({"reportName": "daily", "reportKeys": ["daily-1)");
  EXPECT_THAT(error_of({""}), HasSubstr("daily-Manifest.json: is no JSON"));
}

}  // namespace
}  // namespace farthing
