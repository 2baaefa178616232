#include "ask/run_progress.hpp"

#include <gtest/gtest.h>

#include <random>

namespace farthing {
namespace {

constexpr std::int64_t kMinute = 60'000'000, kAnHour = 60 * kMinute;
constexpr std::int64_t kDollar = 1'000'000'000'000;

RunEvent at_minute(std::int64_t minute, const std::string& kind, std::optional<double> value = {}) {
  return {minute * kMinute, kind, value, {}};
}

// Ten hours at $6: 10 cents a minute.
RunCosts six_dollars_an_hour(RunSpan span = {0, std::nullopt}) {
  std::vector<RunHour> hours;
  for (int i = 9; i >= 0; --i) hours.push_back({i * kAnHour, 6 * kDollar});
  return {hours, span};
}

double dollars(std::int64_t units) { return static_cast<double>(units) / static_cast<double>(kDollar); }

TEST(RunCosts, AnHourIsSpreadOverTheTimeInWhichTheRunLasted) {
  const auto costs = six_dollars_an_hour({30 * kMinute, 9 * kAnHour + 15 * kMinute});
  EXPECT_EQ(dollars(costs.total()), 60);
  EXPECT_EQ(dollars(costs.upto(30 * kMinute)), 0);
  EXPECT_EQ(dollars(costs.upto(45 * kMinute)), 3);
  EXPECT_EQ(dollars(costs.upto(kAnHour)), 6);
  EXPECT_EQ(dollars(costs.between(2 * kAnHour, 2 * kAnHour + 10 * kMinute)), 1);
  EXPECT_EQ(dollars(costs.upto(9 * kAnHour + 15 * kMinute)), 60);
}

TEST(RunCosts, WhatLiesOutsideOfTheRunCountsAtItsEnds) {
  const RunCosts costs({{0, kDollar}, {5 * kAnHour, kDollar}}, {2 * kAnHour, 3 * kAnHour});
  EXPECT_EQ(costs.upto(2 * kAnHour - 1), 0);
  EXPECT_EQ(costs.upto(2 * kAnHour), kDollar);
  EXPECT_EQ(costs.upto(3 * kAnHour), 2 * kDollar);
}

TEST(RunCosts, MarksAnywhereSumToTheWhole) {
  std::mt19937 random(7);
  const auto costs = six_dollars_an_hour();
  std::int64_t before = 0, sum = 0;
  while (before < 10 * kAnHour) {
    const auto next = std::min<std::int64_t>(10 * kAnHour, before + 1 + static_cast<std::int64_t>(random() % kAnHour));
    sum += costs.between(before, next);
    before = next;
  }
  EXPECT_EQ(sum, costs.total());
}

// A checkpoint at 60, stopped at 100, started again at 130, first step at 140: 40 + 10 minutes at 10 cents.
TEST(RunInterruptions, LoseTheWorkSinceTheCheckpointAndTheRestart) {
  const auto lost =
      interruptions_of({at_minute(60, "checkpoint"), at_minute(90, "step", 9), at_minute(100, "interruption"),
                        at_minute(130, "resume"), at_minute(140, "step", 7)},
                       six_dollars_an_hour(), {0, std::nullopt}, 10 * kAnHour);
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_NEAR(dollars(lost[0].lost_work), 4, 1e-9);
  EXPECT_NEAR(dollars(lost[0].restart), 1, 1e-9);
}

TEST(RunInterruptions, WithoutACheckpointLoseAllAndNothingTwice) {
  const auto lost = interruptions_of({at_minute(30, "interruption"), at_minute(40, "resume"),
                                      at_minute(50, "interruption"), at_minute(60, "resume"), at_minute(70, "step")},
                                     six_dollars_an_hour(), {0, std::nullopt}, 10 * kAnHour);
  ASSERT_EQ(lost.size(), 2u);
  EXPECT_NEAR(dollars(lost[0].lost_work), 3, 1e-9);
  EXPECT_NEAR(dollars(lost[0].restart), 1, 1e-9);  // until it was stopped again
  EXPECT_EQ(lost[1].lost_work, 0);                 // all since the first stop was spent on restarting
  EXPECT_NEAR(dollars(lost[1].restart), 1, 1e-9);
}

// Stopped at 100, restarted at 130, first step at 140, stopped again at 150: 10 minutes of work are lost by the second
// stop.
TEST(RunInterruptions, OfTwoStopsTheSecondLosesWhatWasDoneBetween) {
  const auto lost = interruptions_of({at_minute(60, "checkpoint"), at_minute(100, "interruption"),
                                      at_minute(130, "resume"), at_minute(140, "step"), at_minute(150, "interruption")},
                                     six_dollars_an_hour(), {0, std::nullopt}, 10 * kAnHour);
  ASSERT_EQ(lost.size(), 2u);
  EXPECT_NEAR(dollars(lost[0].lost_work + lost[0].restart), 5, 1e-9);
  EXPECT_NEAR(dollars(lost[1].lost_work + lost[1].restart), 1, 1e-9);
}

TEST(RunInterruptions, ARestartThatNeverWorkedLastsUntilTheEndOfWhatIsKnown) {
  const auto lost =
      interruptions_of({at_minute(60, "checkpoint"), at_minute(60, "interruption"), at_minute(120, "resume")},
                       six_dollars_an_hour(), {0, std::nullopt}, 3 * kAnHour);
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost[0].lost_work, 0);
  EXPECT_NEAR(dollars(lost[0].restart), 6, 1e-9);
}

TEST(RunCount, IsTheLargestNumberOrHowManyThereAre) {
  EXPECT_EQ(count_of({at_minute(1, "step", 10), at_minute(2, "step", 20), at_minute(3, "step", 15)}, "step"), 20);
  EXPECT_EQ(count_of({at_minute(1, "epoch"), at_minute(2, "epoch")}, "epoch"), 2);
  EXPECT_EQ(count_of({at_minute(1, "checkpoint", 500), at_minute(2, "checkpoint", 1000)}, "checkpoint"), 2);
  EXPECT_EQ(count_of({}, "step"), 0);
}

// Each step takes ten minutes, $1; 60 are done in ten hours, 100 are planned: $60 + 40 x $1, and nothing varies.
TEST(RunProjection, OfARunAtAnEvenPaceHasNoBand) {
  std::vector<RunEvent> events;
  for (int i = 1; i <= 60; ++i) events.push_back(at_minute(i * 10, "step", i));
  const auto projection = project(events, "step", 100, 60, six_dollars_an_hour());
  ASSERT_TRUE(projection);
  EXPECT_NEAR(projection->cost, 100, 1e-6);
  EXPECT_NEAR(projection->low, 100, 1e-6);
  EXPECT_NEAR(projection->high, 100, 1e-6);
  EXPECT_EQ(projection->marks, 20);
}

// Steps of $1 and $3 in turn: the mean is 2, the variance of 20 is 20/19; of the 10 left 20 +- 1.6449 x sqrt((100/20 +
// 10) x 20/19).
TEST(RunProjection, HasABandOfWhatVaries) {
  std::vector<RunEvent> events;
  std::int64_t minute = 0;
  for (int i = 0; i <= 20; ++i) {
    events.push_back(at_minute(minute, "step", i));
    minute += i % 2 == 0 ? 10 : 30;
  }
  const auto projection = project(events, "step", 30, 20, six_dollars_an_hour());
  ASSERT_TRUE(projection);
  EXPECT_NEAR(projection->cost, 80, 1e-6);
  EXPECT_NEAR(projection->high - projection->cost, 1.6449 * std::sqrt(15 * 20.0 / 19), 1e-4);
}

TEST(RunProjection, OfTooFewStepsIsUnknown) {
  EXPECT_FALSE(project({at_minute(1, "step", 1), at_minute(2, "step", 2), at_minute(3, "step", 3)}, "step", 10, 3,
                       six_dollars_an_hour()));
}

}  // namespace
}  // namespace farthing
