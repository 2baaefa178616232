#include "collect/generate/org/controllers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "collect/generate/org/made_organisation_test.hpp"

namespace farthing::generate::org {
namespace {

std::string label_of(const Controller& controller, std::string_view key) {
  for (const auto& [name, value] : controller.labels) {
    if (name == key) return value;
  }
  return "";
}

TEST(OrgControllers, EachClusterHasOneDaemonSetAndEachOfItsPodsAPlaceToRun) {
  std::map<std::size_t, int> daemons, plain, on_cards;
  for (const auto& controller : make_controllers()) {
    const bool daemon = controller.kind == Kind::kDaemonSet;
    daemons[controller.cluster] += daemon ? 1 : 0;
    plain[controller.cluster] += !daemon && !controller.accelerators ? 1 : 0;
    on_cards[controller.cluster] += controller.accelerators ? 1 : 0;
    EXPECT_EQ(daemon, controller.weight == 0) << controller.name;
    EXPECT_EQ(*controller.space == 0, controller.cluster == kTasks) << "ECS has no namespaces: " << controller.name;
  }
  for (std::size_t cluster = 0; cluster < kClusters; ++cluster) {
    EXPECT_EQ(daemons[cluster], 1);
    EXPECT_GE(plain[cluster], 3);
  }
  // A machine with cards needs someone who runs on them.
  for (const auto& pool : pool_shapes()) {
    const auto types = machine_types(pool.types, 0).value();
    const bool cards = types.front().capacity[kAccelerator] > 0;
    EXPECT_EQ(cards, on_cards[pool.cluster] > 0 && pool.name != std::string_view("system")) << pool.name;
  }
}

TEST(OrgControllers, TeamsSpellThemselvesInManyWays) {
  std::map<std::string, std::set<std::string>> spellings;
  int good = 0, missing = 0, other_key = 0;
  for (const auto& controller : make_controllers()) {
    const std::string spelt = label_of(controller, "team") + label_of(controller, "Team");
    if (spelt.empty()) {
      ++missing;
    } else {
      spellings[controller.team].insert(spelt);
      good += spelt == controller.team ? 1 : 0;
    }
    other_key += label_of(controller, "Team").empty() && label_of(controller, "owner").empty() ? 0 : 1;
  }
  EXPECT_GE(good, 5);
  EXPECT_GE(missing, 4);
  EXPECT_GE(other_key, 4);
  EXPECT_TRUE(spellings["search"].contains("Search-Team")) << "a synonym";
  EXPECT_TRUE(spellings["search"].contains("srch"));
  EXPECT_TRUE(spellings["ads"].contains("ADS")) << "case";
  EXPECT_TRUE(spellings["recsys"].contains("rec_sys") && spellings["recsys"].contains("rec-sys"));
}

TEST(OrgControllers, AreRolledOutAtMomentsInOrder) {
  const auto organisation = small_organisation(11, 10);
  const auto& rollouts = organisation.rollouts;
  EXPECT_GE(rollouts.size(), 5u);
  EXPECT_TRUE(std::ranges::is_sorted(rollouts, {}, &Rollout::at));
  for (const auto& rollout : rollouts) {
    EXPECT_GT(rollout.at, 0);
    EXPECT_LT(rollout.at, organisation.seconds);
  }
}

TEST(OrgControllers, ARolloutEndsThePodsOfBeforeWithinTenMinutes) {
  const auto organisation = small_organisation(11, 10);
  int ended = 0;
  for (const auto& rollout : organisation.rollouts) {
    for (const Pod& pod : organisation.pods) {
      if (pod.controller != rollout.controller || pod.start > rollout.at || pod.end <= rollout.at) continue;
      EXPECT_LE(pod.end, rollout.at + 600) << organisation.controllers[pod.controller].name;
      ++ended;
    }
  }
  EXPECT_GT(ended, 5);
}

}  // namespace
}  // namespace farthing::generate::org
