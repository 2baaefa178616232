#include "collect/bill/charges_sql.hpp"

#include <gtest/gtest.h>

#include "collect/bill/aws_names.hpp"
#include "collect/bill/line_columns.hpp"

namespace farthing {
namespace {

// A SELECT of `count` lines without any value.
std::string empty_lines(BillFamily family, int count, bool part) {
  std::string columns;
  for (const auto& column : line_columns(family)) {
    const char* type = column.type == ColumnType::kDecimal     ? "DECIMAL(38,12)"
                       : column.type == ColumnType::kTimestamp ? "TIMESTAMP"
                       : column.type == ColumnType::kMap       ? "MAP(VARCHAR, VARCHAR)"
                                                               : "VARCHAR";
    columns += "CAST(NULL AS " + std::string(type) + ") AS " + column.name + ", ";
  }
  if (part) columns += "CAST(NULL AS VARCHAR) AS part, ";
  return "SELECT " + columns +
         "CAST(NULL AS MAP(VARCHAR, VARCHAR)) AS unknown_columns, 'f' AS source_file, 2 AS source_line FROM range(" +
         std::to_string(count) + ")";
}

class ChargesSqlTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(add_aws_names(engine_)); }
  Rows rows(const std::string& sql) {
    auto found = engine_.query(sql);
    if (!found) ADD_FAILURE() << found.error().text();
    return found.value_or(Rows());
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(ChargesSqlTest, makes_all_columns_of_a_charge_in_their_order_and_type) {
  for (const auto family : {BillFamily::kCurLegacy, BillFamily::kCur2, BillFamily::kFocus}) {
    const DetectedFormat format{family, "1.0"};
    const auto found = rows("DESCRIBE " + charges_sql(format, empty_lines(family, 1, format.is_cur())));
    ASSERT_EQ(found.rows.size(), charge_columns().size());
    for (std::size_t i = 0; i < found.rows.size(); ++i) {
      EXPECT_EQ(found.rows[i][0], charge_columns()[i].name);
      EXPECT_EQ(found.rows[i][1], sql_type(charge_columns()[i].type)) << charge_columns()[i].name;
    }
  }
}

TEST_F(ChargesSqlTest, a_line_without_any_value_is_still_one_charge) {
  const DetectedFormat cur{BillFamily::kCur2};
  const auto found = rows("SELECT count(*), count(BilledCost), count(EffectiveCost), any_value(ChargeCategory) FROM (" +
                          charges_sql(cur, empty_lines(BillFamily::kCur2, 3, true)) + ")");
  EXPECT_EQ(found.rows.at(0), (std::vector<Cell>{"3", "0", "0", "Adjustment"}));
}

TEST_F(ChargesSqlTest, split_lines_make_all_columns_of_a_split_charge) {
  const auto found = rows("DESCRIBE " + split_charges_sql(empty_lines(BillFamily::kCur2, 1, false)));
  ASSERT_EQ(found.rows.size(), split_charge_columns().size());
  for (std::size_t i = 0; i < found.rows.size(); ++i) EXPECT_EQ(found.rows[i][0], split_charge_columns()[i].name);
}

TEST(BillSqlDeathTest, a_file_that_is_not_there_is_a_programmers_error) {
  EXPECT_FALSE(bill_sql("cur_charges").empty());
  EXPECT_DEATH((void)bill_sql("no_such_file"), "found_sql_file");
}

}  // namespace
}  // namespace farthing
