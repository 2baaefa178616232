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

/// Of 64 bytes: which are a comma, a quote or a newline (bit i: byte i), and whether any isn't ASCII.
struct ScannedBytes {
  std::uint64_t marks = 0;
  bool ascii = true;
};

#if defined(__SSE2__)
inline ScannedBytes scan_64(const char* text) {
  const __m128i comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"'), newline = _mm_set1_epi8('\n');
  ScannedBytes scanned;
  __m128i any = _mm_setzero_si128();
  for (int i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + i * 16));
    any = _mm_or_si128(any, bytes);
    const __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, comma), _mm_cmpeq_epi8(bytes, quote)),
                                       _mm_cmpeq_epi8(bytes, newline));
    scanned.marks |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(found))} << (i * 16);
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
    scanned.marks |= std::uint64_t{c == ',' || c == '"' || c == '\n'} << i;
  }
  scanned.ascii = any < 0x80;
  return scanned;
}
#endif

/// Goes from mark to mark (comma, quote, newline) of a text.
class MarkScanner {
 public:
  explicit MarkScanner(std::string_view text) : text_(text) { load(0); }

  /// The place of the next mark, or the text's size when there is none.
  std::size_t next() {
    while (marks_ == 0) {
      if (base_ + 64 >= text_.size()) return text_.size();
      load(base_ + 64);
    }
    const auto at = base_ + static_cast<std::size_t>(std::countr_zero(marks_));
    marks_ &= marks_ - 1;
    return at;
  }

  /// Whether all bytes looked at since the last call, and those near them, are ASCII.
  bool take_ascii() {
    const bool ascii = ascii_;
    ascii_ = block_ascii_;
    return ascii;
  }

 private:
  void load(std::size_t base) {
    base_ = base;
    ScannedBytes scanned;
    if (base + 64 <= text_.size()) {
      scanned = scan_64(text_.data() + base);
    } else {
      char rest[64] = {};
      if (base < text_.size()) std::memcpy(rest, text_.data() + base, text_.size() - base);
      scanned = scan_64(rest);
    }
    marks_ = scanned.marks;
    block_ascii_ = scanned.ascii;
    ascii_ = ascii_ && scanned.ascii;
  }

  std::string_view text_;
  std::size_t base_ = 0;
  std::uint64_t marks_ = 0;
  bool block_ascii_ = true;
  bool ascii_ = true;
};

/// How many quotes and newlines a text has.
struct MarkCounts {
  std::size_t quotes = 0;
  std::size_t newlines = 0;
};
[[nodiscard]] MarkCounts count_marks(std::string_view text);

}  // namespace farthing
