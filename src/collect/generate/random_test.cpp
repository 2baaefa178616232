#include "collect/generate/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace farthing::generate {
namespace {

TEST(GenerateRandom, IsSplitmix64) {
  // The reference implementation's first outputs for the seed 1234567.
  Dice reference(1234567 - 0x9e3779b97f4a7c15U);
  EXPECT_EQ(mix(1234567), 6457827717110365317U);
  EXPECT_EQ(reference.next(), 6457827717110365317U);
  EXPECT_EQ(mix(1234567 + 0x9e3779b97f4a7c15U), 3203168211198807973U);
}

TEST(GenerateRandom, DependsOnBothNumbers) {
  EXPECT_NE(mix(1, 2), mix(2, 1));
  EXPECT_NE(mix(1, 2), mix(1, 3));
  EXPECT_EQ(mix(1, 2), mix(1, 2));
}

TEST(GenerateRandom, BelowStaysBelow) {
  EXPECT_EQ(below(~std::uint64_t{0}, 10), 9U);
  EXPECT_EQ(below(0, 10), 0U);
  int counts[5] = {};
  Dice dice(1);
  for (int i = 0; i < 50'000; ++i) ++counts[dice.below(5)];
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 400);
}

TEST(GenerateRandom, ScalesByPowersOfTwo) {
  EXPECT_EQ(scale_by_steps(1'000, 0), 1'000);
  EXPECT_EQ(scale_by_steps(1'000, 64), 2'000);
  EXPECT_EQ(scale_by_steps(1'000, -64), 500);
  EXPECT_EQ(scale_by_steps(1'000, 32), 1'414);  // the square root of 2
  EXPECT_EQ(scale_by_steps(1'000, -32), 707);
  EXPECT_EQ(scale_by_steps(1, 40 * 64), std::int64_t{1} << 40);
  EXPECT_EQ(scale_by_steps(1'000, -100 * 64), 0);
}

TEST(GenerateRandom, StepsAreLogarithms) {
  EXPECT_EQ(steps_of(1), 0);
  EXPECT_EQ(steps_of(8), 3 * 64);
  for (std::uint64_t number = 1; number < 5'000; number += 7) {
    EXPECT_NEAR(steps_of(number), 64 * std::log2(static_cast<double>(number)), 1.01) << number;
  }
}

TEST(GenerateRandom, LognormalHasSigmaTwoAndMedianOne) {
  Dice dice(3);
  double sum = 0;
  double squares = 0;
  constexpr int kDraws = 100'000;
  for (int i = 0; i < kDraws; ++i) {
    const double natural = lognormal_steps(dice.next()) / 64.0 * std::log(2.0);
    sum += natural;
    squares += natural * natural;
  }
  EXPECT_NEAR(sum / kDraws, 0, 0.05);
  EXPECT_NEAR(std::sqrt(squares / kDraws), 2, 0.05);
}

}  // namespace
}  // namespace farthing::generate
