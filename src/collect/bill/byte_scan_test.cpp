#include "collect/bill/byte_scan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

namespace farthing {
namespace {

std::string any_text(std::mt19937& random, std::size_t size) {
  std::string text(size, '\0');
  for (auto& c : text) c = "ab,\"\n\r\xe9"[std::uniform_int_distribution<int>(0, 6)(random)];
  return text;
}

TEST(ByteScan, CountsQuotesAndNewlines) {
  std::mt19937 random(3);
  for (const std::size_t size : {0, 1, 15, 16, 17, 63, 64, 4'079, 4'080, 4'081, 10'000}) {
    const auto text = any_text(random, size);
    const auto counts = count_marks(text);
    EXPECT_EQ(counts.quotes, static_cast<std::size_t>(std::count(text.begin(), text.end(), '"'))) << size;
    EXPECT_EQ(counts.newlines, static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'))) << size;
  }
  EXPECT_EQ(count_marks(std::string(100'000, '"')).quotes, 100'000u) << "a byte of a counter does not run over";
}

TEST(ByteScan, GoesThroughAllMarksInTheirOrder) {
  std::mt19937 random(4);
  for (std::size_t size = 0; size < 300; ++size) {
    const auto text = any_text(random, size);
    std::string found;
    MarkScanner scanner(text);
    while (true) {
      const auto at = scanner.next_special([&](std::size_t comma) { found += text.at(comma); });
      if (at == text.size()) break;
      found += text.at(at);
    }
    std::string wanted;
    std::copy_if(text.begin(), text.end(), std::back_inserter(wanted),
                 [](char c) { return c == ',' || c == '"' || c == '\n'; });
    EXPECT_EQ(found, wanted);
  }
}

TEST(ByteScan, PassesOverAMarkInTheNext64Bytes) {
  for (std::size_t size = 60; size < 70; ++size) {
    const std::string text = std::string(size, 'x') + "\",\"\nz,";
    MarkScanner scanner(text);
    EXPECT_EQ(scanner.next_special(), size);
    scanner.skip_comma();
    scanner.skip_special();
    EXPECT_EQ(scanner.next_special(), size + 3);
    scanner.skip_comma();
    EXPECT_EQ(scanner.next_special([](std::size_t) { FAIL(); }), text.size());
  }
}

}  // namespace
}  // namespace farthing
