// Lines of a bill and what becomes of each: worked by hand.
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

class AllocationBillTest : public AllocationLakeFixture {
 protected:
  /// Hour by hour: billed|effective, in order of time.
  [[nodiscard]] std::string hours_of(const std::string& node) const {
    return ask("SELECT billed_cost, effective_cost FROM node_hours WHERE node_id = '" + node + "' ORDER BY hour");
  }
};

constexpr const char* kRootVolume = R"({"root_volume_id":"vol-1"})";
constexpr const char* kTask = "arn:aws:ecs:us-east-1:444455556666:task/prod/0af1";

TEST_F(AllocationBillTest, ARootVolumeIsPartOfItsMachinesHour) {
  take("n.csv", {node_row("i-1", {{"labels", kRootVolume}})});
  take("w.csv", {container_row("p", "i-1", {{"request_vcpu", "4"}, {"request_memory_gib", "16"}})});
  bill({machine_line("i-1", "1"),
        machine_line("vol-1", "0.08",
                     {{"lineItem/UsageType", "EBS:VolumeUsage.gp3"}, {"product/productFamily", "Storage"}}),
        machine_line("vol-2", "0.5",
                     {{"lineItem/UsageType", "EBS:VolumeUsage.gp3"}, {"product/productFamily", "Storage"}})});
  build();
  EXPECT_EQ(hours_of("i-1"), "1.08|1.08");
  EXPECT_EQ(kinds_of_cost(), "allocated|-|1.08;idle|-|0;not_covered|outside of clusters|0.5");
}

// The volume's line has no net cost, so the hour has none; what the machine's line states of it is still in the bill.
TEST_F(AllocationBillTest, ACostThatNotAllLinesOfAnHourStateIsUnallocatedAndNotLost) {
  take("n.csv", {node_row("i-1", {{"labels", kRootVolume}, {"cluster", "prod"}, {"end", "2026-05-01T13:00:00Z"}})});
  take("w.csv", {container_row("p", "i-1", {{"request_vcpu", "2"}, {"request_memory_gib", "8"}})});
  const CurFields net = {{"lineItem/NetUnblendedCost", "0.8"}};
  auto long_line = lasting("2026-05-01T10:00:00Z", "2026-05-01T13:00:00Z");
  long_line["lineItem/NetUnblendedCost"] = "1";
  bill({machine_line("i-1", "2", net), machine_line("i-1", "2", long_line),
        machine_line("vol-1", "0.08", {{"lineItem/UsageType", "EBS:VolumeUsage.gp3"}})});
  build();
  // Of the long line a third is in the first hour, whose net cost the volume's line doesn't state.
  EXPECT_EQ(ask("SELECT hour(hour), billed_cost, net_billed_cost FROM node_hours ORDER BY 1"),
            "10|2.746666666667|-;11|0.666666666666|0.333333333334;12|0.666666666667|0.333333333333");
  EXPECT_EQ(ask("SELECT cost_kind, reason, node, cluster, billed_cost, net_billed_cost FROM allocation_daily WHERE "
                "cost_kind = 'unallocated'"),
            "unallocated|a cost that not all lines of the machine state in that hour|i-1|prod|0|1.133333333333");
  EXPECT_EQ(ask("SELECT sum(billed_cost), sum(net_billed_cost) FROM allocation_daily"), "4.08|1.8");
  EXPECT_EQ(ask("SELECT count(*) FROM allocation_daily WHERE cost_kind = 'allocated' AND net_billed_cost IS NULL"),
            "1");
}

TEST_F(AllocationBillTest, AnHourInSeveralCurrenciesIsUnallocatedInEach) {
  take("n.csv", {node_row("i-1")});
  bill({machine_line("i-1", "2"), machine_line("i-1", "3", {{"lineItem/CurrencyCode", "EUR"}})});
  build();
  EXPECT_EQ(ask("SELECT currency, cost_kind, reason, effective_cost FROM allocation_daily ORDER BY 1, 2"),
            "EUR|unallocated|an hour of a machine in several currencies|3;"
            "USD|unallocated|an hour of a machine in several currencies|2;-|idle|-|-");
}

