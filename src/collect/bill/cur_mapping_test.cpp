// What a Cost and Usage Report's columns become beside the costs: services, commitments, groups of negations, maps.
#include <gmock/gmock.h>

#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kPlanOfMapping = "arn:aws:savingsplans::111122223333:savingsplan/p1";

CurFields covered(const CurFields& changes = {}) {
  CurFields fields = {{"lineItem/LineItemType", "SavingsPlanCoveredUsage"},
                      {"lineItem/UnblendedCost", "5"},
                      {"savingsPlan/SavingsPlanARN", kPlanOfMapping},
                      {"savingsPlan/SavingsPlanEffectiveCost", "3"}};
  for (const auto& [name, value] : changes) fields[name] = value;
  return fields;
}
CurFields negation(const CurFields& changes = {}) {
  CurFields fields = covered({{"lineItem/LineItemType", "SavingsPlanNegation"},
                              {"lineItem/UnblendedCost", "-5"},
                              {"lineItem/ResourceId", ""},
                              {"savingsPlan/SavingsPlanEffectiveCost", ""}});
  for (const auto& [name, value] : changes) fields[name] = value;
  return fields;
}

class CurMappingTest : public BillLakeFixture {
 protected:
  const Delivery& import_lines(const CurCsv& csv) {
    report_ = import_text(csv.text());
    return *report_.months.at(0).partition.delivery;
  }
  ImportReport report_;
};

// Each field of a negation's group that differs leaves both sides as they were delivered.
class NegationGroups : public CurMappingTest,
                       public ::testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(NegationGroups, differ_in_each_of_their_fields) {
  const auto& [field, other] = GetParam();
  const auto& delivery = import_lines(CurCsv().line(covered()).line(negation({{field, other}})));
  EXPECT_EQ(ask("SELECT BilledCost FROM charges ORDER BY x_SourceLine"), "5;-5");
  EXPECT_EQ(delivery.findings.size(), 2u);
}

INSTANTIATE_TEST_SUITE_P(Fields, NegationGroups,
                         ::testing::Values(std::pair("lineItem/UsageStartDate", "2026-05-01T01:00:00Z"),
                                           std::pair("savingsPlan/SavingsPlanARN", "arn:other"),
                                           std::pair("lineItem/Operation", "RunInstances:0002"),
                                           std::pair("lineItem/UsageType", "BoxUsage:m5.xlarge"),
                                           std::pair("lineItem/AvailabilityZone", "us-east-1b"),
                                           std::pair("lineItem/CurrencyCode", "EUR")));

TEST_F(CurMappingTest, a_group_spans_accounts_resources_and_files) {
  put("x/1.csv", CurCsv()
                     .line(covered())
                     .line(covered({{"lineItem/UsageAccountId", "2"}, {"lineItem/ResourceId", "i-2"}}))
                     .text());
  put("x/2.csv",
      CurCsv().line(negation({{"lineItem/UnblendedCost", "-9.9999999999"}, {"lineItem/UsageAccountId", "3"}})).text());
  const auto report = import_paths({folder("x")});
  ASSERT_TRUE(report) << report.error().text();
  EXPECT_EQ(charges("BilledCost, EffectiveCost"), "0|3;0|3;0.0000000001|0");
  EXPECT_THAT(report->months.at(0).partition.delivery->findings, IsEmpty());
}

TEST_F(CurMappingTest, groups_with_and_without_negation_lie_side_by_side) {
  const auto& delivery =
      import_lines(CurCsv()
                       .line(covered())
                       .line(covered({{"lineItem/AvailabilityZone", "z2"}}))
                       .line(covered({{"lineItem/AvailabilityZone", "z3"}, {"lineItem/UnblendedCost", "0"}}))
                       .line(negation()));
  EXPECT_EQ(charges("AvailabilityZone, BilledCost"), "us-east-1a|0;z2|5;z3|0;us-east-1a|0");
  EXPECT_THAT(delivery.findings, Contains(HasSubstr("of 1 groups has no negation: its billed cost of 5 stays on it")));
  EXPECT_EQ(delivery.totals.at(0).control.text(), "5");
}

