#include "collect/generate/cur_cells.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "collect/generate/line_writer.hpp"

namespace farthing::generate {
namespace {

TEST(CurCells, NamesOfCur2FollowFromTheLegacyOnes) {
  EXPECT_EQ(cur2_name("identity/LineItemId"), "identity_line_item_id");
  EXPECT_EQ(cur2_name("lineItem/UnblendedCost"), "line_item_unblended_cost");
  EXPECT_EQ(cur2_name("reservation/ReservationARN"), "reservation_reservation_a_r_n");
  EXPECT_EQ(cur2_name("savingsPlan/SavingsPlanARN"), "savings_plan_savings_plan_a_r_n");
  EXPECT_EQ(cur2_name("pricing/publicOnDemandRate"), "pricing_public_on_demand_rate");
  EXPECT_EQ(cur2_name("product/ProductName"), "product_product_name");
  EXPECT_EQ(cur2_name("splitLineItem/NetUnusedCost"), "split_line_item_net_unused_cost");
  EXPECT_EQ(cur2_name("resourceTags"), "resource_tags");
}

class CurCsv : public testing::Test {
 protected:
  World world = make_world(3, 1'000, "2026-09");
  std::unique_ptr<LineWriter> writer = make_cur_csv_writer(world);
  BillLine line;

  CurCsv() {
    line.sku = &world.skus.front();
    line.service = line.sku->offer->service;
    line.account = &world.accounts[1];
    line.tags = &world.tag_sets.front();
    line.begin = world.at_hour(0);
    line.end = world.at_hour(1);
    line.zone = 'b';
    line.amount = Figure{1, 0};
    line.unblended_rate = line.list_rate = line.sku->list_rate;
    line.cost = {4 * kPicosPerDollar / 10'000'000, 352 * kPicosPerDollar / 1'000'000'000};
    line.resource.add("i-0123456789abcdef0");
  }
  // The cell of that name in the line as it's written; no cell of these tests is quoted.
  std::string cell(const std::string& name) {
    const auto columns = writer->columns();
    const auto at = std::find(columns.begin(), columns.end(), name) - columns.begin();
    CsvText text;
    writer->write(text, line, {});
    std::string lines = text.take();
    for (const char* quoted : {"\"Amazon Web Services, Inc.\"", "\"Retail, EU\""}) {
      for (auto found = lines.find(quoted); found != std::string::npos; found = lines.find(quoted))
        lines.replace(found, std::strlen(quoted), "Q");
    }
    lines.pop_back();
    std::vector<std::string> cells(1);
    for (const char c : lines) c == ',' ? cells.emplace_back() : cells.back() += c;
    EXPECT_EQ(cells.size(), columns.size());
    return cells.at(static_cast<std::size_t>(at));
  }
};

TEST_F(CurCsv, HasTheColumnsOfALegacyReport) {
  const auto columns = writer->columns();
  EXPECT_GT(columns.size(), 100U);
  for (const char* name :
       {"identity/LineItemId", "lineItem/NetUnblendedCost", "product/ProductName", "resourceTags/user:Team",
        "resourceTags/aws:createdBy", "costCategory/Division", "discount/TotalDiscount", "reservation/NetEffectiveCost",
        "savingsPlan/UsedCommitment", "splitLineItem/SplitCost"}) {
    EXPECT_EQ(std::count(columns.begin(), columns.end(), name), 1) << name;
  }
  EXPECT_EQ(std::count(columns.begin(), columns.end(), "lineItem/UsageAccountName"), 0) << "is CUR 2.0's";
}

TEST_F(CurCsv, WritesUsageAsAwsDoes) {
  EXPECT_EQ(cell("identity/TimeInterval"), "2026-09-01T00:00:00Z/2026-09-01T01:00:00Z");
  EXPECT_EQ(cell("identity/LineItemId").size(), 52U);
  EXPECT_EQ(cell("bill/BillingPeriodEndDate"), "2026-10-01T00:00:00Z");
  EXPECT_EQ(cell("lineItem/LineItemType"), "Usage");
  EXPECT_EQ(cell("lineItem/UsageType"), "BoxUsage:m5.large");
  EXPECT_EQ(cell("lineItem/AvailabilityZone"), "us-east-1b");
  EXPECT_EQ(cell("lineItem/UnblendedRate"), "0.0960000000");
  EXPECT_EQ(cell("lineItem/UnblendedCost"), "4.0E-7");
  EXPECT_EQ(cell("lineItem/NetUnblendedCost"), "3.52E-7");
  EXPECT_EQ(cell("lineItem/NormalizationFactor"), "4.0");
  EXPECT_EQ(cell("product/region"), "us-east-1");
  EXPECT_EQ(cell("product/vcpu"), "2");
  EXPECT_EQ(cell("pricing/publicOnDemandRate"), "0.0960000000");
  EXPECT_EQ(cell("savingsPlan/SavingsPlanEffectiveCost"), "0.0");
  EXPECT_EQ(cell("splitLineItem/SplitCost"), "");
}

TEST_F(CurCsv, WritesAPlansFee) {
  SavingsPlan plan{.arn = "arn:aws:savingsplans::1:savingsplan/x", .payment = Payment::kPartialUpfront};
  line.type = LineType::kSpRecurringFee;
  line.sku = nullptr;
  line.service = &compute_savings_plans();
  line.plan = &plan;
  line.commitment.total = 10 * kPicosPerDollar;
  line.commitment.used = 9 * kPicosPerDollar;
  line.commitment.recurring = discounted(5 * kPicosPerDollar);
  line.commitment.amortized_upfront = discounted(5 * kPicosPerDollar);
  EXPECT_EQ(cell("savingsPlan/TotalCommitmentToDate"), "10.0");
  EXPECT_EQ(cell("savingsPlan/UsedCommitment"), "9.0");
  EXPECT_EQ(cell("savingsPlan/NetRecurringCommitmentForBillingPeriod"), "4.4");
  EXPECT_EQ(cell("savingsPlan/PaymentOption"), "Partial Upfront");
  EXPECT_EQ(cell("product/ProductName"), "Savings Plans for AWS Compute usage");
  EXPECT_EQ(cell("product/sku"), "");
}

}  // namespace
}  // namespace farthing::generate
