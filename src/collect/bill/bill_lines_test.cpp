#include "collect/bill/bill_lines.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "base/text.hpp"
#include "collect/bill/line_columns.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class BillLinesTest : public ::testing::Test {
 protected:
  std::filesystem::path put(const std::string& name, const std::string& bytes) const {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    return folder_.path() / name;
  }
  std::filesystem::path put_parquet(const std::string& name, const std::string& select) {
    const auto path = folder_.path() / name;
    const auto done = engine_.run("COPY (" + select + ") TO " + sql_literal(path.string()) + " (FORMAT parquet)");
    EXPECT_TRUE(done) << done.error().text();
    return path;
  }
  Result<RecognisedFiles> recognise(const std::vector<std::filesystem::path>& files) {
    return recognise_bills(engine_, files, false);
  }
  Result<BillLines> open(const std::filesystem::path& path) {
    TRY(auto found, recognise({path}));
    return open_bill_lines(engine_, "bill_lines", found.bills.at(0), {});
  }
  std::string ask(const std::string& sql) {
    const auto rows = engine_.query(sql);
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
};

constexpr const char* kFocus = "BilledCost,ChargeCategory,ChargePeriodStart,ChargePeriodEnd";
constexpr const char* kCur2 =
    "'a' AS identity_line_item_id, 'Usage' AS line_item_line_item_type, 1.5 AS line_item_unblended_cost, 'USD' AS "
    "line_item_currency_code, TIMESTAMP '2026-05-01' AS line_item_usage_start_date, TIMESTAMP '2026-05-02' AS "
    "line_item_usage_end_date, TIMESTAMP '2026-05-01' AS bill_billing_period_start_date";

TEST_F(BillLinesTest, files_are_told_apart_by_content_and_not_by_name) {
  const auto found = recognise({put("a.txt", CurCsv().cost("1").text()), put("b.parquet", std::string(kFocus) + "\n"),
                                put_parquet("c.csv", "SELECT " + std::string(kCur2) + ", MAP {'a': 'b'} AS product")});
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->bills.size(), 3u);
  EXPECT_EQ(found->bills[0].format.name(), "CUR legacy");
  EXPECT_EQ(found->bills[1].format.name(), "FOCUS 1.0");
  EXPECT_EQ(found->bills[2].format.name(), "CUR 2.0");
  EXPECT_TRUE(found->bills[2].parquet);
}

TEST_F(BillLinesTest, files_of_one_format_are_one_bill_of_the_highest_version) {
  const auto found =
      recognise({put("1.csv", std::string(kFocus) + ",InvoiceId\n"), put("2.csv", std::string(kFocus) + "\n")});
  ASSERT_TRUE(found) << found.error().text();
  ASSERT_EQ(found->bills.size(), 1u);
  EXPECT_EQ(found->bills[0].csv_files.size(), 2u);
  EXPECT_EQ(found->bills[0].format.focus_version, "1.2");
}

TEST_F(BillLinesTest, what_is_no_bill_says_why) {
  const auto found =
      recognise({put("people.csv", "name,age\nA,1\n"), put("empty.csv", ""), put("x.csv", "{\"a\": 1}")});
  ASSERT_TRUE(found) << found.error().text();
  EXPECT_THAT(found->bills, IsEmpty());
  EXPECT_THAT(found->not_bills, ElementsAre(HasSubstr("the first is 'name'"), HasSubstr("empty.csv: is empty"),
                                            HasSubstr("x.csv: is not a bill but JSON")));
}

TEST_F(BillLinesTest, parquet_that_can_not_be_read_is_an_error_that_names_the_file) {
  const auto found = recognise({put("cut.parquet", "PAR1 and nothing more")});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().where, (folder_.path() / "cut.parquet").string());
  EXPECT_EQ(found.error().what, "is a Parquet file that was cut: its end is missing");
}

