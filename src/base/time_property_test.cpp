// Times held against a calendar that counts days one by one.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/time.hpp"

namespace farthing {
namespace {

struct CountedDay {
  int year, month, day;
  std::int64_t number;  ///< from 1970-01-01
  [[nodiscard]] std::string text() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }
};

// Every day from 1700 to 2200: the Gregorian rule, and 1970-01-01 is day 0.
std::vector<CountedDay> counted_days() {
  std::vector<CountedDay> days;
  std::int64_t zero = 0;
  for (int year = 1700; year <= 2200; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[month - 1]; ++day) {
        if (year == 1970 && month == 1 && day == 1) zero = static_cast<std::int64_t>(days.size());
        days.push_back({year, month, day, static_cast<std::int64_t>(days.size())});
      }
    }
  }
  for (auto& day : days) day.number -= zero;
  return days;
}

TEST(CalendarTime, EveryDayIsWhereCountingPutsIt) {
  for (const auto& day : counted_days()) {
    const Timestamp begin{day.number * kMicrosPerDay};
    ASSERT_EQ(parse_timestamp(day.text()), begin) << day.text();
    // Its first and last moment, before 1970 too.
    for (const Timestamp moment : {begin, Timestamp{begin.micros + kMicrosPerDay - 1}}) {
      ASSERT_EQ(start_of_day(moment), begin) << day.text();
      ASSERT_EQ(format_date(moment), day.text());
      ASSERT_EQ(month_of(moment), day.text().substr(0, 7));
    }
  }
}

TEST(CalendarTime, NoOtherDayExists) {
  std::map<std::string, bool> exists;
  for (const auto& day : counted_days()) exists[day.text()] = true;
  for (const int year : {1700, 1900, 1999, 2000, 2004, 2023, 2024, 2100, 2200}) {
    for (int month = 0; month <= 13; ++month) {
      for (int day = 0; day <= 32; ++day) {
        const auto text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        EXPECT_EQ(parse_timestamp(text).has_value(), exists.contains(text)) << text;
        const auto american = fmt::format("{}/{}/{}", month, day, year);
        EXPECT_EQ(parse_timestamp(american), parse_timestamp(text)) << american;
      }
    }
  }
}

TEST(CalendarTime, EveryMomentReadsBackAsWritten) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 20'000; ++i) {
    // 1700 to 2200, every other one in whole seconds.
    auto micros = static_cast<std::int64_t>(random() % 15'000'000'000'000'000) - 8'000'000'000'000'000;
    if (i % 2 == 0) micros -= micros % 1'000'000;
    const auto text = format_timestamp({micros});
    ASSERT_EQ(parse_timestamp(text), Timestamp{micros}) << text;
    ASSERT_EQ(text.size(), micros % 1'000'000 == 0 ? 20u : 27u) << text;
    // The same moment in the other forms that bills write.
    std::string blank = text;
    blank[10] = ' ';
    ASSERT_EQ(parse_timestamp(blank), Timestamp{micros});
    std::string compact;
    for (const char c : text) compact += c == '-' || c == ':' ? "" : std::string(1, c);
    ASSERT_EQ(parse_timestamp(compact), Timestamp{micros}) << compact;
  }
}

TEST(CalendarTime, OffsetsAreTakenAway) {
  const auto at = [](std::string_view zone) { return parse_timestamp("2026-03-01T00:30:00" + std::string(zone)); };
  for (int minutes = -18 * 60; minutes <= 18 * 60; minutes += 15) {
    const int size = std::abs(minutes);
    const char sign = minutes < 0 ? '-' : '+';
    const Timestamp moment{at("Z")->micros - minutes * 60'000'000LL};
    EXPECT_EQ(at(fmt::format("{}{:02}:{:02}", sign, size / 60, size % 60)), moment) << minutes;
    EXPECT_EQ(at(fmt::format("{}{:02}{:02}", sign, size / 60, size % 60)), moment) << minutes;
    if (size % 60 == 0) EXPECT_EQ(at(fmt::format("{}{:02}", sign, size / 60)), moment) << minutes;
  }
  for (const char* wrong : {"+", "-", "+2", "+2:00", "+02:", "+02:0", "+02:60", "+19:00", "+02:00Z", "UTC", " Z", "ZZ",
                            "+-2:00", " +02:00"}) {
    EXPECT_FALSE(at(wrong)) << wrong;
  }
}

