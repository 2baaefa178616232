#include "ask/run_progress.hpp"

#include <algorithm>
#include <cmath>

namespace farthing {
namespace {

constexpr double kUnits = 1e12;
constexpr std::size_t kMarksOfAPrice = 20;
constexpr std::size_t kFewestPrices = 3;
// Of a normal distribution, 90 % lie so many deviations around the mean.
constexpr double kDeviations = 1.6449;

// The part of a whole: exact at both ends.
int128 part_of(int128 cost, std::int64_t passed, std::int64_t all) { return cost * passed / all; }

bool is_work(const RunEvent& event) {
  return event.kind == "step" || event.kind == "epoch" || event.kind == "checkpoint";
}

// The price of each of the last steps of a kind: cost between two marks / steps between them.
std::vector<double> last_prices(const std::vector<RunEvent>& events, const std::string& kind, const RunCosts& costs) {
  std::vector<double> prices;
  const RunEvent* before = nullptr;
  for (const auto& event : events) {
    if (event.kind != kind) continue;
    if (before != nullptr) {
      const double steps = event.value && before->value ? *event.value - *before->value : 1;
      // Steps that are done again after an interruption cost, but bring the run no further.
      if (steps > 0) prices.push_back(static_cast<double>(costs.between(before->time, event.time)) / kUnits / steps);
    }
    before = &event;
  }
  if (prices.size() > kMarksOfAPrice) prices.erase(prices.begin(), prices.end() - kMarksOfAPrice);
  return prices;
}

}  // namespace

RunCosts::RunCosts(const std::vector<RunStretch>& stretches, RunSpan span) : span_(span) {
  for (const auto& one : stretches) {
    moments_.push_back(one.begins);
    moments_.push_back(std::max(one.ends, one.begins + 1));
  }
  std::sort(moments_.begin(), moments_.end());
  moments_.erase(std::unique(moments_.begin(), moments_.end()), moments_.end());
  before_.assign(std::max<std::size_t>(moments_.size(), 1), 0);
  for (const auto& one : stretches) {
    const auto ends = std::max(one.ends, one.begins + 1);
    auto at =
        static_cast<std::size_t>(std::lower_bound(moments_.begin(), moments_.end(), one.begins) - moments_.begin());
    for (; moments_[at] < ends; ++at) {
      before_[at + 1] += part_of(one.cost, moments_[at + 1] - one.begins, ends - one.begins) -
                         part_of(one.cost, moments_[at] - one.begins, ends - one.begins);
    }
  }
  // From the cost since the moment before to the cost up to each.
  for (std::size_t i = 1; i < before_.size(); ++i) before_[i] += before_[i - 1];
}

int128 RunCosts::upto(std::int64_t time) const {
  if (time < span_.start) return 0;
  if (moments_.empty() || time >= moments_.back() || (span_.end && time >= *span_.end)) return total();
  const auto next = std::upper_bound(moments_.begin(), moments_.end(), time);
  if (next == moments_.begin()) return 0;
  const auto at = static_cast<std::size_t>(next - moments_.begin()) - 1;
  return before_[at] + part_of(before_[at + 1] - before_[at], time - moments_[at], moments_[at + 1] - moments_[at]);
}

std::vector<RunInterruption> interruptions_of(const std::vector<RunEvent>& events, const RunCosts& costs,
                                              const RunSpan& span, std::int64_t until) {
  std::vector<RunInterruption> found;
  std::int64_t saved = span.start;
  bool is_stopped = false;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].kind == "checkpoint" && events[i].time >= span.start) saved = events[i].time;
    if (events[i].kind != "interruption") {
      is_stopped = false;
      continue;
    }
    RunInterruption one{events[i].time, 0, 0};
    if (!is_stopped) one.lost_work = costs.between(std::min(saved, events[i].time), events[i].time);
    is_stopped = true;
    auto counted = events[i].time;
    std::optional<std::int64_t> restarted;
    for (std::size_t k = i + 1; k < events.size() && events[k].kind != "interruption"; ++k) {
      if (events[k].kind == "resume" && !restarted) restarted = events[k].time;
      if (!restarted || !is_work(events[k])) continue;
      one.restart = costs.between(*restarted, events[k].time);
      counted = events[k].time;
      restarted.reset();
      break;
    }
    if (restarted) {
      const auto next = std::find_if(events.begin() + static_cast<std::ptrdiff_t>(i) + 1, events.end(),
                                     [](const RunEvent& event) { return event.kind == "interruption"; });
      counted = next == events.end() ? until : next->time;
      one.restart = costs.between(*restarted, counted);
    }
    found.push_back(one);
    // What was counted once isn't lost again.
    saved = counted;
  }
  return found;
}

double RunMarks::reached() const {
  if (!largest) return static_cast<double>(number);
  return from_zero() ? *largest + 1 : *largest;
}

double position_of(const std::vector<RunEvent>& events, const std::string& kind, bool from_zero) {
  double at = 0, saved = 0;
  std::int64_t seen = 0;
  // Only steps have numbers that a checkpoint or a restart may tell.
  const auto told = [&](const RunEvent& event, double otherwise) {
    const double value = event.kind == kind || kind == "step" ? event.value.value_or(-1) : -1;
    return value < 0 ? otherwise : value + (from_zero ? 1 : 0);
  };
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto& event = events[i];
    if (event.kind == kind) {
      at = told(event, at + static_cast<double>(event.nth - seen));
      seen = event.nth;
    } else if (event.kind == "checkpoint") {
      // What is done at the moment of a checkpoint is in it.
      double here = at;
      for (auto k = i + 1; k < events.size() && events[k].time == event.time; ++k) {
        if (events[k].kind == kind) here = told(events[k], here + 1);
      }
      saved = told(event, here);
    } else if (event.kind == "resume") {
      at = told(event, saved);
    }
  }
  return at;
}

std::optional<RunProjection> project(const std::vector<RunEvent>& events, const std::string& kind, double planned,
                                     double done, const RunCosts& costs) {
  const auto prices = last_prices(events, kind, costs);
  if (prices.size() < kFewestPrices) return std::nullopt;
  const auto n = static_cast<double>(prices.size());
  double mean = 0, squares = 0;
  for (const double price : prices) mean += price / n;
  for (const double price : prices) squares += (price - mean) * (price - mean);
  const double variance = squares / (n - 1);
  const double left = std::max(0.0, planned - done);
  // The mean is known from n prices only, and each of the steps to come varies by itself.
  const double band = kDeviations * std::sqrt(left * left * variance / n + left * variance);
  const double so_far = static_cast<double>(costs.total()) / kUnits;
  RunProjection projection{so_far + left * mean, 0, 0, static_cast<int>(prices.size())};
  projection.low = std::max(so_far, projection.cost - band);
  projection.high = projection.cost + band;
  return projection;
}

}  // namespace farthing
