// The cost rules of a Cost and Usage Report, one line item type after the other; all amounts are worked by hand.
#include <gmock/gmock.h>

#include "support/bill_lake.hpp"
#include "support/cur_csv.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kPlan = "arn:aws:savingsplans::111122223333:savingsplan/p1";
constexpr const char* kReservation = "arn:aws:ec2:us-east-1:111122223333:reserved-instances/r1";

class CurChargesTest : public BillLakeFixture {
 protected:
  const Delivery& import_lines(const CurCsv& csv) {
    report_ = import_text(csv.text());
    return *report_.months.at(0).partition.delivery;
  }
  // One line of a type that costs `unblended`.
  const Delivery& import_line(const std::string& type, const std::string& unblended, CurFields fields = {}) {
    fields["lineItem/LineItemType"] = type;
    fields["lineItem/UnblendedCost"] = unblended;
    return import_lines(CurCsv().line(fields));
  }
  ImportReport report_;
};

TEST_F(CurChargesTest, usage_costs_what_it_costs_and_lists_at_rate_times_amount) {
  import_line("Usage", "1.5", {{"lineItem/UsageAmount", "2"}, {"pricing/publicOnDemandRate", "0.8"}});
  EXPECT_EQ(costs(), "1.5|1.5|1.6|1.5");
  EXPECT_EQ(kinds(), "Usage|-|Usage-Based|Standard|-");
  EXPECT_EQ(charges("ConsumedQuantity, ConsumedUnit, ListUnitPrice, ContractedUnitPrice, x_PurchaseOption"),
            "2|Hrs|0.8|0.75|on_demand");
}

TEST_F(CurChargesTest, list_cost_is_the_delivered_one_where_there_is_no_rate) {
  import_line("Usage", "1.5", {{"pricing/publicOnDemandRate", ""}, {"pricing/publicOnDemandCost", "1.75"}});
  EXPECT_EQ(costs(), "1.5|1.5|1.75|1.5");
  EXPECT_EQ(charges("x_PublicOnDemandCost, ListUnitPrice"), "1.75|-");
}

TEST_F(CurChargesTest, list_cost_is_unknown_without_rate_and_delivered_cost) {
  import_line("Usage", "1.5", {{"pricing/publicOnDemandRate", ""}, {"pricing/publicOnDemandCost", ""}});
  EXPECT_EQ(costs(), "1.5|1.5|-|1.5");
}

TEST_F(CurChargesTest, amounts_in_e_notation_are_exact) {
  const auto& delivery = import_line("Usage", "4.0E-7", {{"pricing/publicOnDemandRate", "4.0E-7"}});
  EXPECT_EQ(charges("BilledCost, ListCost"), "0.0000004|0.0000004");
  EXPECT_EQ(delivery.totals.at(0).control.text(), "0.0000004");
}

TEST_F(CurChargesTest, usage_types_tell_the_purchase_option) {
  CurCsv csv;
  for (const char* type : {"BoxUsage:m5.large", "SpotUsage:m5.large", "USW2-Fargate-vCPU-Hours:perCPU",
                           "SpotUsage-Fargate-vCPU-Hours:perCPU", "CapacityBlockUsage:p5.48xlarge"}) {
    csv.line({{"lineItem/UsageType", type}});
  }
  import_lines(csv);
  EXPECT_EQ(charges("x_PurchaseOption, PricingCategory"),
            "on_demand|Standard;spot|Dynamic;fargate|Standard;fargate_spot|Dynamic;capacity_block|Standard");
}

TEST_F(CurChargesTest, the_instance_type_is_the_products_else_the_usage_types) {
  import_lines(CurCsv()
                   .line({{"product/instanceType", "m6i.large"}})
                   .line({{"lineItem/UsageType", "USW2-SpotUsage:c5.xlarge"}})
                   .line({{"lineItem/UsageType", "EBS:VolumeUsage.gp3"}}));
  EXPECT_EQ(charges("x_InstanceType"), "m6i.large;c5.xlarge;-");
}

