#include "collect/generate/org/bill_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "collect/generate/org/made_organisation_test.hpp"

namespace farthing::generate::org {
namespace {

class OrgBillWorld : public ::testing::Test {
 protected:
  [[nodiscard]] const MachineType& type(std::string_view name) const {
    return *std::ranges::find(organisation.types, name, &MachineType::name);
  }
  Organisation organisation = small_organisation(2, 1, 10, 40);
  BillWorld world{organisation};
};

TEST_F(OrgBillWorld, SellsEachTypeOnDemandAndOnTheSpotMarketAtItsPrice) {
  const Sku& machine = world.machine(type("m6i.2xlarge"), false);
  EXPECT_EQ(machine.usage_type, "BoxUsage:m6i.2xlarge");
  EXPECT_EQ(machine.list_rate, (Figure{3'840'000'000, 10})) << "0.384 an hour";
  EXPECT_EQ(machine.offer->machine.normalization_tenths, 160) << "2xlarge is 16";
  const Sku& spot = world.machine(type("m6i.2xlarge"), true);
  EXPECT_EQ(spot.usage_type, "SpotUsage:m6i.2xlarge");
  EXPECT_TRUE(spot.offer->traits.has(Trait::kSpot));
  EXPECT_EQ(spot.list_rate, machine.list_rate);
  EXPECT_EQ(world.machine(type("g5.12xlarge"), true).offer->machine.gpus, 4);
}

TEST_F(OrgBillWorld, NamesItsItemsInTheOrderOfTheirOffers) {
  EXPECT_EQ(world.item(Item::kGp3).usage_type, "EBS:VolumeUsage.gp3");
  EXPECT_EQ(world.item(Item::kFargateSpotMemory).usage_type, "SpotUsage-Fargate-GB-Hours");
  EXPECT_EQ(world.item(Item::kEksCluster).list_rate, (Figure{1'000'000'000, 10})) << "0.10 a cluster-hour";
  EXPECT_EQ(world.item(Item::kTransferOut).usage_type, "DataTransfer-Out-Bytes");
}

TEST_F(OrgBillWorld, TagsAsTeamsSpellThemselves) {
  const TagSet& research = world.tags("eks-train", "Research");
  EXPECT_EQ(research.values[1], "eks-train");
  EXPECT_EQ(research.values[2], "");
  EXPECT_EQ(research.values[5], "Research");
  EXPECT_EQ(world.tags("ecs-main", "ads").values[2], "ecs-main");
  EXPECT_EQ(world.tags("", "").values, TagSet().values);
  EXPECT_EQ(world.tags("ecs-main", "nobody").values, TagSet().values) << "nobody spells it so";
  for (std::size_t i = 0; i < world.world().tag_sets.size(); ++i) EXPECT_EQ(world.world().tag_sets[i].index, i);
}

TEST_F(OrgBillWorld, HasThreeAccountsOfWhichTheFirstPays) {
  std::set<std::string> ids;
  for (const auto& account : world.world().accounts) {
    EXPECT_EQ(account.id.size(), 12u);
    ids.insert(account.id);
  }
  EXPECT_EQ(ids.size(), 3u);
  EXPECT_EQ(world.world().payer_id, world.account(0).id);
  EXPECT_EQ(world.world().hours, 744) << "October";
}

}  // namespace
}  // namespace farthing::generate::org