TEST_F(CurMappingTest, a_covered_line_without_effective_cost_has_an_unknown_one) {
  const auto& delivery =
      import_lines(CurCsv().line(covered({{"savingsPlan/SavingsPlanEffectiveCost", ""}})).line(negation()));
  EXPECT_EQ(charges("EffectiveCost"), "-;0");
  EXPECT_EQ(delivery.totals.at(0).unknown_lines.at(1), 1);
}

TEST_F(CurMappingTest, a_plan_cut_to_seven_days_was_returned_and_one_of_an_hour_more_was_not) {
  const auto refund = [](const std::string& end) {
    return CurFields{{"lineItem/LineItemType", "Refund"},
                     {"lineItem/UnblendedCost", "-10"},
                     {"lineItem/ProductCode", "ComputeSavingsPlans"},
                     {"savingsPlan/SavingsPlanARN", kPlanOfMapping},
                     {"savingsPlan/StartTime", "2026-05-01T00:00:00.000Z"},
                     {"savingsPlan/EndTime", end}};
  };
  import_lines(CurCsv().line(refund("2026-05-08T00:00:00.000Z")).line(refund("2026-05-08T01:00:00.000Z")));
  EXPECT_EQ(charges("ChargeCategory, ChargeClass, ChargeFrequency, EffectiveCost, ListCost"),
            "Purchase|Correction|One-Time|0|-10;Adjustment|-|One-Time|-10|-10");
}

TEST_F(CurMappingTest, a_returned_reservation_corrects_its_purchase) {
  import_lines(CurCsv().line({{"lineItem/LineItemType", "Refund"},
                              {"lineItem/UnblendedCost", "-10"},
                              {"reservation/ReservationARN", "arn:ri"},
                              {"reservation/StartTime", "2026-05-01T00:00:00.000Z"},
                              {"reservation/EndTime", "2026-05-03T00:00:00.000Z"}}));
  EXPECT_EQ(charges("ChargeCategory, ChargeClass, BilledCost, EffectiveCost, ContractedCost"),
            "Purchase|Correction|-10|0|-10");
}

TEST_F(CurMappingTest, a_discount_paid_back_by_a_plan_is_an_adjustment_whatever_its_time) {
  import_lines(CurCsv().line({{"lineItem/LineItemType", "Refund"},
                              {"lineItem/UnblendedCost", "-1"},
                              {"lineItem/ProductCode", "ComputeSavingsPlans"},
                              {"lineItem/UsageStartDate", "2026-04-01T00:00:00Z"}}));
  EXPECT_EQ(charges("ChargeCategory, ChargeClass, EffectiveCost"), "Adjustment|-|-1");
}

TEST_F(CurMappingTest, a_refund_of_committed_usage_of_an_earlier_month_says_which_commitment) {
  import_lines(CurCsv().line({{"lineItem/LineItemType", "Refund"},
                              {"lineItem/UnblendedCost", "-1"},
                              {"reservation/ReservationARN", "arn:ri"},
                              {"lineItem/UsageStartDate", "2026-04-01T00:00:00Z"}}));
  EXPECT_EQ(charges("ChargeCategory, ChargeClass, CommitmentDiscountId, CommitmentDiscountStatus"),
            "Usage|Correction|arn:ri|Used");
}

TEST_F(CurMappingTest, fees_that_are_usage_have_their_quantity) {
  import_lines(CurCsv().line({{"lineItem/LineItemType", "Fee"}, {"lineItem/UsageAmount", "3"}, {"pricing/unit", ""}}));
  EXPECT_EQ(charges("ChargeCategory, ConsumedQuantity, ConsumedUnit, PricingQuantity, PricingUnit"),
            "Usage|3|Count|3|Count");
}

TEST_F(CurMappingTest, quantities_and_units_are_unknown_together) {
  import_lines(CurCsv().line({{"lineItem/UsageAmount", ""}}).line(covered({{"lineItem/UsageAmount", ""}})));
  EXPECT_EQ(charges("ConsumedQuantity, ConsumedUnit, PricingQuantity, PricingUnit"), "-|-|-|-;-|-|-|-");
  EXPECT_EQ(charges("ListCost"), "1;1");  // the delivered public cost
}

