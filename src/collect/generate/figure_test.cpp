#include "collect/generate/figure.hpp"

#include <gtest/gtest.h>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

TEST(Figure, IsWrittenPlainFixedAndAsJavaDoes) {
  struct Case {
    Figure figure;
    const char *plain, *fixed, *java;
  };
  const Case cases[] = {
      {{0, 0}, "0", "0", "0.0"},
      {{0, 10}, "0", "0.0000000000", "0.0"},
      {{1, 0}, "1", "1", "1.0"},
      {{-5, 1}, "-0.5", "-0.5", "-0.5"},
      {{960'000'000, 10}, "0.096", "0.0960000000", "0.096"},
      {{327'726'000'000, 10}, "32.7726", "32.7726000000", "32.7726"},
      {{4, 7}, "0.0000004", "0.0000004", "4.0E-7"},
      {{-40, 8}, "-0.0000004", "-0.00000040", "-4.0E-7"},
      {{123'456, 10}, "0.0000123456", "0.0000123456", "1.23456E-5"},
      {{1, 3}, "0.001", "0.001", "0.001"},
      {{999, 6}, "0.000999", "0.000999", "9.99E-4"},
      {{9'999'999, 0}, "9999999", "9999999", "9999999.0"},
      {{10'000'000, 0}, "10000000", "10000000", "1.0E7"},
      {{125'000'000, 0}, "125000000", "125000000", "1.25E8"},
      {{123'456'789'012'345, 12}, "123.456789012345", "123.456789012345", "123.456789012345"},
  };
  for (const auto& [figure, plain, fixed, java] : cases) {
    EXPECT_EQ(plain_text(figure), plain);
    EXPECT_EQ(fixed_text(figure), fixed);
    EXPECT_EQ(java_text(figure), java);
  }
}

TEST(Figure, ProductsRoundHalfToEvenAtTwelveDecimals) {
  EXPECT_EQ(product({5, 1}, {1, 12}), 0);   // 0.5 units: the even neighbour is 0
  EXPECT_EQ(product({15, 1}, {1, 12}), 2);  // 1.5
  EXPECT_EQ(product({25, 1}, {1, 12}), 2);  // 2.5
  EXPECT_EQ(product({26, 1}, {1, 12}), 3);
  EXPECT_EQ(product({-15, 1}, {1, 12}), -2);
  EXPECT_EQ(product({-25, 1}, {1, 12}), -2);
  EXPECT_EQ(product({960'000'000, 10}, {730, 0}), 70'080'000'000'000);  // 70.08
  EXPECT_EQ(product({1, 20}, {1, 12}), 0);
}

// The import computes ListCost from texts; this room from integers. They must agree to the last digit.
TEST(Figure, ProductsEqualTheProductsOfTheirTexts) {
  Dice dice(11);
  for (int i = 0; i < 20'000; ++i) {
    const Figure rate{static_cast<std::int64_t>(dice.below(1'000'000'000'000)), 10};
    const int decimals = static_cast<int>(dice.below(13));
    const Figure amount{scale_by_steps(1'000'000, lognormal_steps(dice.next())), decimals};
    const auto exact = multiply_exactly(fixed_text(rate), java_text(amount));
    ASSERT_TRUE(exact.ok());
    if (exact.value.units() < int128{1} << 62) {
      EXPECT_EQ(Decimal::from_units(product(rate, amount)), exact.value)
          << fixed_text(rate) << " x " << java_text(amount);
    }
  }
}

TEST(Figure, DoublesGiveBackTheirDecimals) {
  Dice dice(12);
  for (int i = 0; i < 20'000; ++i) {
    const Figure figure{static_cast<std::int64_t>(dice.below(1'000'000'000'000'000)) - 500'000'000'000'000,
                        static_cast<int>(dice.below(13))};
    const auto exact = parse_decimal(plain_text(figure));
    EXPECT_EQ(parse_decimal(to_double(figure)).value, exact.value) << plain_text(figure);
  }
}

TEST(Figure, CostsAreRoundedByTheirSize) {
  EXPECT_EQ(round_cost(123'456'789'012), 123'456'789'000);                  // 0.123456789012
  EXPECT_EQ(round_cost(1'234'123'456'789'012), 1'234'123'456'790'000);      // 8 decimals from 1,000 dollars on
  EXPECT_EQ(round_cost(123'456'123'456'789'012), 123'456'123'457'000'000);  // 6 from 100,000 on
  EXPECT_EQ(round_cost(-123'456'789'012), -123'456'789'000);
  EXPECT_EQ(round_to(250, 10), 200);
  EXPECT_EQ(round_to(350, 10), 400);
  EXPECT_EQ(figure_of(123'400'000'000), (Figure{1'234, 4}));
  EXPECT_EQ(figure_of(0), (Figure{0, 0}));
}

}  // namespace
}  // namespace farthing::generate
