// UTF-8 as those need it who print text of others: code points, and how wide they are on a terminal.
#pragma once
#include <cstddef>
#include <string_view>

namespace farthing {

struct CodePoint {
  char32_t value = 0;     ///< the byte itself where the bytes are no UTF-8
  std::size_t bytes = 1;  ///< how many bytes it takes
  bool valid = true;      ///< false: one byte that is no UTF-8
};

/// The code point at the start of `text`, which must not be empty. Overlong forms, surrogates and what is beyond
/// U+10FFFF are no UTF-8.
[[nodiscard]] CodePoint first_code_point(std::string_view text);

/// Terminal cells that the text takes: 2 for East Asian wide characters and emoji, 0 for combining marks, else 1.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace farthing
