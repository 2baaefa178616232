// Datasets in, `build`, money out: the cost model from outside. Here, because it needs imports.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "support/allocation_lake.hpp"
#include "support/sanitized.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kNodesHeader = "node_id,start,end,vcpu,memory_gib,accelerator_count,hourly_cost_usd\n";
constexpr const char* kWorkloadsHeader =
    "workload_id,node_id,start,end,request_vcpu,request_memory_gib,request_accelerators,system\n";
constexpr const char* kUsageHeader = "workload_id,hour,vcpu_hours,gib_hours,accelerator_hours\n";

class AllocationTest : public AllocationLakeFixture {};

std::string hour_row(const std::string& id, double vcpu, double gib, double cards) {
  return fmt::format("{},2026-05-01T10:00:00Z,{},{},{}\n", id, vcpu, gib, cards);
}
std::string workload_row(const std::string& id, double vcpu, double gib, double cards) {
  return fmt::format("{},n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,{},{},{},\n", id, vcpu, gib, cards);
}

// AWS's first worked example of split cost allocation: an m5.xlarge at $1 whose vCPU are asked for beyond what it has.
// The unit is 1 / (9 x 4 + 16) = 1/52; pod 2 e.g. gets 4 x 9/52 x 19/49 + 16/52 x 3/8 = .3838..., and of the idle 2 GiB
// 2/52 x 3/7.
TEST_F(AllocationTest, EqualsTheWorkedExampleOfSharedVcpu) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,4,16,,1\n");
  take("w.csv", kWorkloadsHeader + workload_row("p1", 1, 4, 0) + workload_row("p2", 1, 4, 0) +
                    workload_row("p3", 1, 2, 0) + workload_row("p4", 1, 2, 0));
  take("u.csv", kUsageHeader + hour_row("p1", 0.1, 3, 0) + hour_row("p2", 1.9, 6, 0) + hour_row("p3", 0.5, 2, 0) +
                    hour_row("p4", 0.5, 2, 0));
  build();
  EXPECT_NEAR(cost_of("p1"), 36.0 / 52 * 10 / 49 + 16.0 / 52 / 4, 1e-9);
  EXPECT_NEAR(cost_of("p2"), 36.0 / 52 * 19 / 49 + 16.0 / 52 * 3 / 8, 1e-9);
  EXPECT_NEAR(cost_of("p3"), 36.0 / 52 * 10 / 49 + 16.0 / 52 / 8, 1e-9);
  EXPECT_NEAR(with_idle("p1"), 0.22919937205651492, 1e-9);
  EXPECT_NEAR(with_idle("p2"), 0.4003139717425432, 1e-9);
  EXPECT_NEAR(with_idle("p4"), 0.18524332810047095, 1e-9);
  EXPECT_EQ(ask("SELECT sum(effective_cost) FROM allocated_costs"), "1");
}

// The second: a p3.16xlarge at $10; weights 90 : 9 : 1. Pod 2 uses more cards than it asked for.
TEST_F(AllocationTest, EqualsTheWorkedExampleOfAccelerators) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,64,488,8,10\n");
  take("w.csv", kWorkloadsHeader + workload_row("p1", 16, 100, 1) + workload_row("p2", 16, 100, 2) +
                    workload_row("p3", 16, 100, 2) + workload_row("p4", 16, 100, 2));
  take("u.csv", kUsageHeader + hour_row("p1", 4, 60, 1) + hour_row("p2", 18, 140, 3) + hour_row("p3", 4, 60, 1) +
                    hour_row("p4", 4, 40, 2));
  build();
  EXPECT_NEAR(cost_of("p1"), 1.8477374643293927, 1e-9);
  EXPECT_NEAR(cost_of("p2"), 3.1787607011822256, 1e-9);
  EXPECT_NEAR(with_idle("p1"), 1.908887077048512, 1e-9);
  EXPECT_NEAR(with_idle("p2"), 3.264370158988993, 1e-9);
  EXPECT_NEAR(with_idle("p3"), 2.4133713819812472, 1e-9);
  EXPECT_EQ(ask("SELECT sum(effective_cost) FROM allocated_costs"), "10");
}

// The worked g5.12xlarge at 5.672 $/h of 4 cards, 48 vCPU, 192 GiB with AWS's and OpenCost's weights, to six digits.
TEST_F(AllocationTest, WeightsAreASetting) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,48,192,4,5.672\n");
  take("w.csv",
       kWorkloadsHeader + workload_row("A", 8, 32, 0) + workload_row("B", 4, 16, 0) + workload_row("G", 16, 64, 2));
  take("u.csv", kUsageHeader + hour_row("A", 10, 24, 0) + hour_row("B", 2, 20, 0) + hour_row("G", 12, 48, 0.7));
  build();
  EXPECT_NEAR(cost_of("A"), 0.703236, 1e-6);
  EXPECT_NEAR(cost_of("G"), 2.236520, 1e-6);
  const auto again = build("opencost");
  EXPECT_EQ(again.days.changed.at(0).why, "its SQL or a setting changed");
  EXPECT_NEAR(cost_of("A"), 0.417889, 1e-6);
  EXPECT_NEAR(cost_of("B"), 0.195379, 1e-6);
  EXPECT_NEAR(cost_of("G"), 2.476601, 1e-6);
  EXPECT_NEAR(number("SELECT sum(effective_cost) FROM allocated_costs WHERE cost_kind = 'idle'"), 2.582131, 1e-6);
}

