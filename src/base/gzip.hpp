// Text as gzip, for those who ask for it so.
#pragma once
#include <string>
#include <string_view>

namespace farthing {

/// One gzip member: fast rather than small.
[[nodiscard]] std::string gzip(std::string_view text);

}  // namespace farthing
