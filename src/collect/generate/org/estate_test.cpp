#include "collect/generate/org/estate.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/servings.hpp"

namespace farthing::generate::org {
namespace {

const PoolShape& pool_named(std::string_view name) {
  return *std::ranges::find(estate_shapes(), name, &PoolShape::name);
}

std::int64_t part_of(std::string_view controller) {
  const auto slot = std::ranges::find(estate_slots(), controller, &EstateSlot::controller);
  const PoolShape& pool = pool_named(slot->pool);
  const auto types = machine_types(pool.types, 0).value();
  return true_part(*slot, pool, types.front().accelerator_model);
}

TEST(OrgEstate, AMigSliceIsTheLargerOfItsComputeAndItsMemory) {
  EXPECT_EQ(mig_part("1g.5gb"), kMicro / 7);
  EXPECT_EQ(mig_part("1g.10gb"), kMicro / 4) << "2 of 8 memory slices are more than 1 of 7 of compute";
  EXPECT_EQ(mig_part("2g.10gb"), kMicro * 2 / 7);
  EXPECT_EQ(mig_part("3g.20gb"), kMicro / 2) << "4 of 8, not 3 of 7";
  EXPECT_EQ(mig_part("4g.20gb"), kMicro * 4 / 7);
  EXPECT_EQ(mig_part("7g.40gb"), kMicro);
}

TEST(OrgEstate, OtherPartsAreWhatIsDeclaredElseByReplica) {
  EXPECT_EQ(part_of("embed-small"), 300'000) << "30 %, and 6 of 22.35 GiB";
  EXPECT_EQ(part_of("rerank-small"), kMicro * 9 * 1'024 / 22'888) << "25 %, but 9 of 22.35 GiB";
  EXPECT_EQ(part_of("asr"), kMicro * 10 * 1'024 / 22'888) << "on ECS alike: 30 %, but 10 of 22.35 GiB";
  EXPECT_EQ(part_of("tagger"), 250'000) << "of 4 replicas";
  EXPECT_EQ(part_of("forgotten-demo"), kMicro / 12);
  EXPECT_EQ(part_of("rag-fusion"), 500'000) << "two containers, one claim";
  EXPECT_EQ(part_of("embed-neuron"), 500'000) << "a core of two";
  EXPECT_EQ(part_of("gpu-notebook"), 2 * kMicro);
}

TEST(OrgEstate, EachPlaceHasAPoolAndAController) {
  const auto controllers = estate_controllers();
  std::set<std::tuple<std::string, int, int>> places;
  for (const EstateSlot& slot : estate_slots()) {
    const PoolShape& pool = pool_named(slot.pool);
    const auto controller = std::ranges::find_if(controllers, [&](const Controller& one) {
      return one.name == std::string_view(slot.controller) && one.container == std::string_view(slot.container);
    });
    ASSERT_NE(controller, controllers.end()) << slot.controller;
    EXPECT_EQ(controller->cluster, pool.cluster) << slot.controller;
    EXPECT_TRUE(
        places.emplace(slot.pool, slot.card, *slot.claim != 0 ? static_cast<int>(places.size()) : slot.slice).second)
        << slot.controller;
    const auto layout = mig_layout(pool, slot.card);
    if (!layout.empty()) EXPECT_LT(static_cast<std::size_t>(slot.slice), layout.size());
    if (slot.load == kByRequests) EXPECT_GE(serving_of(slot.controller), 0) << slot.controller;
  }
}

TEST(OrgEstate, PartsOfACardNeverSumToMoreThanOne) {
  const auto organisation = small_organisation(3, 6, 20, 150);
  std::map<std::pair<std::uint32_t, int>, std::map<std::int64_t, std::int64_t>> changes;
  std::set<std::int16_t> slots;
  for (const Pod& pod : organisation.pods) {
    if (pod.slot == Pod::kNone) continue;
    slots.insert(pod.slot);
    const EstateSlot& slot = estate_slots()[static_cast<std::size_t>(pod.slot)];
    for (int card = slot.card; card < slot.card + slot.cards; ++card) {
      changes[{pod.node, card}][pod.start] += pod.request[kAccelerator] / slot.cards;
      changes[{pod.node, card}][pod.end] -= pod.request[kAccelerator] / slot.cards;
    }
  }
  EXPECT_EQ(slots.size(), estate_slots().size()) << "150 pods are enough for all of it";
  for (const auto& [card, of_card] : changes) {
    std::int64_t held = 0;
    for (const auto& [at, change] : of_card) ASSERT_LE(held += change, kMicro) << card.first << " card " << card.second;
  }
}

TEST(OrgEstate, ASmallOrganisationHasTheMostImportantOnly) {
  const auto organisation = small_organisation(3, 3, 10, 40);
  std::set<std::int16_t> slots;
  for (const Pod& pod : organisation.pods) {
    if (pod.slot != Pod::kNone) slots.insert(pod.slot);
  }
  EXPECT_EQ(slots.size(), 11u) << "a third of 40, less two for runs";
  EXPECT_EQ(*slots.rbegin(), 10);
  for (const Node& node : organisation.nodes) EXPECT_NE(node.buying, Buying::kCapacityBlock);
}

TEST(OrgEstate, PlacesThatScaleAreTakenInTheirTimeOnly) {
  const auto organisation = small_organisation(3, 6, 20, 150);
  std::set<std::int64_t> hours;
  std::int64_t second_version = INT64_MAX;
  for (const Pod& pod : organisation.pods) {
    const std::string_view name = organisation.controllers[pod.controller].name;
    if (name == "chat-8b-v2") second_version = std::min(second_version, pod.start);
    if (name != "code-13b") continue;
    for (std::int64_t at = pod.start; at < pod.end; at += kHourSeconds) hours.insert(at / kHourSeconds % 24);
  }
  EXPECT_NEAR(static_cast<double>(hours.size()), 15.5, 0.5);
  EXPECT_FALSE(hours.contains(3)) << "it scales to zero at night";
  EXPECT_TRUE(hours.contains(12));
  EXPECT_GE(second_version, organisation.seconds * 45 / 100);
  EXPECT_LT(second_version, organisation.seconds / 2);
}

}  // namespace
}  // namespace farthing::generate::org
