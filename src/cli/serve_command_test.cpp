// farthing serve where it doesn't start; where it does, test/e2e has it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"
#include "state/tokens.hpp"
#include "support/program_runs.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class ServeCommandTest : public ::testing::Test {
 protected:
  // What it says, behind its exit code.
  [[nodiscard]] std::string refused(std::vector<std::string> options) const {
    options.insert(options.begin(), {"--data", data().string(), "serve", "--port", "0"});
    const auto ended = run_farthing(std::move(options));
    return std::to_string(ended.code) + " " + ended.err;
  }
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(ServeCommandTest, OtherAddressesNeedAToken) {
  for (const char* host : {"0.0.0.0", "::", "10.1.2.3", "128.0.0.1"}) {
    EXPECT_THAT(refused({"--host", host}),
                AllOf(HasSubstr("2 farthing: "), HasSubstr(host), HasSubstr("token add NAME")));
  }
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(ServeCommandTest, ARevokedTokenIsNone) {
  Tokens tokens(data());
  ASSERT_TRUE(tokens.add("maria", Timestamp{}));
  ASSERT_TRUE(tokens.revoke("maria", Timestamp{}));
  EXPECT_THAT(refused({"--sign-in"}), AllOf(HasSubstr("2 farthing: "), HasSubstr("token add NAME")));
}

TEST_F(ServeCommandTest, AnAddressIsInNumbers) {
  EXPECT_THAT(refused({"--host", "localhost"}), AllOf(HasSubstr("2 farthing: "), HasSubstr("127.0.0.1")));
  EXPECT_THAT(refused({"--host", "localhost"}), ::testing::Not(HasSubstr("token")));
}

TEST_F(ServeCommandTest, AStateThatCantBeReadIsNamed) {
  std::filesystem::create_directories(data() / "state");
  std::ofstream(data() / "state" / "farthing.db") << std::string(10'000, 'x');
  EXPECT_THAT(refused({"--sign-in"}), AllOf(HasSubstr("1 farthing: "), HasSubstr("farthing.db"), HasSubstr("damaged")));
}

}  // namespace
}  // namespace farthing
