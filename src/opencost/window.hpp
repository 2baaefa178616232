// The times that OpenCost's clients ask for: "7d", "lastmonth", a pair of moments.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace farthing {

/// [start, end) in whole seconds.
struct TimeWindow {
  Timestamp start, end;
  friend bool operator==(const TimeWindow&, const TimeWindow&) = default;

  [[nodiscard]] std::int64_t seconds() const { return (end.micros - start.micros) / 1'000'000; }
};

/// "today", "week" (from Sunday), "month", "yesterday", "lastweek", "lastmonth", "30m", "12h", "7d", "2w", "7d offset
/// 1d", a pair of RFC 3339 moments, dates or Unix seconds. `now` is the clock; what is up to now ends with the day, a
/// duration with its unit: "7d" is today and six days before it. Anything else is a usage error.
[[nodiscard]] Result<TimeWindow> parse_window(std::string_view text, Timestamp now);

/// The seconds of "30m", "12h", "7d", "2w", "90s"; a usage error that names `parameter` otherwise.
[[nodiscard]] Result<std::int64_t> parse_duration(std::string_view text, std::string_view parameter);

/// How the sets of an answer follow each other: all in one, by a duration, or by the calendar.
enum class Calendar { kHour, kDay, kWeek, kMonth, kQuarter };
/// "hour", "day", "week", "month", "quarter"; nothing if it is none of them.
[[nodiscard]] std::optional<Calendar> parse_calendar(std::string_view text);

/// More sets than that are an error: a year by the hour has fewer.
inline constexpr std::size_t kMostSets = 9'000;

/// Steps of so many seconds, counted back from the window's end; the first is cut at its start, so that they sum to it.
[[nodiscard]] Result<std::vector<TimeWindow>> steps_of(const TimeWindow& window, std::int64_t seconds);
/// The calendar's periods (UTC, weeks from Sunday) as far as they lie in the window.
[[nodiscard]] Result<std::vector<TimeWindow>> periods_of(const TimeWindow& window, Calendar calendar);

}  // namespace farthing
