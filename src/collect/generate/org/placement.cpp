#include "collect/generate/org/placement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <queue>
#include <tuple>

#include "collect/generate/org/node_lives.hpp"
#include "collect/generate/org/pod_sizes.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::uint32_t kNowhere = UINT32_MAX;

struct Chain {
  std::size_t cluster = 0;
  bool fargate = false;
  bool running = false;
  std::uint64_t turn = 0;  ///< counts its pods, so that an end that was overtaken is known
  Pod pod = {};
};

struct MachineState {
  Amounts free{};
  Amounts planned{};  ///< the most that pods hold that were there before
  std::vector<std::uint32_t> chains;
  std::size_t position = SIZE_MAX;  ///< among its cluster's machines that are up
  [[nodiscard]] bool up() const { return position != SIZE_MAX; }
};

struct End {
  std::int64_t at;
  std::uint32_t chain;
  std::uint64_t turn;
  friend bool operator>(const End& a, const End& b) { return std::tie(a.at, a.chain) > std::tie(b.at, b.chain); }
};

class Placement {
 public:
  explicit Placement(Organisation& organisation)
      : organisation_(organisation),
        machines_(organisation.nodes.size()),
        states_(machines_),
        dice_(mix(organisation.plan.seed ^ 0x91ace5u)) {
    for (std::size_t i = 0; i < organisation.controllers.size(); ++i) {
      if (!organisation.controllers[i].estate) sort_in(i);
    }
    take_in_planned();
    make_chains();
  }

  void run() {
    const auto& nodes = organisation_.nodes;
    std::vector<std::uint32_t> starts;
    for (std::uint32_t i = 0; i < machines_; ++i) {
      if (!nodes[i].pool->estate) starts.push_back(i);
    }
    std::vector<std::uint32_t> stops = starts;
    const std::size_t machines = starts.size();
    std::ranges::stable_sort(stops, [&](auto a, auto b) { return nodes[a].end < nodes[b].end; });
    std::size_t next_start = 0, next_stop = 0;
    while (next_start < machines && nodes[starts[next_start]].start == 0) put_up(starts[next_start++]);
    begin();
    for (auto change = changes_.upper_bound(0);;) {
      const std::int64_t start = next_start < machines ? organisation_.nodes[starts[next_start]].start : INT64_MAX;
      const std::int64_t stop = next_stop < machines ? organisation_.nodes[stops[next_stop]].end : INT64_MAX;
      const std::int64_t end = ends_.empty() ? INT64_MAX : ends_.top().at;
      const std::int64_t planned = change == changes_.end() ? INT64_MAX : change->first;
      const std::int64_t now = std::min({start, stop, end, planned});
      if (now >= organisation_.seconds) break;
      if (planned == now) {
        make_room(change->second, now);
        ++change;
      } else if (start == now) {
        begin_machine(starts[next_start++], now);
      } else if (stop == now) {
        end_machine(stops[next_stop++], now);
      } else {
        end_pod(now);
      }
    }
    for (std::uint32_t i = 0; i < chains_.size(); ++i) {
      if (std::ranges::find(waiting_, i) == waiting_.end()) finish(i, organisation_.seconds);
    }
    std::ranges::sort(organisation_.pods, {}, [](const Pod& pod) { return std::tuple(pod.node, pod.start, pod.bits); });
  }

 private:
  void sort_in(std::size_t index) {
    const Controller& controller = organisation_.controllers[index];
    const auto add = [&](std::vector<std::size_t>& list) {
      list.insert(list.end(), static_cast<std::size_t>(controller.weight), index);
    };
    if (controller.kind == Kind::kDaemonSet) {
      daemons_[controller.cluster] = index;
      return;
    }
    add(controller.accelerators ? on_cards_[controller.cluster] : plain_[controller.cluster]);
    if (controller.cluster == kTasks && !controller.accelerators) add(on_fargate_);
  }

