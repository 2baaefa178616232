#include "collect/generate/org/commitments.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/usage.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr int kPlanPercent = 72;         // of the list price
constexpr int kReservationPercent = 62;  // of the list price, half of it upfront
constexpr Picos kMicroDollar = kPicosPerDollar / kMicro;

std::string uuid_of(std::uint64_t bits) {
  const std::string hex = hex_text(bits, 32);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

// What the plan would pay in each hour, were its commitment endless.
std::vector<Picos> eligible_by_hour(const Organisation& organisation) {
  std::vector<Picos> hours(static_cast<std::size_t>(organisation.hours()));
  for (const Node& node : organisation.nodes) {
    if (!OrgCommitments::is_covered(node)) continue;
    for (std::int64_t hour = node.first_hour(); hour * kHourSeconds < node.end; ++hour) {
      hours[static_cast<std::size_t>(hour)] +=
          OrgCommitments::plan_cost(*node.type, seconds_in(node.start, node.end, hour));
    }
  }
  return hours;
}

}  // namespace

Picos for_seconds(Picos hourly, std::int64_t seconds) {
  return round_to(static_cast<Picos>(int128{hourly} * seconds / kHourSeconds), 10);
}

OrgCommitments::OrgCommitments(const Organisation& organisation, const BillWorld& bill) {
  const std::uint64_t seed = organisation.plan.seed;
  const auto day = [&](std::int64_t days) { return format_timestamp(organisation.at(days * kDaySeconds)); };
  plan_.owner = &bill.account(0);
  plan_.arn = fmt::format("arn:aws:savingsplans::{}:savingsplan/{}", plan_.owner->id, uuid_of(mix(seed ^ 0x5au)));
  plan_.offering = "ComputeSavingsPlans";
  plan_.rate_percent = kPlanPercent;
  plan_.begin = day(-100);
  plan_.end = day(265);
  // Half of the hours use all of it, the others leave some.
  auto eligible = eligible_by_hour(organisation);
  std::ranges::sort(eligible);
  constexpr Picos kStep = kPicosPerDollar / 1'000;
  hourly_ = (eligible[eligible.size() / 2] / 100 * 103 / kStep + 1) * kStep;

  const auto& pool = *std::ranges::find(pool_shapes(), std::string_view("base"), &PoolShape::name);
  const auto& type = *std::ranges::find(organisation.types, pool.types.front(), &MachineType::name);
  const auto sizes = pool_sizes(organisation.plan.nodes);
  reserved_ = sizes[static_cast<std::size_t>(&pool - pool_shapes().data())];
  reservation_.owner = &bill.account(kClusterShapes[kServe].account);
  reservation_.arn =
      fmt::format("arn:aws:ec2:us-east-1:{}:reserved-instances/{}", reservation_.owner->id, uuid_of(mix(seed ^ 0x41u)));
  reservation_.subscription_id = random_text(mix(seed ^ 0x42u), 10, "123456789");
  reservation_.sku = &bill.machine(type, false);
  reservation_.payment = Payment::kPartialUpfront;
  reservation_.begin = day(-200);
  reservation_.end = day(165);
  const Picos half = type.price / 100 * kReservationPercent / (2 * kMicroDollar) * kMicroDollar;
  reservation_.upfront_per_hour = reservation_.recurring_per_hour = half;
  reserved_left_ = reserved_ * kHourSeconds;
}

bool OrgCommitments::is_covered(const Node& node) {
  return node.pool != nullptr && node.buying == Buying::kOnDemand && !node.pool->estate &&
         std::string_view(node.pool->name) != "base";
}

Figure OrgCommitments::plan_rate(const MachineType& type) { return {type.price / 100 / 100 * kPlanPercent, 10}; }

Picos OrgCommitments::plan_cost(const MachineType& type, std::int64_t seconds) {
  const Picos hourly = plan_rate(type).digits * 100;
  return round_to(static_cast<Picos>(int128{hourly} * seconds / kHourSeconds), 8);
}

std::int64_t OrgCommitments::reserve(const MachineType& type, std::int64_t seconds) {
  if (type.name != reservation_.sku->offer->machine.type) return 0;
  const std::int64_t paid = std::min(seconds, reserved_left_);
  reserved_left_ -= paid;
  seconds_used_ += paid;
  return paid;
}

std::int64_t OrgCommitments::cover(const MachineType& type, std::int64_t seconds) {
  const Picos hourly = plan_rate(type).digits * 100;
  auto paid = std::min(seconds, static_cast<std::int64_t>(int128{hourly_ - used_} * kHourSeconds / hourly));
  while (paid > 0 && used_ + plan_cost(type, paid) > hourly_) --paid;  // rounded up
  used_ += plan_cost(type, paid);
  return paid;
}

Picos OrgCommitments::end_hour() {
  reserved_left_ = reserved_ * kHourSeconds;
  return std::exchange(used_, 0);
}

}  // namespace farthing::generate::org
