#include "collect/generate/commitments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr Picos kMicroDollar = kPicosPerDollar / 1'000'000;

std::string uuid_text(std::uint64_t bits) {
  const std::string hex = random_text(bits, 32, kHex);
  return fmt::format("{}-{}-{}-{}-{}", hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4), hex.substr(16, 4),
                     hex.substr(20));
}

std::string moved(const World& world, int hours) { return format_timestamp(world.at_hour(hours)); }

SavingsPlan make_plan(const World& world, int number, Payment payment) {
  Dice dice(mix(world.seed ^ 0x5a71u, static_cast<std::uint64_t>(number)));
  SavingsPlan plan;
  plan.owner = &world.accounts[static_cast<std::size_t>(number) % world.accounts.size()];
  plan.arn = fmt::format("arn:aws:savingsplans::{}:savingsplan/{}", plan.owner->id, uuid_text(dice.next()));
  plan.payment = payment;
  plan.offering = "ComputeSavingsPlans";
  plan.rate_percent = 66 + 3 * number;
  const int bought = payment == Payment::kAllUpfront ? 0 : -24 * 40 * (number + 1);
  plan.begin = moved(world, bought);
  plan.end = moved(world, bought + 24 * 365);
  plan.skus = world.covered_skus;
  if (payment == Payment::kAllUpfront) {
    plan.offering = "EC2InstanceSavingsPlans";
    plan.family = "m5";
    plan.region = &regions().front();
    std::erase_if(plan.skus, [&](std::size_t index) {
      const Sku& sku = world.skus[index];
      return sku.region != plan.region || !std::string_view(sku.offer->machine.type).starts_with("m5.");
    });
  }
  return plan;
}

Reservation make_reservation(const World& world, int number) {
  Dice dice(mix(world.seed ^ 0x4e5eu, static_cast<std::uint64_t>(number)));
  Reservation reservation;
  reservation.sku = &world.skus[world.reservable_skus[dice.below(world.reservable_skus.size())]];
  reservation.owner = &world.accounts[dice.below(world.accounts.size())];
  const bool database = reservation.sku->offer->resource == ResourceKind::kDatabase;
  reservation.arn = fmt::format("arn:aws:{}:{}:{}:{}/{}", database ? "rds" : "ec2", reservation.sku->region->id,
                                reservation.owner->id, database ? "ri" : "reserved-instances", uuid_text(dice.next()));
  reservation.subscription_id = random_text(dice.next(), 10, "123456789");
  reservation.payment = static_cast<Payment>(number % 3);
  const int bought = number == 1 ? 0 : -24 * static_cast<int>(20 + dice.below(300));
  reservation.begin = moved(world, bought);
  reservation.end = moved(world, bought + 24 * 365 - 1);
  // 62 % of the list price, in whole 10^-6 dollars; half of it upfront where the payment is partial.
  const Picos hourly = reservation.sku->list_rate.digits * 100 * 62 / 100 / (2 * kMicroDollar) * (2 * kMicroDollar);
  switch (reservation.payment) {
    case Payment::kNoUpfront:
      reservation.recurring_per_hour = hourly;
      break;
    case Payment::kPartialUpfront:
      reservation.upfront_per_hour = reservation.recurring_per_hour = hourly / 2;
      break;
    case Payment::kAllUpfront:
      reservation.upfront_per_hour = hourly;
      break;
  }
  return reservation;
}

}  // namespace

const char* name_of(Payment payment) {
  switch (payment) {
    case Payment::kNoUpfront:
      return "No Upfront";
    case Payment::kPartialUpfront:
      return "Partial Upfront";
    case Payment::kAllUpfront:
      return "All Upfront";
  }
  return "";
}

MonthlyCommitment SavingsPlan::month(int hours) const {
  constexpr Picos kStep = kPicosPerDollar / 1'000;
  const Picos hourly = (used / hours / 100 * 107 / kStep + 1) * kStep;  // 7 % more than was used, and at least a step
  MonthlyCommitment month{.total = hourly * hours};
  month.amortized_upfront = payment == Payment::kNoUpfront        ? 0
                            : payment == Payment::kPartialUpfront ? month.total / 2
                                                                  : month.total;
  month.recurring = month.total - month.amortized_upfront;
  return month;
}

void Reservation::use(int halves) {
  used_this_hour += halves;
  used_halves += halves;
  most_used = std::max(most_used, (used_this_hour + 1) / 2);
}

void Commitments::begin_hour() {
  for (auto& reservation : reservations) reservation.used_this_hour = 0;
}

Commitments make_commitments(const World& world, std::int64_t rows) {
  Commitments commitments;
  if (rows < kLeastRowsForCommitments) return commitments;
  for (int i = 0; i < 3; ++i) commitments.plans.push_back(make_plan(world, i, static_cast<Payment>(i)));
  commitments.returned = make_plan(world, 3, Payment::kAllUpfront);
  commitments.returned.begin = moved(world, 100);
  commitments.returned.end = moved(world, 172);
  const auto count = static_cast<int>(std::clamp<std::int64_t>(rows / 20'000, 3, 40));
  for (int i = 0; i < count; ++i) commitments.reservations.push_back(make_reservation(world, i));
  return commitments;
}

}  // namespace farthing::generate