TEST_F(BillLinesTest, damaged_parquet_is_an_error_that_says_nothing_of_a_query) {
  const auto path = put_parquet("bad.parquet", "SELECT " + std::string(kCur2));
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(-60, std::ios::end);  // the end of the list of columns lies before the last 8 bytes
  file << std::string(50, '\xff');
  file.close();
  const auto found = recognise({path});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().where, path.string());
  EXPECT_EQ(found.error().what, "is a damaged Parquet file: its list of columns can't be read");
}

TEST_F(BillLinesTest, each_part_of_parquet_must_have_the_required_columns) {
  const auto select = "SELECT " + std::string(kCur2);
  BillFiles bill{{BillFamily::kCur2}, true, {}, {}};
  bill.parquet_files = {put_parquet("1.parquet", select),
                        put_parquet("2.parquet", "SELECT * EXCLUDE (line_item_unblended_cost) FROM (" + select + ")")};
  const auto lines = open_bill_lines(engine_, "bill_lines", bill, {});
  ASSERT_FALSE(lines);
  EXPECT_THAT(lines.error().text(), ::testing::AllOf(HasSubstr("2.parquet"), HasSubstr("line_item_unblended_cost")));
}

TEST_F(BillLinesTest, a_map_that_is_jsons_null_is_none) {
  ASSERT_TRUE(open(put("a.csv",
                       "line_item_line_item_type,line_item_unblended_cost,line_item_currency_code,"
                       "line_item_usage_start_date,line_item_usage_end_date,bill_billing_period_start_date,product,"
                       "identity_line_item_id\nUsage,1,USD,2026-05-01,2026-05-02,2026-05-01,null,a\n")));
  EXPECT_EQ(ask("SELECT product, line_item_unblended_cost FROM bill_lines"), "-|1");
}

TEST_F(BillLinesTest, errors_name_the_path_of_a_csv) {
  std::filesystem::create_directory(folder_.path() / "may");
  const auto path = put("may/a.csv", CurCsv().cost("many").text());
  ASSERT_TRUE(open(path));
  EXPECT_THAT(ask("SELECT line_item_unblended_cost FROM bill_lines"), HasSubstr(path.string() + ": line 2: column"));
}

TEST_F(BillLinesTest, a_view_has_all_columns_whatever_the_file_lacks) {
  const auto lines = open(put("a.csv", CurCsv().cost("1.25").text()));
  ASSERT_TRUE(lines) << lines.error().text();
  std::string all;
  for (const auto& column : line_columns(BillFamily::kCurLegacy)) all += sql_name(column.name) + ", ";
  const auto rows = engine_.query("SELECT " + all + "unknown_columns, source_file, source_line FROM bill_lines");
  ASSERT_TRUE(rows) << rows.error().text();
  EXPECT_EQ(rows->rows.size(), 1u);
}

TEST_F(BillLinesTest, lines_know_their_file_and_line) {
  ASSERT_TRUE(open(put("a.csv", CurCsv().cost("1").cost("2").text())));
  EXPECT_EQ(ask("SELECT split_part(source_file, '/', -1), source_line, line_item_unblended_cost FROM bill_lines"),
            "a.csv|2|1;a.csv|3|2");
}

TEST_F(BillLinesTest, each_missing_required_column_is_an_error) {
  for (const char* column : {"lineItem/LineItemType", "lineItem/UnblendedCost", "lineItem/CurrencyCode",
                             "lineItem/UsageStartDate", "lineItem/UsageEndDate", "bill/BillingPeriodStartDate"}) {
    BillFiles bill{{BillFamily::kCurLegacy}, false, {}, {{put("a.csv", CurCsv().cost("1").without(column).text())}}};
    const auto lines = open_bill_lines(engine_, "bill_lines", bill, {});
    ASSERT_FALSE(lines) << column;
    EXPECT_THAT(lines.error().text(), ::testing::AllOf(HasSubstr("a.csv"), HasSubstr("has no column"))) << column;
  }
}

