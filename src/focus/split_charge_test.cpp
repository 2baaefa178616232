#include "focus/split_charge.hpp"

#include <gtest/gtest.h>

#include <random>

#include "focus/day_parts.hpp"
#include "focus/largest_remainder.hpp"

namespace farthing {
namespace {

constexpr int128 kWholeCharge = int128{1'000'000'000} * 1'000'000'000;

ChargePart held_part(int kind, std::uint32_t workload, int128 vcpu, int128 memory = 0, int128 accelerator = 0) {
  ChargePart part;
  part.kind = static_cast<std::uint8_t>(kind);
  part.workload = workload;
  part.ratios = {vcpu, memory, accelerator};
  part.hours_known = 7;
  part.hours = {Decimal::from_integer(2), Decimal::from_units(1'500'000'000'000), Decimal()};
  return part;
}

std::string units_text(const std::vector<SplitPart>& splits) {
  std::string text;
  for (const auto& split : splits) {
    text += text.empty() ? "" : ";";
    for (std::size_t i = 0; i < split.units.size(); ++i) text += (i == 0 ? "" : " ") + std::to_string(split.units[i]);
  }
  return text;
}

std::string details_of(const SplitPart& split, const char* quote = "\"") {
  std::string text;
  append_method_details(split, quote, text);
  return text;
}

// An hour of 6 vCPUs of which three pods hold two each, by half the price: a third of a half each, that is
// 166666666666.66; three units are left, and fall on the first ones.
TEST(SplitChargeTest, ThreePodsShareWithWhatRoundingLeaves) {
  const auto sixth = kWholeCharge / 6;
  const std::vector<ChargePart> parts = {held_part(kAllocatedPart, 0, sixth, sixth),
                                         held_part(kAllocatedPart, 1, sixth, sixth),
                                         held_part(kAllocatedPart, 2, sixth, sixth), held_part(kUnallocatedPart, 0, 0)};
  const auto splits = split_parts(parts);
  EXPECT_EQ(units_text(splits),
            "166666666667 166666666667 0 0;166666666667 166666666667 0 0;166666666666 166666666666 0 0");
  EXPECT_EQ(
      details_of(splits[2]),
      R"({"Elements":[{"AllocatedRatio":0.166666666666,"UsageUnit":"vCPU-Hours","UsageQuantity":2,"x_Resource":"vcpu"},)"
      R"({"AllocatedRatio":0.166666666666,"UsageUnit":"GiB-Hours","UsageQuantity":1.5,"x_Resource":"memory"}]})");
}

TEST(SplitChargeTest, WhatIsLeftIsNobodys) {
  const std::vector<ChargePart> parts = {held_part(kAllocatedPart, 0, 0, 0, kWholeCharge / 4),
                                         held_part(kIdlePart, 0, kWholeCharge / 4), held_part(kUnallocatedPart, 0, 0)};
  const auto splits = split_parts(parts);
  EXPECT_EQ(units_text(splits), "0 0 250000000000 0;250000000000 0 0 0;0 0 0 500000000000");
  EXPECT_EQ(details_of(splits[0], "''"),
            "{''Elements'':[{''AllocatedRatio'':0.25,''UsageUnit'':''Accelerator-Hours''"
            ",''UsageQuantity'':0,''x_Resource'':''accelerator''}]}");
  EXPECT_EQ(details_of(splits[2]), R"({"Elements":[{"AllocatedRatio":0.5,"x_Resource":"all"}]})");
}

// Nothing is known of the machine in any of its hours; or less than a billionth is left.
TEST(SplitChargeTest, AllOrNothingIsLeft) {
  const std::vector<ChargePart> unknown = {held_part(kUnallocatedPart, 0, 0)};
  EXPECT_EQ(units_text(split_parts(unknown)), "0 0 0 1000000000000");
  const std::vector<ChargePart> whole = {held_part(kIdlePart, 0, kWholeCharge - 1'000'000'000),
                                         held_part(kUnallocatedPart, 0, 0)};
  EXPECT_EQ(units_text(split_parts(whole)), "1000000000000 0 0 0");
  const std::vector<ChargePart> more = {held_part(kIdlePart, 0, kWholeCharge - 1'000'000'001),
                                        held_part(kUnallocatedPart, 0, 0)};
  EXPECT_EQ(split_parts(more).size(), 2U);
  EXPECT_TRUE(split_parts({}).empty());
}

TEST(SplitChargeTest, APartSoSmallThatItRoundsToNothingStatesSo) {
  const std::vector<ChargePart> parts = {held_part(kAllocatedPart, 0, 1), held_part(kIdlePart, 0, kWholeCharge - 1)};
  const auto splits = split_parts(parts);
  EXPECT_EQ(units_text(splits), "0 0 0 0;1000000000000 0 0 0");
  EXPECT_EQ(details_of(splits[0]), R"({"Elements":[{"AllocatedRatio":0}]})");
}

TEST(SplitChargeTest, HoursThatArentKnownAreLeftOut) {
  auto part = held_part(kAllocatedPart, 0, kWholeCharge);
  part.hours_known = 0;
  const std::vector<ChargePart> parts = {part};
  EXPECT_EQ(details_of(split_parts(parts)[0]), R"({"Elements":[{"AllocatedRatio":1,"x_Resource":"vcpu"}]})");
}

TEST(SplitChargeTest, DecimalsAreAsElsewhere) {
  for (const char* text : {"0", "1", "-1", "0.5", "-0.000000000001", "10", "100.25", "18446744073709551615.1",
                           "18446744073709551616.1", "-99999999999999999999999999"}) {
    std::string out = "x";
    append_decimal(*parse_sum(text), out);
    EXPECT_EQ(out, "x" + std::string(text));
  }
}

TEST(SplitChargePropertyTest, RatiosSumToOneAndAmountsToTheWhole) {
  std::mt19937_64 random(11);
  const auto below = [&](std::uint64_t most) { return static_cast<std::int64_t>(random() % most); };
  for (int round = 0; round < 300; ++round) {
    std::vector<ChargePart> parts;
    std::int64_t left = 1'000'000'000'000'000'000;
    for (auto i = below(20); i >= 0; --i) {
      const auto one = below(static_cast<std::uint64_t>(left) / 2 + 1),
                 two = below(static_cast<std::uint64_t>(left - one) / 2 + 1);
      parts.push_back(held_part(i % 3 == 0 ? kIdlePart : kAllocatedPart, 0, one, two));
      left -= one + two;
    }
    parts.push_back(held_part(kUnallocatedPart, 0, 0));
    std::vector<std::int64_t> units;
    std::int64_t sum = 0;
    const auto splits = split_parts(parts);
    for (const auto& split : splits) {
      units.push_back(split.sum());
      sum += split.sum();
      // Within a unit of what it exactly is.
      for (std::size_t i = 0; i < kResourceCount; ++i) {
        const auto exact = static_cast<double>(split.part->ratios[i]) / 1e6;
        EXPECT_NEAR(static_cast<double>(split.units[i]), exact, 1001) << round;
      }
    }
    EXPECT_EQ(sum, kWholeUnits);
    const auto total = Decimal::from_units(below(1'000'000'000'000'000) - 300'000'000'000'000);
    Decimal again;
    for (const auto& amount : split_amount(total, units, false)) again += amount;
    EXPECT_EQ(again, total);
  }
}

}  // namespace
}  // namespace farthing
