// Figures held against digits moved by hand and against the C library's printing of doubles.
#include <gtest/gtest.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>

#include "collect/generate/bill_line.hpp"
#include "collect/generate/figure.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

// The digits with a point put in: as one would by hand.
std::string digits_with_point(Figure figure) {
  std::string digits = std::to_string(figure.digits);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  while (digits.size() <= static_cast<std::size_t>(figure.decimals)) digits.insert(0, 1, '0');
  if (figure.decimals > 0) digits.insert(digits.size() - static_cast<std::size_t>(figure.decimals), ".");
  return (negative ? "-" : "") + digits;
}

std::string without_zeros_behind_the_point(std::string text) {
  if (text.find('.') == std::string::npos) return text;
  text.resize(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text == "-0" ? "0" : text;
}

// Java's Double.toString, from the shortest digits that give the double back: plain from 10^-3 to 10^7, else d.dE±n.
std::string java_of(double value) {
  if (value == 0) return "0.0";
  std::array<char, 40> room;
  const auto end = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::scientific).ptr;
  std::string text(room.data(), end);
  const auto e = text.find('e');
  const int exponent = std::atoi(text.c_str() + e + 1);
  std::string mantissa = text.substr(0, e);
  if (exponent < -3 || exponent >= 7) {
    return mantissa + (mantissa.find('.') == std::string::npos ? ".0" : "") + "E" + std::to_string(exponent);
  }
  const auto fixed = std::to_chars(room.data(), room.data() + room.size(), value, std::chars_format::fixed).ptr;
  text.assign(room.data(), fixed);
  return text.find('.') == std::string::npos ? text + ".0" : text;
}

