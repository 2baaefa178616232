// What a training run's events say with its hourly costs: cost between two marks, what interruptions wasted, what the
// rest will cost. Values in, values out.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace farthing {

/// A moment of a run. Times are microseconds since 1970.
struct RunEvent {
  std::int64_t time = 0;
  std::string kind;  ///< step, epoch, checkpoint, interruption, resume
  std::optional<double> value;
  std::string note;
};

/// What a run cost in an hour, in 1e-12 of the currency; the costs of an hour count once.
struct RunHour {
  std::int64_t hour = 0;  ///< its beginning, microseconds since 1970
  std::int64_t cost = 0;
};

/// When it began and, if it did, ended.
struct RunSpan {
  std::int64_t start = 0;
  std::optional<std::int64_t> end;
};

/// The cost from a run's beginning up to a moment. An hour's cost is spread evenly over the part of the hour in which
/// the run lasted: that is as fine as node-hours are.
class RunCosts {
 public:
  /// `hours` in any order. Costs before the start or after the end count at the start or end.
  RunCosts(const std::vector<RunHour>& hours, RunSpan span);
  [[nodiscard]] std::int64_t total() const { return before_.back(); }
  [[nodiscard]] std::int64_t upto(std::int64_t time) const;
  [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) const { return upto(to) - upto(from); }

 private:
  struct Piece {
    std::int64_t begins = 0, ends = 0, cost = 0;
  };
  std::vector<Piece> pieces_;               ///< by their ends
  std::vector<std::int64_t> before_ = {0};  ///< the cost of all pieces before each, and of all
};

/// One interruption: the work since the last checkpoint (or the start) is lost, and the time from the restart to the
/// first step after it is spent for nothing.
struct RunInterruption {
  std::int64_t time = 0;
  std::int64_t lost_work = 0, restart = 0;  ///< 1e-12 of the currency
};
/// In order of time. `events` are in order of time. A restart without a step after it lasts until the next interruption
/// or the end of what is known (`until`).
[[nodiscard]] std::vector<RunInterruption> interruptions_of(const std::vector<RunEvent>& events, const RunCosts& costs,
                                                            const RunSpan& span, std::int64_t until);

/// How far a run came: by the largest value of its events of that kind, else by their number.
[[nodiscard]] double count_of(const std::vector<RunEvent>& events, const std::string& kind);

struct RunProjection {
  double cost = 0, low = 0, high = 0;  ///< of the whole run, in the currency; 90 % of the time between low and high
  int marks = 0;                       ///< from how many steps the price of one was taken
};
/// What a run that still lasts will have cost with `planned` steps (or epochs), of which so many are done: what it cost
/// so far, and the rest at the price of the last 20 that are known. Nothing where fewer than 3 are.
[[nodiscard]] std::optional<RunProjection> project(const std::vector<RunEvent>& events, const std::string& kind,
                                                   double planned, double done, const RunCosts& costs);

}  // namespace farthing