  // Pods that are there already: their part of their machines isn't free, and while they run, chains of the serving
  // cluster wait, so that always as many pods run.
  void take_in_planned() {
    std::map<std::uint32_t, std::map<std::int64_t, Amounts>> by_machine;
    for (const Pod& pod : organisation_.pods) {
      ++changes_[pod.start];
      --changes_[pod.end];
      if (organisation_.nodes[pod.node].pool->estate) continue;
      for (std::size_t i = 0; i < kResources; ++i) {
        by_machine[pod.node][pod.start][i] += pod.request[i];
        by_machine[pod.node][pod.end][i] -= pod.request[i];
      }
    }
    for (const auto& [machine, of_machine] : by_machine) {
      Amounts held{};
      for (const auto& [at, change] : of_machine) {
        for (std::size_t i = 0; i < kResources; ++i) {
          held[i] += change[i];
          states_[machine].planned[i] = std::max(states_[machine].planned[i], held[i]);
        }
      }
    }
    int running = 0;
    for (const auto& [at, change] : changes_) {
      running += change;
      most_planned_ = std::max<std::int64_t>(most_planned_, running);
    }
  }

  // How many chains each cluster has: as its machines take pods, on average over the time.
  void make_chains() {
    std::array<std::int64_t, kClusters> room{};
    for (const Node& node : organisation_.nodes) {
      if (!node.pool->estate) room[node.cluster] += (node.end - node.start) * node.pool->pods / 100;
    }
    const std::int64_t all = room[kTrain] + room[kServe] + room[kTasks];
    const std::int64_t pods = organisation_.plan.pods - most_planned_;
    const std::int64_t fargate = std::max<std::int64_t>(2, pods * 3 / 100);
    std::array<std::int64_t, kClusters> counts{};
    for (const std::size_t cluster : {kTrain, kTasks}) {
      counts[cluster] = std::max<std::int64_t>(3, (pods - fargate) * (room[cluster] / 60) / (all / 60));
    }
    counts[kServe] = pods - fargate - counts[kTrain] - counts[kTasks];
    for (std::size_t cluster = 0; cluster < kClusters; ++cluster) {
      for (std::int64_t i = 0; i < counts[cluster]; ++i) chains_.push_back({.cluster = cluster});
      // Pods in hundredths that an ordinary machine holds.
      ordinary_[cluster] = counts[cluster] * 100 * organisation_.seconds / std::max<std::int64_t>(room[cluster], 1);
    }
    for (std::int64_t i = 0; i < fargate; ++i) chains_.push_back({.cluster = kTasks, .fargate = true});
    // They run while fewer than the most planned ones do.
    for (std::int64_t i = 0; i < most_planned_; ++i) {
      waiting_.push_back(static_cast<std::uint32_t>(chains_.size()));
      chains_.push_back({.cluster = kServe});
    }
  }

  void begin() {
    std::array<std::vector<std::uint32_t>, kClusters> waiting;
    for (std::uint32_t i = 0; i < chains_.size() - waiting_.size(); ++i) {
      if (chains_[i].fargate) {
        start_task(i, 0);
      } else {
        waiting[chains_[i].cluster].push_back(i);
      }
    }
    for (std::size_t cluster = 0; cluster < kClusters; ++cluster) {
      auto& chains = waiting[cluster];
      for (const std::uint32_t machine : up_[cluster]) {
        if (chains.size() < 3) break;
        start_daemon(chains.back(), machine, 0);
        chains.pop_back();
      }
      for (const std::uint32_t chain : chains) start_pod(chain, least_loaded(cluster), 0);
    }
    const auto at_first = changes_.find(0);
    const std::int64_t planned = at_first == changes_.end() ? 0 : at_first->second;
    make_room(static_cast<int>(planned - most_planned_), 0);
  }

  // So many planned pods more run from now on, or fewer.
  void make_room(int more, std::int64_t now) {
    for (; more > 0; --more) {
      const std::uint32_t chain = states_[one_with_most()].chains.back();
      finish(chain, now);
      waiting_.push_back(chain);
    }
    for (; more < 0; ++more) {
      const std::uint32_t chain = waiting_.back();
      waiting_.pop_back();
      start_pod(chain, least_loaded(kServe), now);
    }
  }

  // The serving cluster's machine with most pods of some, of all where none of those can spare one.
  [[nodiscard]] std::uint32_t one_with_most() {
    const std::uint32_t found = most_loaded(kServe, kNowhere);
    if (found != kNowhere) return found;
    return *std::ranges::max_element(up_[kServe], {}, [&](std::uint32_t i) { return states_[i].chains.size(); });
  }

  void put_up(std::uint32_t machine) {
    auto& list = up_[organisation_.nodes[machine].cluster];
    states_[machine].free = organisation_.nodes[machine].capacity;
    // The system keeps some of it.
    states_[machine].free[kVcpu] = states_[machine].free[kVcpu] / 100 * 94;
    states_[machine].free[kMemory] = states_[machine].free[kMemory] / 100 * 93;
    for (std::size_t i = 0; i < kResources; ++i) states_[machine].free[i] -= states_[machine].planned[i];
    states_[machine].position = list.size();
    list.push_back(machine);
  }

