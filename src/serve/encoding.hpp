// How an answer may be packed, as Accept-Encoding says (RFC 9110).
#pragma once
#include <string_view>

#include "serve/http.hpp"

namespace farthing {

enum class Coding { kNone, kGzip, kBrotli };

/// Less than that isn't worth packing.
inline constexpr std::size_t kWorthPacking = 1'024;

/// "br", "gzip" or "".
[[nodiscard]] std::string_view name_of(Coding coding);
/// From 0 (not taken) to 1; of what the header doesn't name, 0 but for kNone.
[[nodiscard]] double quality_of(std::string_view accept_encoding, Coding coding);
/// The one that is taken with the highest quality, and of those the one that packs best.
[[nodiscard]] Coding best_coding(std::string_view accept_encoding);
[[nodiscard]] std::string packed_as(Coding coding, std::string_view text);
/// Packs the body where that is worth it and nobody did yet, and says that the answer depends on Accept-Encoding.
void pack(HttpResponse& response, std::string_view accept_encoding);

}  // namespace farthing