TEST_F(CurChargesTest, covered_usage_is_billed_zero_and_its_negation_keeps_the_residue) {
  const CurFields covered = {{"lineItem/LineItemType", "SavingsPlanCoveredUsage"},
                             {"savingsPlan/SavingsPlanARN", kPlan},
                             {"savingsPlan/OfferingType", "ComputeSavingsPlans"}};
  CurFields first = covered;
  CurFields second = covered;
  CurFields negation = covered;
  first["lineItem/UnblendedCost"] = "10.1";
  first["savingsPlan/SavingsPlanEffectiveCost"] = "7";
  first["pricing/publicOnDemandRate"] = "10.1";
  second["lineItem/UnblendedCost"] = "2.3";
  second["savingsPlan/SavingsPlanEffectiveCost"] = "1.6";
  second["pricing/publicOnDemandRate"] = "2.4";
  negation["lineItem/LineItemType"] = "SavingsPlanNegation";
  negation["lineItem/UnblendedCost"] = "-12.3999999999";
  negation["lineItem/ResourceId"] = "";
  const auto& delivery = import_lines(CurCsv().line(first).line(second).line(negation));
  EXPECT_EQ(costs(), "0|7|10.1|10.1;0|1.6|2.4|2.3;0.0000000001|0|0|0");
  EXPECT_EQ(kinds(),
            "Usage|-|Usage-Based|Committed|Used;Usage|-|Usage-Based|Committed|Used;Usage|-|Usage-Based|Committed|Used");
  EXPECT_EQ(charges("x_UnblendedCost, CommitmentDiscountQuantity, CommitmentDiscountUnit, PricingQuantity"),
            "10.1|7|USD|1;2.3|1.6|USD|1;-12.3999999999|0|USD|0");
  EXPECT_EQ(charges("ConsumedQuantity, ConsumedUnit, PricingUnit"), "1|Hrs|Hrs;1|Hrs|Hrs;0|Hrs|Hrs");
  EXPECT_EQ(ask("SELECT sum(BilledCost) FROM charges"), "0.0000000001");
  EXPECT_EQ(delivery.totals.at(0).control.text(), "0.0000000001");
  EXPECT_THAT(delivery.findings, IsEmpty());
}

CurFields sp_line(const std::string& type, const std::string& unblended, const std::string& zone = "us-east-1a") {
  return {{"lineItem/LineItemType", type},
          {"lineItem/UnblendedCost", unblended},
          {"lineItem/AvailabilityZone", zone},
          {"savingsPlan/SavingsPlanARN", kPlan},
          {"savingsPlan/SavingsPlanEffectiveCost", type == "SavingsPlanCoveredUsage" ? "0.5" : ""}};
}

TEST_F(CurChargesTest, a_negation_without_covered_usage_keeps_its_amount_and_is_a_finding) {
  const auto& delivery = import_lines(CurCsv().line(sp_line("SavingsPlanNegation", "-4")));
  EXPECT_EQ(costs(), "-4|0|0|0");
  EXPECT_THAT(delivery.findings, Contains(HasSubstr("take back no usage of this bill")));
}

TEST_F(CurChargesTest, covered_usage_without_negation_keeps_its_billed_cost_and_is_a_finding) {
  const auto& delivery = import_lines(CurCsv().line(sp_line("SavingsPlanCoveredUsage", "2")));
  EXPECT_EQ(charges("BilledCost, EffectiveCost"), "2|0.5");
  EXPECT_THAT(delivery.findings, Contains(HasSubstr("has no negation: its billed cost of 2 stays on it")));
}

TEST_F(CurChargesTest, the_first_of_two_negations_of_a_group_carries_what_is_left) {
  import_lines(CurCsv()
                   .line(sp_line("SavingsPlanNegation", "-3"))
                   .line(sp_line("SavingsPlanCoveredUsage", "5"))
                   .line(sp_line("SavingsPlanNegation", "-1.5")));
  EXPECT_EQ(charges("BilledCost, x_UnblendedCost"), "0.5|-3;0|5;0|-1.5");
}

