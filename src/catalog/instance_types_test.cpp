#include "catalog/instance_types.hpp"

#include <gtest/gtest.h>

#include <set>

namespace farthing {
namespace {

TEST(InstanceTypes, AreSortedAndEachIsThereOnce) {
  const auto types = instance_types();
  EXPECT_EQ(types.size(), 1392U);
  for (std::size_t i = 1; i < types.size(); ++i) EXPECT_LT(types[i - 1].name, types[i].name);
}

// 1,392 types in the source, 28 of them without a price in us-east-1.
TEST(InstanceTypes, HaveAPriceOrNoneButNeverZero) {
  std::size_t priced = 0;
  for (const auto& type : instance_types()) {
    EXPECT_GT(type.vcpu, 0) << type.name;
    EXPECT_GT(type.memory_gib, 0) << type.name;
    if (!type.on_demand_usd) continue;
    ++priced;
    EXPECT_GT(*type.on_demand_usd, Decimal{}) << type.name;
  }
  EXPECT_EQ(priced, 1364U);
  ASSERT_NE(find_instance_type("p5e.48xlarge"), nullptr);
  EXPECT_FALSE(find_instance_type("p5e.48xlarge")->on_demand_usd);
}

TEST(InstanceTypes, OfAMachineWithFourCards) {
  const auto* type = find_instance_type("g5.12xlarge");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->family, "g5");
  EXPECT_EQ(type->vcpu, 48);
  EXPECT_EQ(type->memory_gib, 192);
  EXPECT_EQ(type->accelerator_model, "A10G");
  EXPECT_EQ(type->accelerator_count, 4);
  ASSERT_TRUE(type->on_demand_usd);
  EXPECT_EQ(type->on_demand_usd->text(), "5.672");
}

TEST(InstanceTypes, MayHavePartOfACard) {
  const auto* type = find_instance_type("g6f.large");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->accelerator_count, 0.125);
}

TEST(InstanceTypes, SpellEachAcceleratorInOneWay) {
  std::set<std::string> models;
  for (const auto& type : instance_types()) {
    EXPECT_EQ(type.accelerator_model.empty(), type.accelerator_count == 0) << type.name;
    if (!type.accelerator_model.empty()) models.insert(type.accelerator_model);
  }
  EXPECT_EQ(models, (std::set<std::string>{"A100",
                                           "A10G",
                                           "B200",
                                           "B300",
                                           "Cloud AI 100",
                                           "FPGA VU47P",
                                           "Gaudi HL-205",
                                           "H100",
                                           "H200",
                                           "Inferentia",
                                           "Inferentia2",
                                           "K80",
                                           "L4",
                                           "L40S",
                                           "M60",
                                           "Media U30",
                                           "RTX PRO 4500",
                                           "RTX PRO Server 6000",
                                           "Radeon Pro V520",
                                           "T4",
                                           "T4g",
                                           "Trainium",
                                           "Trainium2",
                                           "V100"}));
}

TEST(InstanceTypes, AreFoundByTheirExactNameOnly) {
  EXPECT_EQ(find_instance_type(""), nullptr);
  EXPECT_EQ(find_instance_type("g5"), nullptr);
  EXPECT_EQ(find_instance_type("g5.12xlarge "), nullptr);
  EXPECT_EQ(find_instance_type("zzz"), nullptr);
}

}  // namespace
}  // namespace farthing