// Of all sizes and signs, many with zeros at their end.
Figure some_figure(Dice& dice) {
  auto digits = static_cast<std::int64_t>(dice.below(1'000'000'000'000'000) >> dice.below(50));
  for (auto zeros = dice.below(8); zeros > 0; --zeros) digits = digits < 100'000'000'000'000 ? digits * 10 : digits;
  return {dice.one_in(2) ? digits : -digits, static_cast<int>(dice.below(13))};
}

TEST(FigureTexts, AreTheDigitsWithAPointInThem) {
  Dice dice(1);
  for (int i = 0; i < 50'000; ++i) {
    const Figure figure = some_figure(dice);
    ASSERT_EQ(fixed_text(figure), digits_with_point(figure));
    ASSERT_EQ(plain_text(figure), without_zeros_behind_the_point(digits_with_point(figure)));
  }
}

TEST(FigureTexts, AreJavasTextOfTheNearestDouble) {
  Dice dice(2);
  for (int i = 0; i < 50'000; ++i) {
    const Figure figure = some_figure(dice);
    const double nearest = std::strtod(digits_with_point(figure).c_str(), nullptr);
    ASSERT_EQ(java_text(figure), java_of(nearest)) << digits_with_point(figure);
    ASSERT_EQ(to_double(figure), nearest) << digits_with_point(figure);
  }
}

TEST(FigureTexts, HaveRoomForTheExtremes) {
  const std::int64_t least = std::numeric_limits<std::int64_t>::min(), most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(fixed_text({least, 0}), "-9223372036854775808");
  EXPECT_EQ(fixed_text({least, 12}), "-9223372.036854775808");
  EXPECT_EQ(fixed_text({most, 19}), "0.9223372036854775807");
  EXPECT_EQ(fixed_text({least, 22}), "-0.0009223372036854775808");
  EXPECT_EQ(java_text({least, 0}), "-9.223372036854775808E18");
  EXPECT_EQ(java_text({most, 30}), "9.223372036854775807E-12");
  for (const Figure figure : {Figure{least, 12}, Figure{most, 12}, Figure{least, 25}}) {
    for (const auto& text : {fixed_text(figure), plain_text(figure), java_text(figure)}) {
      EXPECT_LE(text.size(), static_cast<std::size_t>(kFigureRoom));
    }
  }
}

// The candidate multiple of the step that is nearest, by trying both neighbours.
Picos nearest_multiple(Picos amount, Picos step) {
  const Picos below = (amount / step - (amount % step < 0 ? 1 : 0)) * step;
  const Picos down = amount - below, up = below + step - amount;
  if (down != up) return down < up ? below : below + step;
  return (below / step) % 2 == 0 ? below : below + step;
}

TEST(FigureRounding, TakesTheNearestAndOfTwoTheEven) {
  Dice dice(3);
  for (int i = 0; i < 20'000; ++i) {
    const int decimals = static_cast<int>(dice.below(13));
    const Picos step = power_of_ten(12 - decimals);
    auto amount = static_cast<Picos>(dice.below(4'000'000'000'000'000'000) >> dice.below(60)) - 1'000'000;
    if (i % 4 == 0) amount = amount / step * step + step / 2;  // a tie
    if (i % 3 == 0) amount = -amount;
    ASSERT_EQ(round_to(amount, decimals), nearest_multiple(amount, step)) << amount << " at " << decimals;
  }
}

TEST(FigureRounding, ACostKeepsTenEightOrSixDecimalsAndItsDiscountIsExact) {
  constexpr Picos kThousand = 1'000 * kPicosPerDollar, kHundredThousand = 100 * kThousand;
  EXPECT_EQ(round_cost(kThousand - 149), kThousand - 100);
  EXPECT_EQ(round_cost(kThousand + 149), kThousand) << "8 decimals: steps of 10,000";
  EXPECT_EQ(round_cost(-kThousand - 5'001), -kThousand - 10'000);
  EXPECT_EQ(round_cost(kHundredThousand - 1), kHundredThousand);
  EXPECT_EQ(round_cost(kHundredThousand + 500'001), kHundredThousand + 1'000'000) << "6 decimals";
  Dice dice(4);
  for (int i = 0; i < 20'000; ++i) {
    const Picos cost =
        round_cost(static_cast<Picos>(dice.below(9'000'000 * std::uint64_t{kPicosPerDollar}) >> dice.below(40)));
    ASSERT_EQ(cost % 100, 0);
    ASSERT_EQ(int128{discounted(cost).net} * 100, int128{cost} * 88) << "nothing is lost";
    ASSERT_LT(figure_of(cost).digits, 1'000'000'000'000'000) << "15 digits";
  }
}

// q = a x b / 10^s if no other whole number is nearer: |a x b - q x 10^s| <= 10^s / 2.
TEST(FigureProducts, AreTheNearestTwelveDecimals) {
  Dice dice(5);
  int ties = 0;
  for (int i = 0; i < 50'000; ++i) {
    Figure a{static_cast<std::int64_t>(dice.below(20'000'000)), static_cast<int>(dice.below(13))};
    Figure b{static_cast<std::int64_t>(dice.below(20'000'000)), static_cast<int>(dice.below(13))};
    if (i % 2 == 0) a.digits = a.digits / 50 * 50, b.digits = b.digits / 100 * 100;
    if (i % 3 == 0) b.digits = -b.digits;
    if (a.decimals + b.decimals < 8) a.decimals += 8;  // so that it is below 9.2 million dollars
    const int surplus = a.decimals + b.decimals - 12;
    const Picos result = product(a, b);
    int128 exact = int128{a.digits} * b.digits, stated = result;
    for (int j = 0; j < -surplus; ++j) exact *= 10;
    int128 unit = 1;
    for (int j = 0; j < surplus; ++j) stated *= 10, unit *= 10;
    const int128 twice = 2 * (exact < stated ? stated - exact : exact - stated);
    ASSERT_LE(twice, unit) << fixed_text(a) << " x " << fixed_text(b);
    if (twice != unit) continue;
    ++ties;
    ASSERT_EQ(result % 2, 0) << fixed_text(a) << " x " << fixed_text(b);
  }
  EXPECT_GT(ties, 20);
}

}  // namespace
}  // namespace farthing::generate
