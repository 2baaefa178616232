#include "catalog/platform.hpp"

#include <algorithm>
#include <utility>

namespace farthing {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct FamilyName {
  std::string_view group;       // "c", "im", "trn"
  int generation = 0;           // as the name has it; 0 where it has none
  std::string_view attributes;  // "zn", "gd", "-b200"
};

FamilyName read_family(std::string_view family) {
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(family, is_letter) - family.begin());
  FamilyName name{family.substr(0, digits), 0, family.substr(digits)};
  // Two digits at most: no family of AWS has more, and any number of them would overflow.
  for (int read = 0; read < 2 && !name.attributes.empty() && is_digit(name.attributes.front()); ++read) {
    name.generation = name.generation * 10 + (name.attributes.front() - '0');
    name.attributes.remove_prefix(1);
  }
  return name;
}

Vendor vendor_of(std::string_view attributes) {
  if (attributes.starts_with('a')) return Vendor::kAmd;
  if (attributes.starts_with('g')) return Vendor::kGraviton;
  return Vendor::kIntel;
}

// Families that count their own generations, by their hosts' processors (AWS's pages of instance types): Haswell and
// Broadwell are generation 4 of c, m and r, Skylake and Cascade Lake 5, Ice Lake 6, Sapphire Rapids 7; AMD's Rome 5 and
// Milan 6; Graviton2 6. A family that isn't here counts as c, m and r do.
constexpr std::pair<std::string_view, int> kHostGenerations[] = {
    {"d2", 4},     {"d3", 5},     {"d3en", 5},  {"dl1", 5},  {"dl2q", 5}, {"f1", 4},     {"f2", 6},   {"g3", 4},
    {"g3s", 4},    {"g4ad", 5},   {"g4dn", 5},  {"g5g", 6},  {"h1", 4},   {"i2", 3},     {"i3", 4},   {"i3en", 5},
    {"i4g", 6},    {"i4i", 6},    {"im4gn", 6}, {"inf1", 5}, {"inf2", 6}, {"is4gen", 6}, {"p2", 4},   {"p3", 4},
    {"p3dn", 5},   {"p4d", 5},    {"p4de", 5},  {"t2", 4},   {"t3", 5},   {"t3a", 5},    {"t4g", 6},  {"trn1", 6},
    {"trn1n", 6},  {"trn2", 7},   {"u", 5},     {"vt1", 5},  {"x1", 4},   {"x1e", 4},    {"x2gd", 6}, {"x2idn", 6},
    {"x2iedn", 6}, {"x2iezn", 5}, {"z1d", 5},
};

}  // namespace

std::optional<Platform> platform_of(std::string_view family) {
  const auto name = read_family(family);
  if (name.group.empty() || name.group == "mac") return std::nullopt;
  if (family == "a1") return Platform{Vendor::kGraviton, 1};
  const auto own = std::ranges::find(kHostGenerations, name.generation == 0 ? name.group : family,
                                     &std::pair<std::string_view, int>::first);
  const int generation = own == std::end(kHostGenerations) ? name.generation : own->second;
  if (generation == 0) return std::nullopt;
  // im4gn and is4gen have the letter where others have it; "i" of m6i and r7iz says Intel.
  return Platform{vendor_of(name.attributes), generation};
}

bool is_plain_family(std::string_view family) {
  const auto name = read_family(family);
  if (name.group != "c" && name.group != "m" && name.group != "r") return false;
  return name.generation > 0 &&
         (name.attributes.empty() || name.attributes == "a" || name.attributes == "g" || name.attributes == "i");
}

}  // namespace farthing
