#include "collect/bill/parquet_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

class ParquetLinesTest : public ::testing::Test {
 protected:
  // Writes the rows of a SELECT as one Parquet file.
  void put(const std::string& name, const std::string& select) {
    const auto path = folder_.path() / name;
    const auto done = engine_.run("COPY (" + select + ") TO " + sql_literal(path.string()) + " (FORMAT parquet)");
    ASSERT_TRUE(done) << done.error().text();
    files_.push_back(path);
  }
  // What `columns` of the lines are: cells joined by "|", rows by ";", NULL as "-"; or the error.
  std::string lines(const std::string& columns, BillFamily family = BillFamily::kCur2) {
    BillFiles bill{{family}, true, files_, {}};
    const auto described = describe_parquet(engine_, files_);
    if (!described) return described.error().text();
    const auto rows = engine_.query("SELECT " + columns + " FROM (" + parquet_lines_sql(bill, *described) +
                                    ") ORDER BY source_file, source_line");
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      if (!text.empty()) text += ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Engine engine_ = Engine::open().value();
  std::vector<std::filesystem::path> files_;
};

TEST_F(ParquetLinesTest, doubles_are_their_shortest_decimals) {
  put("a.parquet",
      "SELECT CAST(0.1 AS DOUBLE) AS line_item_unblended_cost UNION ALL SELECT 4e-7 UNION ALL "
      "SELECT 123456.7 UNION ALL SELECT NULL");
  EXPECT_EQ(lines("line_item_unblended_cost"), "0.1;0.0000004;123456.7;-");
}

TEST_F(ParquetLinesTest, whole_numbers_texts_and_decimals_are_exact) {
  put("a.parquet",
      "SELECT CAST(7 AS INTEGER) AS line_item_unblended_cost, CAST(8 AS BIGINT) AS reservation_effective_cost, '9.25' "
      "AS "
      "line_item_net_unblended_cost, CAST(1.5 AS DECIMAL(18,4)) AS pricing_public_on_demand_cost, "
      "CAST('0.0000000000005' AS DECIMAL(20,15)) AS savings_plan_used_commitment, CAST(2 AS UTINYINT) AS "
      "savings_plan_total_commitment_to_date");
  EXPECT_EQ(lines("line_item_unblended_cost, reservation_effective_cost, line_item_net_unblended_cost, "
                  "pricing_public_on_demand_cost, savings_plan_used_commitment, savings_plan_total_commitment_to_date"),
            "7|8|9.25|1.5|0|2");
  EXPECT_GE(engine_.roundings(), 1);
}

TEST_F(ParquetLinesTest, text_that_is_no_number_is_an_error_that_names_the_column) {
  put("a.parquet", "SELECT 'twelve' AS line_item_unblended_cost");
  EXPECT_THAT(lines("line_item_unblended_cost"),
              ::testing::AllOf(::testing::HasSubstr("line_item_unblended_cost"), ::testing::HasSubstr("'twelve'")));
}

TEST_F(ParquetLinesTest, empty_texts_are_null) {
  put("a.parquet",
      "SELECT '' AS line_item_resource_id, '' AS line_item_usage_start_date, '' AS line_item_unblended_cost");
  EXPECT_EQ(lines("line_item_resource_id, line_item_usage_start_date, line_item_unblended_cost"), "-|-|-");
}

TEST_F(ParquetLinesTest, times_are_utc_whatever_their_type) {
  put("a.parquet",
      "SELECT TIMESTAMP '2026-05-01 01:00:00' AS line_item_usage_start_date, TIMESTAMPTZ '2026-05-01 02:00:00+01' AS "
      "line_item_usage_end_date, '2026-05-01T00:00:00.000Z' AS bill_billing_period_start_date, DATE '2026-06-01' AS "
      "bill_billing_period_end_date");
  EXPECT_EQ(lines("line_item_usage_start_date, line_item_usage_end_date, bill_billing_period_start_date, "
                  "bill_billing_period_end_date"),
            "2026-05-01T01:00:00Z|2026-05-01T01:00:00Z|2026-05-01T00:00:00Z|2026-06-01T00:00:00Z");
}

TEST_F(ParquetLinesTest, tag_maps_lose_the_prefix_of_users) {
  put("a.parquet",
      "SELECT MAP {'user_team': 'a', 'aws_created_by': 'Root', 'plain': 'b', 'user_none': ''} AS resource_tags");
  EXPECT_EQ(lines("resource_tags['team'], resource_tags['aws:created_by'], resource_tags['plain'], "
                  "len(map_keys(resource_tags))"),
            "a|Root|b|3");
}

TEST_F(ParquetLinesTest, a_users_tag_that_has_its_plain_name_beside_it_keeps_the_prefix) {
  put("a.parquet", "SELECT MAP {'user_team': 'a', 'team': 'b'} AS resource_tags");
  EXPECT_EQ(lines("resource_tags['team'], resource_tags['user_team']"), "b|a");
}

TEST_F(ParquetLinesTest, maps_may_be_structs_or_json) {
  put("a.parquet", "SELECT {'region': 'us-east-1', 'vcpu': '2'} AS product, '{\"total_discount\": -0.5}' AS discount");
  EXPECT_EQ(lines("product['region'], product['vcpu'], discount['total_discount']"), "us-east-1|2|-0.5");
}

TEST_F(ParquetLinesTest, a_tag_whose_new_name_is_taken_stays_as_it_is) {
  put("a.parquet", "SELECT MAP {'aws_x': 'a', 'aws:x': 'b', 'user_aws:y': 'c', 'aws_y': 'd'} AS resource_tags");
  EXPECT_EQ(
      lines("resource_tags['aws_x'], resource_tags['aws:x'], resource_tags['user_aws:y'], resource_tags['aws:y']"),
      "a|b|c|d");
}

TEST_F(ParquetLinesTest, a_null_map_is_null_and_an_empty_one_empty) {
  put("a.parquet", "SELECT CAST(NULL AS MAP(VARCHAR, VARCHAR)) AS resource_tags UNION ALL SELECT MAP {}");
  EXPECT_EQ(lines("resource_tags IS NULL, cardinality(resource_tags)"), "true|-;false|0");
}

TEST_F(ParquetLinesTest, flattened_columns_are_entries_of_maps) {
  put("a.parquet",
      "SELECT 'a' AS resource_tags_user_team, 'R' AS resource_tags_aws_created_by, 'ml' AS "
      "cost_category_unit, '2' AS product_vcpu, 'us-east-1' AS product_region");
  EXPECT_EQ(lines("resource_tags['team'], resource_tags['aws:created_by'], cost_category['unit'], product['vcpu'], "
                  "product_region",
                  BillFamily::kCurLegacy),
            "a|R|ml|2|us-east-1");
}

TEST_F(ParquetLinesTest, flattened_columns_of_one_key_are_both_kept) {
  put("a.parquet", "SELECT 'a' AS resource_tags_user_team, 'b' AS resource_tags_team");
  EXPECT_EQ(lines("resource_tags['team'], resource_tags['team#2']", BillFamily::kCurLegacy), "a|b");
}

TEST_F(ParquetLinesTest, unknown_columns_are_kept_and_ignored_ones_are_not) {
  put("a.parquet", "SELECT 'full' AS moon_phase, 3 AS line_item_blended_cost, CAST(NULL AS INTEGER) AS nothing");
  EXPECT_EQ(lines("unknown_columns"), R"({"moon_phase": "full"})");
}

TEST_F(ParquetLinesTest, what_no_file_has_is_null) {
  put("a.parquet", "SELECT 1 AS line_item_unblended_cost");
  EXPECT_EQ(lines("line_item_net_unblended_cost, line_item_usage_start_date, line_item_resource_id, resource_tags"),
            "-|-|-|-");
}

TEST_F(ParquetLinesTest, files_with_other_columns_are_one_relation_and_keep_file_and_line) {
  put("1.parquet", "SELECT 1 AS line_item_unblended_cost UNION ALL SELECT 2");
  put("2.parquet", "SELECT 'x' AS line_item_operation, 3 AS line_item_unblended_cost");
  EXPECT_EQ(lines("line_item_unblended_cost, line_item_operation, split_part(source_file, '/', -1), source_line"),
            "1|-|1.parquet|1;2|-|1.parquet|2;3|x|2.parquet|1");
}

TEST_F(ParquetLinesTest, focus_columns_are_taken_in_any_spelling) {
  put("a.parquet", "SELECT 1.5 AS billedcost, MAP {'team': 'a'} AS Tags, '{\"a\": 1}' AS x_discounts, 7 AS Own");
  EXPECT_EQ(lines("BilledCost, Tags['team'], x_Discounts['a'], unknown_columns['Own']", BillFamily::kFocus),
            "1.5|a|1|7");
}

TEST_F(ParquetLinesTest, file_names_with_quotes_are_files) {
  put("it's.parquet", "SELECT 1 AS line_item_unblended_cost");
  EXPECT_EQ(lines("line_item_unblended_cost"), "1");
}

TEST_F(ParquetLinesTest, a_file_that_is_no_parquet_is_an_error) {
  const auto path = folder_.path() / "cut.parquet";
  ASSERT_TRUE(write_file_durably(path, "PAR1 and nothing more"));
  EXPECT_FALSE(describe_parquet(engine_, {path}));
}

TEST_F(ParquetLinesTest, tags_may_be_a_list_of_keys_and_values) {
  put("a.parquet",
      "SELECT [{'key': 'a', 'value': '1'}, {'key': 'b', 'value': NULL}, {'key': 'a', 'value': '2'}] AS Tags, 1 AS n "
      "UNION ALL SELECT [], 2 UNION ALL SELECT NULL, 3 ORDER BY n");
  EXPECT_EQ(lines("Tags", BillFamily::kFocus), R"({"a": "2"};{};-)");
}

}  // namespace
}  // namespace farthing
