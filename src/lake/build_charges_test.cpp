// What a line of the bill that no machine took is taken for.
#include "lake/build_charges.hpp"

#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

class BuildChargesTest : public AllocationLakeFixture {
 protected:
  static AllocationConfig without_rules() {
    auto config = config_of("aws");
    config.shared.clear();
    return config;
  }
  /// cost|what, of each line by cost, without rules of shared costs.
  [[nodiscard]] std::string of_lines(const std::string& what) const {
    build(without_rules());
    return ask("SELECT effective_cost, " + what + " FROM allocation_daily ORDER BY effective_cost");
  }
};

// An EKS or ECS tag, the cluster's own id, the old tag with the name in its key.
TEST_F(BuildChargesTest, TheClusterOfALineIsReadFromTagsAndIds) {
  bill({machine_line("a", "1", {{"resourceTags/aws:eks:cluster-name", "eks-tag"}}),
        machine_line("b", "2", {{"resourceTags/aws:ecs:clusterName", "ecs-tag"}}),
        machine_line("arn:aws:eks:us-east-1:444455556666:cluster/eks-id", "3"),
        machine_line("arn:aws-cn:ecs:cn-north-1:444455556666:cluster/ecs-id/more", "4"),
        machine_line("c", "5", {{"resourceTags/user:kubernetes.io/cluster/old-tag", "owned"}}), machine_line("d", "6"),
        machine_line("arn:aws:ecs:us-east-1:444455556666:task/ecs-task/0f1e", "7"),
        machine_line("arn:aws:ecs:us-east-1:444455556666:task/0f1e", "0.5")});
  EXPECT_EQ(of_lines("cluster"), "1|eks-tag;2|ecs-tag;3|eks-id;4|ecs-id;5|old-tag;6.5|-;7|ecs-task");
}

TEST_F(BuildChargesTest, WhatNobodyUsedSaysWhatItIs) {
  const CurFields reserved = {{"capacityReservation/CapacityReservationArn", "arn:cr"},
                              {"lineItem/UsageType", "UnusedBox:m5.large"}};
  bill({plan_hour("9"), machine_line("cr-1", "2", reserved)});
  build(without_rules());
  EXPECT_EQ(ask("SELECT effective_cost, cost_kind, reason FROM allocation_daily WHERE effective_cost > 0 ORDER BY 1"),
            "1|idle|unused commitment;2|idle|unused capacity reservation");
}

TEST_F(BuildChargesTest, LinesThatAreAlikeAreOneRowAndCounted) {
  bill({machine_line("a", "1"), machine_line("b", "2"), machine_line("c", "4", {{"product/region", "eu-west-1"}}),
        machine_line("d", "8", {{"lineItem/UsageAccountId", "999988887777"}})});
  build(without_rules());
  EXPECT_EQ(
      ask("SELECT effective_cost, hours, region, account, estimated, cost_source FROM allocation_daily ORDER BY 1"),
      "3|2|us-east-1|444455556666|false|bill;4|1|eu-west-1|444455556666|false|bill;"
      "8|1|us-east-1|999988887777|false|bill");
}

// Net costs are in one line of two: the row has what is known, as the bill's own sum.
TEST_F(BuildChargesTest, ARowIsNeverHalfKnown) {
  bill({machine_line("a", "1", {{"lineItem/NetUnblendedCost", "0.5"}}), machine_line("b", "2")});
  build(without_rules());
  EXPECT_EQ(ask("SELECT billed_cost, net_billed_cost FROM allocation_daily ORDER BY 1"), "1|0.5;2|-");
}

// Its bill is of June: it lies on its own day, and in June's sums.
TEST_F(BuildChargesTest, ACorrectionThatCameWithAnotherMonthKeepsItsDayAndItsBill) {
  auto late = machine_line("a", "5");
  late["bill/BillingPeriodStartDate"] = "2026-06-01T00:00:00Z";
  late["bill/BillingPeriodEndDate"] = "2026-07-01T00:00:00Z";
  bill({machine_line("a", "1"), late});
  build(without_rules());
  EXPECT_EQ(ask("SELECT day, billing_period, effective_cost FROM allocation_daily ORDER BY 2"),
            "2026-05-01|2026-05|1;2026-05-01|2026-06|5");
}

// A condition that can't be worked out for a line, as its text is no number, doesn't take it.
TEST_F(BuildChargesTest, ARuleTakesNoLineOfWhichItKnowsNothing) {
  auto config = without_rules();
  config.shared = {{"numbers", "CAST(x_UsageType AS INTEGER) > 5", "even", "all", "team", {}, {}}};
  bill({machine_line("a", "1", {{"lineItem/UsageType", "words"}}),
        machine_line("b", "2", {{"lineItem/UsageType", "7"}})});
  build(config);
  EXPECT_EQ(ask("SELECT effective_cost, cost_kind, reason FROM allocation_daily ORDER BY 1"),
            "1|not_covered|outside of clusters;2|shared|numbers");
}

TEST_F(BuildChargesTest, TrafficUnderAMachinesIdIsNotItsCost) {
  take("n.csv", {node_row("i-1")});
  bill({machine_line("i-1", "1"), machine_line("i-1", "2", {{"lineItem/UsageType", "USE1-DataTransfer-Out-Bytes"}}),
        machine_line("i-1", "4", {{"lineItem/UsageType", "Out"}, {"product/productFamily", "Data Transfer"}}),
        machine_line("i-1", "8", {{"lineItem/UsageType", "USE1-EBSOptimized:m5.large"}})});
  build(without_rules());
  EXPECT_EQ(ask("SELECT cost_kind, sum(effective_cost) FROM allocation_daily GROUP BY 1 ORDER BY 1"),
            "idle|9;not_covered|6");
}

}  // namespace
}  // namespace farthing
