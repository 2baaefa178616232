#include "report/utf8.hpp"

#include <algorithm>
#include <array>

namespace farthing {
namespace {

struct CodePointRange {
  char32_t first, last;
};

// Combining marks, joiners and variation selectors (Unicode 15, the blocks that names and tags use).
constexpr std::array kZeroWidth{
    CodePointRange{0x0300, 0x036F}, CodePointRange{0x0483, 0x0489}, CodePointRange{0x0591, 0x05BD},
    CodePointRange{0x064B, 0x065F}, CodePointRange{0x1AB0, 0x1AFF}, CodePointRange{0x1DC0, 0x1DFF},
    CodePointRange{0x200B, 0x200D}, CodePointRange{0x20D0, 0x20FF}, CodePointRange{0xFE00, 0xFE0F},
    CodePointRange{0xFE20, 0xFE2F}, CodePointRange{0xFEFF, 0xFEFF},
};
// East Asian Width W and F, and emoji.
constexpr std::array kDoubleWidth{
    CodePointRange{0x1100, 0x115F},   CodePointRange{0x2E80, 0x303E},   CodePointRange{0x3041, 0x33FF},
    CodePointRange{0x3400, 0x4DBF},   CodePointRange{0x4E00, 0x9FFF},   CodePointRange{0xA000, 0xA4CF},
    CodePointRange{0xAC00, 0xD7A3},   CodePointRange{0xF900, 0xFAFF},   CodePointRange{0xFE30, 0xFE4F},
    CodePointRange{0xFF00, 0xFF60},   CodePointRange{0xFFE0, 0xFFE6},   CodePointRange{0x1F300, 0x1F64F},
    CodePointRange{0x1F680, 0x1F6FF}, CodePointRange{0x1F900, 0x1F9FF}, CodePointRange{0x20000, 0x3FFFD},
};

template <std::size_t N>
bool lies_in(const std::array<CodePointRange, N>& ranges, char32_t value) {
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const CodePointRange& range) { return range.first <= value && value <= range.last; });
}

std::size_t utf8_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const CodePoint invalid{byte(0), 1, false};
  const std::size_t length = utf8_length(byte(0));
  if (length == 1) return {byte(0), 1, true};
  if (length == 0 || text.size() < length) return invalid;
  char32_t value = byte(0) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return invalid;
    value = value << 6 | (byte(i) & 0x3Fu);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value <= 0xDFFF) || value > 0x10FFFF) return invalid;
  return {value, length, true};
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    text.remove_prefix(point.bytes);
    if (point.valid && lies_in(kZeroWidth, point.value)) continue;
    width += point.valid && lies_in(kDoubleWidth, point.value) ? 2 : 1;
  }
  return width;
}

}  // namespace farthing