TEST_F(CurMappingTest, purchases_and_parts_consume_nothing) {
  import_lines(
      CurCsv()
          .line({{"lineItem/LineItemType", "SavingsPlanRecurringFee"},
                 {"savingsPlan/SavingsPlanARN", kPlanOfMapping},
                 {"savingsPlan/TotalCommitmentToDate", "2"},
                 {"savingsPlan/UsedCommitment", "1"}})
          .line({{"lineItem/LineItemType", "SavingsPlanUpfrontFee"}, {"savingsPlan/SavingsPlanARN", kPlanOfMapping}})
          .line({{"lineItem/LineItemType", "Credit"}}));
  EXPECT_EQ(charges("x_Part, ConsumedQuantity, ConsumedUnit"), "fee|-|-;unused|-|-;-|-|-;-|-|-");
}

TEST_F(CurMappingTest, the_purchase_option_of_each_kind) {
  CurCsv csv;
  csv.line(covered()).line(negation());
  csv.line({{"lineItem/LineItemType", "SavingsPlanUpfrontFee"}, {"savingsPlan/SavingsPlanARN", kPlanOfMapping}});
  csv.line({{"lineItem/LineItemType", "DiscountedUsage"}, {"reservation/ReservationARN", "arn:ri"}});
  for (const char* type : {"Tax", "Credit", "Refund", "EdpDiscount", "Fee"})
    csv.line({{"lineItem/LineItemType", type}});
  import_lines(csv);
  EXPECT_EQ(charges("x_PurchaseOption"), "savings_plan;savings_plan;savings_plan;reserved;-;-;-;-;-");
}

TEST_F(CurMappingTest, product_codes_tell_category_and_subcategory) {
  const std::vector<std::array<const char*, 3>> services = {
      {"AmazonEC2", "Compute", "Virtual Machines"},
      {"AmazonECS", "Compute", "Containers"},
      {"AmazonEKS", "Compute", "Containers"},
      {"AmazonECR", "Compute", "Containers"},
      {"AWSLambda", "Compute", "Serverless Compute"},
      {"AmazonS3", "Storage", "Object Storage"},
      {"AmazonEFS", "Storage", "File Storage"},
      {"AmazonFSx", "Storage", "File Storage"},
      {"AmazonVPC", "Networking", "Network Infrastructure"},
      {"AWSDataTransfer", "Networking", "Network Infrastructure"},
      {"AWSELB", "Networking", "Application Networking"},
      {"AmazonSageMaker", "AI and Machine Learning", "Machine Learning"},
      {"AmazonBedrock", "AI and Machine Learning", "Generative AI"},
      {"AmazonRDS", "Databases", "Relational Databases"},
      {"AmazonDynamoDB", "Databases", "NoSQL Databases"},
      {"AmazonCloudWatch", "Management and Governance", "Observability"},
      {"AWSSupportBusiness", "Management and Governance", "Support"},
      {"awskms", "Security", "Secret Management"},
      {"AWSQueueService", "Integration", "Messaging"},
      {"AmazonSNS", "Integration", "Messaging"},
      {"SomethingNew", "Other", "Other (Other)"}};
  CurCsv csv;
  std::string expected;
  for (const auto& [code, category, subcategory] : services) {
    csv.line({{"lineItem/ProductCode", code}, {"product/ProductName", ""}});
    expected += (expected.empty() ? "" : ";") + std::string(code) + "|" + category + "|" + subcategory;
  }
  import_lines(csv);
  EXPECT_EQ(charges("ServiceName, ServiceCategory, ServiceSubcategory"), expected);
}

TEST_F(CurMappingTest, the_region_is_the_products_else_its_code) {
  import_lines(CurCsv()
                   .line({{"product/region", "us-west-2"}, {"product/regionCode", "us-east-1"}})
                   .line({{"product/region", ""}, {"product/regionCode", "eu-west-1"}})
                   .line({{"product/region", ""}, {"product/regionCode", ""}}));
  EXPECT_EQ(charges("RegionId, RegionName"), "us-west-2|US West (Oregon);eu-west-1|Europe (Ireland);-|-");
}

