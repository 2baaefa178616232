#include "collect/bill/byte_scan.hpp"

#include <algorithm>

namespace farthing {
namespace {

#if defined(__SSE2__)
// Bytes of `found` are 0 or -1; adds up the -1.
std::size_t sum_of_counts(__m128i counts) {
  const __m128i sums = _mm_sad_epu8(counts, _mm_setzero_si128());
  return static_cast<std::size_t>(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
}
#endif

}  // namespace

void MarkScanner::load_rest() {
  char rest[64] = {};
  if (base_ < text_.size()) std::memcpy(rest, text_.data() + base_, text_.size() - base_);
  scanned_ = scan_64(rest);
}

MarkCounts count_marks(std::string_view text) {
  MarkCounts counts;
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"'), newline = _mm_set1_epi8('\n');
  while (text.size() >= 16) {
    __m128i quotes = _mm_setzero_si128(), newlines = _mm_setzero_si128();
    const auto rounds = std::min<std::size_t>(text.size() / 16, 255);  // a byte of a counter holds 255
    for (std::size_t i = 0; i < rounds; ++i) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + i * 16));
      quotes = _mm_sub_epi8(quotes, _mm_cmpeq_epi8(bytes, quote));
      newlines = _mm_sub_epi8(newlines, _mm_cmpeq_epi8(bytes, newline));
    }
    counts.quotes += sum_of_counts(quotes);
    counts.newlines += sum_of_counts(newlines);
    text.remove_prefix(rounds * 16);
  }
#endif
  for (const char c : text) {
    counts.quotes += c == '"' ? 1 : 0;
    counts.newlines += c == '\n' ? 1 : 0;
  }
  return counts;
}

}  // namespace farthing
