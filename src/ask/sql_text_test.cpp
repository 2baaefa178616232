#include "ask/sql_text.hpp"

#include <gtest/gtest.h>

#include <string>

namespace farthing {
namespace {

std::string many(std::string_view part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

bool passes(std::string_view sql) { return check_sql_text(sql).has_value(); }

TEST(SqlText, OfLettersSignsAndOtherAlphabetsPasses) {
  EXPECT_TRUE(
      passes("service = 'AmazonEC2' -- a comment ------------------------------------------------------------"));
  EXPECT_TRUE(passes("tags['équipe'] = '数据 🙂'"));
  EXPECT_TRUE(passes(std::string(kLongestSql, 'a')));
  EXPECT_TRUE(passes(many("(", kDeepestBrackets) + "1" + many(")", kDeepestBrackets)));
}

TEST(SqlText, ThatIsEmptyOrTooLongIsRefused) {
  EXPECT_FALSE(passes(""));
  EXPECT_FALSE(passes(" \t\r\n "));
  EXPECT_FALSE(passes(std::string(kLongestSql + 1, 'a')));
}

TEST(SqlText, WithANulByteOrBrokenUtf8IsRefused) {
  using namespace std::string_view_literals;
  EXPECT_FALSE(passes("service = 'a\0b'"sv));
  EXPECT_FALSE(passes("'\xff'"));          // never a first byte
  EXPECT_FALSE(passes("'\x80'"));          // a second byte without a first
  EXPECT_FALSE(passes("'\xc0\xaf'"));      // '/' in two bytes
  EXPECT_FALSE(passes("'\xe0\x80\xaf'"));  // '/' in three
  EXPECT_FALSE(passes("'\xed\xa0\x80'"));  // half of a surrogate pair
  EXPECT_FALSE(passes("'\xf4\x90\x80\x80'"));
  EXPECT_FALSE(passes("'\xe2\x82"));  // cut off
}

TEST(SqlText, WithTooManyOpenBracketsIsRefused) {
  EXPECT_FALSE(passes(many("(", kDeepestBrackets + 1)));
  EXPECT_FALSE(passes(many("[{(", kDeepestBrackets)));
  EXPECT_TRUE(passes(many("() ", kDeepestBrackets * 3)));
}

TEST(SqlText, WithALongRunOfOperatorSignsIsRefused) {
  EXPECT_FALSE(passes("SELECT a " + many("+-", 20000) + "a"));  // minutes of the engine's scanner
  EXPECT_TRUE(passes("SELECT a + - - + a"));
}

TEST(SqlText, SaysWhereTheTroubleIs) {
  using namespace std::string_view_literals;
  EXPECT_EQ(check_sql_text("ab\0"sv).error().what, "the text has a NUL byte at character 3");
  EXPECT_EQ(check_sql_text("ab\xff").error().kind, Error::Kind::kUsage);
}

}  // namespace
}  // namespace farthing
