#include "collect/generate/org/cards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/estate.hpp"
#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/servings.hpp"
#include "collect/generate/org/usage.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kMostActive = 970'000;

const EstateSlot* slot_of(const Pod& pod) {
  return pod.slot == Pod::kNone ? nullptr : &estate_slots()[static_cast<std::size_t>(pod.slot)];
}

std::string hardware_id(const char* kind, std::uint64_t bits) {
  const std::string hex = hex_text(mix(bits ^ 0xca4du), 32);
  return fmt::format("{}-{}-{}-{}-{}-{}", kind, hex.substr(0, 8), hex.substr(8, 4), hex.substr(12, 4),
                     hex.substr(16, 4), hex.substr(20));
}

// Of a run, seconds of the hour in which it loads or waits aren't computed in.
std::int64_t trains(const Organisation& organisation, const Pod& pod, std::int64_t hour, std::int64_t pace) {
  const TrainingRun& run = organisation.runs[static_cast<std::size_t>(pod.run)];
  const auto part = std::ranges::find_if(
      run.parts, [&](const RunPart& one) { return one.node == pod.node && one.start == pod.start; });
  const std::int64_t there = seconds_in(pod.start, pod.end, hour);
  const std::int64_t trained = seconds_in(std::min(part->first_step, pod.end), pod.end, hour);
  return there == 0 ? 0 : pace * trained / there;
}

// One card or slice: whether pods hold it one after another, whom telemetry can then name.
bool is_told(std::string_view sharing) { return sharing.empty() || sharing == "mig"; }

std::int64_t memory_mib(const Organisation& organisation, const Pod& pod) {
  const Node& node = organisation.nodes[pod.node];
  const std::int64_t card = card_memory_mib(node.type->accelerator_model);
  const EstateSlot* slot = slot_of(pod);
  if (slot == nullptr) return card / 1'000 * static_cast<std::int64_t>(600 + mix(pod.bits ^ 0x3e3u) % 350);
  // What is shared by time has no memory of its own: each part takes its share of it.
  const std::int64_t part = std::min(pod.size[kAccelerator] / slot->cards, kMicro);
  return card * part / kMicro * slot->memory / 1'000;
}

}  // namespace

void give_cards(Organisation& organisation) {
  std::uint32_t node = UINT32_MAX;
  std::vector<const Pod*> up;
  for (Pod& pod : organisation.pods) {  // by node, then by start
    if (pod.node != node) up.clear();
    node = pod.node;
    if (const EstateSlot* slot = slot_of(pod)) {
      pod.cards = static_cast<std::uint16_t>(((1 << slot->cards) - 1) << slot->card);
      continue;
    }
    std::erase_if(up, [&](const Pod* other) { return other->end <= pod.start; });
    std::uint16_t taken = 0;
    for (const Pod* other : up) taken |= other->cards;
    std::int64_t wanted = pod.request[kAccelerator] / kMicro;
    for (int card = 0; wanted > 0; ++card) {
      const auto bit = static_cast<std::uint16_t>(1 << card);
      if ((taken & bit) != 0) continue;
      pod.cards |= bit;
      --wanted;
    }
    if (pod.cards != 0) up.push_back(&pod);
  }
}

std::int64_t computes(const Organisation& organisation, const Pod& pod, std::int64_t hour) {
  const std::uint64_t own = mix(pod.bits), now = mix(pod.bits, static_cast<std::uint64_t>(hour));
  const std::uint64_t bits = mix(now ^ own);
  if (const EstateSlot* slot = slot_of(pod)) {
    if (slot->load == kIdle) return 0;
    if (slot->load == kByRequests) {
      const auto serving = static_cast<std::size_t>(serving_of(slot->controller));
      return organisation.loads[serving][static_cast<std::size_t>(hour)];
    }
    return std::min(slot->load * (800 + static_cast<std::int64_t>(below(bits, 401))), kMostActive);
  }
  if (pod.run != Pod::kNone)
    return trains(organisation, pod, hour, 820'000 + static_cast<std::int64_t>(below(bits, 110'001)));
  return std::min(300'000 + static_cast<std::int64_t>(below(bits, 780'001)), kMostActive);
}

std::string card_id(const Node& node, int card) {
  const bool neuron = node.pool->sharing == std::string_view("neuron");
  return hardware_id(neuron ? "neuron" : "GPU", mix(node.bits, static_cast<std::uint64_t>(card)));
}