TEST_F(CurChargesTest, usage_without_a_zone_is_taken_back_by_a_negation_without_one) {
  const auto& delivery = import_lines(
      CurCsv().line(sp_line("SavingsPlanCoveredUsage", "5", "")).line(sp_line("SavingsPlanNegation", "-5", "")));
  EXPECT_EQ(charges("AvailabilityZone, BilledCost"), "-|0;-|0");
  EXPECT_THAT(delivery.findings, IsEmpty());
}

TEST_F(CurChargesTest, a_negation_takes_back_usage_of_its_own_zone_only) {
  import_lines(CurCsv()
                   .line(sp_line("SavingsPlanCoveredUsage", "5", "us-east-1a"))
                   .line(sp_line("SavingsPlanNegation", "-5", "us-east-1b")));
  EXPECT_EQ(charges("BilledCost"), "5;-5");
}

TEST_F(CurChargesTest, a_plans_fee_is_a_purchase_and_its_unused_part_usage) {
  const auto& delivery = import_line("SavingsPlanRecurringFee", "10",
                                     {{"savingsPlan/SavingsPlanARN", kPlan},
                                      {"savingsPlan/TotalCommitmentToDate", "10"},
                                      {"savingsPlan/UsedCommitment", "7.25"},
                                      {"savingsPlan/RecurringCommitmentForBillingPeriod", "10"}});
  EXPECT_EQ(costs(), "10|0|10|10;0|2.75|2.75|2.75");
  EXPECT_EQ(kinds(), "Purchase|-|Recurring|Standard|-;Usage|-|Usage-Based|Committed|Unused");
  EXPECT_EQ(charges("x_Part, x_SourceLine, ResourceId = CommitmentDiscountId, ResourceType"),
            "fee|2|true|Savings Plan;unused|2|true|Savings Plan");
  EXPECT_EQ(charges("x_CommitmentTotal, x_CommitmentUsed, x_RecurringFee, x_UnblendedCost"), "10|7.25|10|10;-|-|-|-");
  EXPECT_EQ(charges("CommitmentDiscountCategory, CommitmentDiscountType, CommitmentDiscountQuantity"),
            "Spend|Savings Plan|10;Spend|Savings Plan|2.75");
  EXPECT_EQ(delivery.lines, 1);
}

TEST_F(CurChargesTest, a_price_is_never_negative_and_that_of_an_unused_part_makes_its_cost) {
  auto negation = sp_line("SavingsPlanNegation", "-4");
  negation["lineItem/UnblendedRate"] = "-4";
  auto fee = sp_line("SavingsPlanRecurringFee", "10");
  fee["lineItem/UnblendedRate"] = "10";
  fee["savingsPlan/TotalCommitmentToDate"] = "10";
  fee["savingsPlan/UsedCommitment"] = "7.25";
  import_lines(CurCsv().line(negation).line(fee));
  EXPECT_EQ(charges("ChargeCategory, coalesce(x_Part, '-'), ContractedUnitPrice, PricingQuantity * ContractedUnitPrice "
                    "= ContractedCost"),
            "Usage|-|4|true;Purchase|fee|10|true;Usage|unused|2.75|true");
}

TEST_F(CurChargesTest, a_fee_of_a_plan_that_was_all_used_has_no_unused_part) {
  import_line("SavingsPlanRecurringFee", "10",
              {{"savingsPlan/SavingsPlanARN", kPlan},
               {"savingsPlan/TotalCommitmentToDate", "10"},
               {"savingsPlan/UsedCommitment", "10"}});
  EXPECT_EQ(charges("x_Part, BilledCost, EffectiveCost"), "fee|10|0");
}