  // A new machine takes pods over from those that have most, its daemon first.
  void begin_machine(std::uint32_t machine, std::int64_t now) {
    put_up(machine);
    const std::size_t cluster = organisation_.nodes[machine].cluster;
    const std::int64_t wanted = (expected(machine) + 50) / 100;
    for (std::int64_t i = 0; i < std::max<std::int64_t>(wanted, 1); ++i) {
      const std::uint32_t from = most_loaded(cluster, machine);
      if (from == kNowhere) return;
      const std::uint32_t chain = states_[from].chains.back();
      finish(chain, now);
      if (i == 0 && wanted > 1) {
        start_daemon(chain, machine, now);
      } else {
        start_pod(chain, machine, now);
      }
    }
  }

  void end_machine(std::uint32_t machine, std::int64_t now) {
    MachineState& state = states_[machine];
    auto& list = up_[organisation_.nodes[machine].cluster];
    states_[list.back()].position = state.position;
    std::swap(list[state.position], list.back());
    list.pop_back();
    state.position = SIZE_MAX;
    while (!state.chains.empty()) {
      const std::uint32_t chain = state.chains.back();
      finish(chain, now);
      start_pod(chain, least_loaded(chains_[chain].cluster), now);
    }
  }

  void end_pod(std::int64_t now) {
    const End end = ends_.top();
    ends_.pop();
    if (chains_[end.chain].turn != end.turn) return;
    const std::uint32_t machine = chains_[end.chain].pod.node;
    finish(end.chain, now);
    if (chains_[end.chain].fargate) return start_task(end.chain, now);
    start_pod(end.chain, dice_.below(10) < 6 ? machine : least_loaded(chains_[end.chain].cluster), now);
  }

  // Ends a chain's current pod.
  void finish(std::uint32_t index, std::int64_t now) {
    Chain& chain = chains_[index];
    chain.pod.end = now;
    if (chain.fargate) {
      organisation_.nodes[chain.pod.node].end = now;
    } else {
      MachineState& state = states_[chain.pod.node];
      std::erase(state.chains, index);
      for (std::size_t i = 0; i < kResources; ++i) state.free[i] += chain.pod.request[i];
    }
    if (chain.pod.start < now) organisation_.pods.push_back(chain.pod);
    ++chain.turn;
  }

