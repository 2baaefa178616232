#include "collect/generate/usage_lines.hpp"

#include <algorithm>
#include <string_view>

#include "collect/generate/random.hpp"
#include "collect/generate/resource_name.hpp"

namespace farthing::generate {
namespace {

constexpr Figure kOne{1, 0};
constexpr Figure kZeroRate{0, 10};

Figure amount_of(const Offer& offer, std::uint64_t bits, int hours) {
  const int steps = lognormal_steps(bits);
  const std::uint64_t more = mix(bits);
  switch (offer.measure) {
    case Measure::kHours:  // now and then the last, broken hour
      return (more & 31) != 0
                 ? kOne
                 : Figure{static_cast<std::int64_t>(below(mix(more), 3'599) + 1) * 10'000'000'000 / 3'600, 10};
    case Measure::kCapacity: {  // 0.25, 0.5, 1, 2 or 4 of it
      const auto quarters = std::int64_t{1} << (more % 5);
      return {offer.typical * quarters * 25, 2};
    }
    case Measure::kRequests:
      return {std::max<std::int64_t>(scale_by_steps(offer.typical, steps), 1), 0};
    case Measure::kThousandTokens:
      return {std::max<std::int64_t>(scale_by_steps(offer.typical * 1'000, steps), 1), 3};
    case Measure::kGigabyteMonths:  // whole sizes over the hours of the month
      return {std::max<std::int64_t>(scale_by_steps(offer.typical, steps / 2), 1) * 10'000'000'000 / hours, 10};
    case Measure::kGigabyteSeconds:
      return {std::max<std::int64_t>(scale_by_steps(offer.typical * 10'000, steps), 1), 4};
    case Measure::kGigabytes: {  // to the byte: 12 decimals if 15 digits suffice, else 10
      const auto amount =
          scale_by_steps(offer.typical * 10'000'000'000, steps) / 10 + static_cast<std::int64_t>(more % 1'000'000);
      return amount < 10'000'000'000'000 ? Figure{amount * 100 + static_cast<std::int64_t>(more >> 40) % 100, 12}
                                         : Figure{amount, 10};
    }
  }
  return kOne;
}

// A spot market's price: 30 to 44.9 % of the list price, another one each hour and zone.
Figure spot_rate(const Sku& sku, char zone, int hour) {
  const std::uint64_t bits =
      mix(sku.index * 8 + static_cast<std::uint64_t>(zone - 'a'), static_cast<std::uint64_t>(hour));
  return {sku.list_rate.digits / 1'000 * static_cast<std::int64_t>(300 + below(bits, 150)), 10};
}

void price_on_demand(BillLine& line, int hour) {
  const Sku& sku = *line.sku;
  const Traits traits = sku.offer->traits;
  const Figure rate = traits.has(Trait::kSpot) ? spot_rate(sku, line.zone, hour) : sku.contract_rate;
  line.unblended_rate = rate;
  line.cost.plain = line.cost.net = round_cost(product(rate, *line.amount));
  line.net_rate = rate;
  if (!traits.has(Trait::kNoListRate)) line.list_rate = sku.list_rate;
  line.list_cost = round_cost(product(sku.list_rate, *line.amount));
  if (traits.has(Trait::kMarketplace)) return;
  line.edp_discount = -(line.cost.plain / 100 * 12);
  if (traits.has(Trait::kNegotiated)) line.private_discount = -(line.cost.plain / 100 * 5);
  line.cost.net = line.cost.plain + line.edp_discount + line.private_discount;
  line.net_rate = Figure{rate.digits / 100 * (traits.has(Trait::kNegotiated) ? 83 : 88), 10};
}

// Covered usage is billed at the on-demand price, which the hour's negation takes back. Net of that nothing is paid for
// it: the money is in the plan's fee.
void price_covered(BillLine& line, SavingsPlan& plan) {
  line.type = LineType::kCovered;
  line.plan = &plan;
  line.unblended_rate = line.sku->contract_rate;
  line.net_rate = kZeroRate;
  line.cost = {round_cost(product(line.sku->contract_rate, *line.amount)), 0};
  line.list_rate = line.sku->list_rate;
  line.list_cost = round_cost(product(line.sku->list_rate, *line.amount));
  line.commitment.sp_rate = {line.sku->list_rate.digits / 100 * plan.rate_percent, 10};
  // 8 decimals: their sum over the month is a DOUBLE's 15 digits.
  line.commitment.sp_effective = discounted(round_to(product(line.commitment.sp_rate, *line.amount), 8));
  plan.used += line.commitment.sp_effective.plain;
}

void price_discounted(BillLine& line, Reservation& reservation, std::uint64_t bits) {
  const int halves = bits % 8 == 0 ? 1 : 2;
  line.type = LineType::kDiscounted;
  line.reservation = &reservation;
  line.amount = Figure{halves * 5, 1};
  line.unblended_rate = line.net_rate = kZeroRate;
  line.list_rate = line.sku->list_rate;
  line.list_cost = round_cost(product(line.sku->list_rate, *line.amount));
  line.commitment.amortized_upfront = discounted(reservation.upfront_per_hour / 2 * halves);
  line.commitment.recurring = discounted(reservation.recurring_per_hour / 2 * halves);
  reservation.use(halves);
}

}  // namespace

Running running(const World& world, const Commitments& commitments, int hour, std::int64_t number) {
  const std::uint64_t place = mix(world.seed ^ 0x57e4u, static_cast<std::uint64_t>(number));
  // It lives 3 hours to 8 days, or longer than the month.
  const std::uint64_t kind = place % 9;
  const std::uint64_t life = kind < 7 ? std::uint64_t{3} << kind : 2'000;
  const std::uint64_t generation = (static_cast<std::uint64_t>(hour) + (place >> 32) % life) / life;
  Dice dice(mix(place, generation));
  Running thing{.bits = dice.next()};
  thing.account = &world.accounts[world.account_by_size.at(dice.next())];
  // What a reservation pays stays so while the things themselves come and go: it was bought for the steady load.
  const bool reserved = !commitments.reservations.empty() && below(mix(place), 100) < 10;
  if (reserved) {
    thing.reservation = below(mix(place ^ 0x4e5eu), commitments.reservations.size());
    thing.sku = commitments.reservations[*thing.reservation].sku;
  } else if (!commitments.plans.empty() && dice.below(1'000) < 55) {
    // Most usage goes to the first plan; of a plan's SKUs the first are the commonest.
    thing.plan = std::min(dice.below(4), dice.below(4)) % 3;
    const auto& skus = commitments.plans[*thing.plan].skus;
    thing.sku = &world.skus[skus[std::min(dice.below(skus.size()), dice.below(skus.size()))]];
  } else {
    thing.sku = &world.skus[world.usage_sku.at(dice.next())];
  }
  const Traits traits = thing.sku->offer->traits;
  thing.tags = &world.tag_sets[dice.below(10) < 6 ? 1 + dice.below(world.tag_sets.size() - 1) : 0];
  if (traits.has(Trait::kZonal)) thing.zone = static_cast<char>('a' + dice.below(3));
  thing.node = traits.has(Trait::kNode) && dice.below(16) == 0;
  return thing;
}

void write_usage(BillLine& line, const World& world, Commitments& commitments, const Running& thing, int hour) {
  const std::uint64_t bits = mix(thing.bits, static_cast<std::uint64_t>(hour));
  line.id = bits;
  line.sku = thing.sku;
  line.service = thing.sku->offer->service;
  line.account = thing.account;
  line.tags = thing.tags;
  line.zone = thing.zone;
  line.begin = world.at_hour(hour);
  line.end = world.at_hour(hour + 1);
  name_resource(line, thing.sku->offer->resource, thing.bits);
  if (thing.reservation) {
    price_discounted(line, commitments.reservations[*thing.reservation], bits);
    return;
  }
  line.amount = amount_of(*thing.sku->offer, bits, world.hours);
  if (thing.plan) {
    price_covered(line, commitments.plans[*thing.plan]);
  } else {
    price_on_demand(line, hour);
  }
}

void write_split(BillLine& line, const World& world, const BillLine& parent, std::size_t number) {
  const Machine& machine = parent.sku->offer->machine;
  const bool ecs = (parent.id & 4) != 0;
  const bool memory = number % 2 == 1;
  const bool second_pod = number >= 2;
  const auto [vcpu_sku, memory_sku] = world.split_pair(*parent.sku->region, ecs);
  line.split = true;
  line.id = mix(parent.id, number);
  line.sku = memory ? memory_sku : vcpu_sku;
  line.service = line.sku->offer->service;
  line.account = parent.account;
  line.tags = parent.tags;
  line.begin = parent.begin;
  line.end = parent.end;
  name_pod(line, ecs, mix(parent.id, 100 + number / 2));
  // Amortised cost, split 9 : 1 per vCPU and GiB; the pods hold 30 and 40 % of both, what nobody holds is laid on them.
  const Picos step = 100;  // 10 decimals
  const CommitmentMoney& paid = parent.commitment;
  const Picos cost = parent.type == LineType::kCovered      ? paid.sp_effective.plain
                     : parent.type == LineType::kDiscounted ? paid.amortized_upfront.plain + paid.recurring.plain
                                                            : parent.cost.plain;
  const Picos vcpu_cost = cost / step / (9 * machine.vcpu + machine.memory_gib) * (9 * machine.vcpu) * step;
  const Picos of_resource = memory ? cost - vcpu_cost : vcpu_cost;
  const Picos first = of_resource / step * 3 / 7 * step;  // with its share of what is unused
  const Picos of_pod = second_pod ? of_resource - first : first;
  const Picos held = of_pod / step * 7 / 10 * step;
  SplitMoney& money = line.split_money;
  money.parent.add(parent.resource.view());
  const int capacity = memory ? machine.memory_gib : machine.vcpu;
  money.reserved = money.split_usage = {capacity * (second_pod ? 4 : 3), 1};
  money.actual = {capacity * (second_pod ? 21 : 13), 2};
  money.ratio = {second_pod ? 4 : 3, 1};
  money.split = discounted(held);
  money.unused = discounted(of_pod - held);
  money.public_split = held;
  money.public_unused = of_pod - held;
  line.amount = money.reserved;
  line.unblended_rate = line.net_rate = line.list_rate = kZeroRate;
  line.cost = {of_pod, money.split.net + money.unused.net};  // repeated from the parent: whoever adds it is wrong
}

}  // namespace farthing::generate