// A quarter of a vCPU and half a GiB in an hour, at .04048 and .004445.
TEST_F(AllocationBillTest, AFargateTaskIsAMachineOfItsOwn) {
  take("n.csv", {node_row(kTask, {{"vcpu", "0.25"}, {"memory_gib", "0.5"}, {"purchase_option", "fargate"}})});
  take("w.csv", {container_row("app", kTask, {{"request_vcpu", "0.125"}, {"request_memory_gib", "0.5"}}),
                 container_row("proxy", kTask, {{"request_vcpu", "0.125"}, {"request_memory_gib", "0"}})});
  const CurFields ecs = {{"lineItem/ProductCode", "AmazonECS"}};
  auto vcpu = ecs, gib = ecs;
  vcpu["lineItem/UsageType"] = "USE1-Fargate-vCPU-Hours:perCPU";
  gib["lineItem/UsageType"] = "USE1-Fargate-GB-Hours";
  bill({machine_line(kTask, "0.01012", vcpu), machine_line(kTask, "0.0022225", gib)});
  build("market");
  EXPECT_EQ(hours_of(kTask), "0.0123425|0.0123425");
  // The market's weights of Fargate are its two prices, so each pays for what it holds.
  EXPECT_NEAR(cost_of("app"), 0.00506 + 0.0022225, 1e-11);
  EXPECT_NEAR(cost_of("proxy"), 0.00506, 1e-11);
  EXPECT_EQ(ask("SELECT DISTINCT purchase_option, weights FROM node_hours"), "fargate|market: AWS Fargate");
}

TEST_F(AllocationBillTest, ACoveredHourCostsTheEffectiveRate) {
  take("n.csv", {node_row("i-1")});
  take("w.csv", {container_row("p", "i-1", {{"request_vcpu", "4"}, {"request_memory_gib", "8"}})});
  // The negation takes back what the hour would cost on demand.
  auto negation = covered_line("", "", {{"lineItem/LineItemType", "SavingsPlanNegation"}});
  negation["lineItem/UnblendedCost"] = "-1";
  bill({covered_line("i-1", "0.52"), negation});
  build();
  EXPECT_EQ(hours_of("i-1"), "0|0.52");
  // 36 and 8 of 52 units, and what rounding down leaves is idle.
  EXPECT_NEAR(cost_of("p"), 0.44, 1e-11);
  EXPECT_EQ(ask("SELECT DISTINCT purchase_option, cost_source FROM node_hours"), "savings_plan|bill");
}

TEST_F(AllocationBillTest, WhatACommitmentPaidForNothingIsIdleWithItsOwner) {
  bill({plan_hour("7.25"), plan_hour("4", {{"resourceTags/user:Owner", "Platform"}})});
  build();
  EXPECT_EQ(ask("SELECT cost_kind, reason, owner, sum(billed_cost), sum(effective_cost) FROM allocation_daily GROUP BY "
                "1, 2, 3 ORDER BY 1, 2, 3"),
            "idle|unused commitment|444455556666|0|2.75;idle|unused commitment|Platform|0|6;"
            "not_covered|outside of clusters|-|20|0");
}

// Half a day, a day, half a day; and a third each, whose last digit the middle takes.
TEST_F(AllocationBillTest, ALineOfSeveralDaysIsCutByTime) {
  auto halves = machine_line("i-8", "4", lasting("2026-05-01T12:00:00Z", "2026-05-03T12:00:00Z"));
  auto thirds = machine_line("i-9", "1", lasting("2026-05-04T00:00:00Z", "2026-05-07T00:00:00Z"));
  bill({halves, thirds});
  EXPECT_EQ(build().days.changed.size(), 6u);
  EXPECT_EQ(ask("SELECT day(day), effective_cost FROM allocation_daily ORDER BY day"),
            "1|1;2|2;3|1;4|0.333333333333;5|0.333333333334;6|0.333333333333");
}

