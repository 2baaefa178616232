#include "domain/run_event.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(RunEventKind, IsMeantWhateverItsLettersAndSpaces) {
  EXPECT_EQ(run_event_kind("step"), "step");
  EXPECT_EQ(run_event_kind("Checkpoint"), "checkpoint");
  EXPECT_EQ(run_event_kind(" CHECK POINT "), "checkpoint");
  EXPECT_EQ(run_event_kind("RESUME"), "resume");
}

TEST(RunEventKind, IsNothingWhereThereIsNoSuchKind) {
  for (const char* said : {"", " ", "foo", "steps", "check_point", "end"}) EXPECT_FALSE(run_event_kind(said)) << said;
}

TEST(RunEventKind, IsTheSameInSql) {
  EXPECT_EQ(run_event_kinds_sql(), "'step', 'epoch', 'checkpoint', 'interruption', 'resume'");
  EXPECT_EQ(run_event_kind_sql("kind"), "replace(lower(kind), ' ', '')");
}

}  // namespace
}  // namespace farthing
