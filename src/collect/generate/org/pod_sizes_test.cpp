#include "collect/generate/org/pod_sizes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace farthing::generate::org {
namespace {

constexpr Amounts kMachine = {16 * kMicro, 64 * kMicro, 4 * kMicro};

TEST(OrgPodSizes, RequestsAreWhatIsFreeOfTheSizeOrNothing) {
  const Amounts size = {3 * kMicro, 3 * kMicro, 2 * kMicro};
  EXPECT_EQ(request_within(size, kMachine), size);
  // 1.02 vCPU are a third at least: the whole 50 milli-vCPU of it. 0.9 GiB are less than a third.
  EXPECT_EQ(request_within(size, {1'020'000, 900'000, 1'000'000}), (Amounts{1'000'000, 0, 1'000'000}));
  EXPECT_EQ(request_within(size, {}), Amounts{});
}

TEST(OrgPodSizes, AreAPartOfTheMachineByHowManyItHolds) {
  Controller controller;
  Dice dice(1);
  std::int64_t sum = 0;
  constexpr int kPods = 2'000;
  for (int i = 0; i < kPods; ++i) {
    const Amounts size = pod_size(controller, kMachine, 1'000, dice);
    EXPECT_EQ(size[kVcpu] % 50'000, 0);
    EXPECT_EQ(size[kMemory] % 62'500, 0);
    EXPECT_EQ(size[kAccelerator], 0);
    sum += size[kVcpu];
  }
  // Ten pods take 88 % of it on average, less what rounding down to 50 milli-vCPU takes.
  EXPECT_NEAR(static_cast<double>(sum) / kPods, 0.088 * 16e6, 0.004 * 16e6);
}

TEST(OrgPodSizes, OfAnySizeAreNeverMoreThanTheMachine) {
  Controller big;
  big.vcpu_percent = 900;
  Dice dice(2);
  for (int i = 0; i < 200; ++i) {
    const Amounts size = pod_size(big, kMachine, 100, dice);
    EXPECT_LE(size[kVcpu], kMachine[kVcpu] / 10 * 9);
    EXPECT_GT(size[kMemory], 0);
  }
}

TEST(OrgPodSizes, WithCardsLeaveRoomForOthers) {
  Dice dice(3);
  for (int i = 0; i < 200; ++i) {
    const Amounts half = size_with_cards(kMachine, 2, dice);
    EXPECT_EQ(half[kAccelerator], 2 * kMicro);
    EXPECT_LE(half[kVcpu], kMachine[kVcpu] / 2 / 10 * 7);
    EXPECT_GE(half[kVcpu], kMachine[kVcpu] / 2 / 4 - 50'000);
  }
}

TEST(OrgPodSizes, OfFargateAreThoseThatItSells) {
  Dice dice(4);
  std::set<Amounts> sizes;
  for (int i = 0; i < 300; ++i) sizes.insert(fargate_size(dice));
  EXPECT_EQ(sizes.size(), 7u);
  EXPECT_TRUE(sizes.contains(Amounts{250'000, 500'000, 0})) << "0.25 vCPU, 512 MiB";
  for (const auto& size : sizes) {
    // AWS: 2 to 8 GiB for a vCPU, and a quarter vCPU has up to 2 GiB.
    EXPECT_GE(size[kMemory], size[kVcpu] * 2);
    EXPECT_LE(size[kMemory], size[kVcpu] * 8);
  }
}

TEST(OrgPodLives, LieWithinTheirKinds) {
  struct Bounds {
    Kind kind;
    bool fargate;
    std::int64_t least, most;
  };
  constexpr Bounds kBounds[] = {{Kind::kCronJob, false, 30, 1'200},
                                {Kind::kJob, false, 480, 36'000},
                                {Kind::kBatchJob, false, 180, 18'000},
                                {Kind::kBatchJob, true, 60, 18'000},
                                {Kind::kDeployment, false, 21'600, 12 * 86'400},
                                {Kind::kStatefulSet, false, 10 * 86'400, 60 * 86'400}};
  Dice dice(5);
  for (const auto& bounds : kBounds) {
    std::int64_t shortest = INT64_MAX, longest = 0;
    for (int i = 0; i < 2'000; ++i) {
      const std::int64_t life = pod_life(bounds.kind, bounds.fargate, dice);
      shortest = std::min(shortest, life);
      longest = std::max(longest, life);
    }
    EXPECT_GE(shortest, bounds.least) << name_of(bounds.kind);
    EXPECT_LT(shortest, bounds.least * 5 / 4) << name_of(bounds.kind);
    EXPECT_LE(longest, bounds.most) << name_of(bounds.kind);
    EXPECT_GT(longest, bounds.most * 3 / 4) << name_of(bounds.kind);
  }
}

}  // namespace
}  // namespace farthing::generate::org
