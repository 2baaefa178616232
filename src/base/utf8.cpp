#include "base/utf8.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace farthing {
namespace {

constexpr std::size_t kShownBytes = 60;

// The length of the code point that `text` begins with (RFC 3629: shortest form, no surrogates); 0 if there is none.
std::size_t code_point_size(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0; };
  const auto follows = [&](std::size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const int first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  const int second = byte(1);
  if (first >= 0xe0 && first <= 0xef) {
    const bool shortest = first != 0xe0 || second >= 0xa0;
    const bool surrogate = first == 0xed && second >= 0xa0;
    return follows(1) && follows(2) && shortest && !surrogate ? 3 : 0;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    const bool in_range = (first != 0xf0 || second >= 0x90) && (first != 0xf4 || second <= 0x8f);
    return follows(1) && follows(2) && follows(3) && in_range ? 4 : 0;
  }
  return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    // Nearly all is ASCII: sixteen bytes at a time while no byte has its high bit.
    while (text.size() >= 16) {
      std::uint64_t words[2];
      std::memcpy(words, text.data(), sizeof words);
      if (((words[0] | words[1]) & 0x8080808080808080u) != 0) break;
      text.remove_prefix(sizeof words);
    }
    if (text.empty()) break;
    const auto size = code_point_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string shown(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto size = code_point_size(text);
    if (out.size() + std::max<std::size_t>(size, 1) > kShownBytes) return out + "...";
    if (size > 1) {
      out += text.substr(0, size);
    } else if (size == 0) {
      out += '?';
    } else {
      const auto c = static_cast<std::uint8_t>(text.front());
      out += c < 0x20 || c == 0x7f ? ' ' : text.front();
    }
    text.remove_prefix(size == 0 ? 1 : size);
  }
  return out;
}

}  // namespace farthing
