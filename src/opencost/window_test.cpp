#include "opencost/window.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;

// A Thursday.
const Timestamp kNow = parse_timestamp("2026-10-15T13:45:30Z").value();

std::string shown_window(const TimeWindow& window) {
  return format_timestamp(window.start) + " " + format_timestamp(window.end);
}

std::string window_text(std::string_view text, Timestamp now = kNow) {
  const auto window = parse_window(text, now);
  return window ? shown_window(*window) : "error: " + window.error().text();
}

TEST(WindowTest, WordsAreDaysOfTheClock) {
  EXPECT_EQ(window_text("today"), "2026-10-15T00:00:00Z 2026-10-16T00:00:00Z");
  EXPECT_EQ(window_text("yesterday"), "2026-10-14T00:00:00Z 2026-10-15T00:00:00Z");
  EXPECT_EQ(window_text("week"), "2026-10-11T00:00:00Z 2026-10-16T00:00:00Z");
  EXPECT_EQ(window_text("lastweek"), "2026-10-04T00:00:00Z 2026-10-11T00:00:00Z");
  EXPECT_EQ(window_text("month"), "2026-10-01T00:00:00Z 2026-10-16T00:00:00Z");
  EXPECT_EQ(window_text("lastmonth"), "2026-09-01T00:00:00Z 2026-10-01T00:00:00Z");
  EXPECT_EQ(window_text("lastmonth", parse_timestamp("2026-01-31T23:59:59Z").value()),
            "2025-12-01T00:00:00Z 2026-01-01T00:00:00Z");
}

TEST(WindowTest, AWeekBeginsOnSundays) {
  const auto sunday = parse_timestamp("2026-10-18T00:00:00Z").value();
  EXPECT_EQ(window_text("week", sunday), "2026-10-18T00:00:00Z 2026-10-19T00:00:00Z");
  const auto saturday = parse_timestamp("2026-10-17T23:59:59Z").value();
  EXPECT_EQ(window_text("week", saturday), "2026-10-11T00:00:00Z 2026-10-18T00:00:00Z");
}

TEST(WindowTest, DurationsEndWithTheirUnit) {
  EXPECT_EQ(window_text("90s"), "2026-10-15T13:44:00Z 2026-10-15T13:45:30Z");
  EXPECT_EQ(window_text("30m"), "2026-10-15T13:16:00Z 2026-10-15T13:46:00Z");
  EXPECT_EQ(window_text("12h"), "2026-10-15T02:00:00Z 2026-10-15T14:00:00Z");
  EXPECT_EQ(window_text("1d"), window_text("today"));
  EXPECT_EQ(window_text("7d"), "2026-10-09T00:00:00Z 2026-10-16T00:00:00Z");
  EXPECT_EQ(window_text("1w"), window_text("7d"));
  EXPECT_EQ(window_text("2w"), window_text("14d"));
  // At midnight the day that ends is the last one.
  const auto midnight = parse_timestamp("2026-10-15T00:00:00Z").value();
  EXPECT_EQ(window_text("1d", midnight), "2026-10-14T00:00:00Z 2026-10-15T00:00:00Z");
  EXPECT_EQ(window_text("1h", midnight), "2026-10-14T23:00:00Z 2026-10-15T00:00:00Z");
}

TEST(WindowTest, AnOffsetMovesADurationBack) {
  EXPECT_EQ(window_text("1d offset 1d"), window_text("yesterday"));
  EXPECT_EQ(window_text("7d offset 7d"), "2026-10-02T00:00:00Z 2026-10-09T00:00:00Z");
  EXPECT_EQ(window_text("2h offset 30m"), "2026-10-15T11:30:00Z 2026-10-15T13:30:00Z");
  EXPECT_EQ(window_text("1d offset 1w"), "2026-10-08T00:00:00Z 2026-10-09T00:00:00Z");
  for (const char* text : {"1d offset", "1d offset ", "offset 1d", "1d offset x", "1d offset -1d", "1d  offset 1d",
                           "today offset 1d", "1d offset 1d offset 1d", "1d offset 0d"}) {
    EXPECT_THAT(window_text(text), ::testing::StartsWith("error: 'window' can't be")) << text;
  }
}

TEST(WindowTest, UnixSecondsMayHaveADashBetweenThem) {
  EXPECT_EQ(window_text("1578002645-1580681045"), window_text("1578002645,1580681045"));
  for (const char* text : {"1578002645-", "-1578002645", "1578002645-x", "5-3", "1-2-3", "2026-10-01"}) {
    EXPECT_THAT(window_text(text), ::testing::StartsWith("error: ")) << text;
  }
}

