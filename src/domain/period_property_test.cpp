// What holds of every period, tried on all days of some years.
#include <gtest/gtest.h>

#include "domain/period.hpp"

namespace farthing {
namespace {

Timestamp day_of(const std::string& text) { return *parse_timestamp(text); }
Timestamp days_after(Timestamp day, std::int64_t days) { return Timestamp{day.micros + days * kMicrosPerDay}; }

Period last_of(const std::string& last, Timestamp newest) {
  const auto period = resolve_period({.last = last}, newest);
  EXPECT_TRUE(period) << last << " before " << format_date(newest);
  return period.value_or(Period{});
}

// 2023-12-01..2025-03-01 holds a leap day and two turns of a year.
class EachDay : public ::testing::Test {
 protected:
  template <typename Visit>
  void each_day(const Visit& visit) {
    for (auto day = day_of("2023-12-01"); day < day_of("2025-03-01"); day = days_after(day, 1)) visit(day);
  }
};

TEST_F(EachDay, ThePeriodBeforeEndsWhereThePeriodBeginsAndIsAsLong) {
  each_day([](Timestamp day) {
    for (const int length : {1, 7, 30, 366}) {
      const auto period = last_of(std::to_string(length) + "d", day);
      const auto before = period_before(period).value();
      EXPECT_EQ(before.to, period.from);
      EXPECT_EQ(days_after(*before.from, length), *before.to);
    }
  });
}

TEST_F(EachDay, OneMonthBackIsOneMonthBackOrThatMonthsLastDay) {
  each_day([](Timestamp day) {
    const auto from = *last_of("1m", day).from;
    EXPECT_EQ(shift_month(month_of(from), 1), month_of(day)) << format_date(day);
    EXPECT_LE(format_date(from).substr(8), format_date(day).substr(8));
    const bool same_day = format_date(from).substr(8) == format_date(day).substr(8);
    const bool last_day = month_of(days_after(from, 1)) != month_of(from);
    EXPECT_TRUE(same_day || last_day) << format_date(day) << " gave " << format_date(from);
  });
}

TEST_F(EachDay, TwelveMonthsAreAYearAndAWeekIsSevenDays) {
  each_day([](Timestamp day) {
    const auto year = *last_of("12m", day).from;
    const auto days = (day.micros - year.micros) / kMicrosPerDay;
    EXPECT_TRUE(days == 365 || days == 366) << format_date(day);
    EXPECT_EQ(last_of("2w", day).label(), last_of("14d", day).label());
  });
}

TEST_F(EachDay, AnHourIntoADayLeavesThatDayOut) {
  each_day([](Timestamp day) {
    const Timestamp hour{day.micros + kMicrosPerDay / 24};
    EXPECT_EQ(last_of("3d", hour).label(), last_of("3d", day).label());
  });
}

TEST_F(EachDay, MonthsOfDatesAreThoseThatHaveADayInThem) {
  each_day([](Timestamp day) {
    const auto period = parse_period(format_date(day) + ".." + format_date(days_after(day, 40))).value();
    std::vector<std::string> months;
    for (int i = 0; i < 40; ++i) {
      if (months.empty() || months.back() != month_of(days_after(day, i)))
        months.push_back(month_of(days_after(day, i)));
    }
    EXPECT_EQ(period.months(), months);
  });
}

TEST(PeriodLimits, AreWithinTheYearsThatCanBeWritten) {
  EXPECT_EQ(last_of("9999d", day_of("2026-11-01")).label(), "1999-06-17..2026-11-01");
  // 9999 months are 833 years and 3 months.
  EXPECT_EQ(last_of("9999m", day_of("2026-11-01")).label(), "1193-08-01..2026-11-01");
  EXPECT_FALSE(check_period({.last = "10000d"}));
}

TEST(PeriodLimits, ADayOfALeapYearIsADateOnlyThere) {
  EXPECT_TRUE(check_period({.from = "2024-02-29"}));
  EXPECT_FALSE(check_period({.from = "2025-02-29"}));
  EXPECT_FALSE(check_period({.from = "1900-02-29"}));
  EXPECT_TRUE(check_period({.from = "2000-02-29"}));
}

TEST(PeriodErrors, NameTheOptionThatIsWrong) {
  EXPECT_EQ(check_period({.from = "today"}).error().what, "'today' is not a date (--from)");
  EXPECT_EQ(check_period({.from = "2026-10-01", .to = "2026-10-32"}).error().what, "'2026-10-32' is not a date (--to)");
  EXPECT_EQ(check_period({.from = "2026-10-09", .to = "2026-10-02"}).error().what,
            "the period 2026-10-09..2026-10-02 is empty");
}

}  // namespace
}  // namespace farthing
