#include "opencost/window.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr std::int64_t kSecond = 1'000'000, kHour = 3'600 * kSecond;
constexpr std::int64_t kMostYears = 20;
constexpr const char* kForms =
    "e.g. window=7d, window=1d offset 1d, window=lastmonth, window=2026-10-01T00:00:00Z,2026-10-08T00:00:00Z; words: "
    "today, week, month, "
    "yesterday, lastweek, lastmonth";

Timestamp moved(Timestamp time, std::int64_t micros) { return {time.micros + micros}; }
Timestamp days_before(Timestamp day, int days) { return moved(day, -days * kMicrosPerDay); }
Timestamp floor_to(Timestamp time, std::int64_t unit) {
  const auto rest = ((time.micros % unit) + unit) % unit;
  return {time.micros - rest};
}

// 1970-01-01 was a Thursday: weeks begin on Sundays, four days before it.
Timestamp start_of_week(Timestamp time) {
  const auto day = start_of_day(time);
  const auto number = day.micros / kMicrosPerDay + 4;
  return days_before(day, static_cast<int>(((number % 7) + 7) % 7));
}

Timestamp start_of_month(Timestamp time, int later = 0) {
  return parse_month(shift_month(month_of(time), later)).value_or(time);
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

struct Duration {
  std::int64_t seconds = 0, unit = 0;  // of the unit: also seconds
};

std::optional<Duration> duration_of(std::string_view text) {
  constexpr std::pair<char, std::int64_t> kUnits[] = {{'s', 1}, {'m', 60}, {'h', 3'600}, {'d', 86'400}, {'w', 604'800}};
  if (text.size() < 2) return std::nullopt;
  const auto number = whole_number(text.substr(0, text.size() - 1));
  if (!number || *number <= 0 || *number > kMostYears * 366 * 86'400) return std::nullopt;
  for (const auto& [unit, seconds] : kUnits) {
    if (text.back() != unit) continue;
    const auto length = *number * seconds;
    if (length > kMostYears * 366 * 86'400) return std::nullopt;
    return Duration{length, seconds};
  }
  return std::nullopt;
}

// "7d", and "7d offset 1d", which ends a day before. What is up to now ends with its unit, so that "7d" has whole days:
// today and the six before it; a week ends with the day.
std::optional<TimeWindow> duration_window(std::string_view text, Timestamp now) {
  constexpr std::string_view kOffset = " offset ";
  const auto mark = text.find(kOffset);
  const auto length = duration_of(text.substr(0, mark));
  if (!length) return std::nullopt;
  const auto unit = std::min<std::int64_t>(length->unit, 86'400) * kSecond;
  auto end = moved(floor_to(moved(now, -1), unit), unit);
  if (mark != std::string_view::npos) {
    const auto offset = duration_of(text.substr(mark + kOffset.size()));
    if (!offset) return std::nullopt;
    end = moved(end, -offset->seconds * kSecond);
  }
  return TimeWindow{moved(end, -length->seconds * kSecond), end};
}

// Unix seconds, or what a bill may write. Only years that a bill can be of.
std::optional<Timestamp> moment_of(std::string_view text) {
  constexpr std::int64_t kLatest = 4'102'444'800;  // 2100
  if (const auto unix_seconds = whole_number(text)) {
    if (*unix_seconds < 0 || *unix_seconds > kLatest) return std::nullopt;
    return Timestamp{*unix_seconds * kSecond};
  }
  const auto time = parse_timestamp(text);
  if (!time || time->micros < 0 || time->micros > kLatest * kSecond) return std::nullopt;
  return floor_to(*time, kSecond);
}

// Of "1586822400-1586908800".
std::size_t dash_of_unix_pair(std::string_view text) {
  const auto dash = text.find('-');
  const auto is_number = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (dash == std::string_view::npos || !is_number(text.substr(0, dash))) return std::string_view::npos;
  return is_number(text.substr(dash + 1)) ? dash : std::string_view::npos;
}

std::optional<TimeWindow> word_window(std::string_view word, Timestamp now) {
  const auto today = start_of_day(now);
  const auto tomorrow = moved(today, kMicrosPerDay);
  if (word == "today") return TimeWindow{today, tomorrow};
  if (word == "yesterday") return TimeWindow{days_before(today, 1), today};
  if (word == "week") return TimeWindow{start_of_week(now), tomorrow};
  if (word == "lastweek") return TimeWindow{days_before(start_of_week(now), 7), start_of_week(now)};
  if (word == "month") return TimeWindow{start_of_month(now), tomorrow};
  if (word == "lastmonth") return TimeWindow{start_of_month(now, -1), start_of_month(now)};
  return std::nullopt;
}

Timestamp period_start(Timestamp time, Calendar calendar) {
  switch (calendar) {
    case Calendar::kHour:
      return floor_to(time, kHour);
    case Calendar::kDay:
      return start_of_day(time);
    case Calendar::kWeek:
      return start_of_week(time);
    case Calendar::kMonth:
      return start_of_month(time);
    case Calendar::kQuarter:
      break;
  }
  const auto month = whole_number(month_of(time).substr(5)).value_or(1);
  return start_of_month(time, -static_cast<int>((month - 1) % 3));
}

Timestamp next_period(Timestamp start, Calendar calendar) {
  switch (calendar) {
    case Calendar::kHour:
      return moved(start, kHour);
    case Calendar::kDay:
      return moved(start, kMicrosPerDay);
    case Calendar::kWeek:
      return moved(start, 7 * kMicrosPerDay);
    case Calendar::kMonth:
      return start_of_month(start, 1);
    case Calendar::kQuarter:
      break;
  }
  return start_of_month(start, 3);
}

tl::unexpected<Error> too_many_sets() {
  return misuse(fmt::format("the window has more than {} sets", with_thousands(kMostSets)),
                "ask for longer steps or a shorter window");
}

}  // namespace

Result<TimeWindow> parse_window(std::string_view text, Timestamp now) {
  if (const auto window = word_window(text, now)) return *window;
  if (const auto window = duration_window(text, now)) return *window;
  auto comma = text.find(',');
  if (comma == std::string_view::npos) comma = dash_of_unix_pair(text);
  if (comma == std::string_view::npos) return misuse(fmt::format("'window' can't be '{}'", text), kForms);
  const auto start = moment_of(text.substr(0, comma)), end = moment_of(text.substr(comma + 1));
  if (!start || !end) return misuse(fmt::format("'window' can't be '{}'", text), kForms);
  if (*end <= *start) return misuse(fmt::format("the window '{}' ends before it begins", text), kForms);
  if (end->micros - start->micros > kMostYears * 366 * kMicrosPerDay) {
    return misuse(fmt::format("the window '{}' is longer than {} years", text, kMostYears), kForms);
  }
  return TimeWindow{*start, *end};
}

Result<std::int64_t> parse_duration(std::string_view text, std::string_view parameter) {
  if (const auto duration = duration_of(text)) return duration->seconds;
  return misuse(fmt::format("'{}' is a duration, not '{}'", parameter, text), "e.g. 30m, 12h, 1d, 1w");
}

std::optional<Calendar> parse_calendar(std::string_view text) {
  constexpr std::pair<std::string_view, Calendar> kCalendars[] = {{"hour", Calendar::kHour},
                                                                  {"day", Calendar::kDay},
                                                                  {"week", Calendar::kWeek},
                                                                  {"month", Calendar::kMonth},
                                                                  {"quarter", Calendar::kQuarter}};
  for (const auto& [name, calendar] : kCalendars) {
    if (text == name) return calendar;
  }
  return std::nullopt;
}

Result<std::vector<TimeWindow>> steps_of(const TimeWindow& window, std::int64_t seconds) {
  if (static_cast<std::size_t>(window.seconds() / seconds) > kMostSets) return too_many_sets();
  std::vector<TimeWindow> steps;
  for (auto end = window.end; end > window.start;) {
    const auto start = std::max(window.start, moved(end, -seconds * kSecond));
    steps.push_back({start, end});
    end = start;
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

Result<std::vector<TimeWindow>> periods_of(const TimeWindow& window, Calendar calendar) {
  std::vector<TimeWindow> periods;
  for (auto start = period_start(window.start, calendar); start < window.end;) {
    const auto next = next_period(start, calendar);
    periods.push_back({std::max(start, window.start), std::min(next, window.end)});
    if (periods.size() > kMostSets) return too_many_sets();
    start = next;
  }
  return periods;
}

}  // namespace farthing
