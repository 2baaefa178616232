// Whether text is UTF-8: the lake holds nothing else.
#pragma once
#include <string>
#include <string_view>

namespace farthing {

[[nodiscard]] bool is_utf8(std::string_view text);
/// Text as an error can show it: one line of 60 bytes at most, what isn't UTF-8 as '?'.
[[nodiscard]] std::string shown(std::string_view text);

}  // namespace farthing
