#include "collect/generate/figure.hpp"

#include <array>
#include <cstring>

namespace farthing::generate {
namespace {

constexpr std::array<std::int64_t, 19> kTens = [] {
  std::array<std::int64_t, 19> powers{};
  for (int i = 0; i < 19; ++i) powers[static_cast<std::size_t>(i)] = power_of_ten(i);
  return powers;
}();

constexpr std::array<double, 23> kExactTens = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                               1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

std::int64_t tens(int exponent) { return kTens[static_cast<std::size_t>(exponent)]; }

template <typename Integer>
Integer divide_half_even(Integer number, Integer divisor) {
  Integer quotient = number / divisor;
  const Integer rest = number % divisor;
  const Integer twice = (rest < 0 ? -rest : rest) * 2;
  if (twice > divisor || (twice == divisor && quotient % 2 != 0)) quotient += number < 0 ? -1 : 1;
  return quotient;
}

// A constant divisor, which compilers make a multiplication of.
template <int Zeros>
void drop_zeros(Figure& figure) {
  constexpr std::int64_t kDivisor = power_of_ten(Zeros);
  if (figure.decimals < Zeros || figure.digits % kDivisor != 0) return;
  figure.digits /= kDivisor;
  figure.decimals -= Zeros;
}

Figure without_trailing_zeros(Figure figure) {
  if (figure.digits == 0) return {0, 0};
  drop_zeros<8>(figure);  // together up to 15
  drop_zeros<4>(figure);
  drop_zeros<2>(figure);
  drop_zeros<1>(figure);
  return figure;
}

constexpr std::array<char, 200> kPairs = [] {
  std::array<char, 200> pairs{};
  for (std::size_t i = 0; i < 100; ++i) {
    pairs[2 * i] = static_cast<char>('0' + i / 10);
    pairs[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return pairs;
}();

// The digits of a number, right-aligned in a buffer.
struct DigitText {
  std::array<char, 20> room;
  int begin = 20;

  explicit DigitText(std::uint64_t number) {
    for (; number >= 100; number /= 100) put_pair(number % 100);
    if (number >= 10) {
      put_pair(number);
    } else {
      room[static_cast<std::size_t>(--begin)] = static_cast<char>('0' + number);
    }
  }
  [[nodiscard]] int size() const { return 20 - begin; }
  [[nodiscard]] const char* data() const { return room.data() + begin; }

 private:
  void put_pair(std::uint64_t pair) {
    begin -= 2;
    std::memcpy(room.data() + begin, kPairs.data() + 2 * pair, 2);
  }
};

char* append(char* out, const char* text, int size) {
  std::memcpy(out, text, static_cast<std::size_t>(size));
  return out + size;
}

std::uint64_t magnitude(std::int64_t number) {
  return number < 0 ? std::uint64_t{0} - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

template <char* (*Write)(char*, Figure)>
std::string text_by(Figure figure) {
  std::array<char, kFigureRoom> room;
  return {room.data(), Write(room.data(), figure)};
}

}  // namespace

Picos product(Figure a, Figure b) {
  int128 units = int128{a.digits} * b.digits;
  int surplus = a.decimals + b.decimals - Decimal::kScale;
  if (surplus > 18) {  // never reached with rates of 10 and amounts of 12 decimals, but right all the same
    return static_cast<Picos>(divide_half_even(units, int128{tens(18)} * tens(surplus - 18)));
  }
  if (surplus > 0) return static_cast<Picos>(divide_half_even(units, int128{tens(surplus)}));
  for (; surplus < 0; ++surplus) units *= 10;
  return static_cast<Picos>(units);
}

Picos round_to(Picos amount, int decimals) {
  const std::int64_t step = tens(Decimal::kScale - decimals);
  return divide_half_even(amount, step) * step;
}

Picos round_cost(Picos amount) {
  const std::uint64_t size = magnitude(amount);
  if (size < 1'000 * static_cast<std::uint64_t>(kPicosPerDollar)) return round_to(amount, 10);
  return round_to(amount, size < 100'000 * static_cast<std::uint64_t>(kPicosPerDollar) ? 8 : 6);
}

Figure figure_of(Picos amount) { return without_trailing_zeros({amount, Decimal::kScale}); }

double to_double(Figure figure) {
  const Figure bare = without_trailing_zeros(figure);
  // Both are exact doubles, so the quotient is the double nearest to the decimal.
  return static_cast<double>(bare.digits) / kExactTens[static_cast<std::size_t>(bare.decimals)];
}

char* write_fixed(char* out, Figure figure) {
  if (figure.digits < 0) *out++ = '-';
  const DigitText digits(magnitude(figure.digits));
  const int whole = digits.size() - figure.decimals;
  if (whole > 0) {
    out = append(out, digits.data(), whole);
  } else {
    *out++ = '0';
  }
  if (figure.decimals == 0) return out;
  *out++ = '.';
  for (int i = whole; i < 0; ++i) *out++ = '0';
  return whole > 0 ? append(out, digits.data() + whole, figure.decimals) : append(out, digits.data(), digits.size());
}

char* write_plain(char* out, Figure figure) { return write_fixed(out, without_trailing_zeros(figure)); }

char* write_java(char* out, Figure figure) {
  const Figure bare = without_trailing_zeros(figure);
  if (bare.digits == 0) return append(out, "0.0", 3);
  const DigitText digits(magnitude(bare.digits));
  const int exponent = digits.size() - 1 - bare.decimals;  // of d.ddd x 10^exponent
  if (exponent >= -3 && exponent < 7) {
    out = write_fixed(out, bare);
    return bare.decimals == 0 ? append(out, ".0", 2) : out;
  }
  if (bare.digits < 0) *out++ = '-';
  *out++ = *digits.data();
  *out++ = '.';
  int size = digits.size();
  while (size > 1 && digits.data()[size - 1] == '0') --size;
  out = size > 1 ? append(out, digits.data() + 1, size - 1) : append(out, "0", 1);
  *out++ = 'E';
  return write_fixed(out, {exponent, 0});
}

std::string plain_text(Figure figure) { return text_by<write_plain>(figure); }
std::string fixed_text(Figure figure) { return text_by<write_fixed>(figure); }
std::string java_text(Figure figure) { return text_by<write_java>(figure); }

}  // namespace farthing::generate
