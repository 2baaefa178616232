// Deliveries that come in, come again, come from elsewhere, are broken, and go.
#include "collect/bill/import.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "support/aws_manifest.hpp"
#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kPlanArn = "arn:aws:savingsplans::111122223333:savingsplan/p1";

constexpr const char* kFocusBill =
    "BilledCost,EffectiveCost,BillingCurrency,BillingAccountId,BillingPeriodStart,BillingPeriodEnd,ChargePeriodStart,"
    "ChargePeriodEnd,ChargeCategory\n"
    "7,7,USD,111122223333,2026-05-01T00:00:00Z,2026-06-01T00:00:00Z,2026-05-01T00:00:00Z,2026-05-01T01:00:00Z,Usage\n";

class ImportTest : public BillLakeFixture {
 protected:
  [[nodiscard]] std::int64_t snapshot() const { return lake_.snapshot().value().n; }
  [[nodiscard]] std::string billed() const {
    return ask("SELECT billing_period, sum(BilledCost) FROM charges GROUP BY 1 ORDER BY 1");
  }
  /// Makes a Parquet file of a query of the engine.
  std::string put_parquet(const std::string& name, const std::string& sql) const {
    const auto path = put(name, "");
    auto engine = Engine::open();
    if (!engine) return engine.error().text();
    const auto done = engine->run("COPY (" + sql + ") TO " + sql_literal(path) + " (FORMAT parquet)");
    if (!done) ADD_FAILURE() << done.error().text();
    return path;
  }
};

TEST_F(ImportTest, an_import_says_what_came_in) {
  const auto report = import_text(CurCsv().cost("1.5").cost("2").text());
  ASSERT_EQ(report.months.size(), 1u);
  const auto& month = report.months[0];
  EXPECT_EQ(month.partition.period, "2026-05");
  EXPECT_EQ(month.partition.source, "CUR legacy of 111122223333");
  EXPECT_EQ(month.partition.payer, "111122223333");
  EXPECT_FALSE(month.unchanged);
  EXPECT_FALSE(month.replaced);
  EXPECT_EQ(report.lines, 2);
  EXPECT_EQ(report.snapshot, 1);
  const auto& delivery = *month.partition.delivery;
  EXPECT_EQ(delivery.format, "CUR legacy");
  EXPECT_EQ(delivery.inputs.size(), 1u);
  EXPECT_EQ(delivery.totals.at(0).control.text(), "3.5");
  EXPECT_EQ(delivery.first_charge, "2026-05-01T00:00:00Z");
  EXPECT_EQ(delivery.newest_usage_end, "2026-05-01T01:00:00Z");
  EXPECT_EQ(billed(), "2026-05|3.5");
}

TEST_F(ImportTest, the_same_delivery_twice_is_nothing_to_do) {
  const auto first = import_text(CurCsv().cost("1").text());
  const auto again = import_text(CurCsv().cost("1").text());
  ASSERT_EQ(again.months.size(), 1u);
  EXPECT_TRUE(again.months[0].unchanged);
  EXPECT_EQ(again.months[0].partition.delivery->import_id, first.months.at(0).partition.delivery->import_id);
  EXPECT_EQ(again.snapshot, first.snapshot);
  EXPECT_EQ(again.lines, 0);
  EXPECT_EQ(billed(), "2026-05|1");
}

TEST_F(ImportTest, a_restated_month_takes_the_place_of_the_earlier_one) {
  const auto first = import_text(CurCsv().cost("1").text());
  const auto second = import_text(CurCsv().cost("1").cost("2").text());
  EXPECT_EQ(second.months.at(0).replaced, first.months.at(0).partition.delivery->import_id);
  EXPECT_EQ(second.snapshot, first.snapshot + 1);
  EXPECT_EQ(billed(), "2026-05|3");
  EXPECT_EQ(ask("SELECT count(*), sum(BilledCost) FROM costs_daily"), "1|3");
}

TEST_F(ImportTest, an_older_delivery_that_is_named_again_wins_again) {
  import_text(CurCsv().cost("1").text());
  import_text(CurCsv().cost("5").text());
  EXPECT_FALSE(import_text(CurCsv().cost("1").text()).months.at(0).unchanged);
  EXPECT_EQ(billed(), "2026-05|1");
}

