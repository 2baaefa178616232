// The estate's machines and pods over the days.
#include <algorithm>

#include "collect/generate/org/estate.hpp"
#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/servings.hpp"
#include "collect/generate/org/training_runs.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::size_t kMostRuns = 5;
constexpr std::int64_t kBlockOpens = kDaySeconds + 11 * kHourSeconds + 1'800;  // blocks begin and end at 11:30 UTC

Controller estate_controller(ClusterId cluster, Kind kind, const char* space, const char* name, const char* container,
                             const char* team, const char* spelt, int vcpu_use = 500) {
  Controller made{cluster, kind, space, name, container, team, 1, 100, 100, vcpu_use, 700};
  made.accelerators = made.estate = true;
  if (*spelt != 0) made.labels = {{cluster == kTasks ? "Team" : "team", spelt}};
  return made;
}

std::uint32_t controller_of(const Organisation& organisation, const EstateSlot& slot) {
  for (std::uint32_t i = 0; i < organisation.controllers.size(); ++i) {
    const Controller& one = organisation.controllers[i];
    if (one.estate && one.name == std::string_view(slot.controller) &&
        one.container == std::string_view(slot.container)) {
      return i;
    }
  }
  return 0;
}

std::uint32_t add_machine(Organisation& organisation, const PoolShape& shape, std::int64_t start, std::int64_t end) {
  const auto number = static_cast<std::uint64_t>(&shape - estate_shapes().data());
  Node node{.bits = mix(organisation.plan.seed ^ 0xe57a7eu, number), .pool = &shape, .cluster = shape.cluster};
  node.buying = shape.buying;
  // Each month's block has another machine; the others stay.
  if (node.buying == Buying::kCapacityBlock) {
    node.bits = mix(node.bits, static_cast<std::uint64_t>(organisation.begin.micros));
  }
  node.type = &*std::ranges::find(organisation.types, shape.types.front(), &MachineType::name);
  node.start = start;
  node.end = end;
  node.zone = static_cast<char>('a' + mix(node.bits) % 3);
  node.capacity = node.type->capacity;
  node.truth = node.type->truth;
  node.id = "i-0" + hex_text(node.bits, 16);
  node.volume = "vol-0" + hex_text(mix(node.bits), 16);
  organisation.nodes.push_back(std::move(node));
  return static_cast<std::uint32_t>(organisation.nodes.size() - 1);
}

