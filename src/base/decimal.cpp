#include "base/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace farthing {
namespace {

constexpr int kMaxIntegerDigits = 18;  // see Decimal: leaves room for 10^8 additions

constexpr std::array<std::uint64_t, 20> kPowersOfTen = [] {
  std::array<std::uint64_t, 20> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

// A number as its significant digits x 10^exponent.
struct Digits {
  bool negative = false;
  std::string significant;  // without leading zeros; empty is zero
  long exponent = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<Digits> read_digits(std::string_view text) {
  Digits digits;
  text = trim_blanks(text);
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    digits.negative = text.front() == '-';
    text.remove_prefix(1);
  }
  bool any = false;
  bool fraction = false;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if (is_digit(text[i])) {
      any = true;
      if (fraction) --digits.exponent;
      if (text[i] != '0' || !digits.significant.empty()) digits.significant += text[i];
    } else if (text[i] == '.' && !fraction) {
      fraction = true;
    } else {
      break;
    }
  }
  if (!any) return std::nullopt;
  if (i < text.size()) {
    if (text[i] != 'e' && text[i] != 'E') return std::nullopt;
    if (++i < text.size() && text[i] == '+') ++i;
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), exponent);
    if (error != std::errc{} || end != text.data() + text.size() || std::abs(exponent) > 10'000) return std::nullopt;
    digits.exponent += exponent;
  }
  return digits;
}

// Rounds to 12 decimals, half to even.
ParsedDecimal state(const Digits& digits) {
  using Status = ParsedDecimal::Status;
  const auto& all = digits.significant;
  if (all.empty()) return {Status::kExact, {}};
  const long shift = digits.exponent + Decimal::kScale;
  const long kept = static_cast<long>(all.size()) + std::min(shift, 0L);
  if (static_cast<long>(all.size()) + digits.exponent > kMaxIntegerDigits) return {Status::kTooLarge, {}};
  int128 units = 0;
  for (long i = 0; i < kept; ++i) units = units * 10 + (all[static_cast<std::size_t>(i)] - '0');
  for (long i = 0; i < shift; ++i) units *= 10;
  bool rounded = false;
  if (shift < 0) {
    const auto dropped = std::string_view(all).substr(static_cast<std::size_t>(std::max(kept, 0L)));
    rounded = dropped.find_first_not_of('0') != std::string_view::npos;
    if (kept >= 0 && dropped.front() >= '5') {
      const bool exactly_half = dropped.front() == '5' && dropped.find_first_not_of('0', 1) == std::string_view::npos;
      if (!exactly_half || units % 2 == 1) ++units;
    }
  }
  return {rounded ? Status::kRounded : Status::kExact, Decimal::from_units(digits.negative ? -units : units)};
}

// The common case, "[-]digits[.up to 12 digits]" of 18 digits at most, without a string.
std::optional<Decimal> read_short(std::string_view text) {
  if (text.empty() || text.size() > 19) return std::nullopt;
  const bool negative = text.front() == '-';
  std::uint64_t mantissa = 0;
  int decimals = -1;
  int count = 0;
  for (const char c : text.substr(negative ? 1 : 0)) {
    if (is_digit(c)) {
      mantissa = mantissa * 10 + static_cast<std::uint64_t>(c - '0');
      ++count;
      if (decimals >= 0) ++decimals;
    } else if (c == '.' && decimals < 0) {
      decimals = 0;
    } else {
      return std::nullopt;
    }
  }
  decimals = std::max(decimals, 0);
  if (count == 0 || count > 18 || decimals > Decimal::kScale) return std::nullopt;
  const int128 units = int128{mantissa} * kPowersOfTen[static_cast<std::size_t>(Decimal::kScale - decimals)];
  return Decimal::from_units(negative ? -units : units);
}

std::string multiply_digits(std::string_view a, std::string_view b) {
  std::string product(a.size() + b.size(), '\0');
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      const int sum = product[i + j + 1] + (a[i] - '0') * (b[j] - '0') + carry;
      product[i + j + 1] = static_cast<char>(sum % 10);
      carry = sum / 10;
    }
    product[i] = static_cast<char>(product[i] + carry);
  }
  for (char& digit : product) digit = static_cast<char>(digit + '0');
  return product.substr(std::min(product.find_first_not_of('0'), product.size()));
}

}  // namespace

