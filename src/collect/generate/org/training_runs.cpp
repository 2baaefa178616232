#include "collect/generate/org/training_runs.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collect/generate/org/pod_sizes.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kShortestPart = 1'200;  // a run doesn't begin on a machine that goes sooner
constexpr std::int64_t kCheckpointEvery = 1'800;
constexpr std::int64_t kLoggedSteps = 100;
constexpr std::int64_t kPatience = 2 * kDaySeconds;  // what it may take longer than it was meant to

using Busy = std::vector<std::vector<std::pair<std::int64_t, std::int64_t>>>;  // by node

bool is_free(const Busy& busy, std::size_t node, std::int64_t from, std::int64_t to) {
  return std::ranges::none_of(busy[node], [&](const auto& taken) { return taken.first < to && from < taken.second; });
}

// Lives of one run, from machine to machine.
class RunMaker {
 public:
  RunMaker(Organisation& organisation, Busy& busy, std::size_t shape, std::int64_t from, std::int64_t to)
      : organisation_(organisation),
        busy_(busy),
        shape_(run_shapes()[shape]),
        dice_(mix(mix(organisation.plan.seed ^ 0x7a11u), shape)),
        from_(from),
        limit_(shape_.ends == std::string_view("running") ? organisation.seconds
                                                          : std::min(to + kPatience, organisation.seconds)),
        steps_between_(std::max<std::int64_t>(kCheckpointEvery * 1'000 / shape_.step_millis, 1)) {
    run_.shape = shape;
    // Meant to take less than half of the time: machines aren't always there.
    const std::int64_t meant = (to - from) * (shape_.block ? 85 : 45) / 100 * 1'000 / shape_.step_millis;
    total_ = shape_.ends == std::string_view("running")  ? INT64_MAX
             : shape_.ends == std::string_view("failed") ? meant * 6 / 10
                                                         : meant;
  }

  // False where no machine was there for it.
  bool make() {
    std::int64_t now = from_;
    while (step_ < total_ && now < limit_) {
      const auto [node, start] = next_machine(now);
      if (node == SIZE_MAX) break;
      now = train_on(node, start);
    }
    if (run_.parts.empty()) return false;
    run_.start = run_.parts.front().start;
    const bool ended = step_ >= total_;
    run_.status = ended ? shape_.ends : "stopped";
    run_.end = run_.parts.back().end;
    if (shape_.ends == std::string_view("running") || (!ended && limit_ == organisation_.seconds)) {
      run_.status = organisation_.plan.open_end ? "running" : "stopped";
      if (organisation_.plan.open_end) run_.end = -1;
    }
    organisation_.runs.push_back(std::move(run_));
    return true;
  }

 private:
  // The machine on which it can go on first, and when.
  std::pair<std::size_t, std::int64_t> next_machine(std::int64_t now) {
    std::pair<std::size_t, std::int64_t> best{SIZE_MAX, INT64_MAX};
    const std::string_view pool = shape_.block ? "gpu-block" : "gpu-training";
    for (std::size_t i = 0; i < organisation_.nodes.size(); ++i) {
      const Node& node = organisation_.nodes[i];
      if (node.pool->name != pool) continue;
      // A new machine pulls the image; on one that is there the queue takes a while.
      const std::int64_t start = std::max(now + 120, node.start + 90) + static_cast<std::int64_t>(mix(node.bits) % 240);
      if (start + kShortestPart > std::min(node.end, limit_) || start >= best.second) continue;
      if (is_free(busy_, i, start, node.end)) best = {i, start};
    }
    return best;
  }

  // Trains until the machine goes or it is done; says when.
  std::int64_t train_on(std::size_t index, std::int64_t start) {
    const Node& node = organisation_.nodes[index];
    const std::int64_t until = std::min(node.end, limit_);
    const bool again = !run_.parts.empty();
    // Loading the checkpoint and warming up, then steps that this machine does at its own pace.
    const std::int64_t begins = start + 60 + static_cast<std::int64_t>(dice_.below(240));
    const std::int64_t pace = shape_.step_millis * (970 + static_cast<std::int64_t>(dice_.below(61))) / 1'000;
    const std::int64_t resumed = step_;
    if (again) add(start, "resume", step_, "from the last checkpoint");
    std::int64_t kept_at = begins;
    const auto time_of = [&](std::int64_t step) { return begins + (step - resumed) * pace / 1'000; };
    while (step_ < total_ && time_of(step_ + 1) < until) {
      const std::int64_t at = time_of(++step_);
      if (step_ % kLoggedSteps == 0 || step_ == resumed + 1) add(at, "step", step_);
      if (step_ % shape_.steps_in_epoch == 0) add(at, "epoch", step_ / shape_.steps_in_epoch);
      if (step_ % steps_between_ == 0 || step_ == total_) {
        add(at, "checkpoint", step_);
        kept_at = at;
        kept_ = step_;
      }
    }
    const bool done = step_ >= total_;
    const std::int64_t end = done ? std::min(time_of(total_) + 30, until) : until;
    const std::size_t part = run_.parts.size();
    run_.parts.push_back({static_cast<std::uint32_t>(index), start, end, time_of(resumed + 1)});
    if (again) run_.lost.push_back({part, start, std::min(time_of(resumed + 1), end)});
    if (!done && end < organisation_.seconds) {
      add(end, "interruption", step_,
          node.buying == Buying::kSpot ? "the spot machine was taken back" : "machine gone");
      if (kept_at < end) run_.lost.push_back({part, std::max(kept_at, std::min(time_of(resumed + 1), end)), end});
      step_ = kept_;
    }
    busy_[index].emplace_back(start, end);
    add_pod(index, start, end);
    return end;
  }

  void add(std::int64_t at, const char* kind, std::int64_t value, const char* note = "") {
    run_.events.push_back({at, kind, value, note});
  }

  void add_pod(std::size_t index, std::int64_t start, std::int64_t end) {
    const Node& node = organisation_.nodes[index];
    const auto controller = std::ranges::find(organisation_.controllers, std::string_view(shape_.controller),
                                              [](const Controller& one) { return std::string_view(one.name); });
    const std::int64_t all = node.capacity[kAccelerator] / kMicro;
    Pod pod{.bits = dice_.next(), .node = static_cast<std::uint32_t>(index), .start = start, .end = end};
    pod.controller = static_cast<std::uint32_t>(controller - organisation_.controllers.begin());
    pod.size = pod.request =
        size_with_cards(node.capacity, shape_.whole ? all : std::max<std::int64_t>(all / 2, 1), dice_);
    pod.run = static_cast<std::int16_t>(organisation_.runs.size());
    organisation_.pods.push_back(pod);
  }

  Organisation& organisation_;
  Busy& busy_;
  const RunShape& shape_;
  Dice dice_;
  std::int64_t from_, limit_;
  std::int64_t steps_between_;
  std::int64_t total_ = 0, step_ = 0, kept_ = 0;
  TrainingRun run_;
};

}  // namespace

const std::vector<RunShape>& run_shapes() {
  static const std::vector<RunShape> shapes = {
      {"llm-sft", "chat-8b instruction tuning", "pytorch", "llm-sft", "research", 560, 1'000, 5'200, 2'000, false, true,
       false, "running"},
      {"ranker-wide", "ranker, wide", "pytorch", "ranker-train", "recsys", 40, 420, 2'600, 1'500, false, false, false,
       "finished"},
      {"vision-lr-3e-3", "vision sweep, lr 3e-3", "jax", "vision-train", "vision", 180, 560, 3'400, 1'200, false, false,
       false, "failed"},
      {"ranker-narrow", "ranker, narrow", "pytorch", "ranker-train", "recsys", 480, 860, 2'100, 1'500, false, false,
       false, "finished"},
      {"llm-pretrain", "chat-8b continued pretraining", "pytorch", "llm-pretrain", "research", 20, 900, 7'500, 1'000,
       true, true, true, "finished"},
  };
  return shapes;
}

std::string run_id(const Organisation& organisation, const TrainingRun& run) {
  return fmt::format("{}-{}", run_shapes()[run.shape].id, organisation.plan.month);
}

void add_runs(Organisation& organisation, std::size_t most) {
  Busy busy(organisation.nodes.size());
  const auto block = std::ranges::find(organisation.nodes, Buying::kCapacityBlock, &Node::buying);
  for (std::size_t i = 0; i < run_shapes().size() && organisation.runs.size() < most; ++i) {
    const RunShape& shape = run_shapes()[i];
    if (shape.block && block == organisation.nodes.end()) continue;
    const std::int64_t begin = shape.block ? block->start : 0;
    const std::int64_t time = shape.block ? block->end - block->start : organisation.seconds;
    RunMaker(organisation, busy, i, begin + time * shape.from / 1'000, begin + time * shape.to / 1'000).make();
  }
}

}  // namespace farthing::generate::org
