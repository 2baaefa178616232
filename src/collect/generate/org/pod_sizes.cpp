#include "collect/generate/org/pod_sizes.hpp"

#include <algorithm>

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kMinute = 60;
constexpr Amounts kGrain = {50'000, 62'500, kMicro};  // 50 milli-vCPU, 64 MiB, a card

std::int64_t rounded(std::int64_t amount, std::size_t resource) {
  return std::max(amount / kGrain[resource], std::int64_t{1}) * kGrain[resource];
}

std::int64_t between(std::int64_t least, std::int64_t most, Dice& dice) {
  return least + static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(most - least + 1)));
}

// Its logarithm is uniform.
std::int64_t long_tailed(std::int64_t least, std::int64_t most, Dice& dice) {
  const int steps = steps_of(static_cast<std::uint64_t>(most)) - steps_of(static_cast<std::uint64_t>(least));
  const std::int64_t drawn =
      scale_by_steps(least * 64, static_cast<int>(dice.below(static_cast<std::uint64_t>(steps) + 1)));
  return std::clamp(drawn / 64 + between(0, least / 10, dice), least, most);
}

}  // namespace

Amounts pod_size(const Controller& controller, const Amounts& capacity, std::int64_t expected, Dice& dice) {
  Amounts size{};
  for (const std::size_t i : {kVcpu, kMemory}) {
    const std::int64_t ordinary = capacity[i] / 100 * 88 * 100 / std::max<std::int64_t>(expected, 100);
    const std::int64_t percent = i == kVcpu ? controller.vcpu_percent : controller.memory_percent;
    size[i] = rounded(std::min(ordinary / 100 * percent / 1000 * between(550, 1450, dice), capacity[i] / 10 * 9), i);
  }
  return size;
}

Amounts size_with_cards(const Amounts& capacity, std::int64_t cards, Dice& dice) {
  const std::int64_t of = std::max<std::int64_t>(capacity[kAccelerator] / kMicro, 1);
  Amounts size{};
  for (const std::size_t i : {kVcpu, kMemory}) {
    size[i] = rounded(capacity[i] / of * cards / 1000 * between(250, 700, dice), i);
  }
  size[kAccelerator] = cards * kMicro;
  return size;
}

Amounts request_within(const Amounts& size, const Amounts& free) {
  Amounts request{};
  for (std::size_t i = 0; i < kResources; ++i) {
    const std::int64_t fits = std::min(size[i], free[i]) / kGrain[i] * kGrain[i];
    request[i] = fits * 3 < size[i] ? 0 : fits;
  }
  return request;
}

Amounts fargate_size(Dice& dice) {
  static constexpr std::array<std::pair<std::int64_t, std::int64_t>, 7> kSizes = {
      {{250, 512}, {250, 1'024}, {500, 1'024}, {1'000, 2'048}, {1'000, 4'096}, {2'000, 4'096}, {4'000, 16'384}}};
  const auto [milli, mebi] = kSizes[dice.below(kSizes.size())];
  return {milli * 1'000, mebi * kMicro / 1'024, 0};
}

std::int64_t pod_life(Kind kind, bool fargate, Dice& dice) {
  switch (kind) {
    case Kind::kCronJob:
      return long_tailed(30, 20 * kMinute, dice);
    case Kind::kJob:
      return long_tailed(8 * kMinute, 10 * kHourSeconds, dice);
    case Kind::kBatchJob:
      return long_tailed((fargate ? 1 : 3) * kMinute, 5 * kHourSeconds, dice);
    case Kind::kStatefulSet:
      return long_tailed(10 * kDaySeconds, 60 * kDaySeconds, dice);
    default:
      return long_tailed(6 * kHourSeconds, 12 * kDaySeconds, dice);
  }
}

}  // namespace farthing::generate::org