TEST_F(CurChargesTest, net_cost_of_an_unused_plan_goes_by_its_recurring_commitment) {
  import_line("SavingsPlanRecurringFee", "10",
              {{"savingsPlan/SavingsPlanARN", kPlan},
               {"lineItem/NetUnblendedCost", "9"},
               {"savingsPlan/TotalCommitmentToDate", "10"},
               {"savingsPlan/UsedCommitment", "7.25"},
               {"savingsPlan/RecurringCommitmentForBillingPeriod", "10"},
               {"savingsPlan/NetRecurringCommitmentForBillingPeriod", "9"}});
  EXPECT_EQ(charges("x_Part, x_NetBilledCost, x_NetEffectiveCost"), "fee|9|0;unused|0|2.475");
}

TEST_F(CurChargesTest, net_cost_of_an_unused_plan_paid_upfront_goes_by_its_amortized_commitment) {
  import_line("SavingsPlanRecurringFee", "0",
              {{"savingsPlan/SavingsPlanARN", kPlan},
               {"lineItem/NetUnblendedCost", "0"},
               {"savingsPlan/TotalCommitmentToDate", "10"},
               {"savingsPlan/UsedCommitment", "8"},
               {"savingsPlan/RecurringCommitmentForBillingPeriod", "0"},
               {"savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod", "10"},
               {"savingsPlan/NetAmortizedUpfrontCommitmentForBillingPeriod", "8"}});
  EXPECT_EQ(charges("x_Part, EffectiveCost, x_NetEffectiveCost, x_AmortizedUpfront"), "fee|0|0|10;unused|2|1.6|-");
}

TEST_F(CurChargesTest, a_plans_upfront_fee_is_a_purchase_without_effective_cost) {
  import_line("SavingsPlanUpfrontFee", "8760", {{"savingsPlan/SavingsPlanARN", kPlan}});
  EXPECT_EQ(costs(), "8760|0|8760|8760");
  EXPECT_EQ(kinds(), "Purchase|-|One-Time|Standard|-");
}

TEST_F(CurChargesTest, discounted_usage_is_effective_at_the_reservations_cost) {
  import_line("DiscountedUsage", "0",
              {{"reservation/ReservationARN", kReservation},
               {"reservation/EffectiveCost", "0.06"},
               {"lineItem/UsageAmount", "2"},
               {"pricing/publicOnDemandRate", "0.096"}});
  EXPECT_EQ(costs(), "0|0.06|0.192|0.192");
  EXPECT_EQ(kinds(), "Usage|-|Usage-Based|Committed|Used");
  EXPECT_EQ(charges("CommitmentDiscountCategory, CommitmentDiscountType, CommitmentDiscountUnit, x_PurchaseOption"),
            "Usage|Reserved Instance|Hours|reserved");
}

TEST_F(CurChargesTest, a_reservations_fee_and_what_of_it_was_unused) {
  import_line("RIFee", "23",
              {{"reservation/ReservationARN", kReservation},
               {"reservation/AmortizedUpfrontFeeForBillingPeriod", "12"},
               {"reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", "1.2"},
               {"reservation/UnusedRecurringFee", "0.3"},
               {"reservation/UnusedQuantity", "24"},
               {"reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod", "1.1"},
               {"reservation/NetUnusedRecurringFee", "0.2"}});
  EXPECT_EQ(costs(), "23|0|23|23;0|1.5|1.5|1.5");
  EXPECT_EQ(kinds(), "Purchase|-|Recurring|Standard|-;Usage|-|Usage-Based|Committed|Unused");
  EXPECT_EQ(charges("x_AmortizedUpfront, x_NetEffectiveCost, CommitmentDiscountQuantity, ResourceType"),
            "12|-|1|Reserved Instance;-|1.3|24|Reserved Instance");
}

TEST_F(CurChargesTest, a_fee_of_a_used_reservation_is_one_charge) {
  import_line("RIFee", "23", {{"reservation/ReservationARN", kReservation}, {"reservation/UnusedRecurringFee", "0"}});
  EXPECT_EQ(charges("x_Part, BilledCost, EffectiveCost, x_PurchaseOption"), "fee|23|0|reserved");
}

TEST_F(CurChargesTest, a_fee_with_a_reservation_is_its_prepayment) {
  import_line("Fee", "500", {{"reservation/ReservationARN", kReservation}});
  EXPECT_EQ(costs(), "500|0|500|500");
  EXPECT_EQ(kinds(), "Purchase|-|One-Time|Standard|-");
}

