#include "collect/generate/org/machines.hpp"

#include <algorithm>
#include <cmath>

#include "catalog/instance_types.hpp"
#include "catalog/market_weights.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

std::int64_t micros_of(double amount) { return std::llround(amount * static_cast<double>(kMicro)); }

// A factor of 0.8 to 1.2.
double drawn_factor(std::uint64_t bits) { return static_cast<double>(800'000 + below(bits, 400'001)) / 1e6; }

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0;
  for (const char c : text) hash = mix(hash, static_cast<unsigned char>(c));
  return hash;
}

Result<MachineType> machine_type(std::string_view name) {
  const InstanceType* known = find_instance_type(name);
  if (known == nullptr) return fail("the catalog has no instance type " + std::string(name));
  if (!known->on_demand_usd) return fail("the catalog has no price of " + std::string(name));
  const auto& rates = market_rates();
  const auto rate = std::ranges::find(rates, name, &MarketRate::instance_type);
  if (rate == rates.end() || !rate->usd_per_accelerator) {
    return fail("the catalog has no market weights of " + std::string(name));
  }
  MachineType type{.name = known->name, .family = known->family};
  type.capacity = {micros_of(known->vcpu), micros_of(known->memory_gib), micros_of(known->accelerator_count)};
  type.accelerator_model = known->accelerator_model;
  type.price = static_cast<Picos>(known->on_demand_usd->units());
  type.market = {rate->usd_per_vcpu, rate->usd_per_gib, *rate->usd_per_accelerator};
  return type;
}

}  // namespace

Parts true_parts(const MachineType& type, std::uint64_t seed) {
  std::array<double, kResources> worth{};
  double sum = 0;
  for (std::size_t i = 0; i < kResources; ++i) {
    const double factor = drawn_factor(mix(mix(seed ^ 0x7207u, hash_of(type.family)), i));
    worth[i] = type.market[i] * factor * static_cast<double>(type.capacity[i]);
    sum += worth[i];
  }
  Parts parts{};
  for (std::size_t i = 1; i < kResources; ++i) {
    parts[i] = static_cast<std::int64_t>(worth[i] / sum * static_cast<double>(kWhole));
  }
  parts[kVcpu] = kWhole - parts[kMemory] - parts[kAccelerator];
  return parts;
}

Result<std::vector<MachineType>> machine_types(const std::vector<std::string_view>& names, std::uint64_t seed) {
  std::vector<MachineType> types;
  for (const auto name : names) {
    TRY(auto type, machine_type(name));
    type.truth = true_parts(type, seed);
    types.push_back(std::move(type));
  }
  return types;
}

}  // namespace farthing::generate::org
