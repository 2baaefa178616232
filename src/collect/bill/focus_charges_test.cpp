// FOCUS bills are taken as delivered; only normal forms are applied.
#include <gmock/gmock.h>

#include <map>

#include "support/bill_lake.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using FocusFields = std::map<std::string, std::string>;

// A bill whose header has the columns of its first line.
std::string focus_text(const std::vector<FocusFields>& lines) {
  std::string text;
  for (const auto& [name, value] : lines.at(0)) text += (text.empty() ? "" : ",") + name;
  for (auto fields : lines) {
    text += "\n";
    for (const auto& [name, unused] : lines[0]) {
      std::string value = fields[name];
      if (value.find('"') != std::string::npos) {
        std::string quoted;
        for (const char c : value) quoted += c == '"' ? "\"\"" : std::string(1, c);
        value = "\"" + quoted + "\"";
      }
      text += (name == lines[0].begin()->first ? "" : ",") + value;
    }
  }
  return text + "\n";
}

FocusFields with(const FocusFields& changes) {
  FocusFields line = {{"BilledCost", "1"},
                      {"EffectiveCost", "0.9"},
                      {"ListCost", "1.2"},
                      {"ContractedCost", "1.1"},
                      {"BillingCurrency", "USD"},
                      {"BillingAccountId", "acct"},
                      {"BillingPeriodStart", "2026-05-01T00:00:00Z"},
                      {"ChargeCategory", "Usage"},
                      {"ChargeFrequency", "Usage-Based"},
                      {"ChargePeriodStart", "2026-05-03T00:00:00Z"},
                      {"ChargePeriodEnd", "2026-05-04T00:00:00Z"}};
  for (const auto& [name, value] : changes) line[name] = value;
  return line;
}

class FocusChargesTest : public BillLakeFixture {
 protected:
  const Delivery& import_lines(const std::vector<FocusFields>& lines) {
    report_ = import_text(focus_text(lines));
    return *report_.months.at(0).partition.delivery;
  }
  const Delivery& import_line(const FocusFields& changes) { return import_lines({with(changes)}); }
  ImportReport report_;
};

TEST_F(FocusChargesTest, costs_are_the_delivered_ones) {
  const auto& delivery = import_line({{"x_NetBilledCost", "0.8"}, {"x_NetEffectiveCost", "0.7"}});
  EXPECT_EQ(costs(), "1|0.9|1.2|1.1");
  EXPECT_EQ(charges("x_NetBilledCost, x_NetEffectiveCost, x_LineItemType, x_Part"), "0.8|0.7|-|-");
  EXPECT_EQ(delivery.format, "FOCUS 1.0");
  EXPECT_EQ(delivery.totals.at(0).control.text(), "1");
}

TEST_F(FocusChargesTest, prices_and_quantities_are_the_delivered_ones) {
  import_line({{"ListUnitPrice", "0.1"},
               {"ContractedUnitPrice", "4.0E-7"},
               {"ConsumedQuantity", "3"},
               {"PricingQuantity", "1.5"}});
  EXPECT_EQ(charges("ListUnitPrice, ContractedUnitPrice, ConsumedQuantity, PricingQuantity"), "0.1|4e-07|3|1.5");
}

TEST_F(FocusChargesTest, the_words_null_are_null) {
  import_lines(
      {with({{"RegionId", "NULL"}, {"ContractedCost", "null"}}), with({{"RegionId", "us"}, {"ContractedCost", ""}})});
  EXPECT_EQ(charges("RegionId, ContractedCost"), "-|-;us|-");
}

TEST_F(FocusChargesTest, categories_and_frequencies_get_their_normal_form) {
  const auto& delivery = import_lines({with({{"ChargeCategory", "usage"}, {"ChargeFrequency", "Usage-based"}}),
                                       with({{"ChargeCategory", "TAX"}, {"ChargeFrequency", "one-time"}}),
                                       with({{"ChargeCategory", "Odd"}, {"ChargeFrequency", "RECURRING"}})});
  EXPECT_EQ(charges("ChargeCategory, ChargeFrequency"), "Usage|Usage-Based;Tax|One-Time;Odd|Recurring");
  EXPECT_EQ(charges("x_Unknown['ChargeFrequency']"), "Usage-based;-;-");
  EXPECT_THAT(delivery.findings,
              Contains("1 lines say ChargeFrequency 'Usage-based' and were taken as 'Usage-Based' (billed 1)"));
}

TEST_F(FocusChargesTest, the_newer_names_of_providers_fill_the_older_ones) {
  import_line({{"ServiceProviderName", "AWS"}, {"HostProviderName", "A Seller"}});
  EXPECT_EQ(charges("ProviderName, PublisherName"), "AWS|A Seller");
}

TEST_F(FocusChargesTest, the_older_names_win_where_both_are_there) {
  import_line({{"ProviderName", "P"}, {"PublisherName", "Q"}, {"ServiceProviderName", "R"}, {"HostProviderName", "S"}});
  EXPECT_EQ(charges("ProviderName, PublisherName, ServiceProviderName, HostProviderName"), "P|Q|R|S");
}

