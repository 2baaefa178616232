// farthing token, from its command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"
#include "support/program_runs.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

class TokenCommandTest : public ::testing::Test {
 protected:
  ProgramRun token(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), {"--data", folder_.path().string(), "token"});
    return run_farthing(std::move(arguments));
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(TokenCommandTest, IsPrintedOnceAndListedByName) {
  const auto added = token({"add", "maria"});
  EXPECT_EQ(added.code, 0) << added.err;
  EXPECT_THAT(added.out, MatchesRegex("frt_[A-Za-z0-9_-]{43}\n"));
  EXPECT_THAT(added.err, HasSubstr("only time"));
  const auto listed = token({"list", "-o", "json"});
  EXPECT_THAT(listed.out, HasSubstr("maria"));
  EXPECT_THAT(listed.out, Not(HasSubstr("frt_")));
  EXPECT_EQ(token({"add", "maria"}).code, 1);
}

TEST_F(TokenCommandTest, IsRevokedByName) {
  EXPECT_EQ(token({"add", "maria"}).code, 0);
  EXPECT_THAT(token({"revoke", "maria"}).out, HasSubstr("maria"));
  const auto again = token({"revoke", "maria"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("farthing token list"));
  EXPECT_THAT(token({"list"}).out, Not(HasSubstr("maria")));
}

TEST_F(TokenCommandTest, ListingMakesNoFile) {
  const auto listed = token({"list"});
  EXPECT_EQ(listed.code, 0) << listed.err;
  EXPECT_THAT(listed.out, HasSubstr("farthing token add NAME"));
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state"));
}

TEST_F(TokenCommandTest, WrongUsageEndsWith2) {
  EXPECT_EQ(token({"add", "a b"}).code, 2);
  EXPECT_EQ(token({"add"}).code, 2);
  EXPECT_EQ(token({"ad", "maria"}).code, 2);
}

}  // namespace
}  // namespace farthing
