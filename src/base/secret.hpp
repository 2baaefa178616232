// What must not be guessed, and how it is compared.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

/// So many bytes of the system's source of randomness, as base64url without padding.
[[nodiscard]] Result<std::string> random_text(std::size_t bytes);
/// Whether both are the same, in a time that doesn't tell where they differ; only their lengths may show.
[[nodiscard]] bool is_same_secret(std::string_view one, std::string_view other);

}  // namespace farthing