TEST_F(FocusChargesTest, the_purchase_option_is_the_delivered_one_else_told_by_commitment_and_pricing) {
  import_lines(
      {with({{"x_PurchaseOption", "fargate"}, {"PricingCategory", "Standard"}, {"CommitmentDiscountType", ""}}),
       with({{"CommitmentDiscountType", "Savings Plan"}, {"PricingCategory", "Committed"}}),
       with({{"CommitmentDiscountType", "Reserved Instance"}, {"PricingCategory", "Committed"}}),
       with({{"CommitmentDiscountType", "Reservation"}, {"PricingCategory", "Committed"}}),
       with({{"PricingCategory", "Dynamic"}}), with({{"PricingCategory", "Standard"}}),
       with({{"PricingCategory", "Standard"}, {"ChargeCategory", "Purchase"}}), with({{"PricingCategory", ""}})});
  EXPECT_EQ(charges("x_PurchaseOption"), "fargate;savings_plan;reserved;reserved;spot;on_demand;-;-");
}

TEST_F(FocusChargesTest, a_line_is_estimated_until_its_invoice_is_named) {
  const auto& delivery = import_lines({with({{"InvoiceId", "INV-1"}}), with({{"InvoiceId", ""}})});
  EXPECT_EQ(charges("x_Estimated"), "false;true");
  EXPECT_EQ(delivery.lines_without_invoice, 1);
}

TEST_F(FocusChargesTest, whether_a_bill_without_invoice_ids_is_final_is_unknown) {
  const auto& delivery = import_line({});
  EXPECT_EQ(charges("x_Estimated"), "-");
  EXPECT_EQ(delivery.lines_without_invoice, 0);
  EXPECT_THAT(delivery.gaps, Contains("no InvoiceId: whether the month is final is unknown"));
}

TEST_F(FocusChargesTest, without_a_billing_period_the_month_is_that_of_the_charge) {
  auto line = with({{"ChargePeriodStart", "2026-04-30T23:00:00Z"}});
  line.erase("BillingPeriodStart");
  import_lines({line});
  EXPECT_EQ(charges("billing_period, charge_date"), "2026-04|2026-04-30");
}

TEST_F(FocusChargesTest, tags_are_a_flat_json_object) {
  import_line({{"Tags", R"({"team": "a", "n": 1, "odd, \"key\"": "é", "none": null, "Team": "B"})"}});
  EXPECT_EQ(charges(R"(Tags['team'], Tags['n'], Tags['odd, "key"'], Tags['none'], Tags['Team'])"), "a|1|é|-|B");
}

TEST_F(FocusChargesTest, a_bill_without_currency_has_none) {
  auto line = with({});
  line.erase("BillingCurrency");
  const auto& delivery = import_lines({line});
  EXPECT_EQ(charges("BillingCurrency"), "-");
  EXPECT_EQ(delivery.totals.at(0).currency, std::nullopt);
  EXPECT_EQ(delivery.totals.at(0).control.text(), "1");
}

TEST_F(FocusChargesTest, costs_that_the_bill_lacks_are_unknown_and_not_zero) {
  auto line = with({});
  line.erase("EffectiveCost");
  line.erase("ListCost");
  const auto& delivery = import_lines({line});
  EXPECT_EQ(costs(), "1|-|-|1.1");
  EXPECT_EQ(delivery.totals.at(0).costs.at(1), std::nullopt);
  EXPECT_EQ(delivery.totals.at(0).unknown_lines.at(1), 1);
  EXPECT_THAT(delivery.gaps, Contains("no EffectiveCost: effective cost is unknown"));
  EXPECT_THAT(delivery.gaps, Contains("no ListCost: list cost is unknown"));
}

TEST_F(FocusChargesTest, columns_of_others_are_kept) {
  const auto& delivery = import_line({{"x_Vendor", "v"}, {"Id", "7"}});
  EXPECT_EQ(charges("x_Unknown['x_Vendor'], x_Unknown['Id']"), "v|7");
  EXPECT_THAT(delivery.unknown_columns, ::testing::ElementsAre("Id", "x_Vendor"));
  EXPECT_THAT(delivery.findings, IsEmpty());
}

TEST_F(FocusChargesTest, what_we_say_of_a_charge_is_not_taken_from_its_bill) {
  import_line(
      {{"x_Part", "fee"}, {"x_LineItemType", "RIFee"}, {"x_SourceFile", "theirs"}, {"billing_period", "1999-01"}});
  EXPECT_EQ(charges("x_Part, x_LineItemType, x_SourceFile LIKE '%bill.csv', billing_period"), "-|-|true|2026-05");
  EXPECT_EQ(charges("x_Unknown['x_LineItemType']"), "RIFee");
}

TEST_F(FocusChargesTest, files_of_several_versions_are_one_bill) {
  put("both/a.csv", focus_text({with({{"InvoiceId", "INV-1"}})}));
  put("both/b.csv", focus_text({with({{"HostProviderName", "H"}})}));
  const auto report = import_paths({folder("both")});
  ASSERT_TRUE(report) << report.error().text();
  ASSERT_EQ(report->months.size(), 1u);
  EXPECT_EQ(report->months[0].partition.delivery->format, "FOCUS 1.3");
  EXPECT_EQ(charges("InvoiceId, HostProviderName"), "INV-1|-;-|H");
}

TEST_F(FocusChargesTest, each_required_column_is_missed_by_name) {
  for (const char* column : {"BilledCost", "ChargePeriodEnd"}) {
    auto line = with({});
    line.erase(column);
    EXPECT_THAT(error_of({put("a.csv", focus_text({line}))}), HasSubstr("has no column " + std::string(column)));
  }
}

}  // namespace
}  // namespace farthing
