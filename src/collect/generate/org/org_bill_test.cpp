#include "collect/generate/org/org_bill.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "collect/generate/charge.hpp"
#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/usage.hpp"

namespace farthing::generate::org {
namespace {

class OrgBillLines : public ::testing::Test {
 protected:
  OrgBillLines() {
    OrgBill bill(organisation, world);
    std::vector<BillLine> some;
    while (bill.next(some)) lines.insert(lines.end(), some.begin(), some.end());
    money = bill.money();
    bill_commitment = lines_of(LineType::kSpRecurringFee).front()->commitment.total;
  }
  [[nodiscard]] std::vector<const BillLine*> lines_of(LineType type) const {
    std::vector<const BillLine*> found;
    for (const auto& line : lines) {
      if (line.type == type) found.push_back(&line);
    }
    return found;
  }
  [[nodiscard]] int128 cost(const BillLine& line, CostBasis basis) const {
    int128 sum = 0;
    for (const auto& charge : charges_of(line, organisation.begin)) sum += charge.cost(basis);
    return sum;
  }
  [[nodiscard]] std::int64_t hour_of(const BillLine& line) const {
    return (line.begin.micros - organisation.begin.micros) / 3'600'000'000;
  }

  Organisation organisation = small_organisation();
  BillWorld world{organisation};
  std::vector<BillLine> lines;  // point into what OrgBill had: only values are read of commitments
  OrgMoney money;
  Picos bill_commitment = 0;
};

TEST_F(OrgBillLines, OfAMachineAreItsPriceTimesItsSeconds) {
  std::map<std::pair<std::string, std::int64_t>, int128> billed;
  for (const auto& line : lines)
    billed[{std::string(line.resource.view()), hour_of(line)}] += cost(line, CostBasis::kEffective);
  int128 all = 0;
  for (const Node& node : organisation.nodes) {
    ASSERT_EQ(static_cast<std::int64_t>(node.costs.size()), (node.end + 3'599) / 3'600 - node.first_hour());
    for (std::size_t i = 0; i < node.costs.size(); ++i) {
      const std::int64_t hour = node.first_hour() + static_cast<std::int64_t>(i);
      int128 of_bill = billed[{node.id, hour}];
      if (node.type != nullptr) of_bill += billed[{node.volume, hour}];
      ASSERT_EQ(of_bill, node.costs[i]) << node.id << " hour " << hour;
      all += of_bill;
      if (node.buying != Buying::kSpot) continue;
      const Picos price = spot_price(*node.type, node.zone, hour, organisation.plan.seed);
      const Picos expected = for_seconds(price, seconds_in(node.start, node.end, hour));
      ASSERT_EQ((billed[{node.id, hour}]), expected);
    }
  }
  EXPECT_EQ(all, money.machines);
}

TEST_F(OrgBillLines, StateEachSecondOfAnInstanceOnce) {
  std::map<std::string, double> hours;
  for (const auto& line : lines) {
    if (line.sku == nullptr || line.sku->offer->machine.vcpu == 0 || line.type == LineType::kNegation) continue;
    hours[std::string(line.resource.view())] += to_double(*line.amount);
  }
  for (const Node& node : organisation.nodes) {
    if (node.type == nullptr) continue;
    EXPECT_NEAR(hours[node.id], static_cast<double>(node.end - node.start) / 3'600, 1e-6) << node.id;
  }
}

TEST_F(OrgBillLines, OfTheSavingsPlanUseAtMostItsCommitmentAndNotAlwaysAllOfIt) {
  std::map<std::int64_t, Picos> used;
  for (const auto* line : lines_of(LineType::kCovered)) used[hour_of(*line)] += line->commitment.sp_effective.plain;
  int full = 0, partly = 0;
  for (const auto* fee : lines_of(LineType::kSpRecurringFee)) {
    EXPECT_EQ(fee->commitment.used, used[hour_of(*fee)]);
    EXPECT_LE(fee->commitment.used, bill_commitment);
    EXPECT_EQ(fee->cost.plain, bill_commitment);
    (fee->commitment.used > bill_commitment / 1000 * 999 ? full : partly) += 1;
  }
  EXPECT_EQ(full + partly, 96) << "one an hour";
  EXPECT_GT(partly, 10);
}

TEST_F(OrgBillLines, ThatNegateTakeBackWhatIsCovered) {
  std::map<std::int64_t, Picos> left;
  for (const auto* line : lines_of(LineType::kCovered)) left[hour_of(*line)] += line->cost.plain;
  for (const auto* line : lines_of(LineType::kNegation)) left[hour_of(*line)] += line->cost.plain;
  for (const auto& [hour, amount] : left) EXPECT_EQ(amount, 0) << hour;
  EXPECT_FALSE(left.empty());
}

TEST_F(OrgBillLines, OfTheReservationSayWhatWasUsedAndWhatNot) {
  Picos used = 0;
  for (const auto* line : lines_of(LineType::kDiscounted)) {
    used += line->commitment.amortized_upfront.plain + line->commitment.recurring.plain;
  }
  const auto fees = lines_of(LineType::kRiFee);
  ASSERT_EQ(fees.size(), 1u);
  const CommitmentMoney& fee = fees[0]->commitment;
  const Picos unused = fee.unused_upfront.plain + fee.unused_recurring.plain;
  EXPECT_EQ(used + unused, fee.amortized_upfront.plain + fee.recurring.plain);
  EXPECT_GT(used, 0);
  EXPECT_GT(unused, 0) << "the machine that it was bought for was changed for another type midway";
}

TEST_F(OrgBillLines, NameEverythingThatAnOrganisationPaysFor) {
  std::set<std::string> families;
  for (const auto& line : lines) {
    if (line.sku != nullptr) families.insert(line.sku->usage_type);
  }
  for (const char* family :
       {"AmazonEKS-Hours:perCluster", "NatGateway-Hours", "LoadBalancerUsage", "EBS:VolumeUsage.gp3",
        "Fargate-vCPU-Hours:perCPU", "SpotUsage-Fargate-GB-Hours", "DataProcessing-Bytes"}) {
    EXPECT_TRUE(families.contains(family)) << family;
  }
  EXPECT_EQ(lines_of(LineType::kTax).size(), 3u);
  EXPECT_EQ(lines_of(LineType::kFee).size(), 1u);
  EXPECT_EQ(lines_of(LineType::kCredit).size(), 1u);
  int eks = 0;
  for (const auto& line : lines) {
    if (line.sku == nullptr || line.sku->usage_type != "AmazonEKS-Hours:perCluster") continue;
    ++eks;
    EXPECT_EQ(line.cost.plain, kPicosPerDollar / 10);
  }
  EXPECT_EQ(eks, 2 * 96);
}

TEST_F(OrgBillLines, SumToWhatTheirPartsAreSaidToBe) {
  int128 billed = 0, effective = 0, unused = 0;
  for (const auto& line : lines) {
    billed += cost(line, CostBasis::kBilled);
    effective += cost(line, CostBasis::kEffective);
    for (const auto& charge : charges_of(line, organisation.begin)) {
      if (charge.part == ChargePart::kUnused) unused += charge.cost(CostBasis::kEffective);
    }
  }
  EXPECT_EQ(unused, money.unused);
  EXPECT_GT(money.outside, 0);
  EXPECT_GT(effective, money.machines + money.outside + money.unused) << "there are shared costs too";
  EXPECT_NE(billed, effective) << "half of the reservation was paid earlier";
}

TEST(OrgBillAmounts, AreHoursWithTenDecimals) {
  EXPECT_EQ(hours_of(3'600), (Figure{1, 0}));
  EXPECT_EQ(hours_of(1'800), (Figure{5'000'000'000, 10}));
  EXPECT_EQ(for_seconds(kPicosPerDollar, 1), 277'777'800) << "1/3600 of a dollar at 10 decimals";
}

}  // namespace
}  // namespace farthing::generate::org
