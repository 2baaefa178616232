// What each pod used and truly held in each hour, and what that truly cost.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// One pod in one hour.
struct PodHour {
  std::uint32_t pod = 0;
  std::int64_t hour = 0;                           ///< from the month's beginning
  std::int64_t seconds = 0;                        ///< that it ran in it
  Amounts used{};                                  ///< millionths of vCPU-, GiB- and card-hours
  std::int64_t network_in = -1, network_out = -1;  ///< bytes; -1: nobody measures it
  Picos cost = 0;                                  ///< what it truly cost, effective
  Picos card_cost = 0, card_used = 0;              ///< its cards' part of that, and while they computed
};

/// Walks over all pod-hours by day, machine, pod and hour.
class PodHours {
 public:
  explicit PodHours(const Organisation& organisation);
  /// The pod-hours of the next machine's next day; empty at the end. Valid until the next call.
  [[nodiscard]] std::span<const PodHour> next();

 private:
  void walk(std::size_t node, std::int64_t day);
  void charge(std::size_t node, std::int64_t hour, std::span<PodHour*> together) const;

  const Organisation& organisation_;
  std::vector<std::uint32_t> order_;    ///< nodes by start
  std::vector<std::size_t> first_pod_;  ///< of each node, and one past the last's
  std::vector<std::uint32_t> today_;
  std::size_t next_in_order_ = 0, next_today_ = 0;
  std::int64_t day_ = -1;
  std::vector<PodHour> rows_;
  std::vector<std::vector<std::size_t>> by_hour_;
};

/// Seconds that an interval has in common with an hour.
[[nodiscard]] constexpr std::int64_t seconds_in(std::int64_t start, std::int64_t end, std::int64_t hour) {
  const std::int64_t from = start > hour * kHourSeconds ? start : hour * kHourSeconds;
  const std::int64_t to = end < (hour + 1) * kHourSeconds ? end : (hour + 1) * kHourSeconds;
  return to > from ? to - from : 0;
}

}  // namespace farthing::generate::org
