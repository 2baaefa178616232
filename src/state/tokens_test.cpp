#include "state/tokens.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class TokensTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::vector<std::string> names() {
    std::vector<std::string> names;
    const auto tokens = tokens_.list().value();
    for (const auto& token : tokens) names.push_back(token.name);
    return names;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Tokens tokens_{folder_.path()};
  Timestamp now_ = parse_timestamp("2026-11-29T10:00:00Z").value();
};

TEST_F(TokensTest, OpenForTheirNamesUntilTheyAreRevoked) {
  EXPECT_EQ(tokens_.owner_of("frt_anything").value(), std::nullopt);
  const auto maria = tokens_.add("maria", now_).value();
  const auto ci = tokens_.add("ci", now_).value();
  EXPECT_THAT(maria, ::testing::MatchesRegex("frt_[A-Za-z0-9_-]{43}"));
  EXPECT_NE(maria, ci);
  EXPECT_EQ(tokens_.owner_of(maria).value(), "maria");
  EXPECT_EQ(tokens_.owner_of(ci).value(), "ci");
  EXPECT_EQ(tokens_.owner_of(maria + "x").value(), std::nullopt);
  EXPECT_EQ(tokens_.owner_of(maria.substr(0, 40)).value(), std::nullopt);
  EXPECT_EQ(tokens_.owner_of("").value(), std::nullopt);
  EXPECT_EQ(names(), std::vector<std::string>({"ci", "maria"}));
  // Another process's; this one looks at each question.
  ASSERT_TRUE(Tokens(folder_.path()).revoke("maria", now_));
  EXPECT_EQ(tokens_.owner_of(maria).value(), std::nullopt);
  EXPECT_EQ(names(), std::vector<std::string>({"ci"}));
}

TEST_F(TokensTest, AreStoredAsHashes) {
  const auto token = tokens_.add("maria", now_).value();
  std::string bytes;
  for (const auto& entry : std::filesystem::directory_iterator(folder_.path() / "state")) {
    if (entry.path().extension() != ".db-shm") bytes += read_file(entry.path()).value();
  }
  EXPECT_THAT(bytes, HasSubstr(sha256_hex(token)));
  EXPECT_THAT(bytes, Not(HasSubstr(token)));
}

TEST_F(TokensTest, HaveANameOfTheirOwnWhileTheyLive) {
  const auto first = tokens_.add("maria", now_).value();
  const auto again = tokens_.add("maria", now_);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, Error::Kind::kConflict);
  EXPECT_THAT(again.error().text(), HasSubstr("farthing token revoke maria"));
  ASSERT_TRUE(tokens_.revoke("maria", now_));
  const auto second = tokens_.add("maria", now_).value();
  EXPECT_EQ(tokens_.owner_of(first).value(), std::nullopt);
  EXPECT_EQ(tokens_.owner_of(second).value(), "maria");
}

TEST_F(TokensTest, HavePlainNames) {
  for (const char* name : {"", "a b", "a\nb", "-a", "\xc3\xa9", "local", "Local", "a/b"}) {
    const auto added = tokens_.add(name, now_);
    ASSERT_FALSE(added) << name;
    EXPECT_EQ(added.error().kind, Error::Kind::kUsage) << name;
  }
  EXPECT_FALSE(tokens_.add(std::string(65, 'a'), now_));
  EXPECT_TRUE(tokens_.add(std::string(64, 'a'), now_));
  EXPECT_TRUE(tokens_.add("Maria.C-1@example_com", now_));
}

TEST_F(TokensTest, ManyAreToldApart) {
  std::vector<std::string> tokens;
  for (int i = 0; i < 50; ++i) tokens.push_back(tokens_.add("t" + std::to_string(i), now_).value());
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    EXPECT_EQ(tokens_.owner_of(tokens[i]).value(), "t" + std::to_string(i));
    auto other = tokens[i];
    other.back() = other.back() == 'A' ? 'B' : 'A';
    EXPECT_EQ(tokens_.owner_of(other).value(), std::nullopt);
  }
  EXPECT_EQ(tokens_.owner_of("frt_" + std::string(43, '\0')).value(), std::nullopt);
  EXPECT_EQ(tokens_.owner_of("frt_' OR 1=1 --").value(), std::nullopt);
}

TEST_F(TokensTest, OneThatIsntThereCantBeRevoked) {
  EXPECT_EQ(tokens_.revoke("maria", now_).error().kind, Error::Kind::kMissing);
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "state"));
  ASSERT_TRUE(tokens_.add("maria", now_));
  EXPECT_THAT(tokens_.revoke("mario", now_).error().text(), HasSubstr("farthing token list"));
}

}  // namespace
}  // namespace farthing
