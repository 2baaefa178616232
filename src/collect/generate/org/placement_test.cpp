#include "collect/generate/org/placement.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/node_lives.hpp"

namespace farthing::generate::org {
namespace {

class OrgPlacement : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  Organisation organisation = small_organisation(GetParam());
};

TEST_P(OrgPlacement, AsManyPodsRunInEachSecondAsThePlanSays) {
  std::map<std::int64_t, int> changes;
  std::int64_t seconds = 0;
  for (const Pod& pod : organisation.pods) {
    ASSERT_LT(pod.start, pod.end);
    ++changes[pod.start];
    --changes[pod.end];
    seconds += pod.end - pod.start;
  }
  EXPECT_EQ(seconds, 80 * 4 * kDaySeconds);
  int running = 0;
  for (const auto& [at, change] : changes) {
    running += change;
    ASSERT_EQ(running, at == organisation.seconds ? 0 : 80) << at;
  }
}

TEST_P(OrgPlacement, APodLivesWithinItsMachine) {
  for (const Pod& pod : organisation.pods) {
    const Node& node = organisation.nodes[pod.node];
    ASSERT_GE(pod.start, node.start);
    ASSERT_LE(pod.end, node.end);
    ASSERT_EQ(organisation.controllers[pod.controller].cluster, node.cluster);
  }
}

TEST_P(OrgPlacement, WhatPodsReserveFitsOnTheirMachine) {
  // By machine: what is reserved from a moment on.
  std::map<std::uint32_t, std::map<std::int64_t, Amounts>> changes;
  for (const Pod& pod : organisation.pods) {
    for (std::size_t i = 0; i < kResources; ++i) {
      changes[pod.node][pod.start][i] += pod.request[i];
      changes[pod.node][pod.end][i] -= pod.request[i];
    }
  }
  for (const auto& [machine, of_machine] : changes) {
    Amounts reserved{};
    for (const auto& [at, change] : of_machine) {
      for (std::size_t i = 0; i < kResources; ++i) {
        reserved[i] += change[i];
        ASSERT_LE(reserved[i], organisation.nodes[machine].capacity[i]) << machine << " at " << at;
        ASSERT_GE(reserved[i], 0);
      }
    }
  }
}

TEST_P(OrgPlacement, PodsOfAllKindsLiveFromSecondsToDays) {
  std::set<Kind> kinds;
  bool thirty_seconds = false, whole = false, without_request = false;
  for (const Pod& pod : organisation.pods) {
    kinds.insert(organisation.controllers[pod.controller].kind);
    thirty_seconds |= pod.end - pod.start == 30;
    whole |= pod.end - pod.start == organisation.seconds;
    without_request |= pod.request[kVcpu] == 0;
  }
  EXPECT_EQ(kinds.size(), 7u);
  EXPECT_TRUE(thirty_seconds);
  EXPECT_TRUE(whole);
  EXPECT_TRUE(without_request);
}

TEST_P(OrgPlacement, ADaemonLivesAsLongAsItsMachine) {
  std::map<std::uint32_t, int> daemons;
  for (const Pod& pod : organisation.pods) {
    if (organisation.controllers[pod.controller].kind != Kind::kDaemonSet) continue;
    const Node& node = organisation.nodes[pod.node];
    ASSERT_NE(node.type, nullptr) << "Fargate runs no daemons";
    EXPECT_EQ(++daemons[pod.node], 1) << node.id;
    EXPECT_EQ(pod.start, node.start) << node.id;
    EXPECT_EQ(pod.end, node.end) << node.id;
  }
  EXPECT_GT(daemons.size(), organisation.nodes.size() / 10);
}

TEST_P(OrgPlacement, CardsAreTakenWhole) {
  std::set<std::int64_t> cards;
  for (const Pod& pod : organisation.pods) {
    if (pod.slot != Pod::kNone) continue;  // they have parts of cards
    EXPECT_EQ(pod.request[kAccelerator] % kMicro, 0);
    if (pod.request[kAccelerator] == 0) continue;
    cards.insert(pod.request[kAccelerator] / kMicro);
    EXPECT_TRUE(organisation.controllers[pod.controller].accelerators);
    EXPECT_LE(pod.request[kAccelerator], organisation.nodes[pod.node].capacity[kAccelerator]);
  }
  EXPECT_GE(cards.size(), 2u) << "whole machines and parts of them";
}

TEST_P(OrgPlacement, AFargateTaskIsAMachineOfItsOwn) {
  std::map<std::uint32_t, int> pods;
  for (const Pod& pod : organisation.pods) ++pods[pod.node];
  int spot = 0, tasks = 0;
  for (std::uint32_t i = 0; i < organisation.nodes.size(); ++i) {
    const Node& node = organisation.nodes[i];
    if (node.type != nullptr) continue;
    ++tasks;
    spot += node.buying == Buying::kFargateSpot ? 1 : 0;
    EXPECT_EQ(pods[i], 1);
    EXPECT_TRUE(node.id.starts_with("arn:aws:ecs:us-east-1:")) << node.id;
  }
  EXPECT_GT(spot, 0);
  EXPECT_LT(spot, tasks);
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrgPlacement, ::testing::Values(0, 5, 77));

TEST(OrgNodes, AnIdIsOneMachineWithOneInterval) {
  const auto organisation = small_organisation();
  std::set<std::string> ids, volumes;
  for (const Node& node : organisation.nodes) {
    EXPECT_TRUE(ids.insert(node.id).second) << node.id;
    if (node.type != nullptr) EXPECT_TRUE(volumes.insert(node.volume).second);
    EXPECT_LT(node.start, node.end);
    EXPECT_LE(node.end, organisation.seconds);
  }
}

TEST(OrgNodes, PoolsScaleAsTheyAreMeantTo) {
  const auto organisation = small_organisation(3, 10, 40, 300);
  for (const auto& pool : pool_shapes()) {
    int least = INT32_MAX, most = 0;
    for (std::int64_t at = 450; at < organisation.seconds; at += 900) {
      int up = 0;
      for (const Node& node : organisation.nodes) up += node.pool == &pool && node.start <= at && at < node.end ? 1 : 0;
      least = std::min(least, up);
      most = std::max(most, up);
    }
    if (pool.demand == Demand::kCampaigns) {
      EXPECT_EQ(least, 0) << pool.name;
      EXPECT_GE(most, 8) << "of 10";
      EXPECT_LE(most, 10);
    } else {
      EXPECT_GE(least, pool.demand == Demand::kSteady ? 1 : 0) << pool.name;
    }
    if (pool.demand == Demand::kDaily) EXPECT_LT(least, most) << pool.name;
  }
}

TEST(OrgNodes, OfInferenceFollowTheHoursOfTheDay) {
  const auto organisation = small_organisation(3, 10, 100, 300);
  const auto mean_up = [&](std::int64_t hour) {  // over the days
    int up = 0;
    for (std::int64_t day = 0; day < 10; ++day) {
      const std::int64_t at = day * kDaySeconds + hour * kHourSeconds;
      for (const Node& node : organisation.nodes) {
        up += node.pool != nullptr && node.pool->demand == Demand::kDaily && node.start <= at && at < node.end ? 1 : 0;
      }
    }
    return up / 10;
  };
  EXPECT_GT(mean_up(17), mean_up(5) * 3 / 2) << "the afternoon asks for more than the night";
  EXPECT_LE(mean_up(17), 50) << "of 100 nodes half are for inference";
}

TEST(OrgNodes, ComeAndGoAtOddSeconds) {
  int odd = 0, all = 0;
  const auto organisation = small_organisation();
  for (const Node& node : organisation.nodes) {
    if (node.start == 0) continue;
    ++all;
    odd += node.start % 60 != 0 ? 1 : 0;
  }
  EXPECT_GT(all, 20);
  EXPECT_GT(odd, all * 9 / 10);
}

TEST(OrgNodes, PoolSizesSumToTheNodes) {
  for (const int nodes : {least_nodes(), 8, 13, 20, 40, 500, 1'234}) {
    int sum = 0;
    for (const int size : pool_sizes(nodes)) {
      EXPECT_GE(size, 1);
      sum += size;
    }
    EXPECT_EQ(sum, nodes);
  }
  // 25 % of 40 train, 50 % answer: pools of 10 and 20.
  EXPECT_EQ(pool_sizes(40)[1], 10);
  EXPECT_EQ(pool_sizes(40)[3] + pool_sizes(40)[4], 20);
}

TEST(OrgPlans, AreCheckedBeforeAnythingIsMade) {
  const auto error_of = [](OrgPlan plan) {
    const auto checked = checked_plan(std::move(plan));
    return checked ? "" : checked.error().text();
  };
  EXPECT_EQ(error_of({.days = 31}), "");
  EXPECT_NE(error_of({.days = 32}).find("2026-10 has no 32 days"), std::string::npos);
  EXPECT_NE(error_of({.days = 30, .month = "2026-02"}).find("choose 1 to 28"), std::string::npos);
  EXPECT_NE(error_of({.days = 0}).find("0 days"), std::string::npos);
  EXPECT_NE(error_of({.month = "soon"}).find("'soon' is not a month"), std::string::npos);
  EXPECT_NE(error_of({.nodes = 6}).find("choose 7"), std::string::npos);
  EXPECT_NE(error_of({.pods = 19}).find("choose 20"), std::string::npos);
}

TEST(OrgPlans, SeedsMakeDifferentOrganisations) {
  const auto one = small_organisation(1), other = small_organisation(2), again = small_organisation(1);
  EXPECT_NE(one.nodes.front().id, other.nodes.front().id);
  EXPECT_NE(one.accounts, other.accounts);
  EXPECT_NE(one.types.front().truth, other.types.front().truth);
  ASSERT_EQ(one.pods.size(), again.pods.size());
  EXPECT_EQ(one.pods.back().bits, again.pods.back().bits);
}

TEST(OrgPlans, TheSmallestOrganisationWorks) {
  const auto organisation = small_organisation(9, 2, least_nodes(), 20);
  std::int64_t seconds = 0;
  for (const Pod& pod : organisation.pods) seconds += pod.end - pod.start;
  EXPECT_EQ(seconds, 20 * 2 * kDaySeconds);
}

}  // namespace
}  // namespace farthing::generate::org
