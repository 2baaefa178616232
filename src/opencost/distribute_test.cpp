#include "opencost/distribute.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace farthing {
namespace {

Decimal whole_of(const std::vector<Decimal>& parts) {
  Decimal sum;
  for (const auto part : parts) sum += part;
  return sum;
}

TEST(DistributeTest, PartsAreInProportion) {
  const auto parts = distribute(Decimal::from_integer(10), {Decimal::from_integer(1), Decimal::from_integer(3), {}});
  EXPECT_EQ(parts[0].text(), "2.5");
  EXPECT_EQ(parts[1].text(), "7.5");
  EXPECT_EQ(parts[2].text(), "0");
}

TEST(DistributeTest, AThirdThreeTimesIsTheWhole) {
  const std::vector<Decimal> one_each(3, Decimal::from_integer(1));
  const auto parts = distribute(Decimal::from_integer(1), one_each);
  EXPECT_EQ(whole_of(parts), Decimal::from_integer(1));
  EXPECT_EQ(parts[0].text(), "0.333333333333");
  EXPECT_EQ(parts[1].text(), "0.333333333334");
}

TEST(DistributeTest, WithoutWeightsNobodyGetsAnything) {
  EXPECT_EQ(whole_of(distribute(Decimal::from_integer(5), {{}, Decimal::from_integer(-1)})), Decimal{});
  EXPECT_TRUE(distribute(Decimal::from_integer(5), {}).empty());
  EXPECT_EQ(part_of(Decimal::from_integer(5), Decimal::from_integer(1), {}), Decimal{});
}

TEST(DistributeTest, WhoHasNoneOrLessTakesNoPart) {
  const std::vector<Decimal> weights = {
      Decimal::from_integer(-5), Decimal::from_integer(1), {}, Decimal::from_integer(1)};
  const auto parts = distribute(Decimal::from_integer(3), weights);
  EXPECT_EQ(parts[0], Decimal{});
  EXPECT_EQ(parts[1].text(), "1.5");
  EXPECT_EQ(parts[2], Decimal{});
  EXPECT_EQ(parts[3].text(), "1.5");
}

TEST(DistributeTest, WhatIsOwedIsSplitTheSame) {
  const std::vector<Decimal> weights = {Decimal::from_integer(1), Decimal::from_integer(2)};
  const auto parts = distribute(Decimal::from_integer(-1), weights);
  EXPECT_EQ(parts[0].text(), "-0.333333333333");
  EXPECT_EQ(parts[1].text(), "-0.666666666667");
  EXPECT_EQ(whole_of(distribute({}, weights)), Decimal{});
}

TEST(DistributeTest, TheSmallestAmountGoesToOne) {
  const std::vector<Decimal> weights(4, Decimal::from_integer(1));
  const auto parts = distribute(Decimal::from_units(1), weights);
  EXPECT_EQ(whole_of(parts), Decimal::from_units(1));
  EXPECT_EQ(std::count(parts.begin(), parts.end(), Decimal::from_units(1)), 1);
}

TEST(DistributeTest, PartsAreRoundedToTheNearest) {
  EXPECT_EQ(part_of(Decimal::from_integer(2), Decimal::from_integer(1), Decimal::from_integer(3)).text(),
            "0.666666666667");
  EXPECT_EQ(part_of(Decimal::from_integer(1), Decimal::from_integer(3), Decimal::from_integer(3)).text(), "1");
  EXPECT_EQ(part_of(Decimal::from_integer(1), {}, Decimal::from_integer(3)), Decimal{});
  EXPECT_EQ(part_of({}, Decimal::from_integer(1), Decimal::from_integer(3)), Decimal{});
}

TEST(DistributeTest, RandomPartsSumToTheAmount) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<Decimal> weights;
    for (auto i = random() % 20 + 1; i > 0; --i)
      weights.push_back(Decimal::from_units(static_cast<std::int64_t>(random() % 1'000'000'000)));
    weights.push_back(Decimal::from_units(1));
    const auto amount = Decimal::from_units(static_cast<std::int64_t>(random()) / 1'000);
    EXPECT_EQ(whole_of(distribute(amount, weights)), amount);
  }
}

}  // namespace
}  // namespace farthing
