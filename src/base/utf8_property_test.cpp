// UTF-8 held against its definition: bytes are valid if they are what the encoder makes of code points.
#include <gtest/gtest.h>

#include <random>

#include "base/utf8.hpp"

namespace farthing {
namespace {

// RFC 3629, table of section 3.
std::string encoded(std::uint32_t point) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  const auto tail = [&](int shift) { return byte(0x80 | (point >> shift & 0x3f)); };
  if (point < 0x80) return {byte(point)};
  if (point < 0x800) return {byte(0xc0 | point >> 6), tail(0)};
  if (point < 0x10000) return {byte(0xe0 | point >> 12), tail(6), tail(0)};
  return {byte(0xf0 | point >> 18), tail(12), tail(6), tail(0)};
}

TEST(Utf8Definition, EveryCodePointIsValidButTheSurrogates) {
  for (std::uint32_t point = 0; point <= 0x10ffff; ++point) {
    const bool surrogate = point >= 0xd800 && point <= 0xdfff;
    ASSERT_EQ(is_utf8(encoded(point)), !surrogate) << point;
  }
  EXPECT_FALSE(is_utf8(encoded(0x110000)));
}

// All texts of three bytes: valid exactly if they fall apart into encoded code points.
TEST(Utf8Definition, NoOtherThreeBytesAreValid) {
  std::vector<bool> valid(1 << 24);
  const auto index = [](std::string_view text) {
    std::size_t number = 0;
    for (const char c : text) number = number << 8 | static_cast<std::uint8_t>(c);
    return number;
  };
  std::vector<std::string> by_size[4];
  for (std::uint32_t point = 0; point <= 0xffff; ++point) {
    if (point < 0xd800 || point > 0xdfff) by_size[encoded(point).size()].push_back(encoded(point));
  }
  for (const auto& three : by_size[3]) valid[index(three)] = true;
  for (const auto& one : by_size[1]) {
    for (const auto& two : by_size[2]) valid[index(one + two)] = valid[index(two + one)] = true;
    for (const auto& other : by_size[1]) {
      for (const auto& third : by_size[1]) valid[index(one + other + third)] = true;
    }
  }
  std::size_t wrong = 0;
  for (std::size_t number = 0; number < valid.size(); ++number) {
    const char text[] = {static_cast<char>(number >> 16), static_cast<char>(number >> 8), static_cast<char>(number)};
    wrong += is_utf8({text, 3}) == valid[number] ? 0 : 1;
  }
  EXPECT_EQ(wrong, 0u);
}

// Sixteen bytes are looked at at once: a wrong byte must not hide in any place of them.
TEST(Utf8Definition, AWrongByteIsSeenAtEveryPlace) {
  for (std::size_t size = 1; size < 50; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (const char wrong : {'\x80', '\xbf', '\xc3', '\xff'}) {
        std::string text(size, 'a');
        text[at] = wrong;
        ASSERT_FALSE(is_utf8(text)) << at << " of " << size;
      }
      ASSERT_TRUE(is_utf8(std::string(at, 'a') + "\xc3\xa9" + std::string(size - at, 'b')));
    }
  }
}

TEST(Utf8Definition, ATextCutInACodePointIsInvalidAndShownWithAQuestionMark) {
  std::mt19937 random(1);
  for (int i = 0; i < 2'000; ++i) {
    std::string text;
    for (auto left = random() % 12; left > 0; --left) text += encoded(0x20 + random() % 0xd000);
    const std::string last = encoded(0x80 + random() % 0xd000);
    for (std::size_t cut = 1; cut < last.size(); ++cut) EXPECT_FALSE(is_utf8(text + last.substr(0, cut)));
    EXPECT_TRUE(is_utf8(text + last));
  }
  EXPECT_EQ(shown("a\xe2\x82"), "a??");
  EXPECT_EQ(shown("\xe2\x82\xac 5"), "\xe2\x82\xac 5");
}

TEST(Utf8Definition, ShownTextIsOneLineOfSixtyBytesAndThreePoints) {
  std::mt19937 random(2);
  for (int i = 0; i < 5'000; ++i) {
    std::string bytes;
    for (auto left = random() % 90; left > 0; --left) bytes += static_cast<char>(random() % (i % 2 == 0 ? 256 : 128));
    const auto line = shown(bytes);
    ASSERT_TRUE(is_utf8(line));
    ASSERT_LE(line.size(), 63u);
    for (const char c : line) ASSERT_TRUE(static_cast<std::uint8_t>(c) >= 0x20 && c != 0x7f);
    ASSERT_EQ(shown(line.substr(0, 60)), line.substr(0, 60)) << "showing twice changes nothing";
  }
}

}  // namespace
}  // namespace farthing