TEST(WindowTest, WordsAtTheEdgesOfMonthsAndYears) {
  const auto new_year = parse_timestamp("2027-01-01T00:00:00Z").value();
  EXPECT_EQ(window_text("today", new_year), "2027-01-01T00:00:00Z 2027-01-02T00:00:00Z");
  EXPECT_EQ(window_text("yesterday", new_year), "2026-12-31T00:00:00Z 2027-01-01T00:00:00Z");
  EXPECT_EQ(window_text("month", new_year), "2027-01-01T00:00:00Z 2027-01-02T00:00:00Z");
  EXPECT_EQ(window_text("week", new_year), "2026-12-27T00:00:00Z 2027-01-02T00:00:00Z");
  EXPECT_EQ(window_text("lastweek", new_year), "2026-12-20T00:00:00Z 2026-12-27T00:00:00Z");
  const auto leap_day = parse_timestamp("2028-02-29T12:00:00Z").value();
  EXPECT_EQ(window_text("month", leap_day), "2028-02-01T00:00:00Z 2028-03-01T00:00:00Z");
  EXPECT_EQ(window_text("2d", leap_day), "2028-02-28T00:00:00Z 2028-03-01T00:00:00Z");
  const auto march = parse_timestamp("2028-03-01T00:00:01Z").value();
  EXPECT_EQ(window_text("lastmonth", march), "2028-02-01T00:00:00Z 2028-03-01T00:00:00Z");
}

TEST(WindowTest, WordsAreAsOpenCostSpellsThem) {
  for (const char* text : {"Today", "TODAY", "last week", "last-month", "lastyear", "now", "1D", "7 d", " 7d", "7d "}) {
    EXPECT_THAT(window_text(text), ::testing::StartsWith("error: 'window' can't be")) << text;
  }
}

TEST(WindowTest, PairsAreMomentsDatesOrUnixSeconds) {
  EXPECT_EQ(window_text("2026-10-01T00:00:00Z,2026-10-08T12:30:00Z"), "2026-10-01T00:00:00Z 2026-10-08T12:30:00Z");
  EXPECT_EQ(window_text("2026-10-01T02:00:00+02:00,2026-10-02"), "2026-10-01T00:00:00Z 2026-10-02T00:00:00Z");
  EXPECT_EQ(window_text("1578002645,1580681045"), "2020-01-02T22:04:05Z 2020-02-02T22:04:05Z");
}

TEST(WindowTest, AnythingElseIsRefused) {
  for (const char* text : {"", "d", "0d", "-3d", "7", "7y", "99999999999999d", "tomorrow", ",", "1,2,3", "today,",
                           "2026-10-08,2026-10-01", "2026-10-01,2026-10-01", "2026-13-01,2026-14-01",
                           "0001-01-01,2026-10-01", "1990-01-01,2026-01-01", "-5,9", "99999999999,99999999999999"}) {
    EXPECT_THAT(window_text(text), ::testing::StartsWith("error: ")) << text;
  }
  EXPECT_EQ(parse_window("7y", kNow).error().kind, Error::Kind::kUsage);
  EXPECT_THAT(window_text("7y"), HasSubstr("window=7d"));
  EXPECT_THAT(parse_duration("soon", "step").error().text(), HasSubstr("'step' is a duration, not 'soon'"));
}

