#include "catalog/platform.hpp"

#include <gtest/gtest.h>

#include "catalog/instance_types.hpp"

namespace farthing {
namespace {

constexpr Platform intel(int generation) { return {Vendor::kIntel, generation}; }
constexpr Platform amd(int generation) { return {Vendor::kAmd, generation}; }
constexpr Platform graviton(int generation) { return {Vendor::kGraviton, generation}; }

TEST(Platform, OfAFamilyIsWhatItsNameSays) {
  EXPECT_EQ(platform_of("c5"), intel(5));
  EXPECT_EQ(platform_of("m5zn"), intel(5));
  EXPECT_EQ(platform_of("r7iz"), intel(7));
  EXPECT_EQ(platform_of("c5ad"), amd(5));
  EXPECT_EQ(platform_of("x8aedz"), amd(8));
  EXPECT_EQ(platform_of("c7gn"), graviton(7));
  EXPECT_EQ(platform_of("g5"), intel(5));
  EXPECT_EQ(platform_of("gr6f"), intel(6));
  EXPECT_EQ(platform_of("p5en"), intel(5));
  EXPECT_EQ(platform_of("p6-b200"), intel(6));
  EXPECT_EQ(platform_of("u7in-24tb"), intel(7));
  EXPECT_EQ(platform_of("m12g"), graviton(12));
}

// These count their own generations: a trn1 isn't as old as an m1.
TEST(Platform, OfAFamilyThatCountsOnItsOwnIsItsHosts) {
  EXPECT_EQ(platform_of("p4d"), intel(5));
  EXPECT_EQ(platform_of("g4dn"), intel(5));
  EXPECT_EQ(platform_of("g4ad"), amd(5));
  EXPECT_EQ(platform_of("g5g"), graviton(6));
  EXPECT_EQ(platform_of("trn1n"), intel(6));
  EXPECT_EQ(platform_of("inf2"), intel(6));
  EXPECT_EQ(platform_of("im4gn"), graviton(6));
  EXPECT_EQ(platform_of("u-6tb1"), intel(5));
}

TEST(Platform, IsUnknownForNamesWithoutAGeneration) {
  for (const char* name : {"", "mac2", "mac-m4", "5", "-", "abc", "c-5", "C5"}) {
    EXPECT_EQ(platform_of(name), std::nullopt) << name;
  }
}

TEST(Platform, OfEachTypeOfTheCatalogIsKnownButOfMacs) {
  for (const auto& type : instance_types()) {
    EXPECT_EQ(platform_of(type.family).has_value(), !type.family.starts_with("mac")) << type.family;
  }
}

TEST(Platform, HasPlainFamiliesOfComputeGeneralAndMemory) {
  for (const char* name : {"c5", "m6i", "r7g", "c5a", "m4"}) EXPECT_TRUE(is_plain_family(name)) << name;
  for (const char* name : {"c5d", "m5n", "r7iz", "c7i-flex", "g5", "x1", "t3", "m", "c"}) {
    EXPECT_FALSE(is_plain_family(name)) << name;
  }
}

}  // namespace
}  // namespace farthing
