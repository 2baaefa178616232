// What is wrong with the data of a day, each kind once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;

class AllocationIssuesTest : public AllocationLakeFixture {
 protected:
  /// day|kind|dataset|subject|currency|effective_cost|rows, of the issues that `where` takes.
  [[nodiscard]] std::vector<std::string> issues(const std::string& where = "true") const {
    std::vector<std::string> rows;
    const auto text =
        ask("SELECT day(day), kind, dataset, subject, currency, effective_cost, rows FROM data_issues WHERE " + where +
            " ORDER BY kind, dataset, subject, day");
    for (const auto& row : split(text, ';')) rows.emplace_back(row);
    return rows;
  }
};

const DatasetRow kTenToNine = {{"start", "2026-05-01T10:00:00Z"}, {"end", "2026-05-01T09:00:00Z"}};
const DatasetRow kHalfPastTen = {{"start", "2026-05-01T10:30:00Z"}, {"end", "2026-05-01T11:00:00Z"}};
const DatasetRow kNextDay = {{"start", "2026-05-02T10:00:00Z"}, {"end", "2026-05-02T11:00:00Z"}};

DatasetRow usage_of(const std::string& id, const std::string& vcpu_hours) {
  return {{"workload_id", id}, {"hour", "2026-05-01T10:00:00Z"}, {"vcpu_hours", vcpu_hours}};
}

TEST_F(AllocationIssuesTest, ReversedIntervalsAreLeftOut) {
  take("n.csv", {node_row("good"), node_row("bad", kTenToNine)});
  take("w.csv", {container_row("p", "good"), container_row("back", "good", kTenToNine)});
  bill({machine_line("good", "1")});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|reversed interval|nodes|bad|-|-|1", "1|reversed interval|workloads|back|-|-|1"));
  EXPECT_EQ(ask("SELECT DISTINCT node_id FROM node_hours"), "good");
  EXPECT_EQ(ask("SELECT DISTINCT workload_id FROM allocation_shares"), "p");
}

TEST_F(AllocationIssuesTest, OverlappingIntervalsAreSaidOncePerSubject) {
  take("n.csv", {node_row("n"), node_row("n", kHalfPastTen)});
  take("w.csv",
       {container_row("p", "n"), container_row("p", "n", kHalfPastTen), container_row("q", "n", kHalfPastTen)});
  bill({machine_line("n", "1")});
  build();
  EXPECT_THAT(issues(),
              ElementsAre("1|overlapping intervals|nodes|n|-|-|1", "1|overlapping intervals|workloads|p|-|-|1"));
}

TEST_F(AllocationIssuesTest, WorkloadsWithoutTheirMachine) {
  take("n.csv", {node_row("n"), node_row("m", kNextDay)});
  take("w.csv", {container_row("lost", "nowhere"), container_row("late", "n", {{"end", "2026-05-01T12:00:00Z"}}),
                 container_row("early", "m")});
  bill({machine_line("n", "1"), machine_line("m", "1", lasting(kNextDay.at("start"), kNextDay.at("end"))),
        machine_line("nowhere", "3")});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|line of the bill without a node|charges|nowhere|USD|3|1",
                                    "1|workload on an unknown node|workloads|early|-|-|1",
                                    "1|workload on an unknown node|workloads|lost|-|-|1",
                                    "1|workload while its node was not there|workloads|late|-|-|1"));
}

// What a day says doesn't hang on which days are built with it.
TEST_F(AllocationIssuesTest, AreTheSameWhicheverDaysAreBuiltTogether) {
  const auto everything = [&] {
    return ask("SELECT * FROM data_issues ORDER BY ALL") + "\n" + ask("SELECT * FROM allocation_daily ORDER BY ALL");
  };
  const std::vector<CurFields> lines = {machine_line("m", "3"),
                                        machine_line("m", "1", lasting(kNextDay.at("start"), kNextDay.at("end")))};
  const std::vector<DatasetRow> workloads = {container_row("early", "m"), container_row("other", "m", kNextDay)};
  auto early_usage = usage_of("other", "1");
  take("w.csv", workloads);
  take("u.csv", {early_usage});
  bill(lines);
  build();
  take("n.csv", {node_row("m", kNextDay)});
  EXPECT_EQ(build().days.changed.size(), 1u);
  const auto one_by_one = everything();
  EXPECT_THAT(issues(), ElementsAre("1|line of the bill without a node|charges|m|USD|3|1",
                                    "1|usage without a workload|usage_hourly|other|-|-|1",
                                    "1|workload on an unknown node|workloads|early|-|-|1"));
  empty_lake();
  take("w.csv", workloads);
  take("u.csv", {early_usage});
  take("n.csv", {node_row("m", kNextDay)});
  bill(lines);
  EXPECT_EQ(build().days.changed.size(), 2u);
  EXPECT_EQ(everything(), one_by_one);
}

