#include "base/time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace farthing {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int value = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::int64_t> micros_of_date(int y, int m, int d) {
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  return std::int64_t{sys_days{date}.time_since_epoch().count()} * kMicrosPerDay;
}

year_month_day date_of(Timestamp time) {
  return year_month_day{sys_days{std::chrono::days{start_of_day(time).micros / kMicrosPerDay}}};
}

// "5/1/25", "05/01/2025": month, day, year, as spreadsheets write it.
std::optional<Timestamp> parse_us_date(std::string_view text) {
  const auto m = take_number(text, text.find('/') == 1 ? 1 : 2);
  if (!take(text, '/')) return std::nullopt;
  const auto d = take_number(text, text.find('/') == 1 ? 1 : 2);
  if (!take(text, '/')) return std::nullopt;
  const auto y = take_number(text, text.size() == 2 ? 2 : 4);
  if (!m || !d || !y || !text.empty()) return std::nullopt;
  const auto micros = micros_of_date(*y < 100 ? 2000 + *y : *y, *m, *d);
  return micros ? std::optional(Timestamp{*micros}) : std::nullopt;
}

// "", "Z", " UTC", "+02:00", "-0530": the offset in micros.
std::optional<std::int64_t> parse_zone(std::string_view text) {
  if (text.empty() || text == "Z" || text == "z" || text == " UTC") return 0;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hours = take_number(text, 2);
  const bool colon = take(text, ':');
  const auto minutes = text.empty() && !colon ? std::optional(0) : take_number(text, 2);
  if (!hours || !minutes || !text.empty() || *hours > 18 || *minutes > 59) return std::nullopt;
  return (west ? -1 : 1) * (*hours * 60LL + *minutes) * 60'000'000LL;
}

}  // namespace

std::optional<Timestamp> parse_timestamp(std::string_view text) {
  if (text.size() > 2 && (text[1] == '/' || text[2] == '/')) return parse_us_date(text);
  const auto y = take_number(text, 4);
  const bool dashes = take(text, '-');
  const auto m = take_number(text, 2);
  if (dashes && !take(text, '-')) return std::nullopt;
  const auto d = take_number(text, 2);
  if (!y || !m || !d) return std::nullopt;
  auto micros = micros_of_date(*y, *m, *d);
  if (!micros || text.empty()) return micros ? std::optional(Timestamp{*micros}) : std::nullopt;
  if (!take(text, 'T') && !take(text, ' ')) return std::nullopt;
  const auto hours = take_number(text, 2);
  const bool colons = take(text, ':');
  const auto minutes = take_number(text, 2);
  std::optional<int> seconds = 0;
  if (colons ? take(text, ':') : !text.empty() && text.front() >= '0' && text.front() <= '9') {
    seconds = take_number(text, 2);
  }
  if (!hours || !minutes || !seconds || *hours > 47 || *minutes > 59 || *seconds > 60) return std::nullopt;
  std::int64_t fraction = 0;
  if (take(text, '.')) {
    std::int64_t unit = 100'000;
    std::size_t digits = 0;
    for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits, unit /= 10) {
      fraction += unit * (text[digits] - '0');
    }
    if (digits == 0) return std::nullopt;
    text.remove_prefix(digits);
  }
  const auto offset = parse_zone(text);
  if (!offset) return std::nullopt;
  return Timestamp{*micros + ((*hours * 60LL + *minutes) * 60 + *seconds) * 1'000'000LL + fraction - *offset};
}

Timestamp start_of_day(Timestamp time) {
  const std::int64_t into = time.micros % kMicrosPerDay;
  return Timestamp{time.micros - (into < 0 ? into + kMicrosPerDay : into)};
}

std::string format_date(Timestamp time) {
  const auto date = date_of(time);
  return fmt::format("{:04}-{:02}-{:02}", int{date.year()}, unsigned{date.month()}, unsigned{date.day()});
}

std::string format_timestamp(Timestamp time) {
  const std::int64_t into = time.micros - start_of_day(time).micros;
  const std::int64_t seconds = into / 1'000'000;
  std::string text =
      fmt::format("{}T{:02}:{:02}:{:02}", format_date(time), seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (into % 1'000'000 != 0) text += fmt::format(".{:06}", into % 1'000'000);
  return text + "Z";
}

std::string month_of(Timestamp time) { return format_date(time).substr(0, 7); }

std::optional<Timestamp> parse_month(std::string_view month) {
  return month.size() == 7 && month[4] == '-' ? parse_timestamp(std::string(month) + "-01") : std::nullopt;
}

std::string shift_month(std::string_view month_text, int months) {
  const auto start = parse_month(month_text);
  if (!start) return std::string(month_text);
  const auto date = date_of(*start);
  const auto moved = date.year() / date.month() + std::chrono::months{months};
  return fmt::format("{:04}-{:02}", int{moved.year()}, unsigned{moved.month()});
}

Timestamp system_now() {
  return Timestamp{
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
          .count()};
}

}  // namespace farthing
