#include "collect/generate/org/node_lives.hpp"

#include <algorithm>

#include "collect/generate/random.hpp"
#include "collect/generate/world.hpp"

namespace farthing::generate::org {
namespace {

constexpr std::int64_t kStep = 900;                 // how often a scaler looks
constexpr std::int64_t kSurge = 95;                 // a successor's head start, so that a steady pool is never empty
constexpr std::uint64_t kTakenBackLooks = 768;      // of the scaler, until the spot market takes a machine back: 8 days
constexpr std::int64_t kShortest = 150;             // nothing is up for less, but at the end of all
constexpr std::int64_t kBlock = 12 * kHourSeconds;  // of a training campaign

// Of 1000, by hour of the day (UTC): when people ask.
constexpr std::array<int, 24> kDailyDemand = {520, 460, 420, 400,  400,  430, 500, 600, 720, 820, 890, 930,
                                              950, 960, 990, 1000, 1000, 980, 940, 890, 820, 740, 660, 590};

// Makes the lives of one pool.
class PoolLives {
 public:
  PoolLives(const Organisation& organisation, std::size_t pool, int size, std::vector<Node>& nodes)
      : organisation_(organisation),
        shape_(pool_shapes()[pool]),
        size_(size),
        dice_(mix(mix(organisation.plan.seed ^ 0x900du), pool)),
        nodes_(nodes) {}

  void run() {
    if (shape_.demand == Demand::kSteady) return run_steady();
    for (std::int64_t at = 0; at < organisation_.seconds; at += kStep) {
      if (at == 0 || at % (shape_.demand == Demand::kCampaigns ? kBlock : 2 * kHourSeconds) == 0) {
        wanted_ = wanted(at);
      }
      step(at);
    }
    while (!running_.empty()) stop(organisation_.seconds);
  }

 private:
  // A slot's machine is followed by another before it goes: after days, or on the spot market sooner.
  void run_steady() {
    for (int slot = 0; slot < size_; ++slot) {
      std::int64_t start = 0;
      bool first = true;
      while (start < organisation_.seconds) {
        std::int64_t life =
            kDaySeconds *
                static_cast<std::int64_t>(shape_.buying == Buying::kSpot ? 1 + dice_.below(5) : 5 + dice_.below(20)) +
            odd_seconds();
        // What reservations were bought for is changed midway, so that they aren't always used; one machine stays for
        // the whole time.
        if (slot == 0 && first && shape_.changes) life = organisation_.seconds / 2 + odd_seconds();
        if (slot == 0 && shape_.stays) life = organisation_.seconds;
        const std::int64_t end = std::min(start + life, organisation_.seconds);
        add(start, end, first ? 0 : (slot == 0 ? 1 : type_index()));
        if (end == organisation_.seconds) break;
        start = end - kSurge;
        first = false;
      }
    }
  }

  [[nodiscard]] int wanted(std::int64_t at) {
    if (shape_.demand == Demand::kCampaigns) {
      return dice_.below(10) < 3 ? 0 : static_cast<int>(dice_.below(static_cast<std::uint64_t>(size_) + 1));
    }
    const std::int64_t noise = 970 + static_cast<std::int64_t>(dice_.below(61));
    const std::int64_t part = demand_permille(organisation_, at / kHourSeconds) * noise / 1000;
    return std::clamp(static_cast<int>((size_ * part + 500) / 1000), 1, size_);
  }

  void step(std::int64_t at) {
    if (shape_.buying == Buying::kSpot && at > 0 && !running_.empty() &&
        dice_.below(kTakenBackLooks) < running_.size()) {
      std::swap(running_.back(), running_[dice_.below(running_.size())]);
      stop(at + odd_seconds());  // taken back; the scaler sees it at its next look
      return;
    }
    while (static_cast<int>(running_.size()) < wanted_) {
      running_.push_back(at == 0 ? 0 : at + odd_seconds());
      if (static_cast<int>(running_.size()) % 3 == 0) break;  // a few at a time
    }
    for (int i = 0; i < 2 && static_cast<int>(running_.size()) > wanted_; ++i) {
      std::swap(running_.back(), running_[dice_.below(running_.size())]);
      stop(at + odd_seconds());
    }
  }

  void stop(std::int64_t end) {
    const std::int64_t start = running_.back();
    running_.pop_back();
    add(start, std::min(std::max(end, start + kShortest), organisation_.seconds), type_index());
  }

  // 1 to 899, hardly ever a whole minute.
  [[nodiscard]] std::int64_t odd_seconds() { return 1 + static_cast<std::int64_t>(dice_.below(kStep - 1)); }
  [[nodiscard]] std::size_t type_index() {
    return std::min(dice_.below(shape_.types.size()), dice_.below(shape_.types.size()));
  }

  void add(std::int64_t start, std::int64_t end, std::size_t type) {
    if (start >= organisation_.seconds) return;
    Node node{.bits = dice_.next(), .pool = &shape_, .cluster = shape_.cluster, .buying = shape_.buying};
    const auto found = std::ranges::find(organisation_.types, shape_.types[type], &MachineType::name);
    node.type = &*found;
    node.start = start;
    node.end = end;
    node.zone = static_cast<char>('a' + dice_.below(3));
    node.capacity = node.type->capacity;
    node.truth = node.type->truth;
    node.id = "i-0" + hex_text(node.bits, 16);
    node.volume = "vol-0" + hex_text(mix(node.bits), 16);
    nodes_.push_back(std::move(node));
  }

  const Organisation& organisation_;
  const PoolShape& shape_;
  int size_;
  Dice dice_;
  std::vector<Node>& nodes_;
  std::vector<std::int64_t> running_;  ///< since when
  int wanted_ = 0;
};

}  // namespace

std::int64_t demand_permille(const Organisation& organisation, std::int64_t hour) {
  const std::int64_t hours = organisation.begin.micros / 3'600'000'000 + hour;
  const std::int64_t day = hours / 24;
  const bool weekend = (day + 4) % 7 == 0 || (day + 4) % 7 == 6;  // 1970-01-01 was a Thursday
  return std::int64_t{kDailyDemand[static_cast<std::size_t>(hours % 24)]} * (weekend ? 75 : 100) / 100;
}

int least_nodes() { return static_cast<int>(pool_shapes().size()); }

std::vector<int> pool_sizes(int nodes) {
  std::vector<int> sizes;
  int given = 0;
  for (const auto& shape : pool_shapes()) {
    sizes.push_back(std::max(1, (nodes * shape.permille + 500) / 1000));
    given += sizes.back();
  }
  // What rounding left, or took too much of, is the biggest pools'.
  while (given != nodes) {
    const auto big = std::ranges::max_element(sizes);
    const int step = given < nodes ? 1 : -1;
    *big += step;
    given += step;
  }
  return sizes;
}

std::vector<Node> node_lives(const Organisation& organisation) {
  std::vector<Node> nodes;
  const auto sizes = pool_sizes(organisation.plan.nodes);
  for (std::size_t i = 0; i < sizes.size(); ++i) PoolLives(organisation, i, sizes[i], nodes).run();
  std::ranges::stable_sort(nodes, {}, &Node::start);
  return nodes;
}

std::string hex_text(std::uint64_t bits, int digits) { return random_text(bits, digits, "0123456789abcdef"); }

}  // namespace farthing::generate::org
