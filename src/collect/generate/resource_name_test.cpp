#include "collect/generate/resource_name.hpp"

#include <gmock/gmock.h>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

using ::testing::MatchesRegex;

class ResourceNames : public ::testing::Test {
 protected:
  ResourceNames() {
    line_.sku = &world_.skus.front();
    line_.account = &world_.accounts[3];
  }
  std::string name(ResourceKind kind, std::uint64_t bits) {
    line_.resource.size = 0;
    name_resource(line_, kind, bits);
    return std::string(line_.resource.view());
  }
  std::string pod(bool ecs, std::uint64_t bits) {
    line_.resource.size = 0;
    name_pod(line_, ecs, bits);
    return std::string(line_.resource.view());
  }
  [[nodiscard]] std::string arn(const std::string& service) const {
    return "arn:aws:" + service + ":us-east-1:" + world_.accounts[3].id + ":";
  }
  World world_ = make_world(1, 100, "2026-09");
  BillLine line_;
};

// As AWS's documentation of each service shows them.
TEST_F(ResourceNames, LookLikeAwss) {
  const std::string hex = "[0-9a-f]";
  const std::pair<ResourceKind, std::string> shapes[] = {
      {ResourceKind::kInstance, "i-0" + hex + "{16}"},
      {ResourceKind::kVolume, "vol-0" + hex + "{16}"},
      {ResourceKind::kSnapshot, arn("ec2") + "snapshot/snap-0" + hex + "{16}"},
      {ResourceKind::kFargateTask, arn("ecs") + "task/ecs-main/" + hex + "{32}"},
      {ResourceKind::kNatGateway, arn("ec2") + "natgateway/nat-0" + hex + "{16}"},
      {ResourceKind::kLoadBalancer, arn("elasticloadbalancing") + "loadbalancer/app/k8s-web/" + hex + "{16}"},
      {ResourceKind::kDatabase, arn("rds") + "db:orders-" + hex + "{6}"},
      {ResourceKind::kFunction, arn("lambda") + "function:etl-" + hex + "{8}"}};
  for (const auto& [kind, shape] : shapes) {
    EXPECT_THAT(name(kind, 0x123456789abcdef0), MatchesRegex(shape));
    EXPECT_EQ(name(kind, 7), name(kind, 7));
    EXPECT_NE(name(kind, 7), name(kind, 8));
  }
  EXPECT_EQ(name(ResourceKind::kNone, 7), "");
}

TEST_F(ResourceNames, AllKindsHaveAFocusTypeExactlyIfTheyHaveAName) {
  std::set<std::string> types;
  for (int kind = 0; kind <= static_cast<int>(ResourceKind::kFunction); ++kind) {
    const std::string type = resource_type(static_cast<ResourceKind>(kind));
    EXPECT_EQ(name(static_cast<ResourceKind>(kind), 7).empty(), type.empty()) << kind;
    if (!type.empty()) EXPECT_THAT(type, MatchesRegex("AWS::[A-Za-z0-9]+::[A-Za-z]+"));
    EXPECT_TRUE(types.insert(type).second) << type << " is two kinds'";
  }
}

// Billing reference, 6.1: pod/<cluster>/<ns>/<pod>/<uid> and task/<cluster>/<task>.
TEST_F(ResourceNames, PodsAndTasksNameTheirCluster) {
  for (std::uint64_t bits = 0; bits < 8; ++bits) {
    EXPECT_THAT(pod(false, mix(bits)), MatchesRegex(arn("eks") + "pod/eks-1/[a-z-]+/[a-z0-9-]+/[0-9a-f]{32}"));
    EXPECT_THAT(pod(true, mix(bits)), MatchesRegex(arn("ecs") + "task/ecs-main/[0-9a-f]{32}"));
  }
}

TEST_F(ResourceNames, FitIntoTheRoomOfALineWhateverTheRegion) {
  for (const auto& sku : world_.skus) {
    line_.sku = &sku;
    for (int kind = 0; kind <= static_cast<int>(ResourceKind::kFunction); ++kind) {
      EXPECT_LT(name(static_cast<ResourceKind>(kind), 7).size(), line_.resource.room.size()) << kind;
    }
    EXPECT_LT(pod(false, 1).size(), line_.resource.room.size());
  }
}

TEST(ShortTexts, CutWhatDoesNotFit) {
  ShortText<5> text;
  text.add("ab");
  text.add("");
  text.add("cde");
  EXPECT_EQ(text.view(), "abcde");
  text.add("f");
  EXPECT_EQ(text.view(), "abcde");
  ShortText<3> cut;
  cut.add("abcdef");
  EXPECT_EQ(cut.view(), "abc");
}

}  // namespace
}  // namespace farthing::generate
