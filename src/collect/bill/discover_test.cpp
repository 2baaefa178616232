#include "collect/bill/discover.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <fstream>

#include "base/file.hpp"
#include "support/aws_manifest.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class DiscoverTest : public ::testing::Test {
 protected:
  // Writes a file that is `age` hours old.
  std::string put(const std::string& name, const std::string& bytes = "a,b\n1,2\n", int age = 0) const {
    const auto path = root() / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    fs::last_write_time(path, fs::last_write_time(path) - std::chrono::hours(age));
    return path.string();
  }
  // An assembly of the report "daily" with a manifest; its one file may be missing.
  std::string put_assembly(const std::string& name, const std::string& start, int age, bool complete = true) const {
    const std::string file = start + "/" + name + "/daily-1.csv";
    if (complete) put("daily/" + file);
    return put("daily/" + start + "/" + name + "/daily-Manifest.json",
               legacy_manifest("daily", name, start, {"bills/daily/" + file}), age);
  }
  [[nodiscard]] fs::path root() const { return folder_.path() / "in"; }
  [[nodiscard]] std::string relative(const fs::path& path) const { return path.lexically_relative(root()).string(); }

  Discovery discover(const std::vector<std::string>& paths) const {
    auto found = discover_bills(paths);
    if (!found) ADD_FAILURE() << found.error().text();
    return found.value_or(Discovery());
  }
  [[nodiscard]] std::string error_of(const std::vector<std::string>& paths) const {
    const auto found = discover_bills(paths);
    return found ? "" : found.error().text();
  }
  // The files of all deliveries, a text a delivery.
  [[nodiscard]] std::vector<std::string> deliveries(const Discovery& discovery) const {
    std::vector<std::string> all;
    for (const auto& delivery : discovery.deliveries) {
      std::string files;
      for (const auto& file : delivery.files) files += (files.empty() ? "" : " ") + relative(file);
      all.push_back(files);
    }
    return all;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(DiscoverTest, a_file_alone_is_a_delivery) {
  const auto found = discover({put("bill.csv")});
  EXPECT_THAT(deliveries(found), ElementsAre("bill.csv"));
  EXPECT_EQ(relative(found.deliveries[0].origin), "bill.csv");
  EXPECT_FALSE(found.deliveries[0].manifest);
}

TEST_F(DiscoverTest, files_of_one_folder_are_one_delivery_and_of_two_are_two) {
  put("a/1.csv");
  put("a/2.csv");
  put("b/1.csv");
  EXPECT_THAT(deliveries(discover({root().string()})), UnorderedElementsAre("a/1.csv a/2.csv", "b/1.csv"));
  EXPECT_THAT(deliveries(discover({(root() / "a/1.csv").string(), (root() / "a/2.csv").string()})),
              ElementsAre("a/1.csv a/2.csv"));
}

TEST_F(DiscoverTest, a_glob_stands_for_the_files_it_matches) {
  put("bill-1.csv");
  put("bill-2.csv");
  put("other.csv");
  EXPECT_THAT(deliveries(discover({(root() / "bill-*.csv").string()})), ElementsAre("bill-1.csv bill-2.csv"));
  EXPECT_THAT(error_of({(root() / "none-*.csv").string()}), HasSubstr("there is no such file or folder"));
}

TEST_F(DiscoverTest, a_manifest_stands_for_its_files_alone) {
  put("daily/20260501/a1/stray.csv");
  const auto found = discover({put_assembly("a1", "20260501", 0)});
  EXPECT_THAT(deliveries(found), ElementsAre("daily/20260501/a1/daily-1.csv"));
  EXPECT_EQ(found.deliveries[0].manifest->name, "daily");
}

TEST_F(DiscoverTest, of_a_months_assemblies_the_newest_complete_one_is_taken) {
  put_assembly("a1", "20260501", 3);
  put_assembly("a2", "20260501", 1);
  put_assembly("a0", "20260501", 2);
  const auto found = discover({root().string()});
  EXPECT_THAT(deliveries(found), ElementsAre("daily/20260501/a2/daily-1.csv"));
  EXPECT_THAT(found.choices, ElementsAre("daily 2026-05: assembly a2 of 1 file, the newest complete one of 3"));
  EXPECT_THAT(found.skipped, UnorderedElementsAre(HasSubstr("a0/daily-1.csv: not named by the chosen manifest"),
                                                  HasSubstr("a1/daily-1.csv: not named by the chosen manifest")));
}

TEST_F(DiscoverTest, an_incomplete_assembly_is_passed_over_and_told) {
  put_assembly("a1", "20260501", 3);
  put_assembly("a2", "20260501", 1, false);
  const auto found = discover({root().string()});
  EXPECT_THAT(deliveries(found), ElementsAre("daily/20260501/a1/daily-1.csv"));
  EXPECT_THAT(found.choices, ElementsAre(AllOf(HasSubstr("assembly a1"),
                                               HasSubstr("a2/daily-Manifest.json, which names a file that "
                                                         "is missing: bills/daily/20260501/a2/daily-1.csv"))));
}

TEST_F(DiscoverTest, a_month_without_a_complete_assembly_is_an_error) {
  const auto manifest = put_assembly("a1", "20260501", 0, false);
  for (const auto& path : {root().string(), manifest}) {
    EXPECT_THAT(error_of({path}), AllOf(HasSubstr("daily-Manifest.json"), HasSubstr("names a file that is missing")));
  }
}

TEST_F(DiscoverTest, the_manifest_above_the_assemblies_names_the_current_one) {
  put_assembly("a1", "20260501", 3);
  put_assembly("a2", "20260501", 1);
  put("daily/20260501/daily-Manifest.json", legacy_manifest("daily", "a1", "20260501", {"20260501/a1/daily-1.csv"}), 5);
  EXPECT_THAT(deliveries(discover({root().string()})), ElementsAre("daily/20260501/a1/daily-1.csv"));
}

TEST_F(DiscoverTest, each_month_has_a_delivery_of_its_own) {
  put_assembly("a1", "20260501", 1);
  put_assembly("a2", "20260601", 1);
  EXPECT_THAT(deliveries(discover({root().string()})),
              UnorderedElementsAre("daily/20260501/a1/daily-1.csv", "daily/20260601/a2/daily-1.csv"));
}

TEST_F(DiscoverTest, what_cannot_be_a_bill_is_skipped_with_a_reason_and_hidden_files_without) {
  put("bill.csv");
  put("truth.json", "{\"total\": 3}");
  put("empty.csv", "");
  put(".DS_Store", "x");
  const auto found = discover({root().string()});
  EXPECT_THAT(deliveries(found), ElementsAre("bill.csv"));
  EXPECT_THAT(found.skipped,
              UnorderedElementsAre(HasSubstr("truth.json: JSON, but no manifest"), HasSubstr("empty.csv: empty")));
}

TEST_F(DiscoverTest, a_folder_without_bills_is_an_error_that_says_what_a_bill_is) {
  put("truth.json", "{}");
  EXPECT_THAT(error_of({root().string()}), AllOf(HasSubstr("there is no bill here"), HasSubstr("Parquet")));
}

TEST_F(DiscoverTest, a_path_that_is_not_there_is_an_error_that_names_it) {
  EXPECT_THAT(error_of({put("bill.csv"), (root() / "gone.csv").string()}), HasSubstr("gone.csv"));
}

}  // namespace
}  // namespace farthing
