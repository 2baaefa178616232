// Decimals held against arithmetic on digit strings, done as on paper: slow, and without a line of the product's code.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <random>
#include <regex>

#include "base/decimal.hpp"

namespace farthing {
namespace {

using Status = ParsedDecimal::Status;

// A whole number as its digits; "" is zero.
std::string without_leading_zeros(const std::string& digits) {
  const auto at = digits.find_first_not_of('0');
  return at == std::string::npos ? "" : digits.substr(at);
}

std::string paper_sum(std::string a, std::string b) {
  const std::size_t size = std::max(a.size(), b.size()) + 1;
  a.insert(0, size - a.size(), '0');
  b.insert(0, size - b.size(), '0');
  int carry = 0;
  for (std::size_t i = size; i-- > 0;) {
    const int sum = (a[i] - '0') + (b[i] - '0') + carry;
    a[i] = static_cast<char>('0' + sum % 10);
    carry = sum / 10;
  }
  return without_leading_zeros(a);
}

// Digit by digit: b's digits shift and add a.
std::string paper_product(const std::string& a, const std::string& b) {
  std::string product;
  for (const char digit : b) {
    if (!product.empty()) product += '0';
    for (int i = 0; i < digit - '0'; ++i) product = paper_sum(product, a);
  }
  return product;
}

// digits x 10^-decimals rounded half to even at 12 decimals, as "-1.5" without trailing zeros.
std::string paper_rounded(bool negative, std::string digits, std::size_t decimals) {
  digits.insert(0, decimals + 13 > digits.size() ? decimals + 13 - digits.size() : 0, '0');
  digits += std::string(12, '0');  // now decimals + 12 of them
  const std::size_t kept = digits.size() - decimals;
  const std::string rest = digits.substr(kept);
  digits.resize(kept);
  const std::string half = rest.empty() ? "" : "5" + std::string(rest.size() - 1, '0');
  const bool odd = (digits.back() - '0') % 2 == 1;
  if (rest > half || (!rest.empty() && rest == half && odd)) digits = paper_sum(digits, "1");
  digits.insert(0, digits.size() < 13 ? 13 - digits.size() : 0, '0');
  std::string fraction = digits.substr(digits.size() - 12);
  fraction.resize(fraction.find_last_not_of('0') + 1);
  std::string whole = without_leading_zeros(digits.substr(0, digits.size() - 12));
  if (whole.empty()) whole = "0";
  const std::string text = fraction.empty() ? whole : whole + "." + fraction;
  return negative && text != "0" ? "-" + text : text;
}

struct PaperNumber {
  bool negative = false;
  std::string digits;  ///< without leading zeros
  std::size_t decimals = 0;