TEST_F(CurChargesTest, other_fees_are_usage_and_recurring_if_they_last_a_month) {
  const CurFields fee = {{"lineItem/LineItemType", "Fee"}, {"lineItem/UnblendedCost", "100"}};
  CurFields month = fee;
  month["lineItem/UsageEndDate"] = "2026-06-01T00:00:00Z";
  import_lines(CurCsv().line(fee).line(month));
  EXPECT_EQ(costs(), "100|100|100|100;100|100|100|100");
  EXPECT_EQ(kinds(), "Usage|-|One-Time|Other|-;Usage|-|Recurring|Other|-");
}

TEST_F(CurChargesTest, tax_has_no_price_quantity_or_sku) {
  import_line("Tax", "7", {{"lineItem/TaxType", "VAT"}, {"lineItem/UnblendedRate", "7"}});
  EXPECT_EQ(costs(), "7|7|7|7");
  EXPECT_EQ(kinds(), "Tax|-|Usage-Based|-|-");
  EXPECT_EQ(charges("ListUnitPrice, ContractedUnitPrice, PricingQuantity, PricingUnit, ConsumedQuantity, SkuId, "
                    "SkuPriceId, SkuMeter, x_TaxType"),
            "-|-|-|-|-|-|-|-|VAT");
}

TEST_F(CurChargesTest, a_credit_takes_off_all_costs) {
  import_line("Credit", "-3");
  EXPECT_EQ(costs(), "-3|-3|-3|-3");
  EXPECT_EQ(kinds(), "Credit|-|One-Time|-|-");
}

TEST_F(CurChargesTest, a_refund_of_an_earlier_period_corrects_usage) {
  import_line("Refund", "-2",
              {{"lineItem/UsageStartDate", "2026-04-30T23:00:00Z"}, {"lineItem/UsageEndDate", "2026-05-01T00:00:00Z"}});
  EXPECT_EQ(costs(), "-2|-2|-2|-2");
  EXPECT_EQ(charges("ChargeCategory, ChargeClass"), "Usage|Correction");
}

TEST_F(CurChargesTest, a_refund_within_its_period_is_an_adjustment) {
  import_line("Refund", "-2");
  EXPECT_EQ(costs(), "-2|-2|-2|-2");
  EXPECT_EQ(charges("ChargeCategory, ChargeClass"), "Adjustment|-");
}

TEST_F(CurChargesTest, a_refund_of_a_returned_plan_corrects_the_purchase) {
  import_line("Refund", "-8760",
              {{"savingsPlan/SavingsPlanARN", kPlan},
               {"savingsPlan/StartTime", "2026-05-01T00:00:00.000Z"},
               {"savingsPlan/EndTime", "2026-05-08T00:00:00.000Z"}});
  EXPECT_EQ(costs(), "-8760|0|-8760|-8760");
  EXPECT_EQ(charges("ChargeCategory, ChargeClass"), "Purchase|Correction");
}

TEST_F(CurChargesTest, a_refund_of_a_plan_that_runs_on_is_no_return) {
  import_line("Refund", "-5",
              {{"lineItem/ProductCode", "ComputeSavingsPlans"},
               {"savingsPlan/SavingsPlanARN", kPlan},
               {"savingsPlan/StartTime", "2026-05-01T00:00:00.000Z"},
               {"savingsPlan/EndTime", "2027-05-01T00:00:00.000Z"}});
  EXPECT_EQ(charges("ChargeCategory, ChargeClass, EffectiveCost"), "Adjustment|-|-5");
}