// When a slot is taken: from, to.
std::vector<std::pair<std::int64_t, std::int64_t>> windows_of(const EstateSlot& slot, std::int64_t seconds,
                                                              Dice& dice) {
  if (slot.window == Window::kAlways) return {{0, seconds}};
  if (slot.window == Window::kFromMiddle) {
    return {{seconds * 45 / 100 + static_cast<std::int64_t>(dice.below(3'600)), seconds}};
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> days;
  for (std::int64_t day = 0; day < seconds; day += kDaySeconds) {
    days.emplace_back(day + 6 * kHourSeconds + static_cast<std::int64_t>(dice.below(900)),
                      day + 21 * kHourSeconds + static_cast<std::int64_t>(dice.below(900)));
  }
  return days;
}

// Pods of a slot follow each other in the same second, after three to nine days.
void add_pods(Organisation& organisation, std::size_t number, std::uint32_t machine) {
  const EstateSlot& slot = estate_slots()[number];
  const Node& node = organisation.nodes[machine];
  // Containers of one pod have its bits.
  Dice dice(mix(mix(organisation.plan.seed ^ 0x5107u), *slot.claim != 0 ? 1'000 + machine : number));
  Pod pod{.node = machine, .controller = controller_of(organisation, slot)};
  pod.slot = static_cast<std::int16_t>(number);
  const std::int64_t part = true_part(slot, *node.pool, node.type->accelerator_model);
  pod.size[kAccelerator] = part;
  for (const std::size_t i : {kVcpu, kMemory}) {
    const auto share = static_cast<std::int64_t>(int128{node.capacity[i]} * part / node.capacity[kAccelerator]);
    const std::int64_t grain = i == kVcpu ? 50'000 : 62'500;
    pod.size[i] = std::max(share / 10 * 6 / grain, std::int64_t{1}) * grain;
  }
  pod.request = pod.size;
  for (const auto& [from, to] : windows_of(slot, organisation.seconds, dice)) {
    for (pod.start = from; pod.start < to; pod.start = pod.end) {
      pod.bits = dice.next();
      pod.end = pod.start + 3 * kDaySeconds + static_cast<std::int64_t>(dice.below(6 * kDaySeconds));
      if (pod.end + kDaySeconds > to) pod.end = to;
      organisation.pods.push_back(pod);
    }
  }
}

}  // namespace

std::vector<Controller> estate_controllers() {
  using enum Kind;
  std::vector<Controller> all = {
      estate_controller(kServe, kDeployment, "chat", "chat-8b", "vllm", "assistant", "assistant"),
      estate_controller(kServe, kDeployment, "chat", "chat-8b-v2", "vllm", "assistant", "Assistant"),
      estate_controller(kServe, kDeployment, "chat", "code-13b", "vllm", "assistant", "assistant"),
      estate_controller(kServe, kDeployment, "chat", "guard-1b", "triton", "assistant", "assistant"),
      estate_controller(kServe, kDeployment, "chat", "legacy-7b", "vllm", "assistant", "", 20),
      estate_controller(kServe, kStatefulSet, "chat", "rag-fusion", "retriever", "assistant", "assistant"),
      estate_controller(kServe, kStatefulSet, "chat", "rag-fusion", "generator", "assistant", "assistant"),
      estate_controller(kServe, kDeployment, "search", "summarize-3b", "vllm", "search", "search"),
      estate_controller(kServe, kDeployment, "search", "embed-small", "encoder", "search", "Search-Team"),
      estate_controller(kServe, kDeployment, "search", "embed-neuron", "neuron", "search", "search"),
      estate_controller(kServe, kDeployment, "recsys", "rerank-small", "ranker", "recsys", "recsys"),
      estate_controller(kServe, kDeployment, "recsys", "ranker-7b", "triton", "recsys", "rec_sys"),
      estate_controller(kServe, kDeployment, "recsys", "feature-probe", "probe", "recsys", "rec-sys"),
      estate_controller(kServe, kDeployment, "ads", "tagger", "tagger", "ads", "ads"),
      estate_controller(kServe, kDeployment, "ads", "neuron-batch", "neuron", "ads", "ADS"),
      estate_controller(kServe, kDeployment, "ads", "mig-batch", "score", "ads", "ads"),
      estate_controller(kServe, kDeployment, "chat", "toxicity-tiny", "model", "assistant", "assistant"),
      estate_controller(kServe, kDeployment, "lab", "forgotten-demo", "gradio", "vision", "", 10),
      estate_controller(kServe, kStatefulSet, "lab", "mig-notebook", "jupyter", "vision", "vision", 100),
      estate_controller(kServe, kDeployment, "lab", "sd-playground", "webui", "vision", "Vision"),
      estate_controller(kServe, kDeployment, "lab", "voice-lab", "lab", "vision", "vision"),
      estate_controller(kTrain, kStatefulSet, "mlops", "gpu-notebook", "jupyter", "research", "research", 40),
      estate_controller(kTrain, kDeployment, "mlops", "eval-cache", "cache", "research", "", 60),
      estate_controller(kTrain, kJob, "ml-train", "llm-sft", "trainer", "research", "research", 700),
      estate_controller(kTrain, kJob, "ml-train", "llm-pretrain", "trainer", "research", "Research", 700),
      estate_controller(kTrain, kJob, "recsys-train", "ranker-train", "trainer", "recsys", "recsys", 650),
      estate_controller(kTrain, kJob, "vision", "vision-train", "trainer", "vision", "vision", 650),
      estate_controller(kTasks, kEcsService, "", "ocr", "ocr", "vision", "vision"),
      estate_controller(kTasks, kEcsService, "", "asr", "asr", "assistant", "assistant"),
  };
  return all;
}

void add_estate(Organisation& organisation) {
  const auto budget = static_cast<std::size_t>(organisation.plan.pods / 3);
  const std::size_t runs = std::clamp<std::size_t>(budget / 6, 1, kMostRuns);
  const std::size_t slots = std::min(budget - runs, estate_slots().size());
  for (const PoolShape& shape : estate_shapes()) {
    if (shape.buying == Buying::kCapacityBlock) {
      const std::int64_t days = std::min(organisation.seconds / kDaySeconds - 2, std::int64_t{7});
      // Its machine starts a few minutes after the block and is taken half an hour before its end.
      if (days > 0 && runs == kMostRuns) {
        add_machine(organisation, shape, kBlockOpens + 247, kBlockOpens + days * kDaySeconds - 1'800);
      }
      continue;
    }
    const auto is_here = [&](const EstateSlot& slot) { return slot.pool == std::string_view(shape.name); };
    if (std::ranges::none_of(estate_slots().first(slots), is_here)) continue;
    const std::uint32_t machine = add_machine(organisation, shape, 0, organisation.seconds);
    for (std::size_t i = 0; i < slots; ++i) {
      if (is_here(estate_slots()[i])) add_pods(organisation, i, machine);
    }
  }
  add_requests(organisation);
  add_runs(organisation, runs);
}

}  // namespace farthing::generate::org
