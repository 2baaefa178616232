// The machines that a generated organisation runs, and how their cost truly falls on their parts.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "collect/generate/figure.hpp"

namespace farthing::generate::org {

/// vCPU, memory, accelerators: amounts and parts of each.
inline constexpr std::size_t kResources = 3;
enum Resource : std::size_t { kVcpu, kMemory, kAccelerator };
/// Amounts in millionths: micro-vCPU, micro-GiB, micro-cards.
using Amounts = std::array<std::int64_t, kResources>;
inline constexpr std::int64_t kMicro = 1'000'000;

/// Parts of a machine's cost in 10^-9; they sum to kWhole.
using Parts = std::array<std::int64_t, kResources>;
inline constexpr std::int64_t kWhole = 1'000'000'000;

struct MachineType {
  std::string name, family;  ///< "g5.12xlarge", "g5"
  Amounts capacity{};
  std::string accelerator_model = {};       ///< "A10G"; empty without one
  Picos price = 0;                          ///< on demand, an hour
  std::array<double, kResources> market{};  ///< USD of a vCPU, GiB, card an hour, by the catalog's regression
  Parts truth{};                            ///< how its cost truly falls on its parts
};

/// What a vCPU, a GiB and a card of each truly cost, given market prices: each drawn per family and seed within 20 % of
/// them, then scaled to the machine's price.
[[nodiscard]] Parts true_parts(const MachineType& type, std::uint64_t seed);

/// The types of that names from the catalog, with their true parts. Error: the catalog lacks one, or its price.
[[nodiscard]] Result<std::vector<MachineType>> machine_types(const std::vector<std::string_view>& names,
                                                             std::uint64_t seed);

}  // namespace farthing::generate::org