std::string slice_id(const Node& node, int card, int slice) {
  return hardware_id("MIG",
                     mix(node.bits, 16 + static_cast<std::uint64_t>(card) * 16 + static_cast<std::uint64_t>(slice)));
}

std::vector<std::string> held_ids(const Organisation& organisation, const Pod& pod) {
  std::vector<std::string> ids;
  const Node& node = organisation.nodes[pod.node];
  if (pod.cards == 0 || node.type == nullptr) return ids;
  const std::string_view sharing = node.pool->sharing;
  if (sharing == "mig") return {slice_id(node, slot_of(pod)->card, slot_of(pod)->slice)};
  const bool one_of_many = sharing == "mps" && node.pool->replicas > 0;
  if (sharing == "time_slicing" || sharing == "neuron" || one_of_many) return ids;
  for (int card = 0; card < 16; ++card) {
    if ((pod.cards >> card & 1) != 0) ids.push_back(card_id(node, card));
  }
  return ids;
}

Activities::Activities(const Organisation& organisation)
    : organisation_(organisation), first_pod_(organisation.nodes.size() + 1) {
  for (const Pod& pod : organisation.pods) ++first_pod_[pod.node + 1];
  for (std::size_t i = 1; i < first_pod_.size(); ++i) first_pod_[i] += first_pod_[i - 1];
}

const std::vector<Activity>& Activities::next() {
  rows_.clear();
  while (rows_.empty() && next_node_ < organisation_.nodes.size()) {
    const std::uint32_t number = next_node_++;
    const Node& node = organisation_.nodes[number];
    const auto cards = static_cast<int>(node.capacity[kAccelerator] / kMicro);
    for (int card = 0; card < cards; ++card) {
      const auto layout = mig_layout(*node.pool, card);
      const int slices = std::max(static_cast<int>(layout.size()), 1);
      for (int slice = 0; slice < slices; ++slice) {
        std::vector<std::uint32_t> pods;
        for (std::size_t i = first_pod_[number]; i < first_pod_[number + 1]; ++i) {
          const Pod& pod = organisation_.pods[i];
          if ((pod.cards >> card & 1) == 0 || (!layout.empty() && slot_of(pod)->slice != slice)) continue;
          pods.push_back(static_cast<std::uint32_t>(i));
        }
        walk(number, card, layout.empty() ? -1 : slice, pods);
      }
    }
  }
  return rows_;
}

// Cuts the time that a card is there into intervals.
void Activities::walk(std::uint32_t node, int card, int slice, const std::vector<std::uint32_t>& pods) {
  const Node& machine = organisation_.nodes[node];
  const std::int64_t step = organisation_.plan.activity_seconds;
  const bool told = is_told(machine.pool->sharing);
  std::size_t first = 0;
  std::vector<std::uint32_t> now;
  for (std::int64_t from = machine.start; from < machine.end;) {
    std::int64_t to = std::min((from / step + 1) * step, machine.end);
    while (first < pods.size() && organisation_.pods[pods[first]].end <= from) ++first;
    now.clear();
    for (std::size_t i = first; i < pods.size() && organisation_.pods[pods[i]].start < to; ++i) {
      const Pod& pod = organisation_.pods[pods[i]];
      if (pod.end <= from) continue;
      if (told && pod.start > from) {
        to = pod.start;
        break;
      }
      if (told) to = std::min(to, pod.end);
      now.push_back(pods[i]);
    }
    add(node, card, slice, from, to, now);
    from = to;
  }
}

void Activities::add(std::uint32_t node, int card, int slice, std::int64_t from, std::int64_t to,
                     const std::vector<std::uint32_t>& pods) {
  const Node& machine = organisation_.nodes[node];
  Activity row{.node = node, .card = card, .slice = slice, .start = from, .seconds = to - from};
  for (const std::uint32_t number : pods) {
    const Pod& pod = organisation_.pods[number];
    const std::int64_t seconds = std::min(pod.end, to) - std::max(pod.start, from);
    const std::int64_t part = slice >= 0 ? kMicro : std::min(pod.size[kAccelerator], kMicro);
    row.active_micros +=
        static_cast<std::int64_t>(int128{seconds} * computes(organisation_, pod, from / kHourSeconds) * part / kMicro);
    row.memory_mib_seconds += memory_mib(organisation_, pod) * seconds;
  }
  if (is_told(machine.pool->sharing)) row.held_by = pods;
  rows_.push_back(std::move(row));
}

}  // namespace farthing::generate::org
