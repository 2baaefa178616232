// Whose processors a family has, and of which generation: what makes its vCPUs and memory comparable with others'.
#pragma once
#include <compare>
#include <optional>
#include <string_view>

namespace farthing {

enum class Vendor { kIntel, kAmd, kGraviton };

/// The compute, general and memory families of one platform are c, m and r of that vendor and generation.
struct Platform {
  Vendor vendor = Vendor::kIntel;
  int generation = 0;  ///< as the c, m and r families count: 5 of m5, 7 of c7g

  friend auto operator<=>(const Platform&, const Platform&) = default;
};

/// The platform of a family ("m5zn", "g4dn", "x2gd"), or nothing for one that no c, m or r family is comparable with
/// (mac2) or whose name isn't understood. The vendor is what the name says: 'a' AMD, 'g' Graviton, else Intel; so a
/// family that has AMD hosts without saying so (g5, p5) is compared with Intel's, at whose prices it is sold.
[[nodiscard]] std::optional<Platform> platform_of(std::string_view family);
/// Is the family the plain compute, general or memory one of its platform (c5, m6i, r7g; not c5d, m5n, r7iz)?
[[nodiscard]] bool is_plain_family(std::string_view family);

}  // namespace farthing