TEST(WindowTest, StepsCountBackFromTheEndAndCoverTheWindow) {
  const auto window = parse_window("2026-10-01T00:00:00Z,2026-10-03T06:00:00Z", kNow).value();
  const auto steps = steps_of(window, 86'400).value();
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(shown_window(steps[0]), "2026-10-01T00:00:00Z 2026-10-01T06:00:00Z");
  EXPECT_EQ(shown_window(steps[2]), "2026-10-02T06:00:00Z 2026-10-03T06:00:00Z");
  EXPECT_EQ(steps_of(window, 1'000'000).value(), std::vector{window});
  EXPECT_THAT(steps_of(window, 1).error().text(), HasSubstr("9,000 sets"));
}

TEST(WindowTest, PeriodsAreTheCalendars) {
  const auto window = parse_window("2026-09-29T12:30:00Z,2026-10-12T00:00:00Z", kNow).value();
  const auto weeks = periods_of(window, Calendar::kWeek).value();
  ASSERT_EQ(weeks.size(), 3U);
  EXPECT_EQ(shown_window(weeks[0]), "2026-09-29T12:30:00Z 2026-10-04T00:00:00Z");
  EXPECT_EQ(shown_window(weeks[2]), "2026-10-11T00:00:00Z 2026-10-12T00:00:00Z");
  EXPECT_EQ(periods_of(window, Calendar::kMonth).value().size(), 2U);
  EXPECT_EQ(periods_of(window, Calendar::kDay).value().size(), 13U);
  EXPECT_EQ(periods_of(window, Calendar::kHour).value().size(), 12U * 24 + 12);
  const auto quarters = periods_of(window, Calendar::kQuarter).value();
  EXPECT_EQ(shown_window(quarters[0]), "2026-09-29T12:30:00Z 2026-10-01T00:00:00Z");
  EXPECT_EQ(parse_calendar("week"), Calendar::kWeek);
  EXPECT_EQ(parse_calendar("fortnight"), std::nullopt);
}

TEST(WindowTest, EachCalendarHasItsPeriods) {
  const auto periods = [](const char* text, Calendar calendar) {
    std::string shown;
    const auto found = periods_of(parse_window(text, kNow).value(), calendar).value();
    for (const auto& period : found) {
      shown += format_timestamp(period.start).substr(5, 8) + " ";
    }
    return shown;
  };
  EXPECT_EQ(periods("2026-10-01T22:30:00Z,2026-10-02T01:30:00Z", Calendar::kHour),
            "10-01T22 10-01T23 10-02T00 10-02T01 ");
  EXPECT_EQ(periods("2026-10-01T22:30:00Z,2026-10-02T01:30:00Z", Calendar::kDay), "10-01T22 10-02T00 ");
  // The 4th is a Sunday.
  EXPECT_EQ(periods("2026-10-03,2026-10-12", Calendar::kWeek), "10-03T00 10-04T00 10-11T00 ");
  EXPECT_EQ(periods("2026-10-04,2026-10-11", Calendar::kWeek), "10-04T00 ");
  EXPECT_EQ(periods("2026-01-31,2026-04-01", Calendar::kMonth), "01-31T00 02-01T00 03-01T00 ");
  EXPECT_EQ(periods("2025-12-31,2026-04-02", Calendar::kQuarter), "12-31T00 01-01T00 04-01T00 ");
}

TEST(WindowTest, ADurationHasAUnit) {
  const std::pair<const char*, std::int64_t> kDurations[] = {{"1s", 1},       {"90s", 90},    {"5m", 300},
                                                             {"24h", 86'400}, {"1d", 86'400}, {"2w", 1'209'600}};
  for (const auto& [text, seconds] : kDurations) EXPECT_EQ(parse_duration(text, "step").value(), seconds) << text;
  for (const char* text : {"", "d", "0h", "-1h", "1.5h", "1y", "1 h", "h1", "1hh", "999999999999d", "7400d"}) {
    EXPECT_THAT(parse_duration(text, "step").error().text(), HasSubstr("'step' is a duration, not")) << text;
  }
}

TEST(WindowTest, StepsAreAsLongAsAskedForButTheFirst) {
  for (const std::int64_t seconds : {3'600, 7'000, 86'399}) {
    const auto steps = steps_of(parse_window("2026-10-01,2026-10-02", kNow).value(), seconds).value();
    for (std::size_t i = 1; i < steps.size(); ++i) EXPECT_EQ(steps[i].seconds(), seconds);
    EXPECT_LE(steps[0].seconds(), seconds);
    EXPECT_GT(steps[0].seconds(), 0);
  }
}

TEST(WindowTest, TooManyPeriodsAreRefused) {
  const auto window = parse_window("2006-01-01,2026-01-01", kNow).value();
  EXPECT_THAT(periods_of(window, Calendar::kHour).error().text(), HasSubstr("more than 9,000 sets"));
  EXPECT_EQ(periods_of(window, Calendar::kDay).value().size(), 7'305U);
  EXPECT_EQ(periods_of(window, Calendar::kQuarter).value().size(), 80U);
}

// Whatever the window and the step, the sets lie side by side and make the whole.
TEST(WindowTest, SetsSumToTheWindow) {
  for (const char* text :
       {"today", "lastmonth", "31d", "2026-02-27T23:59:59Z,2026-03-02T00:00:01Z", "1578002645,1580681045"}) {
    const auto window = parse_window(text, kNow).value();
    std::vector<std::vector<TimeWindow>> all;
    for (const std::int64_t seconds : {1'800, 3'600, 7'001, 86'400, 700'000})
      all.push_back(steps_of(window, seconds).value());
    for (const auto calendar :
         {Calendar::kHour, Calendar::kDay, Calendar::kWeek, Calendar::kMonth, Calendar::kQuarter}) {
      all.push_back(periods_of(window, calendar).value());
    }
    for (const auto& sets : all) {
      EXPECT_EQ(sets.front().start, window.start);
      EXPECT_EQ(sets.back().end, window.end);
      for (std::size_t i = 1; i < sets.size(); ++i) EXPECT_EQ(sets[i].start, sets[i - 1].end);
    }
  }
}

}  // namespace
}  // namespace farthing
