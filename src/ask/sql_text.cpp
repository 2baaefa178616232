#include "ask/sql_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace farthing {
namespace {

constexpr std::size_t kLongestOperatorRun = 64;  // as long as the engine lets an operator be
constexpr std::string_view kOperatorSigns = "~!@#^&|`?+-*/%<>=";

// The length of the UTF-8 character at the front, 0 if there is none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  if (byte(0) < 0x80) return 1;
  const std::size_t length = byte(0) >= 0xf0 ? 4 : byte(0) >= 0xe0 ? 3 : 2;
  if (byte(0) < 0xc2 || byte(0) > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const bool overlong = (byte(0) == 0xe0 && byte(1) < 0xa0) || (byte(0) == 0xf0 && byte(1) < 0x90);
  const bool surrogate = byte(0) == 0xed && byte(1) > 0x9f;
  const bool beyond = byte(0) == 0xf4 && byte(1) > 0x8f;
  return overlong || surrogate || beyond ? 0 : length;
}

Done check_characters(std::string_view sql) {
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] == '\0') return misuse(fmt::format("the text has a NUL byte at character {}", at + 1));
    const std::size_t length = utf8_length(sql.substr(at));
    if (length == 0) return misuse(fmt::format("the text isn't UTF-8 at byte {}", at + 1));
    at += length;
  }
  return {};
}

// Brackets in strings count as well: this is a coarse sieve before the parser, which has limits of its own; the depth
// of what was parsed is judged exactly in ExpressionWalk.
Done check_brackets(std::string_view sql) {
  int depth = 0;
  for (const char c : sql) {
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && depth > 0) --depth;
    if (depth > kDeepestBrackets)
      return misuse(fmt::format("more than {} brackets are open at once", kDeepestBrackets));
  }
  return {};
}

// "+-+-+-..." of some thousand signs keeps the scanner busy for minutes. "-----" alone only begins a comment.
Done check_operator_runs(std::string_view sql) {
  for (std::size_t at = 0; at < sql.size();) {
    const auto begin = std::min(sql.find_first_of(kOperatorSigns, at), sql.size());
    const auto end = std::min(sql.find_first_not_of(kOperatorSigns, begin), sql.size());
    const auto run = sql.substr(begin, end - begin);
    if (run.size() > kLongestOperatorRun && run.find_first_not_of('-') != std::string_view::npos) {
      return misuse(
          fmt::format("more than {} operator signs in a row at character {}", kLongestOperatorRun, begin + 1));
    }
    at = end;
  }
  return {};
}

}  // namespace

Done check_sql_text(std::string_view sql) {
  if (sql.find_first_not_of(" \t\r\n") == std::string_view::npos) return misuse("the text is empty");
  if (sql.size() > kLongestSql) {
    return misuse(fmt::format("the text has {} bytes, more than {}", sql.size(), kLongestSql));
  }
  TRY_DONE(check_characters(sql));
  TRY_DONE(check_brackets(sql));
  return check_operator_runs(sql);
}

}  // namespace farthing
