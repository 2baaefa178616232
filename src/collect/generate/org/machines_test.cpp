#include "collect/generate/org/machines.hpp"

#include <gtest/gtest.h>

#include <set>

namespace farthing::generate::org {
namespace {

TEST(OrgMachines, TruePricesLieWithinAFifthOfTheMarketsAndAreScaledToTheMachine) {
  std::set<Parts> different;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const auto types = machine_types({"m6i.2xlarge", "g5.12xlarge", "p4d.24xlarge"}, seed).value();
    for (const auto& type : types) {
      EXPECT_EQ(type.truth[kVcpu] + type.truth[kMemory] + type.truth[kAccelerator], kWhole);
      EXPECT_EQ(type.truth[kAccelerator] == 0, type.accelerator_model.empty());
      different.insert(type.truth);
      // Two prices of one machine: whatever the scale, their ratio is within 0.8/1.2 and 1.2/0.8 of the market's.
      const auto worth = [&](Resource i) { return type.market[i] * static_cast<double>(type.capacity[i]); };
      const double drawn = static_cast<double>(type.truth[kVcpu]) / static_cast<double>(type.truth[kMemory]);
      const double market = worth(kVcpu) / worth(kMemory);
      EXPECT_GT(drawn / market, 0.666);
      EXPECT_LT(drawn / market, 1.501);
    }
  }
  EXPECT_EQ(different.size(), 150u);
}

TEST(OrgMachines, SizesOfAFamilyHaveTheSameTruePrices) {
  const auto types = machine_types({"m6i.xlarge", "m6i.4xlarge", "m5.4xlarge"}, 8).value();
  EXPECT_NEAR(static_cast<double>(types[0].truth[kVcpu]), static_cast<double>(types[1].truth[kVcpu]), 2);
  EXPECT_NE(types[1].truth, types[2].truth);
  EXPECT_EQ(types[1].price, 768'000'000'000);
  EXPECT_EQ(types[1].capacity, (Amounts{16 * kMicro, 64 * kMicro, 0}));
}

TEST(OrgMachines, AnUnknownTypeIsAnError) {
  const auto types = machine_types({"m6i.xlarge", "z9.huge"}, 8);
  ASSERT_FALSE(types.has_value());
  EXPECT_NE(types.error().text().find("z9.huge"), std::string::npos);
}

}  // namespace
}  // namespace farthing::generate::org
