#include "collect/generate/line_stream.hpp"

#include <algorithm>

#include "collect/generate/usage_lines.hpp"

namespace farthing::generate {
namespace {

constexpr std::int64_t kLeastLinesOfHour = 16;  // so that a plan's usage and its negation fit

// Busy by day and on workdays; weights of an hour of the month.
std::int64_t busyness(const World& world, int hour) {
  const int hour_of_day = hour % 24;
  const std::int64_t day = world.at_hour(hour).micros / kMicrosPerDay;  // 1970-01-01 was a Thursday
  const bool weekend = (day + 3) % 7 >= 5;
  const int from_noon = hour_of_day > 13 ? hour_of_day - 13 : 13 - hour_of_day;
  return (weekend ? 70 : 100) + 4 * std::max(0, 8 - from_noon);
}

}  // namespace

LineStream::LineStream(std::uint64_t seed, std::int64_t rows, const std::string& month)
    : world_(make_world(seed, rows, month)),
      commitments_(make_commitments(world_, rows)),
      closing_(closing_lines(commitments_, rows)),
      next_split_(kSplitRows) {
  const std::int64_t lines = rows - static_cast<std::int64_t>(closing_.size());
  const std::int64_t slots = std::clamp<std::int64_t>(lines / kLeastLinesOfHour, 1, world_.hours);
  std::int64_t weight = 0;
  std::vector<std::int64_t> weights;
  for (std::int64_t i = 0; i < slots; ++i) {
    slot_hours_.push_back(static_cast<int>(i * world_.hours / slots));
    weights.push_back(weight += busyness(world_, slot_hours_.back()));
  }
  for (const std::int64_t end : weights) slot_ends_.push_back(static_cast<std::int64_t>(int128{lines} * end / weight));
}

std::int64_t LineStream::room() const {
  return slot_end_ - emitted_ - static_cast<std::int64_t>(negations_.groups() - next_negation_);
}

void LineStream::begin_slot() {
  slot_end_ = slot_ends_[slot_++];
  number_ = 0;
  next_negation_ = 0;
  negations_.begin_hour();
  commitments_.begin_hour();
}

bool LineStream::next(BillLine& line) {
  line = BillLine{};
  line.tags = &world_.tag_sets.front();
  while (emitted_ == slot_end_ && slot_ < slot_ends_.size()) begin_slot();
  if (emitted_ == slot_end_) {
    if (next_closing_ == closing_.size()) return false;
    write_closing(line, world_, commitments_, closing_[next_closing_++]);
    return true;
  }
  if (next_split_ < kSplitRows) {
    write_split(line, world_, parent_, next_split_++);
  } else if (room() > 0) {
    write_next_usage(line);
  } else {
    negations_.write(next_negation_++, line);
  }
  ++emitted_;
  return true;
}

void LineStream::write_next_usage(BillLine& line) {
  const int hour = slot_hours_[slot_ - 1];
  Running thing = running(world_, commitments_, hour, number_++);
  // A new group needs room for its negation too: without it, the thing runs on demand.
  if (thing.plan && room() < 2 && negations_.is_new(*thing.plan, *thing.sku, thing.zone)) thing.plan.reset();
  write_usage(line, world_, commitments_, thing, hour);
  if (thing.plan) negations_.add(*thing.plan, line);
  if (thing.node && room() > static_cast<std::int64_t>(kSplitRows)) {
    parent_ = line;
    next_split_ = 0;
  }
}

}  // namespace farthing::generate