double Decimal::to_double() const { return static_cast<double>(units_) / static_cast<double>(kUnitsPerOne); }

std::string Decimal::text(int min_decimals) const {
  unsigned __int128 rest =
      units_ < 0 ? -static_cast<unsigned __int128>(units_) : static_cast<unsigned __int128>(units_);
  std::string reversed;
  int decimals = kScale;
  while (decimals > min_decimals && rest % 10 == 0) {
    rest /= 10;
    --decimals;
  }
  for (int i = 0; rest != 0 || i <= decimals; ++i) {
    if (i == decimals && decimals > 0) reversed += '.';
    reversed += static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  }
  if (units_ < 0) reversed += '-';
  std::reverse(reversed.begin(), reversed.end());
  return reversed;
}

ParsedDecimal parse_decimal(std::string_view text) {
  if (const auto value = read_short(text)) return {ParsedDecimal::Status::kExact, *value};
  const auto digits = read_digits(text);
  return digits ? state(*digits) : ParsedDecimal{};
}

std::optional<Decimal> parse_sum(std::string_view text) {
  constexpr int kMostDigits = 26 + Decimal::kScale;
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  const std::string_view whole = text.substr(0, text.find('.'));
  const std::string_view fraction = whole.size() < text.size() ? text.substr(whole.size() + 1) : std::string_view();
  const bool point_without_digits = whole.size() < text.size() && fraction.empty();
  std::string digits = std::string(whole) + std::string(fraction);
  if (whole.empty() || point_without_digits || fraction.size() > Decimal::kScale) return std::nullopt;
  digits.append(Decimal::kScale - fraction.size(), '0');
  if (digits.size() > kMostDigits || digits.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  int128 units = 0;
  for (const char digit : digits) units = units * 10 + (digit - '0');
  return Decimal::from_units(negative ? -units : units);
}

ParsedDecimal parse_decimal(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 40> text{};
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value);
  return parse_decimal(std::string_view(text.data(), static_cast<std::size_t>(written.ptr - text.data())));
}

ParsedDecimal multiply_exactly(std::string_view a, std::string_view b) {
  const auto x = read_digits(a);
  const auto y = read_digits(b);
  if (!x || !y) return {};
  Digits product;
  product.negative = x->negative != y->negative;
  product.exponent = x->exponent + y->exponent;
  if (!x->significant.empty() && !y->significant.empty()) {
    if (x->significant.size() + y->significant.size() <= 36) {
      int128 value = 1;
      for (const auto* side : {&x->significant, &y->significant}) {
        int128 number = 0;
        for (const char c : *side) number = number * 10 + (c - '0');
        value *= number;
      }
      while (value != 0) {
        product.significant += static_cast<char>('0' + static_cast<int>(value % 10));
        value /= 10;
      }
      std::reverse(product.significant.begin(), product.significant.end());
    } else {
      product.significant = multiply_digits(x->significant, y->significant);
    }
  }
  return state(product);
}

std::optional<Decimal> multiply_then_divide(Decimal a, Decimal b, Decimal c) {
  using uint128 = unsigned __int128;
  if (c.units() == 0) return std::nullopt;
  const bool negative = ((a.units() < 0) != (b.units() < 0)) != (c.units() < 0);
  const auto magnitude = [](Decimal x) { return static_cast<uint128>(x.units() < 0 ? -x.units() : x.units()); };
  const uint128 x = magnitude(a), y = magnitude(b), divisor = magnitude(c);
  // Binary long multiplication and division at once: doubling quotient and remainder, adding x for each bit of y.
  // Invariant: (what was taken of y) * x = quotient * divisor + rest, rest < divisor.
  const uint128 x_quotient = x / divisor, x_rest = x % divisor;
  uint128 quotient = 0, rest = 0;
  for (int bit = 127; bit >= 0; --bit) {
    if ((quotient >> 125) != 0) return std::nullopt;
    quotient *= 2;
    rest *= 2;
    if (rest >= divisor) rest -= divisor, ++quotient;
    if ((y >> bit & 1) != 0) {
      quotient += x_quotient;
      rest += x_rest;
      if (rest >= divisor) rest -= divisor, ++quotient;
    }
  }
  if (rest > divisor - rest || (rest == divisor - rest && quotient % 2 == 1)) ++quotient;
  const auto units = static_cast<int128>(quotient);
  return Decimal::from_units(negative ? -units : units);
}

}  // namespace farthing
