// Exact decimals: 128-bit fixed point with 12 decimals, the DECIMAL(38,12) of the lake.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace farthing {

using int128 = __int128;

/// A number with exactly 12 decimals. Holds an amount of money or a quantity; `Money` adds the currency.
/// Values read from input stay below 10^18, so 10^8 of them can be added without overflow.
class Decimal {
 public:
  static constexpr int kScale = 12;

  constexpr Decimal() = default;
  /// `units` are 10^-12.
  static constexpr Decimal from_units(int128 units) { return Decimal(units); }
  static constexpr Decimal from_integer(std::int64_t whole) { return Decimal(int128{whole} * kUnitsPerOne); }

  [[nodiscard]] constexpr int128 units() const { return units_; }
  [[nodiscard]] double to_double() const;
  /// Plain digits without trailing zeros: "1.6823086974", "-0.08", "0". At least `min_decimals` decimals.
  [[nodiscard]] std::string text(int min_decimals = 0) const;

  constexpr Decimal& operator+=(Decimal other) {
    units_ += other.units_;
    return *this;
  }
  constexpr Decimal& operator-=(Decimal other) {
    units_ -= other.units_;
    return *this;
  }
  friend constexpr Decimal operator+(Decimal a, Decimal b) { return a += b; }
  friend constexpr Decimal operator-(Decimal a, Decimal b) { return a -= b; }
  constexpr Decimal operator-() const { return Decimal(-units_); }
  friend constexpr bool operator==(Decimal, Decimal) = default;
  friend constexpr std::strong_ordering operator<=>(Decimal a, Decimal b) {
    return a.units_ < b.units_ ? std::strong_ordering::less
                               : (a.units_ > b.units_ ? std::strong_ordering::greater : std::strong_ordering::equal);
  }

  static constexpr std::int64_t kUnitsPerOne = 1'000'000'000'000;

 private:
  explicit constexpr Decimal(int128 units) : units_(units) {}
  int128 units_ = 0;
};

struct ParsedDecimal {
  enum class Status { kExact, kRounded, kNotANumber, kTooLarge };
  Status status = Status::kNotANumber;
  Decimal value;

  [[nodiscard]] bool ok() const { return status == Status::kExact || status == Status::kRounded; }
};

/// Reads "12", "-1.50", "4.0E-7", " 0.5 " digit by digit. More than 12 decimals are rounded half to even (kRounded).
[[nodiscard]] ParsedDecimal parse_decimal(std::string_view text);
/// A DOUBLE's shortest decimal as text: "0.1", "4e-07", "nan", "inf".
class DoubleText {
 public:
  explicit DoubleText(double value);
  [[nodiscard]] std::string_view view() const { return {text_.data(), static_cast<std::size_t>(end_ - text_.data())}; }

 private:
  std::array<char, 32> text_;
  const char* end_;
};

/// The same from a DOUBLE, by its shortest decimal. NaN and infinity are kNotANumber.
[[nodiscard]] ParsedDecimal parse_decimal(double value);
/// Reads a sum exactly as Decimal::text() writes it: "[-]digits[.digits]", at most 12 decimals, less than 10^26.
/// Nothing if it is anything else.
[[nodiscard]] std::optional<Decimal> parse_sum(std::string_view text);
/// a x b exactly, then rounded half to even at 12 decimals.
[[nodiscard]] ParsedDecimal multiply_exactly(std::string_view a, std::string_view b);

/// a x b / c exactly, then rounded half to even at 12 decimals; nothing if c is 0 or the result doesn't fit.
[[nodiscard]] std::optional<Decimal> multiply_then_divide(Decimal a, Decimal b, Decimal c);

}  // namespace farthing