TEST_F(ImportTest, a_restated_month_without_split_lines_has_none_left) {
  const CurFields split = {{"lineItem/Operation", "EKSPod-EC2"}, {"lineItem/UnblendedCost", "0"}};
  import_text(CurCsv().cost("1").line(split).text());
  EXPECT_EQ(ask("SELECT count(*) FROM split_charges"), "1");
  import_text(CurCsv().cost("1").text());
  EXPECT_EQ(ask("SELECT count(*) FROM split_charges"), "0");
}

TEST_F(ImportTest, a_second_source_of_a_month_is_refused_and_both_are_named) {
  import_text(CurCsv().cost("1").text());
  const auto focus = put("focus.csv", kFocusBill);
  EXPECT_THAT(error_of({focus}), AllOf(HasSubstr("CUR legacy of 111122223333"), HasSubstr("FOCUS of 111122223333"),
                                       HasSubstr("count it twice"), HasSubstr("--replace")));
  EXPECT_EQ(billed(), "2026-05|1");
}

TEST_F(ImportTest, replace_takes_the_second_source_in_the_firsts_stead) {
  const auto first = import_text(CurCsv().cost("1").text());
  const auto report = import_paths({put("focus.csv", kFocusBill)}, true);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).replaced, first.months.at(0).partition.delivery->import_id);
  EXPECT_EQ(billed(), "2026-05|7");
}

TEST_F(ImportTest, another_payer_is_no_second_source) {
  import_text(CurCsv().cost("1").text());
  import_text(CurCsv().line({{"bill/PayerAccountId", "999900001111"}}).text(), "other.csv");
  EXPECT_EQ(billed(), "2026-05|2");
}

TEST_F(ImportTest, two_sources_of_a_month_in_one_import_are_refused) {
  EXPECT_THAT(error_of({put("a/cur.csv", CurCsv().cost("1").text()), put("b/focus.csv", kFocusBill)}),
              HasSubstr("comes from two sources"));
  EXPECT_EQ(snapshot(), 0);
}

TEST_F(ImportTest, an_error_in_one_of_two_bills_leaves_the_lake_as_it_was) {
  const CurFields june = {{"bill/BillingPeriodStartDate", "2026-06-01T00:00:00Z"},
                          {"lineItem/UnblendedCost", "not a number"}};
  const auto good = put("a/may.csv", CurCsv().cost("1").text());
  const auto bad = put("b/june.csv", CurCsv().cost("1").line(june).text());
  EXPECT_THAT(error_of({good, bad}), AllOf(HasSubstr("june.csv"), HasSubstr("line 3"),
                                           HasSubstr("lineItem/UnblendedCost"), HasSubstr("not a number")));
  EXPECT_EQ(snapshot(), 0);
  EXPECT_EQ(billed(), "");
  // Nothing stays behind of what was staged.
  std::error_code error;
  EXPECT_TRUE(std::filesystem::is_empty(lake_.root() / "staging", error));
}

TEST_F(ImportTest, a_bill_of_two_months_is_two_deliveries_of_one_import) {
  const CurFields june = {{"bill/BillingPeriodStartDate", "2026-06-01T00:00:00Z"},
                          {"bill/BillingPeriodEndDate", "2026-07-01T00:00:00Z"},
                          {"lineItem/UnblendedCost", "2"}};
  const auto report = import_text(CurCsv().cost("1").line(june).text());
  ASSERT_EQ(report.months.size(), 2u);
  EXPECT_EQ(report.months[0].partition.delivery->import_id, report.months[1].partition.delivery->import_id);
  EXPECT_EQ(report.months[0].partition.delivery->deliveries_of_import, 2);
  EXPECT_EQ(billed(), "2026-05|1;2026-06|2");
}

TEST_F(ImportTest, an_import_is_taken_out_whole) {
  const auto report = import_text(CurCsv().cost("1").text());
  import_text(CurCsv().line({{"bill/PayerAccountId", "999900001111"}}).text(), "other.csv");
  const auto removed = remove_import(lake_, report.months.at(0).partition.delivery->import_id);
  ASSERT_TRUE(removed) << removed.error().text();
  EXPECT_EQ(*removed, 3);
  EXPECT_EQ(ask("SELECT BillingAccountId FROM charges"), "999900001111");
  EXPECT_EQ(ask("SELECT count(*) FROM costs_daily"), "1");
}

