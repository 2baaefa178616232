#include "collect/bill/place.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "lake/models.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

class PlaceTest : public ::testing::Test {
 protected:
  StagedBill stage(const CurCsv& csv) {
    const auto path = folder_.path() / "bill.csv";
    std::ofstream(path) << csv.text();
    ImportProgress progress;
    auto staged =
        stage_bill(engine_, {{BillFamily::kCurLegacy}, false, {}, {{path}}}, folder_.path() / "staged", progress);
    if (!staged) ADD_FAILURE() << staged.error().text();
    return staged.value_or(StagedBill());
  }
  std::vector<PlacedMonth> place(const StagedBill& bill) {
    auto placed = place_staged_bill(engine_, lake_, bill, "daily", folders_);
    if (!placed) ADD_FAILURE() << placed.error().text();
    return placed.value_or(std::vector<PlacedMonth>());
  }
  // The sum of a column over a partition's files.
  std::string sum(const Partition& partition, const std::string& column) {
    std::string files;
    for (const auto& file : partition.files)
      files += (files.empty() ? "'" : ", '") + (lake_.root() / file.path).string() + "'";
    const auto rows = engine_.query("SELECT sum(" + column + ") FROM read_parquet([" + files + "])");
    return rows ? rows->rows.at(0).at(0).value_or("-") : rows.error().text();
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
  Lake lake_{folder_.path() / "data"};
  UncommittedFolders folders_;
};

CurCsv two_months() {
  CurCsv csv;
  csv.line({{"bill/BillingPeriodStartDate", "2026-04-01T00:00:00Z"}, {"lineItem/UnblendedCost", "1"}});
  csv.line({{"lineItem/UnblendedCost", "2"}});
  csv.line({{"lineItem/UnblendedCost", "4"}, {"bill/PayerAccountId", ""}});
  csv.line({{"lineItem/Operation", "EKSPod-EC2"}, {"splitLineItem/SplitCost", "0.5"}});
  return csv;
}

TEST_F(PlaceTest, a_month_lies_in_its_partition_and_its_files_are_described) {
  const auto placed = place(stage(CurCsv().cost("1").cost("2")));
  ASSERT_EQ(placed.size(), 1u);
  const auto& charges = placed[0].at(kCharges);
  EXPECT_EQ(charges.period, "2026-05");
  EXPECT_EQ(charges.payer, "111122223333");
  EXPECT_EQ(charges.source, "daily of 111122223333");
  EXPECT_EQ(charges.delivery->lines, 2);
  ASSERT_EQ(charges.files.size(), 1u);
  const auto& file = charges.files[0];
  EXPECT_TRUE(file.path.starts_with("charges/billing_period=2026-05/version=" + charges.version + "/")) << file.path;
  EXPECT_EQ(file.rows, 2);
  EXPECT_EQ(file.bytes, static_cast<std::int64_t>(fs::file_size(lake_.root() / file.path)));
  EXPECT_EQ(file.sha256, sha256_of_file(lake_.root() / file.path).value());
}

TEST_F(PlaceTest, the_roll_up_is_made_with_it_and_names_its_sql) {
  const auto placed = place(stage(CurCsv().cost("1").cost("2")));
  const auto& daily = placed.at(0).at(kCostsDaily);
  EXPECT_EQ(sum(daily, "BilledCost"), "3");
  EXPECT_EQ(sum(daily, "lines"), "2");
  EXPECT_EQ(daily.sql_sha256, sha256_hex(model_sql(kCostsDaily)));
  EXPECT_EQ(daily.version, placed[0].at(kCharges).version);
  EXPECT_FALSE(daily.delivery);
}

TEST_F(PlaceTest, several_months_and_payers_are_divided_exactly) {
  const auto placed = place(stage(two_months()));
  ASSERT_EQ(placed.size(), 3u);
  std::string text;
  for (const auto& month : placed) {
    const auto& charges = month.at(kCharges);
    text += charges.period + " " + charges.source + " " + sum(charges, "BilledCost") + " " +
            sum(month.at(kCostsDaily), "BilledCost") + (month.contains(kSplitCharges) ? " split;" : ";");
  }
  EXPECT_EQ(text,
            "2026-04 daily of 111122223333 1 1;2026-05 daily of 111122223333 2 2 split;2026-05 daily of an unknown "
            "payer 4 4;");
  EXPECT_EQ(sum(placed[1].at(kSplitCharges), "SplitCost"), "0.5");
  EXPECT_EQ(placed[2].at(kCharges).payer, std::nullopt);
}

TEST_F(PlaceTest, a_month_without_split_lines_has_no_such_partition) {
  EXPECT_FALSE(place(stage(CurCsv().cost("1"))).at(0).contains(kSplitCharges));
}

TEST_F(PlaceTest, folders_that_no_snapshot_names_go_away_unless_they_are_kept) {
  const auto kept = folder_.path() / "x/kept";
  const auto lost = folder_.path() / "x/lost";
  const auto alone = folder_.path() / "y/alone";
  for (const auto& folder : {kept, lost, alone}) fs::create_directories(folder);
  {
    UncommittedFolders folders;
    folders.add(kept);
    folders.keep();
    folders.add(lost);
    folders.add(alone);
  }
  EXPECT_TRUE(fs::exists(kept));
  EXPECT_FALSE(fs::exists(lost));
  EXPECT_FALSE(fs::exists(alone.parent_path()));
}

}  // namespace
}  // namespace farthing
