#include "base/decimal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace farthing {
namespace {

constexpr int kMaxIntegerDigits = 18;  // see Decimal: leaves room for 10^8 additions
constexpr int kMaxExponent = 10'000;

template <typename Unsigned>
constexpr auto kPowersOfTen = [] {
  std::array<Unsigned, sizeof(Unsigned) == 8 ? 20 : 39> powers{1};
  for (std::size_t i = 1; i < powers.size(); ++i) powers[i] = powers[i - 1] * 10;
  return powers;
}();

constexpr int128 kTooLargeUnits = int128{kPowersOfTen<std::uint64_t>[kMaxIntegerDigits]} * Decimal::kUnitsPerOne;

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
    const bool plus = ++i < text.size() && text[i] == '+';
    if (plus && ++i < text.size() && !is_digit(text[i])) return std::nullopt;  // "1e+-5"
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + text.size(), exponent);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (exponent > kMaxExponent || exponent < -kMaxExponent) return std::nullopt;
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
    if (units == kTooLargeUnits) return {Status::kTooLarge, {}};  // rounded up to one digit more
  }
  return {rounded ? Status::kRounded : Status::kExact, Decimal::from_units(digits.negative ? -units : units)};
}

// The common case, a number of 18 significant digits at most: digits x 10^exponent without a string.
struct ShortDigits {
  bool negative = false;
  std::uint64_t digits = 0;
  long exponent = 0;
};

constexpr std::ptrdiff_t kShortDigits = 18;  // of which any number is below 2^63

// "[-]digits[.digits][e[-]digits]" of 18 digits at most, leading zeros counted; others are for read_digits().
std::optional<ShortDigits> read_short(std::string_view text) {
  const char* at = text.data();
  const char* const end = at + text.size();
  ShortDigits number;
  if (at != end && *at == '-') number.negative = true, ++at;
  const char* const begin = at;
  const char* point = nullptr;
  for (; at != end; ++at) {
    if (is_digit(*at)) {
      if (at - begin > kShortDigits) return std::nullopt;  // one more for the point
      number.digits = number.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    } else if (*at == '.' && point == nullptr) {
      point = at;
    } else {
      break;
    }
  }
  const auto count = at - begin - (point != nullptr ? 1 : 0);
  if (count == 0 || count > kShortDigits) return std::nullopt;
  if (point != nullptr) number.exponent = point + 1 - at;
  if (at == end) return number;
  if (*at != 'e' && *at != 'E') return std::nullopt;
  int exponent = 0;
  const auto [stop, error] = std::from_chars(at + 1, end, exponent);
  if (error != std::errc{} || stop != end || exponent < -kMaxExponent || exponent > kMaxExponent) {
    return std::nullopt;
  }
  number.exponent += exponent;
  return number;
}

// The same as state() without a string; `digits` have 36 at most.
template <typename Unsigned>
ParsedDecimal state_short(bool negative, Unsigned digits, long exponent) {
  using Status = ParsedDecimal::Status;
  if (digits == 0) return {Status::kExact, {}};
  const auto& powers = kPowersOfTen<Unsigned>;
  const auto count = std::upper_bound(powers.begin(), powers.end(), digits) - powers.begin();
  if (count + exponent > kMaxIntegerDigits) return {Status::kTooLarge, {}};
  const long shift = exponent + Decimal::kScale;
  if (count + shift < 0) return {Status::kRounded, {}};
  auto status = Status::kExact;
  auto units = static_cast<int128>(digits);
  if (shift >= 0) {
    units *= static_cast<int128>(kPowersOfTen<unsigned __int128>[static_cast<std::size_t>(shift)]);
  } else {
    const Unsigned divisor = powers[static_cast<std::size_t>(-shift)];
    Unsigned quotient = digits / divisor;
    const Unsigned rest = digits % divisor;
    if (rest != 0) status = Status::kRounded;
    if (rest > divisor / 2 || (rest == divisor / 2 && quotient % 2 == 1)) ++quotient;
    units = static_cast<int128>(quotient);
    if (units == kTooLargeUnits) return {Status::kTooLarge, {}};  // rounded up to one digit more
  }
  return {status, Decimal::from_units(negative ? -units : units)};
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
  if (const auto number = read_short(text)) return state_short(number->negative, number->digits, number->exponent);
  const auto digits = read_digits(text);
  return digits ? state(*digits) : ParsedDecimal{};
}

// Whole numbers from 2^53 on would get digits that aren't needed to tell them apart, unless they have an exponent.
DoubleText::DoubleText(double value) {
  constexpr double kAllDigitsNeeded = 9007199254740992;
  end_ = std::abs(value) < kAllDigitsNeeded
             ? std::to_chars(text_.data(), text_.data() + text_.size(), value).ptr
             : std::to_chars(text_.data(), text_.data() + text_.size(), value, std::chars_format::scientific).ptr;
}

ParsedDecimal parse_decimal(double value) { return parse_decimal(DoubleText(value).view()); }

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

ParsedDecimal multiply_exactly(std::string_view a, std::string_view b) {
  const auto p = read_short(a);
  const auto q = read_short(b);
  if (p && q) {
    return state_short(p->negative != q->negative, static_cast<unsigned __int128>(p->digits) * q->digits,
                       p->exponent + q->exponent);
  }
  const auto x = read_digits(a);
  const auto y = read_digits(b);
  if (!x || !y) return {};
  Digits product;
  product.negative = x->negative != y->negative;
  product.exponent = x->exponent + y->exponent;
  if (!x->significant.empty() && !y->significant.empty()) {
    product.significant = multiply_digits(x->significant, y->significant);
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
