#include "ask/run_progress.hpp"

#include <algorithm>
#include <cmath>

namespace farthing {
namespace {

constexpr std::int64_t kHour = 3'600'000'000;
constexpr double kUnits = 1e12;
constexpr std::size_t kMarksOfAPrice = 20;
constexpr std::size_t kFewestPrices = 3;
// Of a normal distribution, 90 % lie so many deviations around the mean.
constexpr double kDeviations = 1.6449;

// The part of a whole: exact at both ends.
std::int64_t part_of(std::int64_t cost, std::int64_t passed, std::int64_t all) {
  return static_cast<std::int64_t>(static_cast<__int128>(cost) * passed / all);
}

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

RunCosts::RunCosts(const std::vector<RunHour>& hours, RunSpan span) {
  for (const auto& hour : hours) {
    Piece piece{std::max(hour.hour, span.start), std::min(hour.hour + kHour, span.end.value_or(INT64_MAX)), hour.cost};
    // Before the start or after the end: all of it at that moment.
    if (piece.begins >= piece.ends) {
      piece.begins = piece.ends = hour.hour + kHour <= span.start ? span.start : span.end.value_or(piece.ends);
    }
    pieces_.push_back(piece);
  }
  std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) { return a.ends < b.ends; });
  for (const auto& piece : pieces_) before_.push_back(before_.back() + piece.cost);
}

std::int64_t RunCosts::upto(std::int64_t time) const {
  const auto at =
      std::partition_point(pieces_.begin(), pieces_.end(), [&](const Piece& one) { return one.ends <= time; });
  std::int64_t sum = before_[static_cast<std::size_t>(at - pieces_.begin())];
  for (auto piece = at; piece != pieces_.end() && piece->begins < time; ++piece) {
    sum += part_of(piece->cost, time - piece->begins, piece->ends - piece->begins);
  }
  return sum;
}

std::vector<RunInterruption> interruptions_of(const std::vector<RunEvent>& events, const RunCosts& costs,
                                              const RunSpan& span, std::int64_t until) {
  std::vector<RunInterruption> found;
  std::int64_t saved = span.start;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].kind == "checkpoint" && events[i].time >= span.start) saved = events[i].time;
    if (events[i].kind != "interruption") continue;
    RunInterruption one{events[i].time, costs.between(std::min(saved, events[i].time), events[i].time), 0};
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

double count_of(const std::vector<RunEvent>& events, const std::string& kind) {
  double number = 0, largest = 0;
  for (const auto& event : events) {
    if (event.kind != kind) continue;
    ++number;
    largest = std::max(largest, event.value.value_or(0));
  }
  return kind == "step" || kind == "epoch" ? std::max(largest, largest == 0 ? number : largest) : number;
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
