#include "collect/generate/negations.hpp"

#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

std::uint64_t group_key(std::size_t plan, const Sku& sku, char zone) {
  return (plan << 32) | (sku.index << 8) | static_cast<std::uint64_t>(static_cast<unsigned char>(zone));
}

}  // namespace

bool Negations::is_new(std::size_t plan, const Sku& sku, char zone) const {
  return !number_of_.contains(group_key(plan, sku, zone));
}

void Negations::add(std::size_t plan, const BillLine& covered) {
  const auto [found, added] = number_of_.try_emplace(group_key(plan, *covered.sku, covered.zone), groups_.size());
  if (added) {
    groups_.push_back({.plan = covered.plan,
                       .sku = covered.sku,
                       .account = covered.account,
                       .zone = covered.zone,
                       .begin = covered.begin,
                       .end = covered.end});
  }
  Group& group = groups_[found->second];
  group.cost += covered.cost.plain;
  group.amount += product(*covered.amount, {1, 0});
}

void Negations::write(std::size_t number, BillLine& line) const {
  const Group& group = groups_[number];
  line.type = LineType::kNegation;
  line.id = mix(static_cast<std::uint64_t>(group.begin.micros), number);
  line.sku = group.sku;
  line.service = group.sku->offer->service;
  line.account = group.account;
  line.plan = group.plan;
  line.zone = group.zone;
  line.begin = group.begin;
  line.end = group.end;
  line.amount = figure_of(group.amount);
  line.unblended_rate = line.net_rate = Figure{-group.sku->contract_rate.digits, group.sku->contract_rate.decimals};
  line.cost = {-group.cost, 0};  // net of what covered usage costs net: nothing
}

void Negations::begin_hour() {
  groups_.clear();
  number_of_.clear();
}

}  // namespace farthing::generate