TEST_F(CurMappingTest, skus_meters_and_price_details) {
  import_lines(CurCsv()
                   .line({{"pricing/RateCode", "SKU1.R"}, {"lineItem/UsageType", "USW2-BoxUsage:m5.large"}})
                   .line({{"product/sku", ""}}));
  EXPECT_EQ(charges("SkuId, SkuPriceId, SkuMeter, SkuPriceDetails"),
            R"(SKU1|SKU1.R|BoxUsage|{"InstanceType": "m5.large"};-|-|-|-)");
}

TEST_F(CurMappingTest, capacity_reservations_are_used_or_unused) {
  const std::string arn = "capacityReservation/CapacityReservationArn";
  import_lines(CurCsv()
                   .line({{arn, "arn:cr"}, {"lineItem/UsageType", "Reservation:m5.large"}})
                   .line({{arn, "arn:cr"}, {"lineItem/UsageType", "UnusedBox:m5.large"}})
                   .cost("1"));
  EXPECT_EQ(charges("CapacityReservationId, CapacityReservationStatus"), "arn:cr|Used;arn:cr|Unused;-|-");
}

TEST_F(CurMappingTest, tags_with_odd_characters_and_in_other_cases_are_kept_apart) {
  import_lines(CurCsv().line({{"resourceTags/user:a, \"b\"/c:d", "x, \"y\"\nz"},
                              {"resourceTags/user:Team", "A"},
                              {"resourceTags/user:team", "b"},
                              {"resourceTags/user:\xc3\xa9", "\xf0\x9f\x98\x80"},
                              {"resourceTags/user:empty", ""}}));
  EXPECT_EQ(charges(R"(Tags['a, "b"/c:d'], Tags['Team'], Tags['team'], Tags['é'], cardinality(Tags))"),
            "x, \"y\"\nz|A|b|\xf0\x9f\x98\x80|4");
}

TEST_F(CurMappingTest, a_report_with_tag_columns_has_empty_tags_and_one_without_unknown_ones) {
  import_lines(CurCsv().cost("1"));
  EXPECT_EQ(charges("cardinality(Tags), x_CostCategories IS NULL"), "0|true");
}

TEST_F(CurMappingTest, discounts_are_kept_as_a_map) {
  import_lines(CurCsv().line({{"discount/BundledDiscount", "-0.1"}, {"discount/EdpDiscount", "-0.2"}}));
  EXPECT_EQ(charges("x_Discounts['bundled_discount'], x_Discounts['edp_discount'], BilledCost"), "-0.1|-0.2|1");
}

TEST_F(CurMappingTest, months_of_one_report_are_told_by_their_billing_period) {
  const auto report = import_text(CurCsv()
                                      .line({{"bill/BillingPeriodStartDate", "2026-04-01T00:00:00Z"}})
                                      .line({{"lineItem/UsageStartDate", "2026-04-30T23:00:00Z"}})
                                      .text());
  EXPECT_EQ(report.months.size(), 2u);
  EXPECT_EQ(charges("billing_period, charge_date"), "2026-04|2026-05-01;2026-05|2026-04-30");
}

TEST_F(CurMappingTest, split_lines_of_ecs_and_of_nodes_are_known_by_operation_or_parent) {
  const auto& delivery =
      import_lines(CurCsv()
                       .line({{"lineItem/Operation", "ECSTask-EC2"}, {"lineItem/UnblendedCost", "0.5"}})
                       .line({{"splitLineItem/ParentResourceId", "i-1"}, {"lineItem/UnblendedCost", "0.25"}})
                       .cost("3"));
  EXPECT_EQ(charges("BilledCost"), "3");
  EXPECT_EQ(ask("SELECT x_SourceLine, x_UnblendedCost, ParentResourceId FROM split_charges ORDER BY 1"),
            "2|0.5|-;3|0.25|i-1");
  EXPECT_EQ(delivery.split_lines, 2);
  EXPECT_EQ(delivery.lines, 1);
}

TEST_F(CurMappingTest, a_line_without_what_it_must_have_is_an_error_that_names_it) {
  for (const char* column :
       {"lineItem/CurrencyCode", "lineItem/UnblendedCost", "lineItem/LineItemType", "lineItem/UsageEndDate"}) {
    EXPECT_THAT(error_of({put("a.csv", CurCsv().cost("1").line({{column, ""}}).text())}),
                HasSubstr("a.csv: line 3: column " + std::string(column)));
  }
}

}  // namespace
}  // namespace farthing