TEST_F(ImportTest, an_import_that_is_not_there_cannot_be_taken_out) {
  import_text(CurCsv().cost("1").text());
  const auto removed = remove_import(lake_, "nonsense");
  ASSERT_FALSE(removed);
  EXPECT_THAT(removed.error().text(), AllOf(HasSubstr("'nonsense'"), HasSubstr("farthing imports list")));
  EXPECT_EQ(snapshot(), 1);
}

TEST_F(ImportTest, a_manifest_names_the_source_and_the_assembly) {
  put("cur/20260501-20260601/a1/cur-1.csv", CurCsv().cost("1").text());
  put("cur/20260501-20260601/a1/cur-Manifest.json",
      legacy_manifest("daily", "a1", "20260501", {"cur/20260501-20260601/a1/cur-1.csv"}));
  const auto report = import_paths({folder()});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).partition.source, "daily of 111122223333");
  EXPECT_EQ(report->months.at(0).partition.delivery->assembly, "a1");
  EXPECT_THAT(report->choices, ::testing::ElementsAre("daily 2026-05: assembly a1 of 1 file"));
}

TEST_F(ImportTest, a_manifest_of_another_period_is_an_error) {
  put("cur-1.csv", CurCsv().cost("1").text());
  const auto manifest = put("cur-Manifest.json", legacy_manifest("daily", "a1", "20260601", {"cur-1.csv"}));
  EXPECT_THAT(error_of({manifest}), HasSubstr("is a manifest of 2026-06, but its files hold lines of 2026-05"));
  EXPECT_EQ(snapshot(), 0);
}

TEST_F(ImportTest, a_bill_without_a_required_column_is_an_error_that_names_it) {
  for (const char* column : {"lineItem/UnblendedCost", "lineItem/CurrencyCode", "lineItem/UsageStartDate",
                             "lineItem/UsageEndDate", "bill/BillingPeriodStartDate"}) {
    const auto path = put("bill.csv", CurCsv().cost("1").without(column).text());
    std::string snake = snake_case(std::string(column).substr(std::string(column).find('/') + 1));
    EXPECT_THAT(error_of({path}), AllOf(HasSubstr("bill.csv"), HasSubstr("has no column"), HasSubstr(snake)));
  }
  EXPECT_EQ(snapshot(), 0);
}

TEST_F(ImportTest, a_named_file_that_is_no_bill_is_an_error_and_in_a_folder_it_is_skipped) {
  const auto notes = put("notes.csv", "name,age\nAda,36\n");
  EXPECT_THAT(error_of({notes}), HasSubstr("is not a bill"));
  put("bill.csv", CurCsv().cost("1").text());
  const auto report = import_paths({folder()});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_THAT(report->skipped, ::testing::Contains(HasSubstr("notes.csv: is not a bill")));
  EXPECT_EQ(billed(), "2026-05|1");
}

TEST_F(ImportTest, a_bill_of_a_header_alone_is_told) {
  const auto report = import_paths({put("bill.csv", CurCsv().text())});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_TRUE(report->months.empty());
  EXPECT_EQ(report->snapshot, 0);
}

// The same two lines and a negation with its residue, as legacy CSV.
CurCsv three_lines() {
  CurFields covered = {{"lineItem/LineItemType", "SavingsPlanCoveredUsage"},
                       {"savingsPlan/SavingsPlanARN", kPlanArn},
                       {"savingsPlan/SavingsPlanEffectiveCost", "0.7"},
                       {"lineItem/UnblendedCost", "1.1"},
                       {"pricing/publicOnDemandRate", "1.1"},
                       {"product/vcpu", "2"}};
  CurFields negation = covered;
  negation["lineItem/LineItemType"] = "SavingsPlanNegation";
  negation["lineItem/UnblendedCost"] = "-1.0999999999";
  negation["savingsPlan/SavingsPlanEffectiveCost"] = "";
  return CurCsv()
      .line({{"lineItem/UnblendedCost", "0.1"}, {"resourceTags/user:Team", "search"}, {"product/vcpu", "2"}})
      .line(covered)
      .line(negation);
}

constexpr const char* kAllOfThem =
    "BilledCost, EffectiveCost, ListCost, ContractedCost, ChargeCategory, PricingCategory, ChargePeriodStart, "
    "BillingAccountId, CommitmentDiscountId, ResourceId, RegionId, ServiceName, ConsumedQuantity, ListUnitPrice, "
    "Tags['Team'], x_Product['vcpu'], x_LineItemType, x_UsageType";

