#include "base/time.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

std::string read_time(std::string_view text) {
  const auto time = parse_timestamp(text);
  return time ? format_timestamp(*time) : "no time";
}

TEST(Timestamp, ReadsEveryFormThatBillsWrite) {
  EXPECT_EQ(read_time("2023-11-01T00:00:00Z"), "2023-11-01T00:00:00Z");
  EXPECT_EQ(read_time("2023-11-01T05:06:07.000Z"), "2023-11-01T05:06:07Z");
  EXPECT_EQ(read_time("2024-09-18 22:00:00"), "2024-09-18T22:00:00Z");
  EXPECT_EQ(read_time("2024-09-18 22:00:00.000 UTC"), "2024-09-18T22:00:00Z");
  EXPECT_EQ(read_time("2024-09-18"), "2024-09-18T00:00:00Z");
  EXPECT_EQ(read_time("20170701T000000.000Z"), "2017-07-01T00:00:00Z");
  EXPECT_EQ(read_time("5/1/25"), "2025-05-01T00:00:00Z");
  EXPECT_EQ(read_time("12/31/2025"), "2025-12-31T00:00:00Z");
  EXPECT_EQ(read_time("2026-01-01T02:00:00+02:00"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(read_time("2026-01-01T02:00"), "2026-01-01T02:00:00Z");
  EXPECT_EQ(read_time("2026-01-01T00:00:00.995561Z"), "2026-01-01T00:00:00.995561Z");
  EXPECT_EQ(read_time("1969-12-31T23:00:00Z"), "1969-12-31T23:00:00Z");
}

TEST(Timestamp, TakesHoursBeyondMidnightAsTheNextDay) {
  EXPECT_EQ(read_time("2023-01-31T24:00:00Z"), "2023-02-01T00:00:00Z");
  EXPECT_EQ(read_time("2023-02-01T30:00:00Z"), "2023-02-02T06:00:00Z");  // the FOCUS specification's own example
}

TEST(Timestamp, RefusesWhatIsNoTime) {
  for (const char* text : {"", "x", "2023-13-01", "2023-02-30", "2023-11-01T48:00:00Z", "2023-11-01T00:00:00X", "1/2",
                           "13/1/25", "2023-11-01T00:00:00.Z", "2023-1-1"}) {
    EXPECT_EQ(read_time(text), "no time") << text;
  }
}

TEST(Timestamp, KnowsItsDayAndMonth) {
  const auto time = *parse_timestamp("2024-02-29T13:14:15Z");
  EXPECT_EQ(format_date(time), "2024-02-29");
  EXPECT_EQ(month_of(time), "2024-02");
  EXPECT_EQ(format_timestamp(start_of_day(time)), "2024-02-29T00:00:00Z");
}

TEST(Months, MoveOverTheTurnOfTheYear) {
  EXPECT_EQ(shift_month("2023-12", 1), "2024-01");
  EXPECT_EQ(shift_month("2024-01", -1), "2023-12");
  EXPECT_FALSE(parse_month("2024-1"));
  EXPECT_FALSE(parse_month("2024-13"));
  EXPECT_EQ(format_timestamp(*parse_month("2024-02")), "2024-02-01T00:00:00Z");
}

}  // namespace
}  // namespace farthing
