#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

TEST(Utf8, KnowsTheShortestAndLongestOfEachLength) {
  EXPECT_TRUE(is_utf8(""));
  EXPECT_TRUE(is_utf8("plain"));
  EXPECT_TRUE(is_utf8("\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xed\x9f\xbf \xee\x80\x80 \xef\xbf\xbf"));
  EXPECT_TRUE(is_utf8("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf"));
}

TEST(Utf8, RefusesWhatIsCutOverlongOrOutOfRange) {
  for (const std::string_view wrong :
       {"\x80", "\xff", "\xc3", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xe2\x82", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xf0\x9f\x98", "Caf\xe9", "\xc3("}) {
    EXPECT_FALSE(is_utf8(wrong)) << shown(wrong);
  }
}

TEST(Utf8, ShowsTextInOneShortLine) {
  EXPECT_EQ(shown("abc"), "abc");
  EXPECT_EQ(shown("a\nb\tc\x7f"), "a b c ");
  EXPECT_EQ(shown("Caf\xe9, Caf\xc3\xa9"), "Caf?, Caf\xc3\xa9");
  EXPECT_EQ(shown(std::string(61, 'x')), std::string(60, 'x') + "...");
  EXPECT_EQ(shown(std::string(60, 'x')), std::string(60, 'x'));
  EXPECT_EQ(shown(std::string(59, 'x') + "\xc3\xa9"), std::string(59, 'x') + "...") << "a code point is not cut";
}

TEST(Utf8, ShownTextIsAlwaysUtf8) {
  for (int a = 0; a < 256; ++a) {
    for (int b = 0; b < 256; ++b) {
      const std::string bytes{static_cast<char>(a), static_cast<char>(b), '\xbf'};
      EXPECT_TRUE(is_utf8(shown(bytes)));
    }
  }
}

}  // namespace
}  // namespace farthing
