// Hours that no bill tells of yet: what they are taken to cost, and what that was worth.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;

std::string moment_on(int day, int hour) { return fmt::format("2026-05-{:02}T{:02}:00:00Z", day, hour); }

DatasetRow price_row(const std::string& type, const std::string& unit, const std::string& usd,
                     const DatasetRow& more = {}) {
  DatasetRow row = {{"service", "AmazonEC2"}, {"region", "us-east-1"}, {"unit", unit},
                    {"price_usd", usd},       {"instance_type", type}, {"purchase_option", "on_demand"}};
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

class AllocationEstimatesTest : public AllocationLakeFixture {
 protected:
  /// source|effective|list|currency of the machine's hours, in order of time.
  [[nodiscard]] std::string estimates_of(const std::string& node) const {
    return ask(
        "SELECT cost_source, effective_cost, list_cost, currency FROM node_hours WHERE estimated AND node_id = '" +
        node + "' ORDER BY hour");
  }
};

TEST_F(AllocationEstimatesTest, TheMachinesOwnPriceComesFirst) {
  take("n.csv",
       {node_row("n", {{"hourly_cost_usd", "1.2"}, {"end", "2026-05-01T10:30:00Z"}, {"instance_type", "m5.xlarge"}})});
  take("p.csv", {price_row("m5.xlarge", "hour", "0.192")});
  build();
  EXPECT_EQ(estimates_of("n"), "nodes|0.6|0.6|USD");
}

TEST_F(AllocationEstimatesTest, ThenTheListPrice) {
  take("n.csv", {node_row("n", {{"instance_type", "m5.xlarge"}, {"region", "us-east-1"}}),
                 node_row("far", {{"instance_type", "m5.xlarge"}, {"region", "eu-west-1"}}),
                 node_row("strange", {{"instance_type", "x9.huge"}}), node_row("untyped")});
  take("p.csv", {price_row("m5.xlarge", "hour", "0.192"), price_row("m5.xlarge", "hour", "0.9", {{"os", "Windows"}}),
                 price_row("m5.xlarge", "hour", "0.1", {{"commitment", "1yr"}}),
                 price_row("m5.xlarge", "hour", "0.18",
                           {{"valid_from", "2026-01-01T00:00:00Z"}, {"valid_to", "2026-05-01T00:00:00Z"}}),
                 price_row("m5.xlarge", "hour", "0.17", {{"valid_from", "2026-05-02T00:00:00Z"}}),
                 price_row("m5.xlarge", "hour", "0.214", {{"region", "eu-west-1"}})});
  build();
  EXPECT_EQ(estimates_of("n"), "prices|0.192|0.192|USD");
  EXPECT_EQ(estimates_of("far"), "prices|0.214|0.214|USD");
  EXPECT_EQ(estimates_of("strange"), "no_price|-|-|-");
  EXPECT_EQ(estimates_of("untyped"), "no_price|-|-|-");
}

// A quarter of a vCPU and half a GiB.
TEST_F(AllocationEstimatesTest, FargateIsPricedByItsResources) {
  take("n.csv", {node_row("task", {{"vcpu", "0.25"}, {"memory_gib", "0.5"}, {"purchase_option", "fargate"}})});
  take("p.csv",
       {price_row("fargate", "vcpu_hour", "0.04048", {{"service", "AmazonECS"}, {"purchase_option", "fargate"}}),
        price_row("fargate", "gib_hour", "0.004445", {{"service", "AmazonECS"}, {"purchase_option", "fargate"}})});
  build();
  EXPECT_EQ(estimates_of("task"), "prices|0.0123425|0.0123425|USD");
}

TEST_F(AllocationEstimatesTest, WhatItCostWhenItWasLastBilledComesBeforeTheList) {
  take("n.csv",
       {node_row("n", {{"instance_type", "m5.xlarge"}}),
        node_row("n", {{"instance_type", "m5.xlarge"}, {"start", moment_on(3, 10)}, {"end", moment_on(3, 11)}})});
  take("p.csv", {price_row("m5.xlarge", "hour", "0.192")});
  bill({covered_line("n", "0.11")});
  build();
  EXPECT_EQ(estimates_of("n"), "last_billed|0.11|1|USD");
}

// An hour of spot says nothing of an hour on demand.
TEST_F(AllocationEstimatesTest, ASpotPriceIsNotTakenForAnotherOption) {
  const DatasetRow later = {{"start", moment_on(2, 10)}, {"end", moment_on(2, 11)}};
  auto on_demand = later, spot = later;
  on_demand["purchase_option"] = "on_demand";
  spot["purchase_option"] = "spot";
  take("n.csv", {node_row("a"), node_row("a", on_demand), node_row("b"), node_row("b", spot)});
  const CurFields usage = {{"lineItem/UsageType", "SpotUsage:m5.large"}};
  bill({machine_line("a", "0.03", usage), machine_line("b", "0.03", usage)});
  build();
  EXPECT_EQ(estimates_of("a"), "no_price|-|-|-");
  EXPECT_EQ(estimates_of("b"), "last_billed|0.03|1|USD");
}

// The bill of a day comes in pieces: its later hours cost what its machine did in the last hour that is billed.
TEST_F(AllocationEstimatesTest, HoursAfterTheLastBilledOneOfTheSameDayAreEstimatedToo) {
  take("n.csv", {node_row("n", {{"end", moment_on(1, 12)}, {"instance_type", "m5.xlarge"}}),
                 node_row("m", {{"instance_type", "m5.xlarge"}})});
  take("p.csv", {price_row("m5.xlarge", "hour", "0.192")});
  bill({machine_line("n", "0.15")});
  build();
  EXPECT_EQ(estimates_of("n"), "last_billed|0.15|1|USD");
  EXPECT_EQ(estimates_of("m"), "prices|0.192|0.192|USD");
}

// Five days of one hour each. Two are billed at 1; the other three at 1.5 once they come.
TEST_F(AllocationEstimatesTest, BecomeActualWhenTheBillComes) {
  std::vector<DatasetRow> nodes, containers;
  std::vector<CurFields> first, all;
  for (int day = 1; day <= 5; ++day) {
    const DatasetRow hour = {{"start", moment_on(day, 10)}, {"end", moment_on(day, 11)}};
    nodes.push_back(node_row("n", hour));
    containers.push_back(container_row("p", "n", hour));
    const auto line = machine_line("n", day <= 2 ? "1.04" : "1.56", lasting(moment_on(day, 10), moment_on(day, 11)));
    all.push_back(line);
    if (day <= 2) first.push_back(line);
  }
  take("n.csv", nodes);
  take("w.csv", containers);
  bill(first);
  EXPECT_EQ(build().days.changed.size(), 5u);
  EXPECT_EQ(
      ask("SELECT estimated, cost_source, count(*), sum(effective_cost) FROM node_hours GROUP BY 1, 2 ORDER BY 1"),
      "false|bill|2|2.08;true|last_billed|3|3.12");
  EXPECT_EQ(ask("SELECT count(*) FROM estimate_errors"), "0");

  replace_bill(all, "bill.csv");
  const auto report = build();
  std::vector<std::string> days;
  for (const auto& day : report.days.changed) days.push_back(day.day);
  EXPECT_THAT(days, ElementsAre("2026-05-03", "2026-05-04", "2026-05-05"));
  EXPECT_EQ(ask("SELECT estimated, count(*), sum(effective_cost) FROM node_hours GROUP BY 1"), "false|5|6.76");
  EXPECT_NEAR(cost_of("p"), 6.76 / 4, 1e-10);
  ASSERT_EQ(report.estimates.size(), 1u);
  EXPECT_EQ(report.estimates[0].source, "last_billed");
  EXPECT_EQ(report.estimates[0].node_hours, 3);
  EXPECT_EQ(report.estimates[0].estimated.text(), "3.12");
  EXPECT_EQ(report.estimates[0].actual.text(), "4.68");
  const auto errors = "3|last_billed|1|1.04|1.56;4|last_billed|1|1.04|1.56;5|last_billed|1|1.04|1.56";
  const auto asked =
      "SELECT day(day), cost_source, node_hours, estimated_cost, actual_cost FROM estimate_errors ORDER BY 1";
  EXPECT_EQ(ask(asked), errors);

  // Built again by another setting they are still known.
  EXPECT_EQ(build("opencost").days.changed.size(), 5u);
  EXPECT_EQ(ask(asked), errors);
}

}  // namespace
}  // namespace farthing