TEST_F(BillLinesTest, gaps_say_what_their_absence_costs) {
  const auto lines =
      open(put("a.csv", CurCsv().cost("1").without("bill/InvoiceId").without("bill/PayerAccountId").text()));
  ASSERT_TRUE(lines) << lines.error().text();
  EXPECT_THAT(lines->gaps, Contains("no bill_invoice_id: whether the month is final is unknown"));
  EXPECT_THAT(lines->gaps, Contains("no bill_payer_account_id: the payer is unknown"));
}

TEST_F(BillLinesTest, a_focus_bill_without_currency_has_a_gap_and_no_currency) {
  const auto lines = open(put("a.csv", std::string(kFocus) + "\n1,Usage,2026-05-01,2026-05-02\n"));
  ASSERT_TRUE(lines) << lines.error().text();
  EXPECT_THAT(lines->gaps, Contains("no BillingCurrency: the currency is unknown and never taken as USD"));
  EXPECT_EQ(ask("SELECT BillingCurrency FROM bill_lines"), "-");
}

TEST_F(BillLinesTest, cur_2_keeps_in_its_maps_what_legacy_reports_have_as_columns) {
  const auto lines =
      open(put_parquet("a.parquet", "SELECT " + std::string(kCur2) +
                                        ", MAP {'region': 'us-west-2', 'product_name': 'EC2', "
                                        "'instance_type': ''} AS product, MAP {'total_discount': '-0.5'} "
                                        "AS discount, 'SKU' AS product_sku"));
  ASSERT_TRUE(lines) << lines.error().text();
  EXPECT_EQ(ask("SELECT product_region, product_product_name, product_instance_type, product_sku, "
                "discount['total_discount'] FROM bill_lines"),
            "us-west-2|EC2|-|SKU|-0.5");
}

TEST_F(BillLinesTest, the_same_maps_as_json_in_csv_are_the_same) {
  const auto lines = open(put("a.csv",
                              "identity_line_item_id,line_item_line_item_type,line_item_unblended_cost,"
                              "line_item_currency_code,line_item_usage_start_date,line_item_usage_end_date,"
                              "bill_billing_period_start_date,product,discount,resource_tags\n"
                              "a,Usage,1,USD,2026-05-01,2026-05-02,2026-05-01,"
                              R"("{""region"":""us-west-2"",""product_name"":""EC2""}","{""total_discount"":-0.5}",)"
                              R"("{""user_team"":""a"",""aws_created_by"":""R""}")"
                              "\n"));
  ASSERT_TRUE(lines) << lines.error().text();
  EXPECT_EQ(ask("SELECT product_region, product_product_name, discount['total_discount'], resource_tags['team'], "
                "resource_tags['aws:created_by'] FROM bill_lines"),
            "us-west-2|EC2|-0.5|a|R");
}

