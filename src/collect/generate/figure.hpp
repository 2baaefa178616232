// The numbers of a bill as integers: exact products and texts without floating point.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace farthing::generate {

/// Money of one line in 10^-12 dollars: up to 9.2 million dollars.
using Picos = std::int64_t;
inline constexpr Picos kPicosPerDollar = Decimal::kUnitsPerOne;

/// digits x 10^-decimals. At most 15 digits, so that a DOUBLE gives back the same decimal.
struct Figure {
  std::int64_t digits = 0;
  int decimals = 0;
  friend constexpr bool operator==(Figure, Figure) = default;
};

[[nodiscard]] constexpr std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

/// a x b, rounded half to even at 12 decimals: what ListCost is.
[[nodiscard]] Picos product(Figure a, Figure b);
/// Rounds half to even at so many decimals, 12 at most.
[[nodiscard]] Picos round_to(Picos amount, int decimals);
/// As AWS states a computed cost, and so that 88 % of it still has at most 12 decimals and 15 digits: 10 decimals below
/// 1,000 dollars, 8 below 100,000, else 6.
[[nodiscard]] Picos round_cost(Picos amount);
/// The amount without trailing zeros.
[[nodiscard]] Figure figure_of(Picos amount);
/// The DOUBLE whose shortest decimal is this figure.
[[nodiscard]] double to_double(Figure figure);

/// Room enough for any figure's text.
inline constexpr int kFigureRoom = 48;
/// "0.0960000000": all its decimals. Returns the end.
char* write_fixed(char* out, Figure figure);
/// "0.096", "12", "-0.5": without trailing zeros.
char* write_plain(char* out, Figure figure);
/// As legacy reports write doubles (Java): "12.0", "0.096", "4.0E-7", "1.25E8".
char* write_java(char* out, Figure figure);

[[nodiscard]] std::string plain_text(Figure figure);
[[nodiscard]] std::string fixed_text(Figure figure);
[[nodiscard]] std::string java_text(Figure figure);

}  // namespace farthing::generate