// 8 vCPU at .051878 and 32 GiB at .005764; 10 and 24 used.
TEST_F(AllocationTest, WhatAWorkloadHeldIsASetting) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,48,192,4,5.672\n");
  take("w.csv", kWorkloadsHeader + workload_row("A", 8, 32, 0));
  take("u.csv", kUsageHeader + hour_row("A", 10, 24, 0));
  build("aws", "request");
  EXPECT_NEAR(cost_of("A"), 8 * .0518780488 + 32 * .0057642276, 1e-8);
  build("aws", "usage");
  EXPECT_NEAR(cost_of("A"), 10 * .0518780488 + 24 * .0057642276, 1e-8);
}

TEST_F(AllocationTest, APodOf30SecondsCosts30Seconds) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,4,16,,1.2\n");
  take("w.csv", std::string(kWorkloadsHeader) + "p,n,2026-05-01T10:59:50Z,2026-05-01T11:00:20Z,4,16,,\n");
  build();
  // Ten seconds of all that the node has; it was not there for the other twenty.
  EXPECT_NEAR(cost_of("p"), 1.2 * 10 / 3600, 1e-12);
}

TEST_F(AllocationTest, ADayOfTheBillFallsOnTheSecondsThatTheNodeWasThere) {
  import_text(CurCsv()
                  .line({{"lineItem/UnblendedCost", "1"},
                         {"lineItem/ResourceId", "i-1"},
                         {"lineItem/UsageStartDate", "2026-05-01T00:00:00Z"},
                         {"lineItem/UsageEndDate", "2026-05-02T00:00:00Z"}})
                  .text());
  take("n.csv", std::string(kNodesHeader) + "i-1,2026-05-01T10:40:00Z,2026-05-01T13:00:00Z,4,16,,99\n");
  build();
  // 20, 60 and 60 of 140 minutes; the known price counts only where there is no bill.
  EXPECT_EQ(ask("SELECT hour(hour), effective_cost, estimated, currency FROM node_hours ORDER BY 1"),
            "10|0.142857142857|false|USD;11|0.428571428572|false|USD;12|0.428571428571|false|USD");
}

TEST_F(AllocationTest, WithoutABillOrAPriceTheCostIsUnknownAndNotZero) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T11:00:00Z,4,16,,\n");
  take("w.csv", kWorkloadsHeader + workload_row("p", 1, 4, 0));
  build();
  EXPECT_EQ(ask("SELECT cost_kind, effective_cost, currency, estimated FROM allocated_costs ORDER BY 1"),
            "allocated|-|-|true;idle|-|-|true");
}

TEST_F(AllocationTest, TransferIsNotTheMachine) {
  import_text(CurCsv()
                  .line({{"lineItem/UnblendedCost", "1"}, {"lineItem/ResourceId", "i-1"}})
                  .line({{"lineItem/UnblendedCost", "9"},
                         {"lineItem/ResourceId", "i-1"},
                         {"lineItem/UsageType", "USW2-DataTransfer-Out-Bytes"}})
                  .text());
  take("n.csv", std::string(kNodesHeader) + "i-1,2026-05-01T00:00:00Z,2026-05-02T00:00:00Z,4,16,,\n");
  build();
  EXPECT_EQ(ask("SELECT estimated, billed_cost, count(*) FROM node_hours GROUP BY 1, 2 ORDER BY 1"),
            "false|1|1;true|1|23");
}

TEST_F(AllocationTest, OnlyDaysWhoseInputsChangedAreBuiltAgain) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T00:00:00Z,2026-05-04T00:00:00Z,4,16,,1\n");
  EXPECT_EQ(build().days.changed.size(), 3u);
  const auto idle = build();
  EXPECT_THAT(idle.days.changed, IsEmpty());
  EXPECT_EQ(idle.days.kept.size(), 3u);
  take("u.csv", std::string(kUsageHeader) + "p,2026-05-02T10:00:00Z,1,1,\n");
  const auto late = build();
  ASSERT_EQ(late.days.changed.size(), 1u);
  EXPECT_EQ(late.days.changed[0].day, "2026-05-02");
  EXPECT_EQ(late.days.changed[0].why, "its inputs changed");
}

TEST_F(AllocationTest, ANodeWithoutAnEndIsThereUntilTheNewestDayOfTheData) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T12:00:00Z,,4,16,,1\n");
  EXPECT_THAT(build().days.changed, IsEmpty());
  take("u.csv", std::string(kUsageHeader) + "p,2026-05-02T10:00:00Z,1,1,\n");
  EXPECT_EQ(build().node_hours, 12 + 24);
}

