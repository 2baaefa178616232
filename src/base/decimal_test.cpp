#include "base/decimal.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace farthing {
namespace {

using Status = ParsedDecimal::Status;

std::string read_back(std::string_view text) {
  const auto parsed = parse_decimal(text);
  return parsed.ok() ? parsed.value.text() + (parsed.status == Status::kRounded ? " rounded" : "") : "no number";
}

TEST(Decimal, ReadsPlainTextDigitByDigit) {
  EXPECT_EQ(read_back("1.6823086974"), "1.6823086974");
  EXPECT_EQ(read_back("-0.08"), "-0.08");
  EXPECT_EQ(read_back("0"), "0");
  EXPECT_EQ(read_back("-0.0"), "0");
  EXPECT_EQ(read_back("100000000.000000000001"), "100000000.000000000001");
  EXPECT_EQ(read_back("00012.50"), "12.5");
  EXPECT_EQ(read_back(".5"), "0.5");
  EXPECT_EQ(read_back("5."), "5");
  EXPECT_EQ(read_back(" 0.00 "), "0");
  EXPECT_EQ(read_back("+3"), "3");
}

TEST(Decimal, ReadsExponents) {
  EXPECT_EQ(read_back("4.0E-7"), "0.0000004");
  EXPECT_EQ(read_back("1e3"), "1000");
  EXPECT_EQ(read_back("1.5E+2"), "150");
  EXPECT_EQ(read_back("1e-12"), "0.000000000001");
  EXPECT_EQ(read_back("0e99"), "0");
}

TEST(Decimal, RoundsHalfToEvenBeyondTwelveDecimals) {
  EXPECT_EQ(read_back("0.0000000000005"), "0 rounded");
  EXPECT_EQ(read_back("0.0000000000015"), "0.000000000002 rounded");
  EXPECT_EQ(read_back("0.0000000000025"), "0.000000000002 rounded");
  EXPECT_EQ(read_back("0.00000000000250001"), "0.000000000003 rounded");
  EXPECT_EQ(read_back("-0.0000000000015"), "-0.000000000002 rounded");
  EXPECT_EQ(read_back("1e-13"), "0 rounded");
  EXPECT_EQ(read_back("6e-13"), "0.000000000001 rounded");
  EXPECT_EQ(read_back("9e-14"), "0 rounded");
  EXPECT_EQ(read_back("1.0000000000000000"), "1");
}

TEST(Decimal, RefusesWhatIsNoNumber) {
  for (const char* text :
       {"", " ", "abc", "1,000", "1.2.3", "--1", "1e", "e5", ".", "-", "1 2", "NaN", "Infinity", "0x10", "1e999999"}) {
    EXPECT_EQ(parse_decimal(text).status, Status::kNotANumber) << text;
  }
}

TEST(Decimal, RefusesWhatDoesNotFit) {
  EXPECT_EQ(read_back("999999999999999999"), "999999999999999999");
  EXPECT_EQ(parse_decimal("1000000000000000000").status, Status::kTooLarge);
  EXPECT_EQ(parse_decimal("1e18").status, Status::kTooLarge);
  EXPECT_EQ(parse_decimal("-1e300").status, Status::kTooLarge);
}

TEST(Decimal, TakesTheShortestDecimalOfADouble) {
  EXPECT_EQ(parse_decimal(0.1).value.text(), "0.1");
  EXPECT_EQ(parse_decimal(8482.98903482).value.text(), "8482.98903482");
  EXPECT_EQ(parse_decimal(-4e-7).value.text(), "-0.0000004");
  // The next doubles are 4 away from it: 16 digits are enough, though its exact value ends in 2.
  EXPECT_EQ(parse_decimal(18105585714285712.0).value.text(), "18105585714285710");
  EXPECT_FALSE(parse_decimal(std::numeric_limits<double>::quiet_NaN()).ok());
  EXPECT_FALSE(parse_decimal(std::numeric_limits<double>::infinity()).ok());
}

TEST(Decimal, MultipliesExactlyAndRoundsOnce) {
  EXPECT_EQ(multiply_exactly("0.0000004", "2").value.text(), "0.0000008");
  EXPECT_EQ(multiply_exactly("9.31322574615E-10", "0.09").value.text(), "0.000000000084");
  EXPECT_EQ(multiply_exactly("-1.5", "2").value.text(), "-3");
  EXPECT_EQ(multiply_exactly("0", "12345").value.text(), "0");
  EXPECT_EQ(multiply_exactly("123456789012345678901234567890e-25", "0.00000000001").value.text(), "0.000000123457");
  EXPECT_FALSE(multiply_exactly("x", "1").ok());
}

// A blank before a number makes it go the long way, which has no limit to its digits.
TEST(Decimal, ReadsShortNumbersAsItReadsLongOnes) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 50'000; ++i) {
    std::string text(random() % 3 == 0 ? "-" : "");
    const auto digits = 1 + random() % 20;
    const auto point = random() % (digits + 8);
    for (std::size_t at = 0; at < digits; ++at) {
      if (at == point) text += '.';
      // Many zeros and fives, for carries and halves.
      text += "0123456789000005555"[random() % 19];
    }
    if (random() % 3 == 0) text += "e" + std::to_string(static_cast<int>(random() % 60) - 35);
    const auto quick = parse_decimal(text);
    const auto slow = parse_decimal(" " + text);
    ASSERT_EQ(quick.status, slow.status) << text;
    ASSERT_EQ(quick.value, slow.value) << text;
  }
}

TEST(Decimal, MultipliesShortNumbersAsItMultipliesLongOnes) {
  std::mt19937_64 random(12);
  const auto number = [&] {
    return std::to_string(static_cast<std::int64_t>(random()) >> (random() % 64) >> 5) + "e" +
           std::to_string(static_cast<int>(random() % 32) - 24);
  };
  for (int i = 0; i < 50'000; ++i) {
    const auto a = number(), b = number();
    const auto quick = multiply_exactly(a, b);
    const auto slow = multiply_exactly(" " + a, b);
    ASSERT_EQ(quick.status, slow.status) << a << " x " << b;
    ASSERT_EQ(quick.value, slow.value) << a << " x " << b;
  }
}

TEST(Decimal, WritesAtLeastTheDecimalsAskedFor) {
  EXPECT_EQ(Decimal::from_integer(1200).text(2), "1200.00");
  EXPECT_EQ(parse_decimal("0.5").value.text(2), "0.50");
  EXPECT_EQ(parse_decimal("0.123").value.text(2), "0.123");
  EXPECT_EQ(parse_decimal("-0.000000000001").value.text(2), "-0.000000000001");
}

TEST(Decimal, ReadsBackWhatItWrote) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto value = Decimal::from_units(static_cast<std::int64_t>(random()) >> (random() % 60));
    const auto back = parse_decimal(value.text());
    ASSERT_EQ(back.status, Status::kExact) << value.text();
    ASSERT_EQ(back.value, value) << value.text();
  }
}

TEST(Decimal, SumsAreReadExactlyUpTo10ToThe26) {
  EXPECT_EQ(parse_sum("99999999999999999999999999.999999999999")->text(), "99999999999999999999999999.999999999999");
  EXPECT_EQ(parse_sum("-0.5")->text(), "-0.5");
  for (const char* text :
       {"", "-", ".", "1.", ".5", "+1", "1e3", " 1", "0.0000000000001", "100000000000000000000000000"}) {
    EXPECT_FALSE(parse_sum(text)) << text;
  }
}

}  // namespace
}  // namespace farthing