TEST_F(AllocationIssuesTest, UsageThatCanNotBe) {
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("p", "n")});
  take("u.csv", {usage_of("p", "-1"), usage_of("ghost", "1")});
  bill({machine_line("n", "1.04")});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|impossible usage|usage_hourly|p|-|-|1",
                                    "1|usage without a workload|usage_hourly|ghost|-|-|1"));
  // What it asked for counts: 13 of 52 units.
  EXPECT_NEAR(cost_of("p"), 0.26, 1e-11);
}

TEST_F(AllocationIssuesTest, MoreHeldThanThereIsWithTheMachinesMoney) {
  take("n.csv", {node_row("n", {{"end", "2026-05-01T12:00:00Z"}})});
  take("w.csv", {container_row("p", "n", {{"request_vcpu", "3"}, {"end", "2026-05-01T12:00:00Z"}}),
                 container_row("q", "n", {{"request_vcpu", "3"}})});
  bill({machine_line("n", "1"), machine_line("n", "2", lasting("2026-05-01T11:00:00Z", "2026-05-01T12:00:00Z"))});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|more held than there is|workloads|n|USD|1|1"));
}

TEST_F(AllocationIssuesTest, MachinesWithoutABillWithTheirEstimate) {
  take("n.csv", {node_row("known", {{"hourly_cost_usd", "2"}, {"end", "2026-05-01T12:30:00Z"}}), node_row("unknown")});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|node without a line of the bill|nodes|known|USD|5|3",
                                    "1|node without a line of the bill|nodes|unknown|-|-|1"));
  EXPECT_EQ(ask("SELECT subject, detail FROM data_issues ORDER BY 1"),
            "known|priced by nodes;unknown|priced by no_price");
}

TEST_F(AllocationIssuesTest, LinesOfMachinesThatWereNotThere) {
  take("n.csv", {node_row("n")});
  const auto at_two = lasting("2026-05-01T14:00:00Z", "2026-05-01T15:00:00Z");
  bill({machine_line("n", "1"), machine_line("n", "2", at_two), machine_line("n", "4", at_two),
        machine_line("other", "8")});
  const auto report = build();
  EXPECT_THAT(issues(), ElementsAre("1|line of the bill without a node|charges|n|USD|6|2",
                                    "1|line of the bill without a node|charges|other|USD|8|1"));
  EXPECT_EQ(report.issues, 2);
}

// Each resource once a day, with all of its lines; what no row of nodes could describe is no fault.
TEST_F(AllocationIssuesTest, MachinesThatNoRowOfNodesDescribes) {
  const CurFields of_cluster = {{"resourceTags/aws:eks:cluster-name", "prod"}},
                  database = {{"product/instanceType", "db.m5.large"}, {"resourceTags/aws:eks:cluster-name", "prod"}},
                  traffic = {{"lineItem/UsageType", "USE1-DataTransfer-Out-Bytes"}},
                  next_day = lasting(kNextDay.at("start"), kNextDay.at("end"));
  auto of_next_day = of_cluster;
  of_next_day.insert(next_day.begin(), next_day.end());
  bill({machine_line("a", "1", of_cluster), machine_line("a", "2", of_cluster), machine_line("a", "4", of_next_day),
        machine_line("b", "8"), machine_line("c", "16", database), machine_line("b", "32", traffic)});
  build();
  EXPECT_EQ(ask("SELECT day(day), subject, detail, action, effective_cost, rows FROM data_issues WHERE kind = 'line of "
                "the bill without a node' AND dataset = 'charges' ORDER BY 2, 1"),
            "1|a|a machine of cluster prod that no row of nodes describes|unallocated|3|2;"
            "2|a|a machine of cluster prod that no row of nodes describes|unallocated|4|1;"
            "1|b|a machine that no cluster knows|not covered|8|1");
  EXPECT_EQ(ask("SELECT count(*) FROM data_issues"), "3");
  EXPECT_EQ(kinds_of_cost(),
            "not_covered|a machine that no cluster knows|8;not_covered|outside of clusters|48;"
            "unallocated|a machine of a cluster that no row of nodes describes|7");
}

