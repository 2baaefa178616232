#include "collect/bill/stage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "lake/parquet_folder.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kLine =
    "'a' AS identity_line_item_id, 'Usage' AS line_item_line_item_type, CAST(1.5 AS DOUBLE) AS "
    "line_item_unblended_cost, "
    "'USD' AS line_item_currency_code, TIMESTAMP '2026-05-01' AS line_item_usage_start_date, TIMESTAMP '2026-05-02' AS "
    "line_item_usage_end_date, TIMESTAMP '2026-05-01' AS bill_billing_period_start_date, MAP {'a': 'b'} AS product";

class StageTest : public ::testing::Test {
 protected:
  BillFiles csv(const CurCsv& csv) const {
    std::ofstream(folder_.path() / "bill.csv") << csv.text();
    return {{BillFamily::kCurLegacy}, false, {}, {{folder_.path() / "bill.csv"}}};
  }
  BillFiles parquet(const std::string& select, BillFamily family = BillFamily::kCur2) {
    const auto path = folder_.path() / "bill.parquet";
    const auto done = engine_.run("COPY (" + select + ") TO " + sql_literal(path.string()) + " (FORMAT parquet)");
    EXPECT_TRUE(done) << done.error().text();
    return {{family}, true, {path}, {}};
  }
  Result<StagedBill> stage(const BillFiles& files) {
    return stage_bill(engine_, files, folder_.path() / "staged", progress_);
  }
  std::string error_of(const BillFiles& files) {
    const auto staged = stage(files);
    return staged ? "none" : staged.error().text();
  }
  std::string ask(const std::string& sql) {
    const auto rows = engine_.query(sql);
    return rows ? rows->rows.at(0).at(0).value_or("-") : rows.error().text();
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
  ImportProgress progress_;
};

TEST_F(StageTest, charges_lie_aside_as_parquet_with_all_columns_typed) {
  const auto staged = stage(csv(CurCsv().cost("1").cost("2")));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_EQ(ask("SELECT sum(BilledCost) FROM " + read_folder(staged->charges)), "3");
  const auto columns = engine_.query("DESCRIBE SELECT * FROM " + read_folder(staged->charges));
  ASSERT_TRUE(columns);
  ASSERT_EQ(columns->rows.size(), charge_columns().size());
  for (std::size_t i = 0; i < columns->rows.size(); ++i) {
    EXPECT_EQ(columns->rows[i][0], charge_columns()[i].name);
    EXPECT_EQ(columns->rows[i][1], sql_type(charge_columns()[i].type)) << charge_columns()[i].name;
  }
}

TEST_F(StageTest, split_lines_lie_in_a_folder_of_their_own_with_all_columns_typed) {
  const auto staged = stage(csv(CurCsv().cost("1").line({{"lineItem/Operation", "EKSPod-EC2"}})));
  ASSERT_TRUE(staged) << staged.error().text();
  const auto columns = engine_.query("DESCRIBE SELECT * FROM " + read_folder(staged->split_charges));
  ASSERT_TRUE(columns);
  ASSERT_EQ(columns->rows.size(), split_charge_columns().size());
  for (std::size_t i = 0; i < columns->rows.size(); ++i) {
    EXPECT_EQ(columns->rows[i][0], split_charge_columns()[i].name);
    EXPECT_EQ(columns->rows[i][1], sql_type(split_charge_columns()[i].type)) << split_charge_columns()[i].name;
  }
}

TEST_F(StageTest, a_bill_without_split_lines_has_no_folder_for_them) {
  const auto staged = stage(csv(CurCsv().cost("1")));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_TRUE(staged->split_charges.empty());
}

TEST_F(StageTest, a_bill_of_nothing_but_late_lines_is_staged) {
  const auto staged =
      stage(csv(CurCsv().line({{"lineItem/LineItemType", "RIFee"}, {"reservation/ReservationARN", "arn:ri"}})));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_EQ(ask("SELECT count(*) FROM " + read_folder(staged->charges)), "1");
}

TEST_F(StageTest, a_bill_of_split_lines_alone_has_no_month_of_charges) {
  const auto staged = stage(csv(CurCsv().line({{"lineItem/Operation", "EKSPod-EC2"}})));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_TRUE(staged->months.empty());
}

TEST_F(StageTest, a_header_without_lines_is_a_bill_without_months) {
  const auto staged = stage(csv(CurCsv()));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_TRUE(staged->months.empty());
}

TEST_F(StageTest, parquet_is_held_against_its_own_sum_as_well) {
  const auto staged = stage(parquet("SELECT " + std::string(kLine) + " UNION ALL SELECT " + kLine));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_EQ(staged->months.at(0).delivery.totals.at(0).control.text(), "3");
  EXPECT_EQ(staged->months.at(0).delivery.lines, 2);
}

TEST_F(StageTest, more_than_twelve_decimals_are_counted) {
  const auto staged =
      stage(parquet("SELECT * REPLACE (CAST(1.0000000000000002 AS DOUBLE) AS line_item_unblended_cost) FROM (SELECT " +
                    std::string(kLine) + ")"));
  ASSERT_TRUE(staged) << staged.error().text();
  EXPECT_GE(staged->roundings, 1);
  EXPECT_EQ(ask("SELECT BilledCost FROM " + read_folder(staged->charges)), "1");
}

TEST_F(StageTest, a_parquet_line_without_what_it_must_have_is_an_error) {
  for (const char* column :
       {"line_item_line_item_type", "line_item_unblended_cost", "line_item_currency_code", "line_item_usage_start_date",
        "line_item_usage_end_date", "bill_billing_period_start_date"}) {
    const auto files = parquet("SELECT " + std::string(kLine) + " UNION ALL SELECT * REPLACE (NULL AS " + column +
                               ") FROM (SELECT " + kLine + ")");
    EXPECT_THAT(error_of(files),
                AllOf(HasSubstr("bill.parquet"), HasSubstr("column " + std::string(column) + " is empty in 1 lines")));
  }
}

TEST_F(StageTest, a_parquet_text_that_is_no_number_names_file_and_column) {
  EXPECT_THAT(error_of(parquet("SELECT * REPLACE ('twelve' AS line_item_unblended_cost) FROM (SELECT " +
                               std::string(kLine) + ")")),
              AllOf(HasSubstr("bill.parquet"), HasSubstr("line_item_unblended_cost"), HasSubstr("'twelve'")));
}

TEST_F(StageTest, nothing_is_being_read_once_it_is_done_or_has_failed) {
  EXPECT_TRUE(stage(csv(CurCsv().cost("1"))));
  EXPECT_EQ(progress_.reading, nullptr);
  engine_ = Engine::open().value();
  EXPECT_FALSE(stage(csv(CurCsv().cost("x"))));
  EXPECT_EQ(progress_.reading, nullptr);
}

TEST_F(StageTest, folders_with_quotes_in_their_names_are_read) {
  const auto folder = folder_.path() / "it's";
  ASSERT_TRUE(engine_.run(copy_to_parquet("SELECT 7 AS a", folder, "part")));
  EXPECT_EQ(ask("SELECT a FROM " + read_folder(folder)), "7");
}

}  // namespace
}  // namespace farthing
