#include "ask/compare_periods.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace farthing {
namespace {

constexpr const char* kUsualLast = "7d";

std::optional<Timestamp> start_of(const Period& period) {
  return period.kind == Period::Kind::kMonth ? parse_month(period.month) : period.from;
}

std::optional<Timestamp> end_of(const Period& period) {
  return period.kind == Period::Kind::kMonth ? parse_month(shift_month(period.month, 1)) : period.to;
}

bool is_month(const Period& period) { return period.kind == Period::Kind::kMonth; }

Period first_days(const std::string& month, std::int64_t days) {
  const Timestamp from = parse_month(month).value(), end = parse_month(shift_month(month, 1)).value();
  const Timestamp to{std::min(from.micros + days * kMicrosPerDay, end.micros)};
  return {Period::Kind::kDates, {}, from, to};
}

// A month that still runs, and what it's compared with, as dates.
Done cut_to_complete_days(ComparedPeriods& periods, Timestamp newest_usage_end) {
  const Timestamp from = start_of(periods.now).value(), complete = start_of_day(newest_usage_end);
  const bool runs = newest_usage_end > from && complete < end_of(periods.now).value();
  if (!runs) return {};
  if (complete <= from) {
    return misuse(periods.now.month + " has no complete day yet", "compare --last 7d, or an earlier month");
  }
  const std::int64_t days = (complete.micros - from.micros) / kMicrosPerDay;
  periods.notes.push_back(fmt::format("{} still runs: its {} complete days are compared", periods.now.month, days));
  periods.now = first_days(periods.now.month, days);
  if (is_month(periods.before)) periods.before = first_days(periods.before.month, days);
  return {};
}

void say_lengths(ComparedPeriods& periods) {
  const auto now = days_in(periods.now), before = days_in(periods.before);
  if (!now || !before || *now == *before) return;
  periods.notes.push_back(fmt::format("{} has {} days and {} has {}: part of the change is their length",
                                      periods.now.label(), *now, periods.before.label(), *before));
}

void say_incomplete(ComparedPeriods& periods, Timestamp newest_usage_end) {
  for (const auto* period : {&periods.now, &periods.before}) {
    const auto end = end_of(*period);
    if (!end || *end <= newest_usage_end) continue;
    periods.complete = false;
    periods.notes.push_back(fmt::format("{} isn't complete: the newest usage is of {}", period->label(),
                                        format_timestamp(newest_usage_end)));
  }
}

}  // namespace

std::optional<std::int64_t> days_in(const Period& period) {
  const auto from = start_of(period), to = end_of(period);
  if (!from || !to) return std::nullopt;
  return (to->micros - from->micros) / kMicrosPerDay;
}

Result<ComparedPeriods> compared_periods(const PeriodChoice& choice, const std::optional<std::string>& with,
                                         std::optional<Timestamp> newest_usage_end) {
  PeriodChoice chosen = choice;
  if (!choice.month && !choice.from && !choice.to && !choice.last) chosen.last = kUsualLast;
  ComparedPeriods periods;
  TRY(periods.now, resolve_period(chosen, newest_usage_end));
  if (with && *with != "previous") {
    TRY(periods.before, parse_period(*with));
  } else {
    TRY(periods.before, period_before(periods.now));
  }
  if (!days_in(periods.now) || !days_in(periods.before)) {
    return misuse("a comparison is of two periods with both ends", "give --month, --last, or both --from and --to");
  }
  if (newest_usage_end && is_month(periods.now)) TRY_DONE(cut_to_complete_days(periods, *newest_usage_end));
  say_lengths(periods);
  if (newest_usage_end) say_incomplete(periods, *newest_usage_end);
  return periods;
}

}  // namespace farthing
