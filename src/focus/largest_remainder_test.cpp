#include "focus/largest_remainder.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace farthing {
namespace {

std::string texts(const std::vector<Decimal>& amounts) {
  std::string text;
  for (const auto& amount : amounts) text += (text.empty() ? "" : " ") + amount.text();
  return text;
}

using Units = std::vector<std::int64_t>;

TEST(LargestRemainderTest, ThirdsAreStatedToTheLastUnit) {
  EXPECT_EQ(whole_parts(std::vector<double>{1, 1, 1}), (Units{333'333'333'334, 333'333'333'333, 333'333'333'333}));
  EXPECT_EQ(whole_parts(std::vector<double>{0, 2, 0, 2}), (Units{0, 500'000'000'000, 0, 500'000'000'000}));
  EXPECT_EQ(whole_parts(std::vector<double>{1, 1, 4}), (Units{166'666'666'667, 166'666'666'667, 666'666'666'666}));
}

TEST(LargestRemainderTest, PartsOfNothingFallOnTheFirst) {
  EXPECT_EQ(whole_parts(std::vector<double>{0, 0}), (Units{kWholeUnits, 0}));
  EXPECT_TRUE(whole_parts(std::vector<double>{}).empty());
}

TEST(LargestRemainderTest, AnAmountIsSplitToTheLastUnit) {
  const auto thirds = whole_parts(std::vector<double>{1, 1, 1});
  EXPECT_EQ(texts(split_amount(Decimal::from_integer(10), thirds, false)), "3.33333333334 3.33333333333 3.33333333333");
  EXPECT_EQ(texts(split_amount(Decimal::from_units(2), thirds, false)), "0.000000000001 0.000000000001 0");
  EXPECT_EQ(texts(split_amount(Decimal::from_integer(-1), thirds, false)),
            "-0.333333333334 -0.333333333333 -0.333333333333");
  EXPECT_EQ(texts(split_amount(Decimal(), thirds, false)), "0 0 0");
}

// A double of 12,345.67 can state 11 decimals. What its last digit leaves falls on the largest part.
TEST(LargestRemainderTest, LargeAmountsAreSplitIntoWhatADoubleCanState) {
  const auto thirds = whole_parts(std::vector<double>{1, 1, 1});
  EXPECT_EQ(texts(split_amount(parse_sum("12345.67").value(), thirds, true)),
            "4115.22333334156 4115.22333332922 4115.22333332922");
  EXPECT_EQ(texts(split_amount(Decimal::from_integer(40'000'000), thirds, true)),
            "13333333.33336 13333333.33332 13333333.33332");
  EXPECT_EQ(texts(split_amount(parse_sum("12345.000000000001").value(), thirds, true)),
            "4115.000000008231 4114.99999999589 4114.99999999588");
}

TEST(LargestRemainderTest, WhateverTheAmountAndThePartsTheySumToIt) {
  std::mt19937_64 random(3);
  for (int round = 0; round < 2'000; ++round) {
    std::vector<double> parts;
    for (int i = 0; i <= round % 40; ++i) {
      const auto one = static_cast<double>(random() % 1'000'000'007) / 1'000'000'007;
      parts.push_back(round % 7 == 0 ? one * 1e-12 : round % 5 == 0 ? 0 : one);
    }
    const auto units = whole_parts(parts);
    ASSERT_EQ(std::accumulate(units.begin(), units.end(), std::int64_t{0}), kWholeUnits);
    const auto big = static_cast<int128>(random()) * (round % 3 == 0 ? 1'000'000'000 : 1);
    const auto total = Decimal::from_units(round % 2 == 0 ? big : -big);
    Decimal sum;
    for (const auto amount : split_amount(total, units, round % 4 == 0)) {
      ASSERT_GE(total.units() < 0 ? -amount.units() : amount.units(), 0);
      sum += amount;
    }
    ASSERT_EQ(sum, total);
  }
}

class PlainNumberTest : public ::testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(add_plain_number(engine_)); }
  std::string ask(const std::string& sql) {
    const auto rows = engine_.query("SELECT " + sql);
    return rows ? rows->rows[0][0].value_or("NULL") : rows.error().text();
  }
  Engine engine_ = Engine::open().value();
};

TEST_F(PlainNumberTest, NumbersArePlain) {
  EXPECT_EQ(ask("plain_number('4e-07')"), "0.0000004");
  EXPECT_EQ(ask("plain_number('-1.25e-3')"), "-0.00125");
  EXPECT_EQ(ask("plain_number('1.5e+20')"), "150000000000000000000");
  EXPECT_EQ(ask("plain_number('1.2345E2')"), "123.45");
  EXPECT_EQ(ask("plain_number('0.768')"), "0.768");
  EXPECT_EQ(ask("plain_number('1e')"), "NULL");
}

}  // namespace
}  // namespace farthing
