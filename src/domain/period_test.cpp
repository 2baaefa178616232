#include "domain/period.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

Timestamp moment_of(const char* text) { return *parse_timestamp(text); }

std::string label_of(const PeriodChoice& choice, const char* newest = "2026-10-31T23:00:00Z") {
  const auto period = resolve_period(choice, moment_of(newest));
  return period ? period->label() : "error: " + period.error().text();
}

std::string label_of_last(const char* text, const char* newest) {
  PeriodChoice choice;
  choice.last = text;
  return label_of(choice, newest);
}

std::string label_before(const char* text) {
  const auto period = parse_period(text);
  if (!period) return "error: " + period.error().text();
  return period_before(*period)->label();
}

TEST(PeriodTest, NothingChosenIsAllThatIsThere) {
  EXPECT_EQ(label_of({}), "all data");
  EXPECT_EQ(Period{}.sql(), "true");
  EXPECT_TRUE(Period{}.months().empty());
}

TEST(PeriodTest, AMonthIsABillingPeriod) {
  const auto period = resolve_period({.month = "2026-10"}, std::nullopt);
  ASSERT_TRUE(period);
  EXPECT_EQ(period->label(), "2026-10");
  EXPECT_EQ(period->sql(), "billing_period = '2026-10'");
  EXPECT_EQ(period->months(), std::vector<std::string>{"2026-10"});
  EXPECT_TRUE(period_notes({.month = "2026-10"}, *period).empty());
}

TEST(PeriodTest, DatesGoByChargeStartAndExcludeTheirEnd) {
  const PeriodChoice choice{.from = "2026-10-30", .to = "2026-11-02"};
  const auto period = resolve_period(choice, std::nullopt);
  ASSERT_TRUE(period);
  EXPECT_EQ(period->label(), "2026-10-30..2026-11-02");
  EXPECT_EQ(period->sql(), "charge_date >= DATE '2026-10-30' AND charge_date < DATE '2026-11-02'");
  EXPECT_EQ(period->months(), (std::vector<std::string>{"2026-10", "2026-11"}));
  EXPECT_EQ(period_notes(choice, *period),
            std::vector<std::string>{"2026-11-02 is not included: a period ends before its --to date"});
}

TEST(PeriodTest, AMonthThatOnlyTheExcludedEndTouchesIsNotInThePeriod) {
  EXPECT_EQ(parse_period("2026-10-01..2026-11-01")->months(), std::vector<std::string>{"2026-10"});
  EXPECT_EQ(parse_period("2025-12-31..2026-02-02")->months(),
            (std::vector<std::string>{"2025-12", "2026-01", "2026-02"}));
}

TEST(PeriodTest, EitherEndMayBeOpen) {
  EXPECT_EQ(label_of({.from = "2026-10-30"}), "2026-10-30..");
  EXPECT_EQ(label_of({.to = "2026-10-30"}), "..2026-10-30");
  EXPECT_EQ(resolve_period({.from = "2026-10-30"}, std::nullopt)->sql(), "charge_date >= DATE '2026-10-30'");
  EXPECT_EQ(resolve_period({.to = "2026-10-30"}, std::nullopt)->sql(), "charge_date < DATE '2026-10-30'");
}

TEST(PeriodTest, LastEndsWithTheNewestCompleteDay) {
  EXPECT_EQ(label_of_last("30d", "2026-10-31T23:00:00Z"), "2026-10-01..2026-10-31") << "the 31st lacks its last hour";
  EXPECT_EQ(label_of_last("30d", "2026-11-01T00:00:00Z"), "2026-10-02..2026-11-01") << "the 31st is complete";
  EXPECT_EQ(label_of_last("1d", "2024-03-01"), "2024-02-29..2024-03-01");
  EXPECT_EQ(label_of_last("2w", "2026-11-01"), "2026-10-18..2026-11-01");
  EXPECT_EQ(label_of_last("1m", "2026-11-01"), "2026-10-01..2026-11-01");
  EXPECT_EQ(label_of_last("13m", "2026-03-31"), "2025-02-28..2026-03-31")
      << "a month without a 31st gives its last day";
}