TEST(CalendarTime, FractionsBeyondMicrosecondsAreCut) {
  const auto micros = [](std::string_view fraction) {
    const auto time = parse_timestamp("1970-01-01T00:00:00." + std::string(fraction) + "Z");
    return time ? time->micros : -1;
  };
  EXPECT_EQ(micros("5"), 500'000);
  EXPECT_EQ(micros("05"), 50'000);
  EXPECT_EQ(micros("000001"), 1);
  EXPECT_EQ(micros("0000019"), 1);
  EXPECT_EQ(micros("999999999999999999999999"), 999'999);
  EXPECT_EQ(micros("-1"), -1);
  EXPECT_EQ(micros("1e3"), -1);
}

TEST(CalendarTime, RefusesAmericanDatesThatAreNone) {
  for (const char* text : {"1/257/25", "257/1/25", "1/1/-5", "-1/1/25", "1/-1/25", "1/1/70000", "1/1/5", "1/1/125",
                           "1//25", "1/1/", "1/1/25 ", "+1/1/25", "001/1/25", "1/001/25", "1/1/2025/1", "/1/25"}) {
    EXPECT_FALSE(parse_timestamp(text)) << text;
  }
  EXPECT_EQ(format_date(*parse_timestamp("2/29/24")), "2024-02-29");
  EXPECT_EQ(format_date(*parse_timestamp("12/31/99")), "2099-12-31") << "there were no bills in 1999";
}

TEST(CalendarTime, ATimeWithACharacterTooFewOrAnotherOneIsNoneOrAnother) {
  const std::string whole = "2026-07-14T01:02:03.456789Z";
  const auto right = parse_timestamp(whole);
  ASSERT_TRUE(right);
  for (std::size_t i = 0; i < whole.size(); ++i) {
    for (const char c : {'x', '-', '/', '\0', ' '}) {
      auto wrong = whole;
      wrong[i] = c;
      if (wrong == whole || (i == 10 && c == ' ')) continue;
      EXPECT_FALSE(parse_timestamp(wrong)) << wrong;
    }
    for (const char digit : {'0', '9'}) {
      auto other = whole;
      if (other[i] < '0' || other[i] > '9' || other[i] == digit) continue;
      other[i] = digit;
      EXPECT_NE(parse_timestamp(other), right) << other;
    }
  }
}

TEST(CalendarTime, MonthsMoveAsOneCountsThem) {
  for (int from = 1990 * 12; from < 2040 * 12; from += 7) {
    for (const int by : {-240, -13, -12, -1, 0, 1, 11, 12, 13, 239}) {
      const auto text = [](int month) { return fmt::format("{:04}-{:02}", month / 12, month % 12 + 1); };
      ASSERT_EQ(shift_month(text(from), by), text(from + by)) << text(from) << " " << by;
    }
  }
  EXPECT_EQ(shift_month("nonsense", 1), "nonsense");
}

TEST(CalendarTime, AMonthIsFourDigitsADashAndTwo) {
  for (const char* wrong : {"", "2024", "2024-", "2024-00", "2024-13", "2024/01", "202401", "2024-1 ", " 2024-1",
                            "2024-01-", "24-01", "5/1/-25", "1/1-200", "-024-01", "2024-+1"}) {
    EXPECT_FALSE(parse_month(wrong)) << wrong;
  }
  std::int64_t days = 0;
  for (int month = 1; month <= 12; ++month) {
    const auto text = fmt::format("2024-{:02}", month);
    days += (parse_month(shift_month(text, 1))->micros - parse_month(text)->micros) / kMicrosPerDay;
  }
  EXPECT_EQ(days, 366);
}

}  // namespace
}  // namespace farthing
