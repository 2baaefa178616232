#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace farthing {
namespace {

TEST(ErrorText, IsWherePlusWhatPlusWhatToDo) {
  EXPECT_EQ((Error{"is empty"}.text()), "is empty");
  EXPECT_EQ((Error{"is empty", "a.csv"}.text()), "a.csv: is empty");
  EXPECT_EQ((Error{"is empty", "", "fill it"}.text()), "is empty (fill it)");
  EXPECT_EQ((Error{"is empty", "a.csv: line 7", "fill it"}.text()), "a.csv: line 7: is empty (fill it)");
}

TEST(ErrorKinds, FailAndMisuseDiffer) {
  const Done failed = fail("broke", "here", "mend it");
  EXPECT_EQ(failed.error().kind, Error::Kind::kFailed);
  EXPECT_EQ(failed.error().text(), "here: broke (mend it)");
  const Done misused = misuse("no such flag", "see --help");
  EXPECT_EQ(misused.error().kind, Error::Kind::kUsage);
  EXPECT_EQ(misused.error().text(), "no such flag (see --help)");
}

Result<std::unique_ptr<int>> owned(int number) {
  if (number < 0) return misuse("negative");
  return std::make_unique<int>(number);
}

Result<int> sum_of(int a, int b, int& reached) {
  TRY(const auto first, owned(a));  // twice in a function, of a type that only moves
  reached = 1;
  TRY(const auto second, owned(b));
  reached = 2;
  TRY_DONE(*first + *second > 100 ? Done(fail("too much")) : Done());
  reached = 3;
  return *first + *second;
}

TEST(Try, GoesOnWithTheValueOrReturnsTheErrorAsItIs) {
  int reached = 0;
  EXPECT_EQ(sum_of(1, 2, reached).value(), 3);
  EXPECT_EQ(reached, 3);
  EXPECT_EQ(sum_of(60, 50, reached).error().what, "too much");
  EXPECT_EQ(reached, 2);
  const auto refused = sum_of(1, -1, reached);
  EXPECT_EQ(refused.error().kind, Error::Kind::kUsage) << "the kind travels along";
  EXPECT_EQ(reached, 1);
}

}  // namespace
}  // namespace farthing