TEST(PeriodTest, LastSaysWhereItEnds) {
  const PeriodChoice choice{.last = "7d"};
  EXPECT_EQ(period_notes(choice, *resolve_period(choice, moment_of("2026-11-01"))),
            std::vector<std::string>{"the last 7d end with 2026-10-31, the newest complete day of the data"});
}

TEST(PeriodTest, LastWithoutUsageFailsAndSaysWhatToDo) {
  const auto period = resolve_period({.last = "7d"}, std::nullopt);
  ASSERT_FALSE(period);
  EXPECT_EQ(period.error().kind, Error::Kind::kFailed);
  EXPECT_NE(period.error().advice.find("--from"), std::string::npos);
}

TEST(PeriodTest, ThePeriodBeforeIsOfEqualLength) {
  EXPECT_EQ(label_before("2026-01"), "2025-12");
  EXPECT_EQ(label_before("2026-10-01..2026-10-31"), "2026-09-01..2026-10-01");
  EXPECT_EQ(label_before("2026-11-01..2026-11-02"), "2026-10-31..2026-11-01");
}

TEST(PeriodTest, APeriodWithAnOpenEndHasNoneBefore) {
  for (const auto& period : {Period{}, *resolve_period({.from = "2026-10-30"}, std::nullopt)}) {
    const auto previous = period_before(period);
    ASSERT_FALSE(previous);
    EXPECT_EQ(previous.error().kind, Error::Kind::kUsage);
  }
}

TEST(PeriodTest, WhatIsNotAPeriodIsAUsageErrorThatNamesTheForm) {
  const std::pair<PeriodChoice, const char*> kBad[] = {
      {{.month = "2026-13"}, "YYYY-MM"},
      {{.month = "2026-1"}, "YYYY-MM"},
      {{.month = "october"}, "YYYY-MM"},
      {{.month = "2026-10'"}, "YYYY-MM"},
      {{.from = "2026-02-30"}, "YYYY-MM-DD"},
      {{.from = "10/01/2026"}, "YYYY-MM-DD"},
      {{.to = "2026-10"}, "YYYY-MM-DD"},
      {{.to = "2026-10-01T00:00:00Z"}, "YYYY-MM-DD"},
      {{.from = "2026-10-01", .to = "2026-10-01"}, "later than the start"},
      {{.from = "2026-10-02", .to = "2026-10-01"}, "later than the start"},
      {{.last = "30"}, "30d"},
      {{.last = "d"}, "30d"},
      {{.last = "0d"}, "30d"},
      {{.last = "-3d"}, "30d"},
      {{.last = "30y"}, "30d"},
      {{.last = "99999999999d"}, "30d"},
      {{.month = "2026-10", .from = "2026-10-01"}, "choose one"},
      {{.month = "2026-10", .last = "30d"}, "choose one"},
      {{.to = "2026-10-01", .last = "30d"}, "choose one"},
  };
  for (const auto& [choice, hint] : kBad) {
    const auto done = check_period(choice);
    ASSERT_FALSE(done) << hint;
    EXPECT_EQ(done.error().kind, Error::Kind::kUsage) << done.error().text();
    EXPECT_NE(done.error().text().find(hint), std::string::npos) << done.error().text();
  }
  EXPECT_TRUE(check_period({.last = "30d"})) << "whether the data have a newest day isn't asked here";
}

TEST(PeriodTest, APeriodInOneWordIsAMonthOrTwoDates) {
  EXPECT_EQ(parse_period("2026-10")->kind, Period::Kind::kMonth);
  EXPECT_EQ(parse_period("2026-10-01..2026-10-08")->label(), "2026-10-01..2026-10-08");
  for (const char* bad : {"", "2026", "2026-10-01", "..", "2026-10-01..", "2026-10..2026-11", "previous"}) {
    const auto period = parse_period(bad);
    ASSERT_FALSE(period) << bad;
    EXPECT_EQ(period.error().kind, Error::Kind::kUsage);
  }
}

}  // namespace
}  // namespace farthing