TEST_F(CurChargesTest, discounts_take_nothing_off_the_list_cost) {
  CurCsv csv;
  for (const char* type : {"Discount", "EdpDiscount", "BundledDiscount", "PrivateRateDiscount", "RiVolumeDiscount"}) {
    csv.line({{"lineItem/LineItemType", type}, {"lineItem/UnblendedCost", "-1"}});
  }
  const auto& delivery = import_lines(csv);
  EXPECT_EQ(costs(), "-1|-1|0|-1;-1|-1|0|-1;-1|-1|0|-1;-1|-1|0|-1;-1|-1|0|-1");
  EXPECT_EQ(ask("SELECT DISTINCT ChargeCategory, ChargeFrequency FROM charges"), "Adjustment|Usage-Based");
  EXPECT_THAT(delivery.findings, IsEmpty());
}

TEST_F(CurChargesTest, an_unknown_type_is_an_adjustment_and_a_finding) {
  const auto& delivery = import_line("MoonTax", "4");
  EXPECT_EQ(costs(), "4|4|4|4");
  EXPECT_EQ(kinds(), "Adjustment|-|One-Time|Other|-");
  EXPECT_THAT(delivery.findings,
              Contains("1 lines are of an unknown line item type and taken as adjustments (billed 4)"));
}

TEST_F(CurChargesTest, net_costs_are_the_delivered_ones_and_zero_is_a_cost) {
  import_lines(CurCsv()
                   .line({{"lineItem/NetUnblendedCost", "0.9"}})
                   .line({{"lineItem/NetUnblendedCost", "0"}})
                   .line({{"lineItem/NetUnblendedCost", ""}})
                   .line({{"lineItem/LineItemType", "DiscountedUsage"},
                          {"reservation/ReservationARN", kReservation},
                          {"lineItem/NetUnblendedCost", "0"},
                          {"reservation/EffectiveCost", "0.5"},
                          {"reservation/NetEffectiveCost", "0.4"}}));
  EXPECT_EQ(charges("x_NetBilledCost, x_NetEffectiveCost"), "0.9|0.9;0|0;-|-;0|0.4");
}

TEST_F(CurChargesTest, ebs_is_a_service_of_its_own) {
  import_lines(CurCsv()
                   .line({{"lineItem/UsageType", "USW2-EBS:VolumeUsage.gp3"}})
                   .line({{"lineItem/UsageType", "EBS:SnapshotUsage"}})
                   .line({{"lineItem/UsageType", "BoxUsage:m5.large"}}));
  EXPECT_EQ(charges("ServiceName, ServiceCategory, ServiceSubcategory"),
            "Amazon Elastic Block Store|Storage|Block Storage;Amazon Elastic Block Store|Storage|Block Storage;"
            "Amazon Elastic Compute Cloud|Compute|Virtual Machines");
}

TEST_F(CurChargesTest, the_seller_publishes_a_marketplace_line_and_aws_issues_its_invoice) {
  import_lines(CurCsv()
                   .line({{"bill/BillingEntity", "AWS Marketplace"}, {"lineItem/LegalEntity", "A Seller Ltd"}})
                   .line({{"bill/InvoicingEntity", "Amazon Web Services EMEA SARL"}}));
  EXPECT_EQ(charges("PublisherName, InvoiceIssuerName, ProviderName, x_InvoicingEntity"),
            "A Seller Ltd|AWS|AWS|-;AWS|AWS|AWS|Amazon Web Services EMEA SARL");
}

TEST_F(CurChargesTest, tags_categories_products_and_unknown_columns_are_kept) {
  const auto& delivery = import_lines(CurCsv().line({{"resourceTags/user:Team", "search"},
                                                     {"resourceTags/user:Name", "web-1"},
                                                     {"resourceTags/aws:createdBy", "Root"},
                                                     {"costCategory/Unit", "ml"},
                                                     {"product/vcpu", "2"},
                                                     {"moon/Phase", "full"}}));
  EXPECT_EQ(charges("Tags['Team'], Tags['aws:createdBy'], ResourceName, x_CostCategories['Unit'], x_Product['vcpu']"),
            "search|Root|web-1|ml|2");
  EXPECT_EQ(charges("x_Unknown['moon/Phase']"), "full");
  EXPECT_THAT(delivery.unknown_columns, testing::ElementsAre("moon/Phase"));
}