// What a map says, it says in each form: as Parquet's map, as JSON in CSV, with entries as columns beside it.
TEST_F(BillLinesTest, maps_of_csv_and_parquet_are_the_same) {
  const std::string names =
      "product,discount,discount_total_discount,cost_category,resource_tags,resource_tags_user_team";
  const std::string asked = "SELECT product, discount, cost_category, resource_tags, product_region FROM bill_lines";
  // "user_user_x" is the tag that its user named "user_x".
  const std::string tags = "'user_a': '1', 'user_b': '', 'user_user_x': '2', 'aws_c': '3'";
  ASSERT_TRUE(open(put_parquet(
      "a.parquet", "SELECT " + std::string(kCur2) +
                       ", MAP {'region': '', 'vcpu': '4'} AS product, MAP {'edp': ''} AS discount, '-0.5' AS "
                       "discount_total_discount, MAP {'Unit': '', 'Env': 'x'} AS cost_category, MAP {" +
                       tags + "} AS resource_tags, 'web' AS resource_tags_user_team")));
  const auto of_parquet = ask(asked);
  EXPECT_EQ(of_parquet,
            R"({"vcpu": "4"}|{"total_discount": "-0.5"}|{"Env": "x"}|{"a": "1", "user_x": "2", "aws:c": "3", )"
            R"("team": "web"}|-)");
  ASSERT_TRUE(open(put("a.csv",
                       "identity_line_item_id,line_item_line_item_type,line_item_unblended_cost,"
                       "line_item_currency_code,line_item_usage_start_date,line_item_usage_end_date,"
                       "bill_billing_period_start_date," +
                           names +
                           "\na,Usage,1,USD,2026-05-01,2026-05-02,2026-05-01,"
                           R"("{""region"":"""",""vcpu"":""4""}","{""edp"":""""}",-0.5,)"
                           R"("{""Unit"":"""",""Env"":""x""}",)"
                           R"("{""user_a"":""1"",""user_b"":"""",""user_user_x"":""2"",""aws_c"":""3""}",web)"
                           "\n")));
  EXPECT_EQ(ask(asked), of_parquet);
}

TEST_F(BillLinesTest, late_lines_of_parquet_are_a_view_of_the_same_lines) {
  const std::string fee =
      std::string("SELECT * REPLACE ('RIFee' AS line_item_line_item_type) FROM (SELECT ") + kCur2 + ")";
  const auto lines = open(put_parquet("a.parquet", "SELECT " + std::string(kCur2) + " UNION ALL " + fee));
  ASSERT_TRUE(lines) << lines.error().text();
  const auto csv = open_late_lines(engine_, "late_lines", *lines, "bill_lines");
  ASSERT_TRUE(csv) << csv.error().text();
  EXPECT_EQ(*csv, nullptr);
  EXPECT_EQ(ask("SELECT line_item_line_item_type, source_line FROM late_lines"), "RIFee|2");
}

TEST_F(BillLinesTest, late_lines_of_csv_are_set_aside_while_it_is_read) {
  const auto path = put("a.csv", CurCsv().cost("1").line({{"lineItem/LineItemType", "RIFee"}}).cost("2").text());
  const auto found = recognise({path});
  ASSERT_TRUE(found) << found.error().text();
  const auto lines = open_bill_lines(engine_, "bill_lines", found->bills.at(0), folder_.path());
  ASSERT_TRUE(lines) << lines.error().text();
  EXPECT_EQ(ask("SELECT line_item_unblended_cost, source_line FROM bill_lines"), "1|2;2|4");
  const auto csv = open_late_lines(engine_, "late_lines", *lines, "bill_lines");
  ASSERT_TRUE(csv) << csv.error().text();
  EXPECT_EQ(ask("SELECT line_item_line_item_type, split_part(source_file, '/', -1), source_line FROM late_lines"),
            "RIFee|a.csv|3");
}

TEST_F(BillLinesTest, split_lines_are_known_by_operation_or_parent) {
  EXPECT_EQ(ask("SELECT " + split_line_condition() +
                " FROM (VALUES ('EKSPod-EC2', NULL), ('ECSTask-EC2', NULL), ('RunInstances', 'i-1'), ('RunInstances', "
                "NULL), (NULL, NULL)) t(line_item_operation, split_line_item_parent_resource_id)"),
            "true;true;true;false;false");
}

TEST_F(BillLinesTest, late_lines_are_fees_negations_and_split_lines) {
  EXPECT_EQ(ask("SELECT " + late_line_condition() +
                " FROM (VALUES ('RIFee'), ('SavingsPlanRecurringFee'), ('SavingsPlanNegation'), ('Usage'), (NULL)) "
                "t(line_item_line_item_type), (VALUES (NULL, NULL)) u(line_item_operation, "
                "split_line_item_parent_resource_id)"),
            "true;true;true;false;false");
}

}  // namespace
}  // namespace farthing
