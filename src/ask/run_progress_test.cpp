#include "ask/run_progress.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace farthing {
namespace {

constexpr std::int64_t kMinute = 60'000'000, kAnHour = 60 * kMinute;
constexpr std::int64_t kDollar = 1'000'000'000'000;

RunEvent at_minute(std::int64_t minute, const std::string& kind, std::optional<double> value = {}) {
  return {minute * kMinute, kind, value, {}, 0};
}

// Ten hours at $6: 10 cents a minute.
RunCosts six_dollars_an_hour(RunSpan span = {0, std::nullopt}) {
  std::vector<RunStretch> hours;
  for (int i = 9; i >= 0; --i) hours.push_back({i * kAnHour, (i + 1) * kAnHour, 6 * kDollar});
  return {hours, span};
}

double dollars(int128 units) { return static_cast<double>(units) / static_cast<double>(kDollar); }

TEST(RunCosts, AStretchIsSpentEvenlyAndWhatLiesOutsideOfTheRunCountsAtItsEnds) {
  const auto costs = six_dollars_an_hour({30 * kMinute, 9 * kAnHour + 15 * kMinute});
  EXPECT_EQ(dollars(costs.total()), 60);
  EXPECT_EQ(dollars(costs.upto(30 * kMinute - 1)), 0);
  EXPECT_EQ(dollars(costs.upto(30 * kMinute)), 3);
  EXPECT_EQ(dollars(costs.upto(45 * kMinute)), 4.5);
  EXPECT_EQ(dollars(costs.upto(kAnHour)), 6);
  EXPECT_EQ(dollars(costs.between(2 * kAnHour, 2 * kAnHour + 10 * kMinute)), 1);
  EXPECT_NEAR(dollars(costs.upto(9 * kAnHour + 15 * kMinute - 1)), 55.5, 1e-6);
  EXPECT_EQ(dollars(costs.upto(9 * kAnHour + 15 * kMinute)), 60);
}

// Ends 0:20, restarts 0:50: two stretches in one hour, $2 and $1; and $24 of storage over the day.
TEST(RunCosts, NothingIsSpentBetweenStretchesAndOthersMayLieOverThem) {
  const RunStretch first{0, 20 * kMinute, 2 * kDollar}, second{50 * kMinute, kAnHour, kDollar};
  const RunCosts costs({second, first}, {});
  EXPECT_EQ(dollars(costs.between(10 * kMinute, 20 * kMinute)), 1);
  EXPECT_EQ(dollars(costs.between(20 * kMinute, 50 * kMinute)), 0);
  EXPECT_EQ(dollars(costs.between(50 * kMinute, 55 * kMinute)), 0.5);
  const RunCosts stored({{0, 24 * kAnHour, 24 * kDollar}, second, first}, {});
  EXPECT_NEAR(dollars(stored.upto(20 * kMinute)), 2 + 1 / 3.0, 1e-9);
  EXPECT_NEAR(dollars(stored.between(kAnHour, 3 * kAnHour)), 2, 1e-9);
  EXPECT_EQ(dollars(stored.total()), 27);
}

TEST(RunCosts, OfNothingAreNothing) {
  const RunCosts costs({}, {kAnHour, std::nullopt});
  EXPECT_EQ(dollars(costs.total()), 0);
  EXPECT_EQ(dollars(costs.upto(2 * kAnHour)), 0);
  const RunCosts moment({{kAnHour, kAnHour, kDollar}}, {});
  EXPECT_EQ(dollars(moment.upto(kAnHour)), 0);
  EXPECT_EQ(dollars(moment.upto(kAnHour + 1)), 1);
}

TEST(RunCosts, MayBeMoreThanNineMillionInAll) {
  std::vector<RunStretch> hours;
  for (int i = 0; i < 20; ++i) hours.push_back({i * kAnHour, (i + 1) * kAnHour, 1'000'000 * kDollar});
  EXPECT_EQ(dollars(RunCosts(hours, {}).total()), 20e6);
}

TEST(RunCosts, MarksAnywhereSumToTheWholeWhateverOverlaps) {
  std::mt19937 random(7);
  const auto below = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<unsigned>(most));
  };
  for (int round = 0; round < 20; ++round) {
    std::vector<RunStretch> stretches;
    int128 whole = 0;
    for (int i = 0; i < 30; ++i) {
      const auto begins = below(600) * kMinute;
      stretches.push_back({begins, begins + below(90) * kMinute, below(1'000'000'007)});
      whole += stretches.back().cost;
    }
    const RunCosts costs(stretches, {});
    EXPECT_TRUE(costs.total() == whole);
    int128 sum = 0;
    std::int64_t before = 0;
    while (before < 12 * kAnHour) {
      const auto next = std::min<std::int64_t>(12 * kAnHour, before + 1 + below(kAnHour / 2));
      EXPECT_TRUE(costs.between(before, next) >= 0);
      sum += costs.between(before, next);
      before = next;
    }
    EXPECT_TRUE(sum == whole);
  }
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
  EXPECT_EQ(dollars(lost[1].lost_work), 0);        // all since the first stop was spent on restarting
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
  EXPECT_EQ(dollars(lost[0].lost_work), 0);
  EXPECT_NEAR(dollars(lost[0].restart), 6, 1e-9);
}

// A warning and then the stop itself: the second loses nothing more. A checkpoint or work between is lost again.
TEST(RunInterruptions, OfARunThatIsStoppedAlreadyLoseNothing) {
  const auto lost =
      interruptions_of({at_minute(60, "checkpoint"), at_minute(90, "interruption"), at_minute(110, "interruption"),
                        at_minute(120, "resume"), at_minute(130, "step"), at_minute(140, "interruption"),
                        at_minute(150, "step"), at_minute(160, "interruption")},
                       six_dollars_an_hour(), {0, std::nullopt}, 10 * kAnHour);
  ASSERT_EQ(lost.size(), 4u);
  EXPECT_NEAR(dollars(lost[0].lost_work), 3, 1e-9);
  EXPECT_EQ(dollars(lost[1].lost_work), 0);
  EXPECT_NEAR(dollars(lost[1].restart), 1, 1e-9);
  EXPECT_NEAR(dollars(lost[2].lost_work), 1, 1e-9);
  EXPECT_NEAR(dollars(lost[3].lost_work), 2, 1e-9);  // nobody told that it went on, but it did
}

TEST(RunMarks, CountByTheLargestNumberOrHowManyThereAre) {
  EXPECT_EQ((RunMarks{3, 10, 20}.reached()), 20);
  EXPECT_EQ((RunMarks{2, std::nullopt, std::nullopt}.reached()), 2);
  EXPECT_EQ((RunMarks{3, 0, 2}.reached()), 3) << "numbered from 0";
  EXPECT_EQ((RunMarks{1, 0, 0}.reached()), 1);
  EXPECT_EQ(RunMarks{}.reached(), 0);
}

std::vector<RunEvent> numbered(std::vector<RunEvent> events) {
  std::map<std::string, std::int64_t> seen;
  for (auto& event : events) event.nth = ++seen[event.kind];
  return events;
}

// Step 500, but the checkpoint is at 400: after the restart the run is there until its next step.
TEST(RunPosition, AfterARestartIsThatOfTheCheckpoint) {
  auto events = numbered({at_minute(200, "step", 400), at_minute(201, "checkpoint", 400), at_minute(250, "step", 500),
                          at_minute(255, "interruption")});
  EXPECT_EQ(position_of(events, "step", false), 500) << "it hasn't begun again";
  events.push_back(at_minute(260, "resume"));
  EXPECT_EQ(position_of(events, "step", false), 400);
  events.back().value = 390;
  EXPECT_EQ(position_of(events, "step", false), 390) << "as the restart says";
  events.push_back(at_minute(270, "step", 410));
  EXPECT_EQ(position_of(events, "step", false), 410);
  EXPECT_EQ(position_of(events, "step", true), 411) << "numbered from 0";
}

TEST(RunPosition, WithoutACheckpointIsTheBeginning) {
  EXPECT_EQ(position_of(numbered({at_minute(1, "step", 7), at_minute(2, "interruption"), at_minute(3, "resume")}),
                        "step", false),
            0);
  EXPECT_EQ(position_of({}, "step", false), 0);
}

// Marks without numbers are counted; a checkpoint's number is a step, of epochs it keeps those that are done, also the
// one that ends at its moment.
TEST(RunPosition, OfEpochsIsWhatWasDoneAtTheCheckpoint) {
  EXPECT_EQ(position_of(numbered({at_minute(1, "epoch", 1), at_minute(2, "checkpoint", 900), at_minute(2, "epoch", 2),
                                  at_minute(3, "epoch", 3), at_minute(4, "interruption"), at_minute(5, "resume", 900)}),
                        "epoch", false),
            2);
  EXPECT_EQ(position_of(numbered({at_minute(1, "epoch"), at_minute(2, "epoch"), at_minute(3, "checkpoint"),
                                  at_minute(4, "epoch"), at_minute(5, "resume"), at_minute(6, "epoch")}),
                        "epoch", false),
            3);
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
