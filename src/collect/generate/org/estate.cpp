// The estate's machines and places as tables.
#include "collect/generate/org/estate.hpp"

#include <algorithm>
#include <array>

namespace farthing::generate::org {
namespace {

PoolShape estate_pool(const char* name, ClusterId cluster, const char* owner, std::string_view type,
                      const char* sharing = "", int replicas = 0, Buying buying = Buying::kOnDemand) {
  PoolShape shape{name, cluster, buying, Demand::kSteady, 0, 100, owner, {type}};
  shape.sharing = sharing;
  shape.replicas = replicas;
  shape.estate = true;
  return shape;
}

constexpr EstateSlot kSlots[] = {
    {.pool = "llm-gpu", .controller = "chat-8b", .container = "vllm", .load = kByRequests, .memory = 900},
    {.pool = "gpu-mig", .controller = "guard-1b", .container = "triton", .load = kByRequests, .memory = 700},
    {.pool = "gpu-mig", .controller = "mig-notebook", .container = "jupyter", .slice = 1, .load = 90, .memory = 400},
    {.pool = "gpu-sliced", .controller = "toxicity-tiny", .container = "model", .load = kByRequests, .memory = 800},
    {.pool = "gpu-sliced", .controller = "forgotten-demo", .container = "gradio", .slice = 1, .memory = 900},
    {.pool = "gpu-mps",
     .controller = "embed-small",
     .container = "encoder",
     .load = kByRequests,
     .memory = 800,
     .percent = 30,
     .gib = 6},
    {.pool = "gpu-mps",
     .controller = "rerank-small",
     .container = "ranker",
     .slice = 1,
     .load = kByRequests,
     .memory = 850,
     .percent = 25,
     .gib = 9},
    {.pool = "cp-shared-gpu",
     .controller = "ocr",
     .container = "ocr",
     .load = 450,
     .memory = 700,
     .percent = 40,
     .gib = 8},
    {.pool = "cp-shared-gpu",
     .controller = "asr",
     .container = "asr",
     .slice = 1,
     .load = 620,
     .memory = 800,
     .percent = 30,
     .gib = 10},
    {.pool = "gpu-dra",
     .controller = "rag-fusion",
     .container = "retriever",
     .load = 250,
     .memory = 400,
     .claim = "rag-fusion-gpu"},
    {.pool = "gpu-dra",
     .controller = "rag-fusion",
     .container = "generator",
     .load = 700,
     .memory = 900,
     .claim = "rag-fusion-gpu"},
    {.pool = "llm-gpu",
     .controller = "code-13b",
     .container = "vllm",
     .card = 1,
     .load = kByRequests,
     .memory = 900,
     .window = Window::kDaytime},
    {.pool = "llm-gpu",
     .controller = "chat-8b-v2",
     .container = "vllm",
     .card = 2,
     .load = kByRequests,
     .memory = 900,
     .window = Window::kFromMiddle},
    {.pool = "gpu-mig",
     .controller = "summarize-3b",
     .container = "vllm",
     .card = 2,
     .load = kByRequests,
     .memory = 850},
    {.pool = "gpu-mig", .controller = "ranker-7b", .container = "triton", .card = 3, .load = 560, .memory = 800},
    {.pool = "llm-legacy", .controller = "legacy-7b", .container = "vllm", .load = kIdle, .memory = 880},
    {.pool = "neuron", .controller = "embed-neuron", .container = "neuron", .load = kByRequests, .memory = 600},
    {.pool = "neuron", .controller = "neuron-batch", .container = "neuron", .slice = 1, .load = 480, .memory = 500},
    {.pool = "gpu-mps-plain", .controller = "feature-probe", .container = "probe", .load = 300, .memory = 300},
    {.pool = "gpu-mps-plain", .controller = "tagger", .container = "tagger", .slice = 1, .load = 650, .memory = 500},
    {.pool = "gpu-dev", .controller = "gpu-notebook", .container = "jupyter", .load = kIdle, .memory = 30, .cards = 2},
    {.pool = "gpu-dev", .controller = "eval-cache", .container = "cache", .card = 2, .load = kIdle, .memory = 950},
    {.pool = "gpu-sliced-small", .controller = "sd-playground", .container = "webui", .load = 350, .memory = 600},
    {.pool = "gpu-sliced-small", .controller = "voice-lab", .container = "lab", .slice = 1, .load = 500, .memory = 400},
    {.pool = "llm-gpu", .controller = "chat-8b", .container = "vllm", .card = 3, .load = kByRequests, .memory = 900},
    {.pool = "gpu-mig",
     .controller = "guard-1b",
     .container = "triton",
     .slice = 2,
     .load = kByRequests,
     .memory = 700},
    {.pool = "gpu-mig", .controller = "mig-notebook", .container = "jupyter", .slice = 3, .load = kIdle, .memory = 300},
    {.pool = "gpu-mig", .controller = "ranker-7b", .container = "triton", .card = 1, .load = 520, .memory = 700},
    {.pool = "gpu-mig",
     .controller = "summarize-3b",
     .container = "vllm",
     .card = 2,
     .slice = 1,
     .load = kByRequests,
     .memory = 850},
    {.pool = "gpu-mig",
     .controller = "mig-batch",
     .container = "score",
     .card = 3,
     .slice = 1,
     .load = 900,
     .memory = 600},
    {.pool = "gpu-mig", .controller = "mig-batch", .container = "score", .card = 4, .load = 850, .memory = 700},
    {.pool = "gpu-mig", .controller = "mig-notebook", .container = "jupyter", .card = 5, .load = 60, .memory = 500},
    {.pool = "gpu-mig",
     .controller = "ranker-7b",
     .container = "triton",
     .card = 6,
     .slice = 1,
     .load = 480,
     .memory = 700},
};

// By card; what isn't used of a layout is free.
constexpr const char* kSmall[] = {"1g.5gb", "1g.5gb", "1g.5gb", "1g.5gb", "1g.5gb", "1g.5gb", "1g.5gb"};
constexpr const char* kTwos[] = {"2g.10gb", "2g.10gb", "2g.10gb"};
constexpr const char* kThrees[] = {"3g.20gb", "3g.20gb"};
constexpr const char* kMixed[] = {"4g.20gb", "2g.10gb", "1g.5gb"};
constexpr const char* kWholeCard[] = {"7g.40gb"};
constexpr const char* kRoomy[] = {"1g.10gb", "1g.10gb", "1g.10gb", "1g.10gb"};
constexpr std::array<std::span<const char* const>, 8> kLayouts = {kSmall,     kTwos,  kThrees, kMixed,
                                                                  kWholeCard, kRoomy, kThrees, kWholeCard};

}  // namespace

const std::vector<PoolShape>& estate_shapes() {
  static const std::vector<PoolShape> shapes = {
      estate_pool("llm-gpu", kServe, "assistant", "g5.12xlarge"),
      estate_pool("llm-legacy", kServe, "assistant", "g5.2xlarge"),
      estate_pool("gpu-mig", kServe, "platform", "p4d.24xlarge", "mig"),
      estate_pool("gpu-mps", kServe, "search", "g5.xlarge", "mps", 4),
      estate_pool("gpu-mps-plain", kServe, "platform", "g5.xlarge", "mps", 4),
      estate_pool("gpu-sliced", kServe, "platform", "g4dn.xlarge", "time_slicing", 12),
      estate_pool("gpu-sliced-small", kServe, "", "g5.xlarge", "time_slicing", 4),
      estate_pool("gpu-dra", kServe, "assistant", "g6.xlarge", "dra"),
      estate_pool("neuron", kServe, "search", "inf2.xlarge", "neuron"),
      estate_pool("gpu-dev", kTrain, "research", "g5.12xlarge"),
      estate_pool("cp-shared-gpu", kTasks, "vision", "g5.xlarge", "mps"),
      estate_pool("gpu-block", kTrain, "research", "p5.48xlarge", "", 0, Buying::kCapacityBlock),
  };
  return shapes;
}

std::span<const EstateSlot> estate_slots() { return kSlots; }

std::span<const char* const> mig_layout(const PoolShape& pool, int card) {
  if (pool.sharing != std::string_view("mig")) return {};
  return kLayouts[static_cast<std::size_t>(card) % kLayouts.size()];
}

std::int64_t mig_part(std::string_view profile) {
  const std::int64_t compute = profile[0] - '0';
  std::int64_t gigabytes = 0;
  for (const char c : profile.substr(profile.find('.') + 1)) {
    if (c < '0' || c > '9') break;
    gigabytes = gigabytes * 10 + (c - '0');
  }
  return std::max(compute * kMicro / 7, (gigabytes * 8 + 20) / 40 * kMicro / 8);
}

std::int64_t card_memory_mib(std::string_view model) {
  if (model == "T4") return 16'384;
  if (model == "A100") return 40'960;
  if (model == "H100") return 81'920;
  if (model == "Inferentia2") return 32'768;
  return 22'888;  // A10G, L4
}

std::int64_t true_part(const EstateSlot& slot, const PoolShape& pool, std::string_view model) {
  const std::string_view sharing = pool.sharing;
  if (sharing == "mig") return mig_part(mig_layout(pool, slot.card)[static_cast<std::size_t>(slot.slice)]);
  if (sharing == "neuron") return kMicro / 2;  // a core of two
  if (sharing == "dra") {
    return kMicro / std::ranges::count(kSlots, std::string_view(slot.claim), &EstateSlot::claim);
  }
  if (slot.percent > 0)
    return std::max(slot.percent * kMicro / 100, slot.gib * 1'024 * kMicro / card_memory_mib(model));
  if (pool.replicas > 0) return kMicro / pool.replicas;
  return slot.cards * kMicro;
}

}  // namespace farthing::generate::org
