#include "ask/compare_periods.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

std::string periods_text(const PeriodChoice& choice, const std::optional<std::string>& with = {},
                         const char* newest = "2026-10-18T05:00:00Z") {
  const auto periods = compared_periods(choice, with, parse_timestamp(newest));
  if (!periods) return periods.error().text();
  auto text = periods->now.label() + " with " + periods->before.label() + (periods->complete ? "" : ", incomplete");
  for (const auto& note : periods->notes) text += "; " + note;
  return text;
}

TEST(ComparePeriodsTest, WithoutAChoiceTheLastSevenCompleteDays) {
  EXPECT_EQ(periods_text({}), "2026-10-11..2026-10-18 with 2026-10-04..2026-10-11");
  EXPECT_EQ(periods_text({.last = "2d"}), "2026-10-16..2026-10-18 with 2026-10-14..2026-10-16");
}

TEST(ComparePeriodsTest, AMonthThatRunsIsComparedByItsCompleteDays) {
  EXPECT_EQ(
      periods_text({.month = "2026-10"}),
      "2026-10-01..2026-10-18 with 2026-09-01..2026-09-18; 2026-10 still runs: its 17 complete days are compared");
  EXPECT_EQ(
      periods_text({.month = "2026-10"}, "2025-10"),
      "2026-10-01..2026-10-18 with 2025-10-01..2025-10-18; 2026-10 still runs: its 17 complete days are compared");
  // February ends before the 30th day.
  EXPECT_EQ(
      periods_text({.month = "2026-03"}, {}, "2026-03-31T00:00:00Z"),
      "2026-03-01..2026-03-31 with 2026-02-01..2026-03-01; 2026-03 still runs: its 30 complete days are compared; "
      "2026-03-01..2026-03-31 has 30 days and 2026-02-01..2026-03-01 has 28: part of the change is their length");
}

TEST(ComparePeriodsTest, ClosedMonthsStayWholeAndTheirLengthsAreSaid) {
  EXPECT_EQ(periods_text({.month = "2026-08"}), "2026-08 with 2026-07");
  EXPECT_EQ(periods_text({.month = "2026-09"}),
            "2026-09 with 2026-08; 2026-09 has 30 days and 2026-08 has 31: part of the change is their length");
  EXPECT_EQ(periods_text({.month = "2026-09"}, "2026-09-01..2026-10-01"), "2026-09 with 2026-09-01..2026-10-01");
}

TEST(ComparePeriodsTest, DatesBeyondTheNewestUsageAreIncomplete) {
  EXPECT_EQ(
      periods_text({.from = "2026-10-10", .to = "2026-10-20"}),
      "2026-10-10..2026-10-20 with 2026-09-30..2026-10-10, incomplete; 2026-10-10..2026-10-20 isn't complete: the "
      "newest usage is of 2026-10-18T05:00:00Z");
}

TEST(ComparePeriodsTest, WhatHasNoLengthCantBeCompared) {
  EXPECT_THAT(periods_text({.from = "2026-10-10"}), testing::HasSubstr("--from and --to"));
  EXPECT_THAT(periods_text({.month = "2026-10"}, "yesterday"), testing::HasSubstr("'yesterday' is not a period"));
  EXPECT_THAT(periods_text({.month = "2026-10"}, {}, "2026-10-01T05:00:00Z"),
              testing::HasSubstr("no complete day yet"));
  EXPECT_THAT(periods_text({.month = "2026-10", .last = "7d"}), testing::HasSubstr("given twice"));
}

}  // namespace
}  // namespace farthing
