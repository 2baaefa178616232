#include "domain/period.hpp"

#include <chrono>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr const char* kMonthForm = "a month is written YYYY-MM, e.g. 2026-10";
constexpr const char* kDateForm = "a date is written YYYY-MM-DD, e.g. 2026-10-01";
constexpr const char* kLastForm = "write 30d, 4w or 3m: days, weeks or months";

struct LastSpan {
  int count = 0;
  char unit = 'd';
};

Result<Timestamp> parse_day(std::string_view text, const char* name) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const auto day = shaped ? parse_timestamp(text) : std::nullopt;
  if (!day) return misuse("'" + std::string(text) + "' is not a date" + name, kDateForm);
  return *day;
}

Result<std::string> parse_billing_month(std::string_view text) {
  if (!parse_month(text)) return misuse("'" + std::string(text) + "' is not a month", kMonthForm);
  return std::string(text);
}

Result<LastSpan> parse_last(std::string_view text) {
  const auto bad = [&] { return misuse("'" + std::string(text) + "' is not a number of days", kLastForm); };
  // Four digits keep the earliest day within the years that can be written.
  if (text.size() < 2 || text.size() > 5) return bad();
  LastSpan span{0, text.back()};
  for (const char digit : text.substr(0, text.size() - 1)) {
    if (digit < '0' || digit > '9') return bad();
    span.count = span.count * 10 + (digit - '0');
  }
  if (span.count == 0 || (span.unit != 'd' && span.unit != 'w' && span.unit != 'm')) return bad();
  return span;
}

Timestamp move_days(Timestamp day, std::int64_t days) { return Timestamp{day.micros + days * kMicrosPerDay}; }

// The same day of an earlier month, or that month's last day.
Timestamp months_before(Timestamp day, int months) {
  using namespace std::chrono;
  const year_month_day date{sys_days{days{day.micros / kMicrosPerDay}}};
  const auto moved = date.year() / date.month() - std::chrono::months{months};
  year_month_day wanted{moved.year(), moved.month(), date.day()};
  if (!wanted.ok()) wanted = moved / last;
  return Timestamp{std::int64_t{sys_days{wanted}.time_since_epoch().count()} * kMicrosPerDay};
}

Result<Period> dates(std::optional<Timestamp> from, std::optional<Timestamp> to) {
  if (from && to && *from >= *to) {
    return misuse("the period " + format_date(*from) + ".." + format_date(*to) + " is empty",
                  "the end is excluded, so it must be later than the start");
  }
  return Period{Period::Kind::kDates, {}, from, to};
}

Result<Period> last_days(LastSpan span, std::optional<Timestamp> newest_usage_end) {
  if (!newest_usage_end) {
    return fail("the data hold no usage by the hour or day, so the newest complete day is unknown", "--last",
                "give the dates: --from and --to");
  }
  // An end at midnight closes the day before it; any other leaves its own day incomplete.
  const Timestamp to = start_of_day(*newest_usage_end);
  if (span.unit == 'm') return dates(months_before(to, span.count), to);
  return dates(move_days(to, -std::int64_t{span.count} * (span.unit == 'w' ? 7 : 1)), to);
}

}  // namespace

std::string Period::label() const {
  if (kind == Kind::kAll) return "all data";
  if (kind == Kind::kMonth) return month;
  return (from ? format_date(*from) : "") + ".." + (to ? format_date(*to) : "");
}

std::string Period::sql() const {
  if (kind == Kind::kMonth) return "billing_period = " + sql_literal(month);
  std::string text;
  if (from) text = "charge_date >= DATE " + sql_literal(format_date(*from));
  if (to) text += (from ? " AND " : "") + ("charge_date < DATE " + sql_literal(format_date(*to)));
  return text.empty() ? "true" : text;
}

std::vector<std::string> Period::months() const {
  if (kind == Kind::kMonth) return {month};
  std::vector<std::string> found;
  if (!from || !to) return found;
  const std::string end = month_of(Timestamp{to->micros - 1});
  for (std::string at = month_of(*from); at <= end; at = shift_month(at, 1)) found.push_back(at);
  return found;
}

Done check_period(const PeriodChoice& choice) {
  // Any newest moment will do: what it says is not looked at.
  TRY_DONE(resolve_period(choice, Timestamp{}));
  return {};
}

Result<Period> resolve_period(const PeriodChoice& choice, std::optional<Timestamp> newest_usage_end) {
  const bool has_dates = choice.from || choice.to;
  if ((choice.month && (has_dates || choice.last)) || (has_dates && choice.last)) {
    return misuse("a period is given twice", "choose one of --month, --from with --to, --last");
  }
  if (choice.month) {
    TRY(auto month, parse_billing_month(*choice.month));
    return Period{Period::Kind::kMonth, std::move(month), {}, {}};
  }
  if (choice.last) {
    TRY(const auto span, parse_last(*choice.last));
    return last_days(span, newest_usage_end);
  }
  if (!has_dates) return Period{};
  std::optional<Timestamp> from, to;
  if (choice.from) {
    TRY(from, parse_day(*choice.from, " (--from)"));
  }
  if (choice.to) {
    TRY(to, parse_day(*choice.to, " (--to)"));
  }
  return dates(from, to);
}

Result<Period> parse_period(std::string_view text) {
  const auto at = text.find("..");
  if (at != std::string_view::npos) {
    TRY(const auto from, parse_day(text.substr(0, at), ""));
    TRY(const auto to, parse_day(text.substr(at + 2), ""));
    return dates(from, to);
  }
  if (!parse_month(text)) {
    return misuse("'" + std::string(text) + "' is not a period",
                  "write a month as YYYY-MM or dates as YYYY-MM-DD..YYYY-MM-DD (the end is excluded)");
  }
  return Period{Period::Kind::kMonth, std::string(text), {}, {}};
}

Result<Period> period_before(const Period& period) {
  if (period.kind == Period::Kind::kMonth) {
    return Period{Period::Kind::kMonth, shift_month(period.month, -1), {}, {}};
  }
  if (!period.from || !period.to) {
    return misuse("there is no period before " + period.label(), "give --month, --last, or both --from and --to");
  }
  const std::int64_t length = period.to->micros - period.from->micros;
  return dates(Timestamp{period.from->micros - length}, period.from);
}

std::vector<std::string> period_notes(const PeriodChoice& choice, const Period& period) {
  if (!period.to) return {};
  if (choice.last) {
    const Timestamp newest{period.to->micros - kMicrosPerDay};
    return {"the last " + *choice.last + " end with " + format_date(newest) + ", the newest complete day of the data"};
  }
  return {format_date(*period.to) + " is not included: a period ends before its --to date"};
}

}  // namespace farthing