// The columns that both kinds of Parquet have, made of constants; DOUBLEs and TIMESTAMPs as AWS writes them.
std::string parquet_line(const std::string& type, const std::string& cost, const std::string& rate,
                         const std::string& plan_cost) {
  return "SELECT 'line' AS identity_line_item_id, 'INV-1' AS bill_invoice_id, 'AWS' AS bill_billing_entity, "
         "'111122223333' AS bill_payer_account_id, TIMESTAMP '2026-05-01' AS bill_billing_period_start_date, "
         "TIMESTAMP '2026-06-01' AS bill_billing_period_end_date, '444455556666' AS line_item_usage_account_id, '" +
         type +
         "' AS line_item_line_item_type, TIMESTAMP '2026-05-01' AS line_item_usage_start_date, "
         "TIMESTAMP '2026-05-01 01:00:00' AS line_item_usage_end_date, 'AmazonEC2' AS line_item_product_code, "
         "'BoxUsage:m5.large' AS line_item_usage_type, 'RunInstances' AS line_item_operation, "
         "'us-east-1a' AS line_item_availability_zone, 'i-0123456789abcdef0' AS line_item_resource_id, "
         "CAST(1 AS DOUBLE) AS line_item_usage_amount, 'USD' AS line_item_currency_code, CAST(" +
         cost + " AS DOUBLE) AS line_item_unblended_cost, '" + rate +
         "' AS pricing_public_on_demand_rate, CAST(1 AS DOUBLE) AS pricing_public_on_demand_cost, 'Hrs' AS "
         "pricing_unit, " +
         (plan_cost.empty() ? std::string("''") : sql_literal(kPlanArn)) +
         " AS savings_plan_savings_plan_a_r_n, CAST(" + (plan_cost.empty() ? "NULL" : plan_cost) +
         " AS DOUBLE) AS savings_plan_savings_plan_effective_cost, ";
}

// All three lines, with the columns that differ between the kinds.
std::string parquet_lines(const std::string& of_first, const std::string& of_others) {
  return parquet_line("Usage", "0.1", "1", "") + of_first + " UNION ALL " +
         parquet_line("SavingsPlanCoveredUsage", "1.1", "1.1", "0.7") + of_others + " UNION ALL " +
         parquet_line("SavingsPlanNegation", "-1.0999999999", "1.1", "NULL") + of_others;
}

TEST_F(ImportTest, parquet_of_a_legacy_report_gives_the_same_charges_as_csv) {
  import_text(three_lines().text());
  EXPECT_EQ(charges("BilledCost"), "0.1;0;0.0000000001");
  const auto of_csv = charges(kAllOfThem);
  const std::string product =
      "'Amazon Elastic Compute Cloud' AS product_product_name, 'us-east-1' AS product_region, '2' AS product_vcpu, "
      "'SKU1' AS product_sku, ";
  const auto path = put_parquet("legacy.parquet", parquet_lines(product + "'search' AS resource_tags_user_team",
                                                                product + "'' AS resource_tags_user_team"));
  const auto report = import_paths({path});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).partition.delivery->format, "CUR legacy");
  // Parquet has the tag's key in lower case: all else is alike.
  const std::string columns(kAllOfThem);
  const auto tag = columns.find("'Team'");
  EXPECT_EQ(charges(columns.substr(0, tag) + "'team'" + columns.substr(tag + 6)), of_csv);
}

TEST_F(ImportTest, parquet_of_cur_2_gives_the_same_charges_as_csv) {
  import_text(three_lines().text());
  const auto of_csv = charges(kAllOfThem);
  const std::string product =
      "MAP {'product_name': 'Amazon Elastic Compute Cloud', 'region': 'us-east-1', 'vcpu': '2'} AS product, 'SKU1' AS "
      "product_sku, ";
  const auto path = put_parquet("cur2.parquet", parquet_lines(product + "MAP {'user_Team': 'search'} AS resource_tags",
                                                              product + "MAP {'user_Team': ''} AS resource_tags"));
  const auto report = import_paths({path}, true);
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(report->months.at(0).partition.delivery->format, "CUR 2.0");
  EXPECT_EQ(report->months.at(0).partition.delivery->totals.at(0).control.text(), "0.1000000001");
  EXPECT_EQ(charges(kAllOfThem), of_csv);
}

}  // namespace
}  // namespace farthing
