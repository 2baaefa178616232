#include "collect/generate/csv_text.hpp"

#include <array>

namespace farthing::generate {
namespace {

constexpr std::array<bool, 256> kNeedsQuotes = [] {
  std::array<bool, 256> table{};
  for (const unsigned char c : {',', '"', '\r', '\n'}) table[c] = true;
  return table;
}();

// Is any of the eight bytes `wanted`? (Anderson, "Bit Twiddling Hacks": a word has a zero byte.)
constexpr std::uint64_t kOnes = 0x0101010101010101U;
constexpr bool has_byte(std::uint64_t word, char wanted) {
  const std::uint64_t zero_where_equal = word ^ (kOnes * static_cast<unsigned char>(wanted));
  return ((zero_where_equal - kOnes) & ~zero_where_equal & (kOnes << 7)) != 0;
}

bool needs_quotes(std::string_view field) {
  bool any = false;
  for (; field.size() >= 8; field.remove_prefix(8)) {
    std::uint64_t word = 0;
    std::memcpy(&word, field.data(), 8);
    any |= has_byte(word, ',') | has_byte(word, '"') | has_byte(word, '\r') | has_byte(word, '\n');
  }
  for (const char c : field) any |= kNeedsQuotes[static_cast<unsigned char>(c)];
  return any;
}

}  // namespace

std::string csv_quoted(std::string_view field) {
  if (!needs_quotes(field)) return std::string(field);
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string_view TimeTexts::text(Timestamp time) {
  Known& known = known_[static_cast<std::uint64_t>(time.micros / 3'600'000'000) % known_.size()];
  if (known.time != time || known.text.empty()) known = {time, format_timestamp(time)};
  return known.text;
}

void CsvText::free_cell(std::string_view text) {
  if (!needs_quotes(text)) return cell(text);
  *at_++ = '"';
  for (const char c : text) {
    if (c == '"') *at_++ = '"';
    *at_++ = c;
  }
  raw("\",");
}

}  // namespace farthing::generate
