#include "report/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace farthing {
namespace {

TEST(Utf8, ReadsCodePointsOfEachLength) {
  const struct {
    const char* text;
    char32_t value;
    std::size_t bytes;
  } cases[] = {{"A", U'A', 1},
               {"\xC2\x80", 0x80, 2},
               {"é", U'é', 2},
               {"\xDF\xBF", 0x7FF, 2},
               {"\xE0\xA0\x80", 0x800, 3},
               {"東", U'東', 3},
               {"\xEF\xBF\xBF", 0xFFFF, 3},
               {"\xF0\x90\x80\x80", 0x10000, 4},
               {"\xF4\x8F\xBF\xBF", 0x10FFFF, 4}};
  for (const auto& c : cases) {
    const CodePoint point = first_code_point(std::string(c.text) + "rest");
    EXPECT_TRUE(point.valid) << c.text;
    EXPECT_EQ(point.value, c.value) << c.text;
    EXPECT_EQ(point.bytes, c.bytes) << c.text;
  }
}

TEST(Utf8, WhatIsNoUtf8IsOneInvalidByte) {
  for (const std::string text :
       {"\x80", "\xFF", "\xC0\xAF", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x80\xAF", "\xED\xA0\x80", "\xE6\x9D",
        "\xF0\x80\x80\xAF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80"}) {
    const CodePoint point = first_code_point(text);
    EXPECT_FALSE(point.valid);
    EXPECT_EQ(point.bytes, 1u);
    EXPECT_EQ(point.value, static_cast<unsigned char>(text[0]));
  }
}

TEST(Utf8, EveryByteOfAnyTextBelongsToOneCodePoint) {
  // Two bytes each, all of them: reading never stands still and never runs over the end.
  for (int pair = 0; pair < 65536; ++pair) {
    std::string text{static_cast<char>(pair >> 8), static_cast<char>(pair & 0xFF)};
    std::size_t read = 0;
    for (std::string_view rest = text; !rest.empty();) {
      const CodePoint point = first_code_point(rest);
      ASSERT_GE(point.bytes, 1u);
      ASSERT_LE(point.bytes, rest.size());
      rest.remove_prefix(point.bytes);
      read += point.bytes;
    }
    ASSERT_EQ(read, 2u);
  }
}

TEST(Utf8, WidthCountsTerminalCellsAndNotBytes) {
  EXPECT_EQ(display_width(""), 0u);
  EXPECT_EQ(display_width("team"), 4u);
  EXPECT_EQ(display_width("größe"), 5u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u) << "e with a combining accent";
  EXPECT_EQ(display_width("東京"), 4u);
  EXPECT_EQ(display_width("🚀x"), 3u);
  EXPECT_EQ(display_width("\xFF\xFF"), 2u) << "bytes that are no text take a cell each";
}

}  // namespace
}  // namespace farthing
