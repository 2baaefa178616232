// What a training run's events say with its hourly costs: cost between two marks, what interruptions wasted, what the
// rest will cost. Values in, values out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"

namespace farthing {

/// A moment of a run. Times are microseconds since 1970.
struct RunEvent {
  std::int64_t time = 0;
  std::string kind;  ///< step, epoch, checkpoint, interruption, resume
  std::optional<double> value;
  std::string note;
  std::int64_t nth = 0;  ///< of its kind, the first is 1
};

/// What a run cost between two moments, evenly, in 1e-12 of the currency.
struct RunStretch {
  std::int64_t begins = 0, ends = 0;  ///< microseconds since 1970
  std::int64_t cost = 0;
};

/// When it began and, if it did, ended.
struct RunSpan {
  std::int64_t start = 0;
  std::optional<std::int64_t> end;
};

/// The cost from a run's beginning up to a moment, in 1e-12 of the currency. What was spent before the start counts at
/// the start, what was spent after the end at the end.
class RunCosts {
 public:
  /// `stretches` in any order; they may overlap. The cost of each counts once, to the last digit.
  RunCosts(const std::vector<RunStretch>& stretches, RunSpan span);
  [[nodiscard]] int128 total() const { return before_.back(); }
  [[nodiscard]] int128 upto(std::int64_t time) const;
  [[nodiscard]] int128 between(std::int64_t from, std::int64_t to) const { return upto(to) - upto(from); }

 private:
  RunSpan span_;
  std::vector<std::int64_t> moments_;  ///< at which a stretch begins or ends, in order
  std::vector<int128> before_ = {0};   ///< the cost up to each moment
};

/// One interruption: the work since the last checkpoint (or the start) is lost, and the time from the restart to the
/// first step after it is spent for nothing. A run that is stopped already loses nothing by being stopped again.
struct RunInterruption {
  std::int64_t time = 0;
  int128 lost_work = 0, restart = 0;  ///< 1e-12 of the currency
};
/// In order of time. `events` are in order of time. A restart without a step after it lasts until the next interruption
/// or the end of what is known (`until`).
[[nodiscard]] std::vector<RunInterruption> interruptions_of(const std::vector<RunEvent>& events, const RunCosts& costs,
                                                            const RunSpan& span, std::int64_t until);

/// What a run's events of one kind say together.
struct RunMarks {
  std::int64_t number = 0;
  std::optional<double> smallest = {}, largest = {};  ///< of values that aren't negative
  /// The first one is 0, so that n is the number n + 1.
  [[nodiscard]] bool from_zero() const { return smallest == 0; }
  /// How far the run came at most: by the largest value, else by how many there are.
  [[nodiscard]] double reached() const;
};

/// Where a run is now, in steps or epochs: at its last mark; after a restart, until it gets further, where the restart
/// says, else where the last checkpoint was saved (a checkpoint's value is a step), else at the beginning.
[[nodiscard]] double position_of(const std::vector<RunEvent>& events, const std::string& kind, bool from_zero);

struct RunProjection {
  double cost = 0, low = 0, high = 0;  ///< of the whole run, in the currency; 90 % of the time between low and high
  int marks = 0;                       ///< from how many steps the price of one was taken
};
/// What a run that still lasts will have cost with `planned` steps (or epochs), of which it has done so many: what it
/// cost so far, and the rest at the price of the last 20 that are known. Nothing where fewer than 3 are.
[[nodiscard]] std::optional<RunProjection> project(const std::vector<RunEvent>& events, const std::string& kind,
                                                   double planned, double done, const RunCosts& costs);

}  // namespace farthing
