#include "collect/bill/first_error.hpp"

#include <gtest/gtest.h>

#include <future>

namespace farthing {
namespace {

TEST(FirstError, IsTheErrorOfTheEarliestBlock) {
  FirstError errors;
  errors.end(0);
  EXPECT_EQ(errors.report(1, Error{.what = "early"}).what, "early");
  EXPECT_EQ(errors.report(5, Error{.what = "late"}).what, "early");
}

TEST(FirstError, WaitsForTheBlocksBefore) {
  FirstError errors;
  auto late = std::async(std::launch::async, [&] { return errors.report(2, Error{.what = "late"}).what; });
  errors.end(1);
  EXPECT_EQ(errors.report(0, Error{.what = "early"}).what, "early");
  const auto told = late.get();
  // Unless this thread was stopped for more than a second, the late one hears of the early one.
  EXPECT_TRUE(told == "early" || told == "late");
  EXPECT_EQ(errors.before(SIZE_MAX)->what, "early");
}

TEST(FirstError, GoesOnWhenAllBlocksBeforeAreEndedInAnyOrder) {
  FirstError errors;
  auto late = std::async(std::launch::async, [&] { return errors.report(3, Error{.what = "late"}).what; });
  for (const std::size_t sequence : {2, 0, 1}) errors.end(sequence);
  EXPECT_EQ(late.get(), "late");
}

TEST(FirstError, DoesNotWaitForEverForAReaderThatWasStopped) {
  FirstError errors;
  EXPECT_EQ(errors.report(7, Error{.what = "late"}).what, "late");
}

TEST(FirstError, LetsEarlierBlocksBeReadToTheirEnd) {
  FirstError errors;
  EXPECT_FALSE(errors.before(SIZE_MAX).has_value());
  errors.end(0);
  (void)errors.report(1, Error{.what = "early"});
  EXPECT_FALSE(errors.before(0).has_value());
  EXPECT_FALSE(errors.before(1).has_value());
  EXPECT_TRUE(errors.before(2).has_value());
}

}  // namespace
}  // namespace farthing
