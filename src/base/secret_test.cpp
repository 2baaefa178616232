#include "base/secret.hpp"

#include <gtest/gtest.h>

#include <set>

namespace farthing {
namespace {

TEST(Secret, IsRandomBase64UrlOfItsLength) {
  std::set<std::string> seen;
  std::set<char> digits;
  for (int i = 0; i < 200; ++i) {
    const auto text = random_text(32).value();
    EXPECT_EQ(text.size(), 43u);
    seen.insert(text);
    digits.insert(text.begin(), text.end());
  }
  EXPECT_EQ(seen.size(), 200u);
  EXPECT_EQ(digits.size(), 64u);
  EXPECT_FALSE(digits.contains('+') || digits.contains('/') || digits.contains('='));
  EXPECT_EQ(random_text(0).value(), "");
  EXPECT_EQ(random_text(1).value().size(), 2u);
  EXPECT_EQ(random_text(3).value().size(), 4u);
}

TEST(Secret, IsComparedWhole) {
  EXPECT_TRUE(is_same_secret("abc", "abc"));
  EXPECT_TRUE(is_same_secret("", ""));
  EXPECT_FALSE(is_same_secret("abc", "abd"));
  EXPECT_FALSE(is_same_secret("abc", "ab"));
}

}  // namespace
}  // namespace farthing
