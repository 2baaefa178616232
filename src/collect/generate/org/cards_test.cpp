#include "collect/generate/org/cards.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <map>
#include <set>

#include "collect/generate/org/estate.hpp"
#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/usage.hpp"

namespace farthing::generate::org {
namespace {

class OrgCards : public ::testing::Test {
 protected:
  static const Organisation& organisation() {
    static const Organisation made = small_organisation(3, 4, 20, 150);
    return made;
  }
  static std::vector<Activity> all(const Organisation& of) {
    std::vector<Activity> rows;
    Activities activities(of);
    for (const auto* some = &activities.next(); !some->empty(); some = &activities.next()) {
      rows.insert(rows.end(), some->begin(), some->end());
    }
    return rows;
  }
};

TEST_F(OrgCards, AWholeCardHasOneHolderAtATime) {
  std::map<std::pair<std::uint32_t, int>, std::int64_t> until;
  int held = 0;
  for (const Pod& pod : organisation().pods) {  // by node, then by start
    if (pod.slot != Pod::kNone || pod.cards == 0) continue;
    EXPECT_EQ(std::popcount(pod.cards), pod.request[kAccelerator] / kMicro);
    for (int card = 0; card < 16; ++card) {
      if ((pod.cards >> card & 1) == 0) continue;
      ++held;
      ASSERT_LT(card * kMicro, organisation().nodes[pod.node].capacity[kAccelerator]);
      ASSERT_GE(pod.start, (until[{pod.node, card}]));
      until[{pod.node, card}] = pod.end;
    }
  }
  EXPECT_GT(held, 50);
}

TEST_F(OrgCards, ActivityCoversEachSecondOfEachCardOrSliceOnce) {
  std::map<std::tuple<std::uint32_t, int, int>, std::int64_t> until, seconds;
  for (const auto& row : all(organisation())) {
    const std::tuple key(row.node, row.card, row.slice);
    const Node& node = organisation().nodes[row.node];
    ASSERT_EQ(row.start, until.contains(key) ? until[key] : node.start);
    ASSERT_GT(row.seconds, 0);
    ASSERT_LE(row.seconds, kHourSeconds);
    ASSERT_GE(row.active_micros, 0);
    ASSERT_LE(row.active_micros, row.seconds * kMicro) << "never over 100 %";
    until[key] = row.start + row.seconds;
    seconds[key] += row.seconds;
  }
  for (const auto& [key, there] : seconds) {
    const Node& node = organisation().nodes[std::get<0>(key)];
    ASSERT_EQ(there, node.end - node.start);
  }
}

TEST_F(OrgCards, OfWholeCardsActivityIsTheUseOfWhoHeldThem) {
  std::map<std::uint32_t, std::int64_t> active;
  std::set<std::string> not_told;
  for (const auto& row : all(organisation())) {
    const std::string_view sharing = organisation().nodes[row.node].pool->sharing;
    if (!sharing.empty() && sharing != "mig") {
      EXPECT_TRUE(row.held_by.empty());
      not_told.emplace(sharing);
      continue;
    }
    ASSERT_LE(row.held_by.size(), 1u) << "intervals are cut where the holder changes";
    if (row.held_by.empty()) {
      EXPECT_EQ(row.active_micros, 0);
    } else if (row.slice < 0) {
      active[row.held_by[0]] += row.active_micros;
    }
  }
  EXPECT_EQ(not_told, (std::set<std::string>{"mps", "time_slicing", "dra", "neuron"}));
  std::map<std::uint32_t, std::int64_t> used;
  PodHours hours(organisation());
  for (auto some = hours.next(); !some.empty(); some = hours.next()) {
    for (const auto& row : some) used[row.pod] += row.used[kAccelerator];
  }
  for (const auto& [pod, micros] : active) {
    const auto span = static_cast<double>(organisation().pods[pod].end - organisation().pods[pod].start);
    EXPECT_NEAR(static_cast<double>(used[pod]) / 1e6, static_cast<double>(micros) / 3.6e9, 1e-4 * (1 + span / 3'600));
  }
}

TEST_F(OrgCards, IntervalsCanBeShorter) {
  Organisation finer = small_organisation(3, 1, 14, 120);
  finer.plan.activity_seconds = 300;
  const auto coarse = all(small_organisation(3, 1, 14, 120)), fine = all(finer);
  EXPECT_GT(fine.size(), coarse.size() * 10);
  std::int64_t one = 0, other = 0;
  for (const auto& row : coarse) one += row.active_micros / 1'000;
  for (const auto& row : fine) other += row.active_micros / 1'000;
  EXPECT_NEAR(static_cast<double>(one), static_cast<double>(other), static_cast<double>(one) * 1e-5);
}

TEST_F(OrgCards, SomeHoldAndNeverCompute) {
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> sums;  // active, memory
  for (const auto& row : all(organisation())) {
    if (row.held_by.empty()) continue;
    const Pod& pod = organisation().pods[row.held_by[0]];
    auto& [active, memory] = sums[organisation().controllers[pod.controller].name];
    active += row.active_micros;
    memory += row.memory_mib_seconds;
  }
  EXPECT_EQ(sums["gpu-notebook"].first, 0);
  EXPECT_EQ(sums["eval-cache"].first, 0);
  EXPECT_GT(sums["eval-cache"].second, sums["gpu-notebook"].second * 10) << "it fills its card's memory";
  EXPECT_EQ(sums["legacy-7b"].first, 0);
  EXPECT_GT(sums["chat-8b"].first, 0);
}

TEST_F(OrgCards, IdsAreUniqueAndSaidWhereTheyTellSomething) {
  std::set<std::string> ids;
  std::map<std::string, int> said;
  for (const auto& row : all(organisation())) {
    const Node& node = organisation().nodes[row.node];
    ids.insert(row.slice < 0 ? card_id(node, row.card) : slice_id(node, row.card, row.slice));
  }
  for (const Pod& pod : organisation().pods) {
    const auto held = held_ids(organisation(), pod);
    for (const auto& id : held) EXPECT_TRUE(ids.contains(id)) << id;
    if (pod.cards == 0) EXPECT_TRUE(held.empty());
    if (pod.cards != 0 && !held.empty()) {
      const PoolShape& pool = *organisation().nodes[pod.node].pool;
      ++said[std::string(pool.sharing) + (pool.cluster == kTasks ? " ecs" : "")];
    }
  }
  for (const char* kind : {"", " ecs", "mig", "dra", "mps ecs"}) EXPECT_GT(said[kind], 0) << kind;
  EXPECT_EQ(said.size(), 5u) << "not of time-slicing, MPS by replicas, Neuron";
}

}  // namespace
}  // namespace farthing::generate::org
