// Finds the bytes that CSV is made of, 64 at a time.
#pragma once
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace farthing {

/// Of 64 bytes: which are a comma, and which a quote or a newline (bit i: byte i), and whether any isn't ASCII.
struct ScannedBytes {
  std::uint64_t commas = 0;
  std::uint64_t specials = 0;
  bool ascii = true;
};

#if defined(__SSE2__)
inline ScannedBytes scan_64(const char* text) {
  const __m128i comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"'), newline = _mm_set1_epi8('\n');
  ScannedBytes scanned;
  __m128i any = _mm_setzero_si128();
  const auto mask = [](__m128i found) { return std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))}; };
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + std::ptrdiff_t{i} * 16));
    any = _mm_or_si128(any, bytes);
    scanned.commas |= mask(_mm_cmpeq_epi8(bytes, comma)) << (i * 16);
    scanned.specials |= mask(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, newline))) << (i * 16);
  }
  scanned.ascii = _mm_movemask_epi8(any) == 0;
  return scanned;
}
#else
inline ScannedBytes scan_64(const char* text) {
  ScannedBytes scanned;
  unsigned char any = 0;
  for (int i = 0; i < 64; ++i) {
    const char c = text[i];
    any |= static_cast<unsigned char>(c);
    scanned.commas |= std::uint64_t{c == ','} << i;
    scanned.specials |= std::uint64_t{c == '"' || c == '\n'} << i;
  }
  scanned.ascii = any < 0x80;
  return scanned;
}
#endif

/// Goes through the marks of a text (commas; specials, which are quotes and newlines) in their order.
class MarkScanner {
 public:
  explicit MarkScanner(std::string_view text) : text_(text) { load(0); }

  /// Calls `take(place)` for each comma before the next special, and gives that one's place: the text's size if there
  /// is none.
  template <typename Take>
  std::size_t next_special(Take take) {
    while (true) {
      const auto special = scanned_.specials & (~scanned_.specials + 1);
      auto commas = scanned_.commas & (special - 1);  // all, if there is no special
      scanned_.commas ^= commas;
      for (; commas != 0; commas &= commas - 1) take(base_ + static_cast<std::size_t>(std::countr_zero(commas)));
      if (special != 0) {
        scanned_.specials ^= special;
        return base_ + static_cast<std::size_t>(std::countr_zero(special));
      }
      if (base_ + 64 >= text_.size()) return text_.size();
      load(base_ + 64);
    }
  }
  /// The same for what stands in quotes, where commas mean nothing.
  std::size_t next_special() {
    return next_special([](std::size_t) {});
  }
  /// Pass over a mark that is known to be the next one. It may be the first one of the 64 bytes that follow.
  void skip_comma() {
    if (scanned_.commas == 0) load(base_ + 64);
    scanned_.commas &= scanned_.commas - 1;
  }
  void skip_special() { (void)next_special(); }

  /// Whether all bytes looked at since the last call, and those near them, are ASCII.
  bool take_ascii() {
    const bool ascii = ascii_ && scanned_.ascii;
    ascii_ = true;
    return ascii;
  }

 private:
  void load(std::size_t base) {
    ascii_ = ascii_ && scanned_.ascii;
    base_ = base;
    if (base + 64 <= text_.size()) {
      scanned_ = scan_64(text_.data() + base);
    } else {
      load_rest();
    }
  }
  void load_rest();

  std::string_view text_;
  std::size_t base_ = 0;
  ScannedBytes scanned_;
  bool ascii_ = true;
};

/// How many quotes and newlines a text has.
struct MarkCounts {
  std::size_t quotes = 0;
  std::size_t newlines = 0;
};
[[nodiscard]] MarkCounts count_marks(std::string_view text);

}  // namespace farthing
