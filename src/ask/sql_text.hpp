// What a text must be before the engine's parser may see it.
#pragma once
#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

inline constexpr std::size_t kLongestSql =
    std::size_t{64} * 1024;  ///< bytes, of what is typed and of what is made of it
inline constexpr int kDeepestBrackets = 500;

/// Refuses a text that is empty, longer than kLongestSql, not UTF-8, has a NUL byte, more than kDeepestBrackets open
/// brackets, or a run of operator signs so long that the engine's scanner, which can't be interrupted, would take
/// minutes over it. A usage error.
[[nodiscard]] Done check_sql_text(std::string_view sql);

}  // namespace farthing
