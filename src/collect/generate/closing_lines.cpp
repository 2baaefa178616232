#include "collect/generate/closing_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

using Kind = ClosingLine::Kind;
constexpr Picos kCent = kPicosPerDollar / 100;
constexpr int kHoursOfTerm = 365 * 24;

void set_cost(BillLine& line, Priced cost) {
  line.cost = cost;
  line.edp_discount = cost.net - cost.plain;
}

void write_plan_fee(BillLine& line, const SavingsPlan& plan, int hours) {
  const MonthlyCommitment month = plan.month(hours);
  line.type = LineType::kSpRecurringFee;
  line.plan = &plan;
  line.service = &compute_savings_plans();
  line.account = plan.owner;
  line.resource.add(plan.arn);
  line.description.add(fmt::format("1 year {} {} Savings Plan", name_of(plan.payment), plan.offering));
  line.amount = Figure{hours, 0};
  set_cost(line, discounted(month.recurring));
  line.commitment.total = month.total;
  line.commitment.used = plan.used;
  line.commitment.amortized_upfront = discounted(month.amortized_upfront);
  line.commitment.recurring = discounted(month.recurring);
}

void write_plan_upfront(BillLine& line, const World& world, const SavingsPlan& plan, Picos upfront) {
  line.type = LineType::kSpUpfrontFee;
  line.plan = &plan;
  line.service = &compute_savings_plans();
  line.account = plan.owner;
  line.resource.add(plan.arn);
  line.description.add(fmt::format("1 year {} {} Savings Plan upfront fee", name_of(plan.payment), plan.offering));
  line.begin = parse_timestamp(plan.begin).value_or(world.begin);
  line.end = {line.begin.micros + 3'600'000'000};
  line.amount = Figure{1, 0};
  set_cost(line, discounted(upfront));
}

Picos upfront_of(const SavingsPlan& plan, int hours) {
  const MonthlyCommitment month = plan.month(hours);
  return month.amortized_upfront / hours * kHoursOfTerm;
}

void write_reservation_fee(BillLine& line, const Reservation& reservation, int hours) {
  const std::int64_t halves = std::int64_t{reservation.most_used} * hours * 2;
  const std::int64_t unused = halves - reservation.used_halves;
  line.type = LineType::kRiFee;
  line.reservation = &reservation;
  line.sku = reservation.sku;
  line.service = reservation.sku->offer->service;
  line.account = reservation.owner;
  line.description.add(fmt::format("{}, {} reservation applied", reservation.sku->offer->description,
                                   reservation.sku->offer->machine.type));
  line.amount = Figure{std::int64_t{reservation.most_used} * hours, 0};
  line.unblended_rate = figure_of(reservation.recurring_per_hour);
  set_cost(line, discounted(reservation.recurring_per_hour / 2 * halves));
  CommitmentMoney& money = line.commitment;
  money.recurring = line.cost;
  money.amortized_upfront = discounted(reservation.upfront_per_hour / 2 * halves);
  money.unused_upfront = discounted(reservation.upfront_per_hour / 2 * unused);
  money.unused_recurring = discounted(reservation.recurring_per_hour / 2 * unused);
  money.reserved = *line.amount;
  money.unused_quantity = {unused * 5, 1};
  money.count = reservation.most_used;
}

void write_reservation_upfront(BillLine& line, const Reservation& reservation) {
  line.type = LineType::kFee;
  line.reservation = &reservation;
  line.sku = reservation.sku;
  line.service = reservation.sku->offer->service;
  line.account = reservation.owner;
  line.end = {line.begin.micros + 3'600'000'000};
  line.description.add("Sign up charge for subscription: " + reservation.subscription_id);
  line.amount = Figure{reservation.most_used, 0};
  set_cost(line, discounted(reservation.upfront_per_hour * kHoursOfTerm * reservation.most_used));
}

void write_fee(BillLine& line, const Service& service, const char* description, Picos cost) {
  line.type = LineType::kFee;
  line.service = &service;
  line.description.add(description);
  line.amount = Figure{1, 0};
  line.cost = {cost, cost};
}

// Grows with the organisation.
Picos support_fee(const World& world) {
  return (29 + static_cast<std::int64_t>(world.accounts.size()) * 15) * kPicosPerDollar;
}

// Money of any account and service: small amounts in cents.
void write_sundry(BillLine& line, const World& world, LineType type, Dice& dice, const char* description) {
  const Sku& sku = world.skus[world.usage_sku.at(dice.next())];
  line.type = type;
  // Taxes, credits and refunds name a product code but no usage type: block storage's are EC2's.
  line.service = &billed_under(*sku.offer->service);
  line.account = &world.accounts[world.account_by_size.at(dice.next())];
  line.region = type == LineType::kTax ? nullptr : sku.region;
  line.description.add(description);
  line.amount = Figure{1, 0};
  const Picos cost = scale_by_steps(40, lognormal_steps(dice.next())) * kCent;
  line.cost.plain = line.cost.net = type == LineType::kTax ? cost : -cost - kCent;
}

void write_commitment_line(BillLine& line, const World& world, const Commitments& commitments,
                           const ClosingLine& closing) {
  constexpr Picos kReturned = 1'314 * kPicosPerDollar;
  const SavingsPlan& returned = commitments.returned;
  switch (closing.kind) {
    case Kind::kPlanFee:
      return write_plan_fee(line, commitments.plans[closing.number], world.hours);
    case Kind::kPlanUpfront: {
      const SavingsPlan& plan = commitments.plans[closing.number];
      return write_plan_upfront(line, world, plan, upfront_of(plan, world.hours));
    }
    case Kind::kReturnedUpfront:
      return write_plan_upfront(line, world, returned, kReturned);
    case Kind::kReturnedRefund:
      write_plan_upfront(line, world, returned, -kReturned);
      line.type = LineType::kRefund;
      line.returned = true;
      line.begin = parse_timestamp(returned.end).value_or(world.begin);
      line.end = {line.begin.micros + 3'600'000'000};
      return;
    case Kind::kReservationFee:
      return write_reservation_fee(line, commitments.reservations[closing.number], world.hours);
    default:
      return write_reservation_upfront(line, commitments.reservations[closing.number]);
  }
}

}  // namespace

std::vector<ClosingLine> closing_lines(const Commitments& commitments, std::int64_t rows) {
  std::vector<ClosingLine> lines;
  if (commitments.plans.empty()) return lines;
  const auto add = [&](Kind kind, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) lines.push_back({kind, static_cast<std::size_t>(i)});
  };
  const auto share = [&](std::int64_t divisor, std::int64_t most) {
    return std::clamp<std::int64_t>(rows / divisor, 2, most);
  };
  add(Kind::kPlanFee, static_cast<std::int64_t>(commitments.plans.size()));
  lines.push_back({Kind::kPlanUpfront, 2});
  add(Kind::kReturnedUpfront, 1);
  add(Kind::kReturnedRefund, 1);
  add(Kind::kReservationFee, static_cast<std::int64_t>(commitments.reservations.size()));
  lines.push_back({Kind::kReservationUpfront, 1});
  add(Kind::kSupport, 1);
  add(Kind::kDomain, 1);
  add(Kind::kDiscountPaidBack, 1);
  add(Kind::kEarlierRefund, share(100'000, 20));
  add(Kind::kRefund, share(20'000, 50));
  add(Kind::kCredit, share(20'000, 100));
  add(Kind::kTax, share(2'000, 2'000));
  return lines;
}

void write_closing(BillLine& line, const World& world, const Commitments& commitments, const ClosingLine& closing) {
  Dice dice(mix(world.seed ^ 0xc105u, static_cast<std::uint64_t>(closing.kind) * 10'000 + closing.number));
  line.id = dice.next();
  line.account = &world.accounts.front();
  line.tags = &world.tag_sets.front();
  line.begin = world.begin;
  line.end = world.end;
  const auto at = [&](int hour) {
    line.begin = world.at_hour(hour);
    line.end = world.at_hour(hour + 1);
  };
  switch (closing.kind) {
    case Kind::kSupport:
      return write_fee(line, enterprise_support(), "AWS Support (Enterprise), monthly", support_fee(world));
    case Kind::kDomain:
      return write_fee(line, domain_registrar(), "Renewal of example.org", 14 * kPicosPerDollar);
    case Kind::kDiscountPaidBack:
      write_fee(line, compute_savings_plans(), "Enterprise discount paid back", -(37 * kPicosPerDollar + 25 * kCent));
      line.type = LineType::kRefund;
      return;
    case Kind::kEarlierRefund:
      at(-1 - static_cast<int>(dice.below(600)));
      return write_sundry(line, world, LineType::kRefund, dice, "Refund of usage of an earlier month");
    case Kind::kRefund:
      at(static_cast<int>(dice.below(static_cast<std::uint64_t>(world.hours))));
      return write_sundry(line, world, LineType::kRefund, dice, "Refund");
    case Kind::kCredit:
      return write_sundry(line, world, LineType::kCredit, dice, "AWS Activate credit, \"startup\"");
    case Kind::kTax:
      return write_sundry(line, world, LineType::kTax, dice, "Tax of type US Sales Tax");
    default:
      return write_commitment_line(line, world, commitments, closing);
  }
}

}  // namespace farthing::generate
