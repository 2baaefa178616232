#include "collect/generate/org/org_bill.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/usage.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

std::string_view team_label(const Controller& controller) {
  for (const auto& [key, value] : controller.labels) {
    if (key == "team" || key == "Team") return value;
  }
  return "";
}

// Whole costs of a line that no commitment pays.
void price_plainly(BillLine& line, Picos cost) {
  line.cost = discounted(cost);
  line.edp_discount = line.cost.net - line.cost.plain;
  line.list_rate = line.sku->list_rate;
  line.list_cost = round_cost(product(*line.list_rate, *line.amount));
}

Figure rate_of(Picos hourly) { return {hourly / 100, 10}; }

}  // namespace

Figure hours_of(std::int64_t seconds) {
  if (seconds % kHourSeconds == 0) return {seconds / kHourSeconds, 0};
  return {static_cast<std::int64_t>(int128{seconds} * 10'000'000'000 / kHourSeconds), 10};
}

std::int64_t root_volume_gb(const MachineType& type) { return type.capacity[kAccelerator] > 0 ? 400 : 100; }

Picos spot_price(const MachineType& type, char zone, std::int64_t hour, std::uint64_t seed) {
  const std::uint64_t place =
      mix(seed ^ 0x5907u, static_cast<std::uint64_t>(type.price) * 4 + static_cast<unsigned char>(zone));
  // A level that changes every three hours, 30 to 45 % of the price on demand.
  const auto permille = 300 + below(mix(place, static_cast<std::uint64_t>(hour / 3)), 150);
  return type.price / 100'000 * static_cast<std::int64_t>(permille) * 100;
}

OrgBill::OrgBill(Organisation& organisation, const BillWorld& bill)
    : organisation_(organisation), bill_(bill), commitments_(organisation, bill) {
  for (std::uint32_t i = 0; i < organisation.nodes.size(); ++i) order_.push_back(i);
  std::ranges::stable_sort(order_, {}, [&](std::uint32_t i) { return organisation.nodes[i].start; });
}

bool OrgBill::next(std::vector<BillLine>& lines) {
  lines.clear();
  lines_ = &lines;
  if (hour_ > organisation_.hours()) return false;
  if (hour_ == organisation_.hours()) {
    close_month();
  } else {
    write_machines();
    write_plan();
    write_hourly();
    if (hour_ == 0) write_block();
    if (hour_ % 24 == 0) write_daily();
  }
  for (const auto& line : lines) taxed_[line.account->index] += line.cost.plain;
  ++hour_;
  return true;
}

void OrgBill::write_machines() {
  const std::int64_t begin = hour_ * kHourSeconds, end = begin + kHourSeconds;
  std::erase_if(up_, [&](std::uint32_t i) { return organisation_.nodes[i].end <= begin; });
  while (next_in_order_ < order_.size() && organisation_.nodes[order_[next_in_order_]].start < end) {
    up_.push_back(order_[next_in_order_++]);
  }
  for (const std::uint32_t i : up_) {
    Node& node = organisation_.nodes[i];
    const std::int64_t seconds = seconds_in(node.start, node.end, hour_);
    const Picos cost =
        node.type == nullptr ? write_task(node, seconds) : write_instance(node, seconds) + write_volume(node, seconds);
    node.costs.push_back(cost);
    money_.machines += cost;
  }
  for (std::size_t i = 0; i < negations_.groups(); ++i) negations_.write(i, add(1));
  negations_.begin_hour();
}

// The reservations pay first, then the Savings Plan; what is left is on demand.
Picos OrgBill::write_instance(const Node& node, std::int64_t seconds) {
  if (node.buying == Buying::kCapacityBlock) {
    BillLine& line = add_instance(node, seconds);
    line.unblended_rate = line.net_rate = line.list_rate = Figure{0, 10};
    line.list_cost = 0;
    const Picos part_of_fee = for_seconds(kBlockPrice, seconds);
    money_.block_used += part_of_fee;
    return part_of_fee;
  }
  if (node.buying == Buying::kSpot) {
    const Picos hourly = spot_price(*node.type, node.zone, hour_, organisation_.plan.seed);
    BillLine& line = add_instance(node, seconds);
    line.unblended_rate = rate_of(hourly);
    line.net_rate = rate_of(hourly / 100 * 88);
    price_plainly(line, for_seconds(hourly, seconds));
    return line.cost.plain;
  }
  Picos cost = 0;
  const std::int64_t reserved = commitments_.reserve(*node.type, seconds);
  if (reserved > 0) {
    write_reserved(node, reserved);
    cost += lines_->back().commitment.amortized_upfront.plain + lines_->back().commitment.recurring.plain;
  }
  seconds -= reserved;
  const std::int64_t covered =
      OrgCommitments::is_covered(node) && seconds > 0 ? commitments_.cover(*node.type, seconds) : 0;
  if (covered > 0) {
    write_covered(node, covered);
    cost += lines_->back().commitment.sp_effective.plain;
  }
  seconds -= covered;
  if (seconds == 0) return cost;
  BillLine& line = add_instance(node, seconds);
  line.unblended_rate = line.sku->contract_rate;
  line.net_rate = rate_of(node.type->price / 100 * 88);
  price_plainly(line, for_seconds(node.type->price, seconds));
  return cost + line.cost.plain;
}

void OrgBill::write_reserved(const Node& node, std::int64_t seconds) {
  const Reservation& reservation = commitments_.reservation();
  BillLine& line = add_instance(node, seconds);
  line.type = LineType::kDiscounted;
  line.reservation = &reservation;
  line.unblended_rate = line.net_rate = Figure{0, 10};
  line.list_rate = line.sku->list_rate;
  line.list_cost = round_cost(product(*line.list_rate, *line.amount));
  line.commitment.amortized_upfront = discounted(for_seconds(reservation.upfront_per_hour, seconds));
  line.commitment.recurring = discounted(for_seconds(reservation.recurring_per_hour, seconds));
  reserved_used_ += line.commitment.recurring.plain;
}

void OrgBill::write_covered(const Node& node, std::int64_t seconds) {
  BillLine& line = add_instance(node, seconds);
  line.type = LineType::kCovered;
  line.plan = &commitments_.plan();
  line.unblended_rate = line.sku->contract_rate;
  line.net_rate = Figure{0, 10};
  line.cost = {for_seconds(node.type->price, seconds), 0};
  line.list_rate = line.sku->list_rate;
  line.list_cost = round_cost(product(*line.list_rate, *line.amount));
  line.commitment.sp_rate = OrgCommitments::plan_rate(*node.type);
  line.commitment.sp_effective = discounted(OrgCommitments::plan_cost(*node.type, seconds));
  negations_.add(0, line);
}

Picos OrgBill::write_volume(const Node& node, std::int64_t seconds) {
  const std::int64_t gigabytes = root_volume_gb(*node.type);
  const Figure amount{
      static_cast<std::int64_t>(int128{gigabytes} * seconds * 10'000'000'000 / kHourSeconds / bill_.world().hours), 10};
  add_amount(bill_.item(Item::kGp3), kClusterShapes[node.cluster].account, node.volume, tags_of(node), amount, 1);
  money_.volumes += lines_->back().cost.plain;
  return lines_->back().cost.plain;
}

Picos OrgBill::write_task(const Node& node, std::int64_t seconds) {
  const bool spot = node.buying == Buying::kFargateSpot;
  const auto write = [&](Item item, Resource resource) {
    const Sku& sku = bill_.item(item);
    BillLine& line = add_usage(sku, kClusterShapes[kTasks].account, 1);
    line.resource.add(node.id);
    line.tags = &tags_of(node);
    line.zone = node.zone;
    // Capacities are whole 10^-3 of a unit.
    line.amount =
        Figure{static_cast<std::int64_t>(int128{node.capacity[resource]} * seconds * 10'000 / kHourSeconds), 10};
    const std::int64_t percent = spot ? kFargateSpotPercent : 100;
    line.unblended_rate = Figure{sku.list_rate.digits * percent / 100, 10};
    line.net_rate = Figure{line.unblended_rate->digits * 88 / 100, 10};
    price_plainly(line, round_to(product(*line.unblended_rate, *line.amount), 10));
    return line.cost.plain;
  };
  return write(spot ? Item::kFargateSpotVcpu : Item::kFargateVcpu, kVcpu) +
         write(spot ? Item::kFargateSpotMemory : Item::kFargateMemory, kMemory);
}

BillLine& OrgBill::add(std::int64_t hours) {
  BillLine& line = lines_->emplace_back();
  line.id = bits(++written_);
  line.account = &bill_.account(0);
  line.tags = &bill_.world().tag_sets.front();
  line.begin = organisation_.at(hour_ * kHourSeconds);
  line.end = organisation_.at((hour_ + hours) * kHourSeconds);
  return line;
}

BillLine& OrgBill::add_usage(const Sku& sku, std::size_t account, std::int64_t hours) {
  BillLine& line = add(hours);
  line.sku = &sku;
  line.service = sku.offer->service;
  line.account = &bill_.account(account);
  return line;
}

BillLine& OrgBill::add_instance(const Node& node, std::int64_t seconds) {
  const Sku& sku =
      node.buying == Buying::kCapacityBlock ? bill_.block() : bill_.machine(*node.type, node.buying == Buying::kSpot);
  BillLine& line = add_usage(sku, kClusterShapes[node.cluster].account, 1);
  line.resource.add(node.id);
  line.tags = &tags_of(node);
  line.zone = node.zone;
  line.amount = hours_of(seconds);
  return line;
}

void OrgBill::add_amount(const Sku& sku, std::size_t account, std::string_view resource, const TagSet& tags,
                         Figure amount, std::int64_t hours) {
  BillLine& line = add_usage(sku, account, hours);
  line.resource.add(resource);
  line.tags = &tags;
  line.amount = amount;
  line.unblended_rate = sku.contract_rate;
  line.net_rate = Figure{sku.contract_rate.digits / 100 * 88, 10};
  price_plainly(line, round_to(product(sku.contract_rate, amount), 10));
}

const TagSet& OrgBill::tags_of(const Node& node) const {
  if (node.pool != nullptr) return bill_.tags(kClusterShapes[node.cluster].name, node.pool->owner);
  return bill_.tags(kClusterShapes[node.cluster].name,
                    std::string(team_label(organisation_.controllers[node.controller])));
}

const TagSet& OrgBill::cluster_tags(std::size_t cluster) const { return bill_.tags(kClusterShapes[cluster].name, ""); }

std::uint64_t OrgBill::bits(std::uint64_t of) const { return mix(organisation_.plan.seed ^ 0xb111u, of); }

}  // namespace farthing::generate::org
