#include "collect/generate/org/usage.hpp"

#include <algorithm>

#include "collect/generate/org/cards.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kMebibyte = 1 << 20;

std::int64_t permille(std::uint64_t bits, std::int64_t least, std::int64_t most) {
  return least + static_cast<std::int64_t>(below(bits, static_cast<std::uint64_t>(most - least + 1)));
}

// What a pod would like to use in an hour, were the machine its own. Its part of cards is its own.
Amounts wanted(const Organisation& organisation, const Pod& pod, std::int64_t hour, std::int64_t seconds) {
  const Controller& controller = organisation.controllers[pod.controller];
  const std::uint64_t own = mix(pod.bits);
  const std::uint64_t now = mix(pod.bits, static_cast<std::uint64_t>(hour));
  const std::int64_t vcpu = controller.vcpu_use * permille(own, 650, 1350) / 1000 * permille(now, 600, 1400) / 1000;
  const std::int64_t memory =
      controller.memory_use * permille(mix(own), 800, 1200) / 1000 * permille(mix(now), 960, 1040) / 1000;
  return {pod.size[kVcpu] / 1000 * vcpu * seconds / kHourSeconds,
          pod.size[kMemory] / 1000 * memory * seconds / kHourSeconds,
          pod.size[kAccelerator] == 0
              ? 0
              : static_cast<std::int64_t>(int128{pod.size[kAccelerator]} * computes(organisation, pod, hour) * seconds /
                                          kHourSeconds / kMicro)};
}

// As something measures it: to four decimals of an hour where it is more than a hundredth.
std::int64_t measured(std::int64_t used) { return used < 10'000 ? used : used / 100 * 100; }

// Deployments and services have a network that someone measures.
void add_network(PodHour& row, const Pod& pod, const Controller& controller) {
  if (controller.kind != Kind::kDeployment && controller.kind != Kind::kEcsService) return;
  const std::uint64_t bits = mix(pod.bits ^ 0x4e7u, static_cast<std::uint64_t>(row.hour));
  row.network_out = scale_by_steps(40, lognormal_steps(bits) / 2) * row.seconds / kHourSeconds * kMebibyte;
  row.network_in = scale_by_steps(15, lognormal_steps(mix(bits)) / 2) * row.seconds / kHourSeconds * kMebibyte;
}

}  // namespace

PodHours::PodHours(const Organisation& organisation)
    : organisation_(organisation), first_pod_(organisation.nodes.size() + 1) {
  for (std::uint32_t i = 0; i < organisation.nodes.size(); ++i) order_.push_back(i);
  std::ranges::stable_sort(order_, {}, [&](std::uint32_t i) { return organisation.nodes[i].start; });
  for (const Pod& pod : organisation.pods) ++first_pod_[pod.node + 1];
  for (std::size_t i = 1; i < first_pod_.size(); ++i) first_pod_[i] += first_pod_[i - 1];
}

std::span<const PodHour> PodHours::next() {
  for (;;) {
    if (next_today_ == today_.size()) {
      ++day_;
      if (day_ * kDaySeconds >= organisation_.seconds) return {};
      std::erase_if(today_, [&](std::uint32_t i) { return organisation_.nodes[i].end <= day_ * kDaySeconds; });
      while (next_in_order_ < order_.size() &&
             organisation_.nodes[order_[next_in_order_]].start < (day_ + 1) * kDaySeconds) {
        today_.push_back(order_[next_in_order_++]);
      }
      next_today_ = 0;
      continue;
    }
    walk(today_[next_today_++], day_);
    if (!rows_.empty()) return rows_;
  }
}

void PodHours::walk(std::size_t node, std::int64_t day) {
  rows_.clear();
  by_hour_.assign(24, {});
  const std::int64_t from = day * kDaySeconds, to = from + kDaySeconds;
  for (std::size_t i = first_pod_[node]; i < first_pod_[node + 1]; ++i) {
    const Pod& pod = organisation_.pods[i];
    if (pod.start >= to) break;
    if (pod.end <= from) continue;
    const Controller& controller = organisation_.controllers[pod.controller];
    for (std::int64_t hour = std::max(pod.start, from) / kHourSeconds; hour * kHourSeconds < std::min(pod.end, to);
         ++hour) {
      PodHour row{.pod = static_cast<std::uint32_t>(i), .hour = hour, .seconds = seconds_in(pod.start, pod.end, hour)};
      row.used = wanted(organisation_, pod, hour, row.seconds);
      add_network(row, pod, controller);
      by_hour_[static_cast<std::size_t>(hour - from / kHourSeconds)].push_back(rows_.size());
      rows_.push_back(row);
    }
  }
  std::vector<PodHour*> together;
  for (std::size_t hour = 0; hour < by_hour_.size(); ++hour) {
    together.clear();
    for (const std::size_t row : by_hour_[hour]) together.push_back(&rows_[row]);
    if (!together.empty()) charge(node, from / kHourSeconds + static_cast<std::int64_t>(hour), together);
  }
}

// A machine can't be used beyond what it has; where more was held than it has, the shares are scaled to 1.
void PodHours::charge(std::size_t number, std::int64_t hour, std::span<PodHour*> together) const {
  const Node& node = organisation_.nodes[number];
  const std::int64_t seconds = seconds_in(node.start, node.end, hour);
  const Picos cost = node.costs.empty() ? 0 : node.costs[static_cast<std::size_t>(hour - node.first_hour())];
  for (std::size_t i = 0; i < kResources; ++i) {
    const std::int64_t capacity = node.capacity[i] * seconds;
    std::int64_t used = 0;
    for (const PodHour* row : together) used += row->used[i] * kHourSeconds;
    const std::int64_t most = capacity / 100 * 97;
    if (used > most) {
      for (PodHour* row : together) row->used[i] = static_cast<std::int64_t>(int128{row->used[i]} * most / used);
    }
    for (PodHour* row : together) row->used[i] = measured(row->used[i]);
    const auto held = [&](const PodHour& row) {
      return std::max(organisation_.pods[row.pod].request[i] * row.seconds, row.used[i] * kHourSeconds);
    };
    std::int64_t all = 0;
    for (const PodHour* row : together) all += held(*row);
    const int128 whole = int128{std::max(all, capacity)} * kWhole;
    if (whole == 0) continue;
    const int128 money = int128{cost} * node.truth[i];
    for (PodHour* row : together) {
      const std::int64_t mine = held(*row);
      const auto cost_of_it = static_cast<Picos>(money * mine / whole);
      row->cost += cost_of_it;
      if (i != kAccelerator || mine == 0) continue;
      row->card_cost = cost_of_it;
      row->card_used = static_cast<Picos>(int128{cost_of_it} * row->used[i] * kHourSeconds / mine);
    }
  }
}

}  // namespace farthing::generate::org