  void start_daemon(std::uint32_t index, std::uint32_t machine, std::int64_t now) {
    const Node& node = organisation_.nodes[machine];
    Pod pod = fresh_pod(machine, daemons_[node.cluster], now);
    pod.size = pod_size(organisation_.controllers[pod.controller], node.capacity, 1'000, dice_);
    settle(index, pod, node.end);
    // Behind the others: who takes pods over takes them from the back.
    auto& chains = states_[machine].chains;
    std::rotate(chains.begin(), chains.end() - 1, chains.end());
  }

  void start_pod(std::uint32_t index, std::uint32_t machine, std::int64_t now) {
    const Node& node = organisation_.nodes[machine];
    const std::int64_t cards = states_[machine].free[kAccelerator] / kMicro;
    const bool on_cards = cards > 0 && dice_.below(10) < 8;
    const auto& choice = on_cards ? on_cards_[node.cluster] : plain_[node.cluster];
    Pod pod = fresh_pod(machine, choice[dice_.below(choice.size())], now);
    Controller const& controller = organisation_.controllers[pod.controller];
    if (on_cards) {
      pod.size = size_with_cards(node.capacity, dice_.one_in(2) ? cards : (cards + 1) / 2, dice_);
    } else {
      pod.size = pod_size(controller, node.capacity, expected(machine), dice_);
    }
    settle(index, pod, now + life_of(controller, false, now));
  }

  void start_task(std::uint32_t index, std::int64_t now) {
    Node node{.bits = dice_.next(), .cluster = kTasks};
    node.buying = dice_.below(10) < 7 ? Buying::kFargateSpot : Buying::kFargate;
    node.start = now;
    node.end = organisation_.seconds;
    node.zone = static_cast<char>('a' + dice_.below(3));
    node.capacity = fargate_size(dice_);
    node.controller = on_fargate_[dice_.below(on_fargate_.size())];
    node.id = fmt::format("arn:aws:ecs:us-east-1:{}:task/{}/{}", organisation_.accounts[kClusterShapes[kTasks].account],
                          kClusterShapes[kTasks].name, hex_text(node.bits, 32));
    Pod pod = fresh_pod(static_cast<std::uint32_t>(organisation_.nodes.size()), node.controller, now);
    pod.size = pod.request = node.capacity;
    organisation_.nodes.push_back(std::move(node));
    Chain& chain = chains_[index];
    chain.pod = pod;
    ends_.push({now + life_of(organisation_.controllers[pod.controller], true, now), index, chain.turn});
  }

  [[nodiscard]] Pod fresh_pod(std::uint32_t machine, std::size_t controller, std::int64_t now) {
    return {.bits = dice_.next(), .node = machine, .controller = static_cast<std::uint32_t>(controller), .start = now};
  }

  void settle(std::uint32_t index, Pod pod, std::int64_t end) {
    MachineState& state = states_[pod.node];
    if (organisation_.controllers[pod.controller].requests) pod.request = request_within(pod.size, state.free);
    pod.size[kAccelerator] = pod.request[kAccelerator];
    for (std::size_t i = 0; i < kResources; ++i) state.free[i] -= pod.request[i];
    state.chains.push_back(index);
    chains_[index].pod = pod;
    ends_.push({end, index, chains_[index].turn});
  }

  // The first pods that may be short live exactly 30 seconds; a rollout ends pods of its deployment.
  [[nodiscard]] std::int64_t life_of(const Controller& controller, bool fargate, std::int64_t now) {
    std::int64_t life = pod_life(controller.kind, fargate, dice_);
    if (!fargate && short_ones_ < 5 && now > 0 &&
        (controller.kind == Kind::kCronJob || controller.kind == Kind::kJob)) {
      ++short_ones_;
      life = 30;
    }
    const std::size_t index = static_cast<std::size_t>(&controller - organisation_.controllers.data());
    for (const Rollout& rollout : organisation_.rollouts) {
      if (rollout.controller == index && rollout.at > now) {
        const auto late = static_cast<std::int64_t>(dice_.below(600));  // one after another
        return std::min(life, std::max<std::int64_t>(rollout.at + late - now, 60));
      }
    }
    return life;
  }

  [[nodiscard]] std::int64_t expected(std::uint32_t machine) const {
    const Node& node = organisation_.nodes[machine];
    return ordinary_[node.cluster] * node.pool->pods / 100;
  }
  [[nodiscard]] std::int64_t load(std::uint32_t machine) const {
    return static_cast<std::int64_t>(states_[machine].chains.size()) * 10'000 / organisation_.nodes[machine].pool->pods;
  }
  [[nodiscard]] std::uint32_t least_loaded(std::size_t cluster) {
    const auto& list = up_[cluster];
    std::uint32_t best = list[dice_.below(list.size())];
    for (int i = 0; i < 3; ++i) {
      const std::uint32_t other = list[dice_.below(list.size())];
      if (load(other) < load(best)) best = other;
    }
    return best;
  }
  // One that can spare a pod.
  [[nodiscard]] std::uint32_t most_loaded(std::size_t cluster, std::uint32_t but) {
    const auto& list = up_[cluster];
    std::uint32_t best = kNowhere;
    for (int i = 0; i < 6; ++i) {
      const std::uint32_t other = list[dice_.below(list.size())];
      if (other == but || states_[other].chains.size() < 2) continue;
      if (best == kNowhere || load(other) > load(best)) best = other;
    }
    return best;
  }

  Organisation& organisation_;
  std::size_t machines_;
  std::vector<MachineState> states_;
  Dice dice_;
  std::vector<Chain> chains_;
  std::priority_queue<End, std::vector<End>, std::greater<>> ends_;
  std::array<std::vector<std::uint32_t>, kClusters> up_;
  std::array<std::vector<std::size_t>, kClusters> plain_, on_cards_;  ///< controllers, as often as they weigh
  std::vector<std::size_t> on_fargate_;
  std::array<std::size_t, kClusters> daemons_{};
  std::array<std::int64_t, kClusters> ordinary_{};
  int short_ones_ = 0;
  std::map<std::int64_t, int> changes_;  ///< how many planned pods more run from a second on
  std::int64_t most_planned_ = 0;
  std::vector<std::uint32_t> waiting_;  ///< chains without a pod
};

}  // namespace

void place_pods(Organisation& organisation) { Placement(organisation).run(); }

}  // namespace farthing::generate::org
