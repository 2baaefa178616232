#include "ask/engine_words.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(EngineWords, HaveNoLabelAndNoPictureOfTheText) {
  EXPECT_EQ(
      engine_words("Binder Error: Referenced column \"a\" not found in FROM clause!\nCandidate bindings: \"b\"\n\n"
                   "LINE 1: SELECT a\n               ^"),
      "Referenced column \"a\" not found in FROM clause! Candidate bindings: \"b\"");
  EXPECT_EQ(engine_words("took too long"), "took too long");
}

TEST(EngineWords, BlameTheStatementOnlyWhereItIsToBlame) {
  EXPECT_EQ(statement_error(Error{"Conversion Error: no date"}).kind, Error::Kind::kUsage);
  EXPECT_EQ(statement_error(Error{"Out of Memory Error: too much"}).kind, Error::Kind::kFailed);
  EXPECT_EQ(statement_error(Error{"Out of Memory Error: too much"}).what, "Out of Memory Error: too much");
}

}  // namespace
}  // namespace farthing