  [[nodiscard]] std::string text() const {
    std::string out = digits;
    out.insert(0, out.size() <= decimals ? decimals + 1 - out.size() : 0, '0');
    if (decimals > 0) out.insert(out.size() - decimals, ".");
    return (negative ? "-" : "") + out;
  }
};

// Up to `most` digits with many nines, zeros and fives, where carries and ties are.
PaperNumber some_number(std::mt19937& random, std::size_t most) {
  PaperNumber number{.negative = random() % 2 == 0};
  for (auto size = 1 + random() % most; size > 0; --size) number.digits += "0123456789000999555"[random() % 19];
  number.digits = without_leading_zeros(number.digits);
  number.decimals = random() % 25;
  return number;
}

TEST(DecimalOnPaper, EveryTextIsRoundedAsOnPaper) {
  std::mt19937 random(1);
  int rounded = 0;
  for (int i = 0; i < 20'000; ++i) {
    const auto number = some_number(random, 18);
    const auto parsed = parse_decimal(number.text());
    ASSERT_EQ(parsed.value.text(), paper_rounded(number.negative, number.digits, number.decimals)) << number.text();
    // Exact where nothing but zeros lies beyond the twelfth decimal.
    const auto point = number.text().find('.');
    const bool more = point != std::string::npos &&
                      number.text().find_first_not_of('0', point + 13) != std::string::npos &&
                      number.text().size() > point + 13;
    ASSERT_EQ(parsed.status, more ? Status::kRounded : Status::kExact) << number.text();
    rounded += more ? 1 : 0;
  }
  EXPECT_GT(rounded, 5'000);
}

TEST(DecimalOnPaper, AnExponentIsAShiftOfThePoint) {
  std::mt19937 random(2);
  for (int i = 0; i < 5'000; ++i) {
    auto number = some_number(random, 12);
    const auto shift = random() % 20;
    const std::string shifted = number.text() + (i % 2 == 0 ? "e-" : "E-") + std::to_string(shift);
    ASSERT_EQ(parse_decimal(shifted).value.text(),
              paper_rounded(number.negative, number.digits, number.decimals + shift))
        << shifted;
    number.decimals = shift;  // and back again: the digits themselves
    ASSERT_EQ(parse_decimal(number.text() + "e+" + std::to_string(shift)).value.text(),
              paper_rounded(number.negative, number.digits, 0));
  }
}

TEST(DecimalOnPaper, ProductsAreExactAndRoundedOnce) {
  std::mt19937 random(3);
  for (int i = 0; i < 5'000; ++i) {
    auto a = some_number(random, i % 10 == 0 ? 40 : 15);  // 40 digits take the long way
    const auto b = some_number(random, 15);
    a.decimals += a.digits.size() > 15 ? 24 : 0;
    const std::string digits = paper_product(a.digits, b.digits);
    if (digits.size() > 18 + a.decimals + b.decimals) continue;  // doesn't fit: see below
    const auto product = multiply_exactly(a.text(), b.text());
    ASSERT_EQ(product.value.text(), paper_rounded(a.negative != b.negative, digits, a.decimals + b.decimals))
        << a.text() << " x " << b.text();
  }
}

// a x b / c held against whole numbers: q is right if |2 (a x b - q x c)| <= |c|, and even where that is a tie.
TEST(DecimalOnPaper, DivisionLeavesAtMostHalfAUnit) {
  std::mt19937_64 random(4);
  int ties = 0;
  const auto some = [&] { return static_cast<std::int64_t>(random() >> (20 + random() % 43)) - 8; };
  for (int i = 0; i < 50'000; ++i) {
    const int128 a = some(), b = some(), c = some();
    const auto result = multiply_then_divide(Decimal::from_units(a), Decimal::from_units(b), Decimal::from_units(c));
    ASSERT_EQ(result.has_value(), c != 0);
    if (c == 0) continue;
    const int128 twice = 2 * (a * b - result->units() * c);
    const int128 size = twice < 0 ? -twice : twice, bound = c < 0 ? -c : c;
    ASSERT_LE(size, bound);
    if (size == bound) {
      ++ties;
      ASSERT_EQ(result->units() % 2, 0);
    }
  }
  EXPECT_GT(ties, 50);
}

TEST(DecimalOnPaper, DivisionWorksBeyond128BitsAndSaysWhatDoesNotFit) {
  const auto large = Decimal::from_integer(999'999'999'999'999'999);  // 10^18 - 1: 10^30 units
  EXPECT_EQ(multiply_then_divide(large, large, large), large) << "the product has 200 bits";
  EXPECT_EQ(multiply_then_divide(-large, large, large), -large);
  EXPECT_EQ(multiply_then_divide(-large, large, -large), large);
  EXPECT_EQ(multiply_then_divide(large, large, Decimal::from_units(1)), std::nullopt);
  EXPECT_EQ(multiply_then_divide(large, Decimal(), large), Decimal());
  EXPECT_EQ(multiply_then_divide(large, large, Decimal()), std::nullopt);
}

TEST(DecimalOnPaper, KeepsEveryReadValueBelowTenToTheEighteen) {
  const std::string most = "999999999999999999.999999999999";
  EXPECT_EQ(parse_decimal(most).value.text(), most);
  EXPECT_EQ(parse_decimal("-" + most).value.text(), "-" + most);
  EXPECT_EQ(parse_decimal(most + "4").value.text(), most) << "rounded down, it fits";
  EXPECT_EQ(parse_decimal(most + "5").status, Status::kTooLarge) << "rounded up, it is 10^18";
  EXPECT_EQ(multiply_exactly(most + "5", "-1").status, Status::kTooLarge);
  EXPECT_EQ(parse_decimal("0000000000000000000000000000001").value.text(), "1") << "zeros are no digits";
  EXPECT_EQ(parse_decimal("0.000000000000000000001e21").value.text(), "1");
  EXPECT_EQ(multiply_exactly("1e17", "10").status, Status::kTooLarge);
  EXPECT_EQ(multiply_exactly("1e18", "0.1").value.text(), "100000000000000000") << "only the product must fit";
}

// 10^8 of the largest values: what the type promises.
TEST(DecimalOnPaper, AHundredMillionOfTheLargestCanBeAdded) {
  const int128 most = parse_decimal("999999999999999999.999999999999").value.units();
  int128 product = 0;
  ASSERT_FALSE(__builtin_mul_overflow(most, int128{100'000'000}, &product));
  const auto sum = Decimal::from_units(product);
  EXPECT_EQ(sum.text(), "99999999999999999999999999.9999");  // (10^18 - 10^-12) x 10^8 = 10^26 - 10^-4
  EXPECT_EQ((-sum).text(), "-99999999999999999999999999.9999");
  EXPECT_EQ((sum - sum).text(2), "0.00");
}

TEST(DecimalOnPaper, ItIsANumberExactlyIfTheGrammarSaysSo) {
  static const std::regex grammar(R"([ \t]*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?[ \t]*)");
  std::mt19937 random(5);
  int numbers = 0;
  for (int i = 0; i < 60'000; ++i) {
    std::string text;
    for (auto size = 1 + random() % 7; size > 0; --size) text += "0159.-+eE x"[random() % 11];
    const bool is_number = std::regex_match(text, grammar);
    const auto status = parse_decimal(text).status;
    // An exponent beyond all reason may be refused as either.
    const auto exponent = text.find_first_of("eE");
    if (is_number && exponent != std::string::npos && std::abs(std::atol(text.c_str() + exponent + 1)) > 10'000)
      continue;
    ASSERT_EQ(status != Status::kNotANumber, is_number) << "'" << text << "'";
    ASSERT_EQ(multiply_exactly(text, "1").status, status) << text;
    numbers += is_number ? 1 : 0;
  }
  EXPECT_GT(numbers, 2'000);
}

TEST(DecimalOnPaper, RefusesExponentsBeyondAllReason) {
  for (const char* exponent : {"10001", "-10001", "2147483647", "-2147483647", "-2147483648", "99999999999999999999"}) {
    EXPECT_EQ(parse_decimal(std::string("1e") + exponent).status, Status::kNotANumber) << exponent;
  }
  EXPECT_EQ(parse_decimal("1e-10000").status, Status::kRounded);
  EXPECT_EQ(parse_decimal("1e10000").status, Status::kTooLarge);
}

// The shortest text of a DOUBLE that reads back as the same: any 15 digits survive.
TEST(DecimalOnPaper, ADoubleOfFifteenDigitsGivesThemBack) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 20'000; ++i) {
    PaperNumber number{.negative = i % 2 == 0, .digits = std::to_string(1 + random() % 999'999'999'999'999)};
    number.decimals = random() % 13;
    const double value = std::strtod(number.text().c_str(), nullptr);
    ASSERT_EQ(parse_decimal(value).value, parse_decimal(number.text()).value) << number.text();
    ASSERT_DOUBLE_EQ(parse_decimal(value).value.to_double(), value) << number.text();
  }
  EXPECT_EQ(parse_decimal(std::numeric_limits<double>::denorm_min()).status, Status::kRounded);
  EXPECT_EQ(parse_decimal(std::numeric_limits<double>::max()).status, Status::kTooLarge);
  EXPECT_EQ(parse_decimal(-0.0).value.text(), "0");
}

TEST(DecimalOnPaper, OrdersAsNumbersNotAsTexts) {
  const char* ascending[] = {"-10", "-9.5", "-9", "-0.000000000001", "0", "0.000000000001", "9", "9.5", "10"};
  for (std::size_t i = 0; i < std::size(ascending); ++i) {
    for (std::size_t j = 0; j < std::size(ascending); ++j) {
      EXPECT_EQ(parse_decimal(ascending[i]).value <=> parse_decimal(ascending[j]).value, i <=> j)
          << ascending[i] << " " << ascending[j];
    }
  }
}

}  // namespace
}  // namespace farthing