TEST_F(AllocationBillTest, ADayOfALongLineFallsOnTheHoursThatItsMachineWasThere) {
  take("n.csv", {node_row("i-1", {{"start", "2026-05-01T23:00:00Z"}, {"end", "2026-05-02T02:00:00Z"}})});
  bill({machine_line("i-1", "4.8", lasting("2026-05-01T00:00:00Z", "2026-05-03T00:00:00Z"))});
  build();
  // 2.4 a day: one hour of the first, two of the second.
  EXPECT_EQ(ask("SELECT hour(hour), effective_cost FROM node_hours ORDER BY hour"), "23|2.4;0|1.2;1|1.2");
}

TEST_F(AllocationBillTest, ALineWhileItsMachineWasNotThereIsUnallocated) {
  take("n.csv", {node_row("i-1")});
  bill({machine_line("i-1", "1"), machine_line("i-1", "0.5", lasting("2026-05-01T14:00:00Z", "2026-05-01T15:00:00Z"))});
  build();
  EXPECT_EQ(kinds_of_cost(), "idle|-|1;unallocated|a line while its machine was not there|0.5");
}

TEST_F(AllocationBillTest, AMachineThatOnlyWorkloadsNameIsUnallocated) {
  take("w.csv", {container_row("p", "i-5")});
  bill({machine_line("i-5", "1")});
  build();
  EXPECT_EQ(kinds_of_cost(), "unallocated|workloads ran there, but no row of nodes describes it|1");
}

TEST_F(AllocationBillTest, WhatNoClusterKnowsIsNotCovered) {
  take("n.csv", {node_row("i-1")});
  bill({machine_line("i-7", "2", {{"product/instanceType", "m5.large"}}),
        machine_line("bucket", "3", {{"lineItem/ProductCode", "AmazonS3"}, {"lineItem/UsageType", "Requests-Tier1"}})});
  build();
  EXPECT_EQ(kinds_of_cost(), "not_covered|a machine that no cluster knows|2;not_covered|outside of clusters|3");
  // The machine without a line is estimated, without a price its cost is unknown.
  EXPECT_EQ(ask("SELECT cost_kind, cost_source, effective_cost FROM allocation_daily WHERE estimated"),
            "idle|no_price|-");
}

TEST_F(AllocationBillTest, ARuleTakesALineOutsideOfMachinesButNoneOfAMachine) {
  auto config = config_of("aws");
  config.shared = {
      {"ec2", "service = 'AmazonEC2' OR x_UsageType LIKE '%BoxUsage%'", "proportional", "all", "team", {}, {}},
      {"nat", "x_UsageType LIKE '%NatGateway%'", "even", "account", "team", {}, {}}};
  take("n.csv", {node_row("i-1")});
  bill({machine_line("i-1", "1"), machine_line("i-7", "2"),
        machine_line("nat-1", "4", {{"lineItem/UsageType", "NatGateway-Hours"}, {"lineItem/ProductCode", "AmazonVPC"}}),
        machine_line("x", "8", {{"lineItem/UsageType", "Requests"}, {"lineItem/ProductCode", "AmazonS3"}})});
  build(config);
  EXPECT_EQ(kinds_of_cost(), "idle|-|1;not_covered|outside of clusters|8;shared|ec2|2;shared|nat|4");
  // Another order, another taker.
  config.shared = {config.shared[1], {"all", "x_UsageType IS NOT NULL", "even", "all", "team", {}, {}}};
  build(config);
  EXPECT_EQ(kinds_of_cost(), "idle|-|1;shared|all|10;shared|nat|4");
}

// An hour is the machine's whose account pays for it, whatever the inventory says or doesn't.
TEST_F(AllocationBillTest, EachAccountsBillIsSplitWithinTheAccount) {
  take("n.csv", {node_row("i-1"), node_row("i-2", {{"account", "999"}})});
  bill({machine_line("i-1", "1"), machine_line("i-2", "2", {{"lineItem/UsageAccountId", "777788889999"}})});
  build();
  EXPECT_EQ(ask("SELECT account, sum(effective_cost) FROM allocation_daily WHERE NOT estimated GROUP BY 1 ORDER BY 1"),
            "444455556666|1;777788889999|2");
}

}  // namespace
}  // namespace farthing
