// Text as brotli, for those who ask for it so.
#pragma once
#include <string>
#include <string_view>

namespace farthing {

/// Smaller than gzip, for several times its work: for what is sent more than once.
[[nodiscard]] std::string brotli(std::string_view text);

}  // namespace farthing