TEST_F(AllocationTest, OfOverlappingIntervalsTheLaterTakesOver) {
  take("n.csv", std::string(kNodesHeader) + "n,2026-05-01T10:00:00Z,2026-05-01T12:00:00Z,4,16,,1\n" +
                    "n,2026-05-01T11:00:00Z,2026-05-01T12:00:00Z,8,32,,2\n");
  build();
  EXPECT_EQ(ask("SELECT seconds, vcpu_micro_seconds / 3600000000, effective_cost FROM node_hours ORDER BY hour"),
            "3600|4|1;3600|8|2");
}

TEST_F(AllocationTest, AnUnknownSettingIsRefused) {
  EXPECT_THAT(build_models(lake_, build_settings(config_of("fair"))).error().text(),
              HasSubstr("aws, opencost, market"));
  EXPECT_THAT(build_models(lake_, build_settings(config_of("aws", "hope"))).error().text(),
              HasSubstr("max, request, usage"));
}

// A random organisation of some nodes and workloads over three days, each interval cut in two at `cut` (seconds).
struct RandomOrganisation {
  std::string nodes = kNodesHeader, workloads = kWorkloadsHeader, usage = kUsageHeader;
};

std::string moment_of(int second) {
  return fmt::format("2026-05-{:02}T{:02}:{:02}:{:02}Z", 1 + second / 86'400, second / 3'600 % 24, second / 60 % 60,
                     second % 60);
}

RandomOrganisation random_organisation(unsigned seed, bool cut) {
  std::mt19937 random(seed);
  const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
  RandomOrganisation made;
  const auto intervals = [&](std::string& text, const std::string& id, int begin, int end, int middle,
                             const std::string& rest) {
    if (cut) {
      text += fmt::format("{},{},{},{}", id, moment_of(begin), moment_of(middle), rest);
      begin = middle;
    }
    text += fmt::format("{},{},{},{}", id, moment_of(begin), moment_of(end), rest);
  };
  for (int n = 0; n < 4; ++n) {
    const int begin = below(90'000), end = begin + 7'200 + below(150'000);
    intervals(made.nodes, fmt::format("n{}", n), begin, end, begin + 1 + below(end - begin - 1),
              fmt::format("{},{},{},{}\n", 2 + below(30), 4 + below(100), n % 2 == 0 ? 0 : 4, 0.1 + 0.01 * below(900)));
    for (int w = 0; w < 6; ++w) {
      const int from = begin + below(3'000), until = from + 2 + below(end - from - 2);
      const auto id = fmt::format("w{}-{}", n, w);
      intervals(made.workloads, fmt::format("{},n{}", id, n), from, until, from + 1 + below(until - from - 1),
                fmt::format("{},{},{},\n", 0.25 * below(40), 0.5 * below(60), n % 2 == 0 ? 0 : below(3)));
      made.usage +=
          fmt::format("{},{},{},{},\n", id, moment_of(from / 3'600 * 3'600), 0.01 * below(300), 0.1 * below(90));
    }
  }
  return made;
}

TEST_F(AllocationTest, MoneyIsConservedSharesAreSharesAndCutsChangeNothing) {
  for (unsigned seed = 1; seed <= last_seed(1, 4); ++seed) {
    std::string costs_of_whole;
    for (const bool cut : {false, true}) {
      std::filesystem::remove_all(lake_.root());
      const auto made = random_organisation(seed, cut);
      take("n.csv", made.nodes);
      take("w.csv", made.workloads);
      take("u.csv", made.usage);
      build();
      EXPECT_EQ(
          ask("SELECT count(*) FROM (SELECT node, hour, sum(effective_cost) AS cost FROM allocated_costs GROUP BY 1, "
              "2) AS a JOIN node_hours AS n ON n.node_id = a.node AND n.hour = a.hour WHERE cost <> "
              "n.effective_cost"),
          "0");
      EXPECT_EQ(ask("SELECT sum(effective_cost) FROM allocated_costs"),
                ask("SELECT sum(effective_cost) FROM node_hours"));
      EXPECT_EQ(
          ask("SELECT count(*) FROM allocation_shares WHERE NOT (vcpu_share BETWEEN 0 AND 1) OR NOT (memory_share "
              "BETWEEN 0 AND 1) OR NOT (coalesce(accelerator_share, 0) BETWEEN 0 AND 1)"),
          "0");
      EXPECT_EQ(
          ask("SELECT count(*) FROM (SELECT sum(vcpu_share) AS v, sum(memory_share) AS m FROM allocation_shares GROUP "
              "BY node_id, hour) WHERE v > 1 + 1e-9 OR m > 1 + 1e-9"),
          "0");
      EXPECT_EQ(ask("SELECT count(*) FROM allocated_costs WHERE effective_cost < -0.000000000010"), "0");
      // Known prices are DOUBLEs summed by piece: the last digits may differ, the money may not.
      const auto costs =
          ask("SELECT workload_id, round(sum(effective_cost), 8) FROM allocated_costs GROUP BY 1 ORDER BY 1");
      if (cut) {
        EXPECT_EQ(costs, costs_of_whole) << seed;
      }
      costs_of_whole = costs;
    }
  }
}

}  // namespace
}  // namespace farthing