TEST_F(CurChargesTest, names_that_the_report_lacks_are_the_ids) {
  import_line("Usage", "1");
  EXPECT_EQ(charges("BillingAccountId, BillingAccountName, BillingAccountType, SubAccountName, SubAccountType"),
            "111122223333|111122223333|Payer|444455556666|Linked");
  EXPECT_EQ(charges("RegionId, RegionName, ResourceType, x_Estimated"),
            "us-east-1|US East (N. Virginia)|ec2:instance|false");
}

TEST_F(CurChargesTest, a_line_without_invoice_is_estimated) {
  const auto& delivery = import_line("Usage", "1", {{"bill/InvoiceId", ""}});
  EXPECT_EQ(charges("InvoiceId, x_Estimated"), "-|true");
  EXPECT_EQ(delivery.lines_without_invoice, 1);
}

TEST_F(CurChargesTest, split_lines_are_kept_apart_and_count_nowhere) {
  const auto& delivery =
      import_lines(CurCsv().cost("3").line({{"lineItem/Operation", "EKSPod-EC2"},
                                            {"lineItem/UnblendedCost", "0"},
                                            {"splitLineItem/ParentResourceId", "i-0123456789abcdef0"},
                                            {"splitLineItem/SplitUsage", "0.25"},
                                            {"splitLineItem/SplitCost", "0.75"},
                                            {"splitLineItem/UnusedCost", "0.1"}}));
  EXPECT_EQ(charges("BilledCost, x_Operation"), "3|RunInstances");
  EXPECT_EQ(ask("SELECT ParentResourceId, SplitUsage, SplitCost, UnusedCost, x_SourceLine FROM split_charges"),
            "i-0123456789abcdef0|0.25|0.75|0.1|3");
  EXPECT_EQ(delivery.lines, 1);
  EXPECT_EQ(delivery.split_lines, 1);
  EXPECT_EQ(delivery.totals.at(0).control.text(), "3");
}

TEST_F(CurChargesTest, currencies_are_summed_apart) {
  const auto& delivery = import_lines(
      CurCsv().cost("1").cost("2").line({{"lineItem/CurrencyCode", "CNY"}, {"lineItem/UnblendedCost", "70"}}));
  ASSERT_EQ(delivery.totals.size(), 2u);
  EXPECT_EQ(delivery.totals[0].currency, "CNY");
  EXPECT_EQ(delivery.totals[0].control.text(), "70");
  EXPECT_EQ(delivery.totals[1].currency, "USD");
  EXPECT_EQ(delivery.totals[1].control.text(), "3");
  EXPECT_EQ(delivery.totals[1].lines, 2);
}

TEST_F(CurChargesTest, columns_that_are_missing_are_gaps_and_unknown) {
  const auto& delivery = import_lines(CurCsv()
                                          .cost("1")
                                          .without("lineItem/ResourceId")
                                          .without("lineItem/NetUnblendedCost")
                                          .without_all("resourceTags/")
                                          .without_all("savingsPlan/"));
  EXPECT_EQ(charges("BilledCost, EffectiveCost, ResourceId, x_NetBilledCost, Tags"), "1|1|-|-|-");
  EXPECT_THAT(delivery.gaps, Contains("no line_item_resource_id: cost per resource is unknown"));
  EXPECT_THAT(delivery.gaps, Contains(HasSubstr("no line_item_net_unblended_cost: net costs are unknown")));
  EXPECT_THAT(delivery.gaps, Contains("no resource_tags: cost per tag is unknown"));
  EXPECT_THAT(delivery.gaps, Not(Contains(HasSubstr("line_item_usage_account_id"))));
}

TEST_F(CurChargesTest, a_cost_beyond_twelve_decimals_is_rounded_half_to_even_and_counted) {
  const auto& delivery = import_line("Usage", "0.0000000000005", {{"pricing/publicOnDemandRate", ""}});
  EXPECT_EQ(charges("BilledCost"), "0");
  EXPECT_EQ(delivery.roundings, 1);
}

}  // namespace
}  // namespace farthing