// What a rule of shared costs takes, and what nobody used, has a place of its own.
TEST_F(AllocationIssuesTest, ALineThatARuleTakesIsNoFault) {
  auto config = config_of("aws");
  config.shared = {{"bastion", "ResourceId = 'a'", "even", "all", "team", {}, {}}};
  take("w.csv", {container_row("lost", "a")});
  bill({machine_line("a", "1", {{"resourceTags/aws:ecs:clusterName", "shop"}}),
        machine_line("cr-1", "2",
                     {{"capacityReservation/CapacityReservationArn", "arn:cr"},
                      {"lineItem/UsageType", "UnusedBox:m5.large"},
                      {"resourceTags/aws:ecs:clusterName", "shop"}})});
  build(config);
  EXPECT_EQ(kinds_of_cost(), "idle|unused capacity reservation|2;shared|bastion|1");
  EXPECT_THAT(issues(), ElementsAre("1|workload on an unknown node|workloads|lost|-|-|1"));
}

// ECS writes the cluster into a task's id, EKS on Fargate into a pod's; a Savings Plan hides that it is Fargate.
TEST_F(AllocationIssuesTest, TasksOnFargateThatNoRowOfNodesDescribes) {
  const CurFields fargate = {{"lineItem/UsageType", "USE1-Fargate-vCPU-Hours:perCPU"},
                             {"lineItem/ProductCode", "AmazonECS"}};
  const std::string task = "arn:aws:ecs:us-east-1:444455556666:task/shop/0f1e",
                    old = "arn:aws:ecs:eu-west-1:1:task/0f1e",
                    pod = "arn:aws:eks:us-east-1:444455556666:pod/prod/default/web-1/uid";
  bill({machine_line(task, "1", fargate), machine_line(old, "2", fargate), covered_line(pod, "4", fargate)});
  build();
  EXPECT_EQ(ask("SELECT subject, detail, action, effective_cost FROM data_issues ORDER BY 4"),
            task + "|a machine of cluster shop that no row of nodes describes|unallocated|1;" + old +
                "|a machine that no cluster knows|not covered|2;" + pod +
                "|a machine of cluster prod that no row of nodes describes|unallocated|4");
}

TEST_F(AllocationIssuesTest, AreOfTheirDayAndGoWithTheirCause) {
  const DatasetRow two_days = {
      {"hourly_cost_usd", "1"}, {"start", "2026-05-01T23:00:00Z"}, {"end", "2026-05-02T02:00:00Z"}};
  take("n.csv", {node_row("n", two_days)});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|node without a line of the bill|nodes|n|USD|1|1",
                                    "2|node without a line of the bill|nodes|n|USD|2|2"));
  bill({machine_line("n", "3", lasting("2026-05-02T00:00:00Z", "2026-05-03T00:00:00Z"))});
  build();
  EXPECT_THAT(issues(), ElementsAre("1|node without a line of the bill|nodes|n|USD|1|1"));
}

TEST_F(AllocationIssuesTest, SoundDataHasNone) {
  take("n.csv", {node_row("n")});
  take("w.csv", {container_row("p", "n"), container_row("q", "n")});
  take("u.csv", {usage_of("p", "0.5"), usage_of("q", "0")});
  bill({machine_line("n", "1"),
        machine_line("bucket", "1", {{"lineItem/ProductCode", "AmazonS3"}, {"lineItem/UsageType", "Requests-Tier1"}})});
  EXPECT_EQ(build().issues, 0);
  EXPECT_EQ(ask("SELECT count(*) FROM data_issues"), "0");
}

}  // namespace
}  // namespace farthing
