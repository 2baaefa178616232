// Randomness from integers only: the same on every machine, compiler and standard library.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace farthing::generate {

/// The finaliser of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}
/// A number that depends on both: what happens to `b` in the world of `a`.
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return mix(mix(a) ^ b); }

/// A random number in [0, n) from 64 random bits.
[[nodiscard]] constexpr std::uint64_t below(std::uint64_t bits, std::uint64_t n) {
  return static_cast<std::uint64_t>((static_cast<unsigned __int128>(bits) * n) >> 64);
}

/// A sequence of random numbers.
class Dice {
 public:
  explicit constexpr Dice(std::uint64_t seed) : state_(seed) {}
  constexpr std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15U); }
  /// In [0, n).
  constexpr std::uint64_t below(std::uint64_t n) { return generate::below(next(), n); }
  constexpr bool one_in(std::uint64_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// Powers of two in steps of 1/64, as 2^(i/64) x 2^32: logarithms and exponentials without libm.
inline constexpr int kStepsPerOctave = 64;
inline constexpr std::array<std::uint64_t, kStepsPerOctave> kOctave = [] {
  std::array<std::uint64_t, kStepsPerOctave> table{};
  double power = 4294967296.0;
  for (auto& entry : table) {
    entry = static_cast<std::uint64_t>(power);
    power *= 1.0108892860517004600;  // 2^(1/64)
  }
  return table;
}();

/// `value` x 2^(steps/64), between 0 and 2^62.
[[nodiscard]] constexpr std::int64_t scale_by_steps(std::int64_t value, int steps) {
  const int octaves = steps >= 0 ? steps / kStepsPerOctave : -((kStepsPerOctave - 1 - steps) / kStepsPerOctave);
  const auto scaled =
      static_cast<unsigned __int128>(value) * kOctave[static_cast<std::size_t>(steps - octaves * kStepsPerOctave)];
  if (octaves <= 0) return static_cast<std::int64_t>(octaves < -90 ? 0 : scaled >> (32 - octaves));
  return static_cast<std::int64_t>(octaves >= 32 ? scaled << (octaves - 32) : scaled >> (32 - octaves));
}

/// 64 x log2(value), rounded down; `value` is at least 1.
[[nodiscard]] constexpr int steps_of(std::uint64_t value) {
  const int octaves = 63 - __builtin_clzll(value);
  int steps = 0;
  const auto mantissa = (static_cast<unsigned __int128>(value) << 32) >> octaves;
  while (steps + 1 < kStepsPerOctave && kOctave[static_cast<std::size_t>(steps) + 1] <= mantissa) ++steps;
  return octaves * kStepsPerOctave + steps;
}

/// The exponent of a log-normal number with sigma = 2, in steps: four uniform numbers summed are nearly normal.
[[nodiscard]] constexpr int lognormal_steps(std::uint64_t bits) {
  int sum = 0;
  for (int i = 0; i < 4; ++i) sum += static_cast<int>((bits >> (16 * i)) & 0xffff);
  return (sum - 131'070) * 320 / 65'536;  // standard deviation: 320 / sqrt(3) steps = 2 / ln 2 octaves
}

}  // namespace farthing::generate
