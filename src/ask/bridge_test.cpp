#include "ask/bridge.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace farthing {
namespace {

Decimal bridge_amount(const char* text) { return parse_sum(text).value(); }

BridgeSide bridge_side(const char* measured, const char* quantity) {
  return {true, bridge_amount(measured), bridge_amount(quantity), {}, {}, false};
}

// A SKU: its own identity, and its rate is its own cost by its own quantity.
BridgeLeaf sku_leaf(std::size_t identity, BridgeSide before, BridgeSide after) {
  const UnitRate rate{before.measured, before.quantity};
  return {0, identity, 0, before, after, rate};
}

std::string parts_text(const BridgeParts& parts) {
  return "price " + parts.price.text() + " quantity " + parts.quantity.text() + " mix " + parts.mix.text() + " new " +
         parts.added.text() + " gone " + parts.gone.text() + " idle " + parts.idle.text() + " other " +
         parts.other.text();
}

std::string bridged(const std::vector<BridgeLeaf>& leaves) { return parts_text(bridge(leaves, 1).at(0)); }

TEST(BridgeTest, MoreOfTheSameIsQuantityAndADearerUnitIsPrice) {
  // 100 h at 1.00 became 120 h at 0.90: 20 h more at the old price, and 120 h cheaper by 0.10.
  EXPECT_EQ(bridged({sku_leaf(0, bridge_side("100", "100"), bridge_side("108", "120"))}),
            "price -12 quantity 20 mix 0 new 0 gone 0 idle 0 other 0");
}

TEST(BridgeTest, AShiftToDearerUnitsIsMix) {
  // Small 100 h at 1, big 10 h at 10, then as many hours with 20 big ones: 110 h for 200 became 110 h for 290.
  EXPECT_EQ(bridged({sku_leaf(0, bridge_side("100", "100"), bridge_side("90", "90")),
                     sku_leaf(1, bridge_side("100", "10"), bridge_side("200", "20"))}),
            "price 0 quantity 0 mix 90 new 0 gone 0 idle 0 other 0");
}

TEST(BridgeTest, QuantityMixAndPriceTogether) {
  // Before 4 h at 2 and 1 h at 12: 20 for 5 h. After 6 h at 2.5 and 4 h at 11: 59 for 10 h. At the old average 40, at
  // the old prices 60.
  EXPECT_EQ(bridged({sku_leaf(0, bridge_side("8", "4"), bridge_side("15", "6")),
                     sku_leaf(1, bridge_side("12", "1"), bridge_side("44", "4"))}),
            "price -1 quantity 20 mix 20 new 0 gone 0 idle 0 other 0");
}

TEST(BridgeTest, WhatWasntThereIsNewAndWhatIsNoMoreIsGoneWithItsFees) {
  auto came = bridge_side("7", "1");
  came.unmeasured = bridge_amount("0.5");
  auto went = bridge_side("3", "1");
  went.unmeasured = bridge_amount("-1");
  EXPECT_EQ(bridged({sku_leaf(0, {}, came), sku_leaf(1, went, {})}),
            "price 0 quantity 0 mix 0 new 7.5 gone -2 idle 0 other 0");
}

TEST(BridgeTest, AWorkloadThatMovesToAnotherMachineIsMixByTheRateThatSuchMachinesHad) {
  // 10 node-hours at 2 became 10 at 3; a node-hour of the new type had cost 2.5 before: 5 of mix, 5 of price.
  const BridgeLeaf left{0, 0, 0, bridge_side("20", "10"), {}, UnitRate{bridge_amount("200"), bridge_amount("100")}};
  const BridgeLeaf taken{0, 0, 0, {}, bridge_side("30", "10"), UnitRate{bridge_amount("25"), bridge_amount("10")}};
  EXPECT_EQ(bridged({left, taken}), "price 5 quantity 0 mix 5 new 0 gone 0 idle 0 other 0");
  // Nobody knows what the type would have cost: no change of price is claimed.
  auto unpriced = taken;
  unpriced.rate_before.reset();
  EXPECT_EQ(bridged({left, unpriced}), "price 0 quantity 0 mix 10 new 0 gone 0 idle 0 other 0");
}

TEST(BridgeTest, FeesAndIdleHaveTheirOwnParts) {
  BridgeLeaf leaf = sku_leaf(0, bridge_side("1", "1"), bridge_side("1", "1"));
  leaf.before.unmeasured = bridge_amount("5");
  leaf.after.unmeasured = bridge_amount("6.5");
  leaf.after.idle = bridge_amount("2");
  EXPECT_EQ(bridged({leaf}), "price 0 quantity 0 mix 0 new 0 gone 0 idle 2 other 1.5");
  // Idle money of what is new or gone stays idle.
  BridgeLeaf only_idle;
  only_idle.before.idle = bridge_amount("4");
  EXPECT_EQ(bridged({only_idle}), "price 0 quantity 0 mix 0 new 0 gone 0 idle -4 other 0");
}

TEST(BridgeTest, WithoutAQuantityBeforeNobodyKnowsThePrice) {
  BridgeLeaf leaf;
  leaf.before.there = leaf.after.there = true;
  leaf.before.unmeasured = bridge_amount("3");
  leaf.after.measured = bridge_amount("4");
  leaf.after.quantity = bridge_amount("2");
  EXPECT_EQ(bridged({leaf}), "price 0 quantity 0 mix 0 new 0 gone 0 idle 0 other 1");
}

// Leaves of any kind, among them free ones, refunds, thirds and amounts of 15 digits.
std::vector<BridgeLeaf> random_leaves(std::mt19937_64& random, std::size_t rows) {
  const auto amount = [&](std::int64_t from) {
    const std::int64_t most = random() % 4 == 0 ? 400'000'000'000'000'000 : 7'000'000;
    return random() % 5 == 0 ? Decimal{}
                             : Decimal::from_units(std::uniform_int_distribution<std::int64_t>(from, most)(random));
  };
  const auto side = [&]() -> BridgeSide {
    if (random() % 4 == 0) return {};
    BridgeSide one{true, amount(-3'000'000), amount(0), amount(-3'000'000), {}};
    if (random() % 3 == 0) one.idle = amount(0);
    return one;
  };
  std::vector<BridgeLeaf> leaves(random() % 40);
  for (auto& leaf : leaves) {
    leaf.row = random() % rows;
    leaf.identity = leaf.row * 10 + random() % 10;
    leaf.pool = leaf.row * 3 + random() % 3;
    leaf.before = side();
    leaf.after = side();
    if (random() % 3 != 0) leaf.rate_before = UnitRate{amount(0), amount(0)};
  }
  return leaves;
}

TEST(BridgeTest, ThePartsOfEachRowSumToItsChangeToTheLastDigit) {
  std::mt19937_64 random(20261129);
  for (int round = 0; round < 500; ++round) {
    constexpr std::size_t kRows = 4;
    const auto leaves = random_leaves(random, kRows);
    std::vector<Decimal> change(kRows);
    const auto cost = [](const BridgeSide& side) { return side.measured + side.unmeasured + side.idle; };
    for (const auto& leaf : leaves) change[leaf.row] += cost(leaf.after) - cost(leaf.before);
    const auto parts = bridge(leaves, kRows);
    for (std::size_t row = 0; row < kRows; ++row) {
      const auto& one = parts[row];
      EXPECT_EQ((one.price + one.quantity + one.mix + one.added + one.gone + one.other + one.idle).text(),
                change[row].text())
          << round << ": " << parts_text(one);
    }
  }
}

}  // namespace
}  // namespace farthing
