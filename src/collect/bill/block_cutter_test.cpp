#include "collect/bill/block_cutter.hpp"

#include <gmock/gmock.h>

#include <random>

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::unique_ptr<LineBlock> plain_block(std::size_t capacity) {
  auto block = std::make_unique<LineBlock>();
  block->bytes = std::make_unique<char[]>(capacity);
  block->capacity = capacity;
  return block;
}

struct CutText {
  std::vector<std::string> blocks;  ///< "LINE: TEXT", "LINE! TEXT" if overlong
  std::string error;
};

CutText cut_text(std::string text, BlockCutter::Sizes sizes) {
  CutText all;
  BlockCutter cutter(3, "bill.csv", stream_of(stored_in_memory(std::move(text), "bill.csv")), sizes, plain_block);
  while (true) {
    const auto block = cutter.next();
    if (!block) all.error = block.error().text();
    if (!block || *block == nullptr) return all;
    EXPECT_EQ((*block)->part, 3u);
    const auto bytes = (*block)->text();
    all.blocks.push_back(std::to_string((*block)->first_line) + ((*block)->overlong ? "! " : ": ") +
                         std::string(bytes.begin(), bytes.end()));
  }
}

std::string whole_part(std::string_view text) { return std::string(text.substr(0, cut_at_record_end(text).size)); }

TEST(CutAtRecordEnd, FindsTheLastNewlineOutsideQuotes) {
  EXPECT_EQ(whole_part("a,b\nc,d\ne,f"), "a,b\nc,d\n");
  EXPECT_EQ(whole_part("a,b\nc,\"d\ne"), "a,b\n");
  EXPECT_EQ(whole_part("a,\"b\nc\"\nd,\"e\n\n"), "a,\"b\nc\"\n");
  EXPECT_EQ(whole_part("a,\"b\"\"\n\"\"\"\n"), "a,\"b\"\"\n\"\"\"\n");
  EXPECT_EQ(whole_part("a,\"b\n"), "");
  EXPECT_EQ(whole_part("a,b"), "");
  EXPECT_EQ(whole_part(""), "");
}

TEST(CutAtRecordEnd, CountsTheNewlinesBefore) {
  EXPECT_EQ(cut_at_record_end("a\nb\n\"c\nd\"\n\"e\nf").newlines, 4u);
  EXPECT_EQ(cut_at_record_end("a").newlines, 0u);
}

TEST(BlockCutter, GivesWholeRecordsWithoutTheHeader) {
  const auto all = cut_text("h,i\na,1\nb,2\nc,3\nd,4", {.block = 10, .record = 100});
  EXPECT_THAT(all.blocks, ElementsAre("2: a,1\n", "3: b,2\nc,3\n", "5: d,4"));
  EXPECT_EQ(all.error, "");
}

TEST(BlockCutter, KeepsQuotedNewlinesTogether) {
  const auto all = cut_text("h,i\n\"a\nb\nc\",1\nd,2\n", {.block = 6, .record = 100});
  EXPECT_THAT(all.blocks, ElementsAre("2: \"a\nb\nc\",1\n", "5: d,2\n"));
}

TEST(BlockCutter, PassesOverAByteOrderMarkAndBlankLinesBeforeTheHeader) {
  EXPECT_THAT(cut_text("\xef\xbb\xbf\n\r\nh,i\na,1\n", {.block = 100, .record = 100}).blocks, ElementsAre("4: a,1\n"));
  EXPECT_THAT(cut_text("\n\n\n\n\n\n\nh\na\n", {.block = 3, .record = 100}).blocks, ElementsAre("9: a\n"));
}

TEST(BlockCutter, GivesNothingBehindALoneHeader) {
  for (const std::string text : {"h,i", "h,i\n", "h,i\r\n", "\xef\xbb\xbfh,i"}) {
    EXPECT_THAT(cut_text(text, {.block = 4, .record = 100}).blocks, ElementsAre());
    EXPECT_EQ(cut_text(text, {.block = 4, .record = 100}).error, "");
  }
}

TEST(BlockCutter, RefusesATextWithoutAHeader) {
  EXPECT_THAT(cut_text("", {.block = 10, .record = 10}).error, HasSubstr("bill.csv: is empty"));
  EXPECT_THAT(cut_text("\n\r\n", {.block = 10, .record = 10}).error, HasSubstr("bill.csv: has no header"));
  EXPECT_THAT(cut_text("\xef\xbb\xbf", {.block = 10, .record = 10}).error, HasSubstr("bill.csv: has no header"));
  EXPECT_THAT(cut_text("a\"b\n", {.block = 10, .record = 10}).error,
              HasSubstr("bill.csv: line 1: field 1 has a quote"));
}

TEST(BlockCutter, GivesUpAtARecordBeyondTheLimit) {
  const std::string long_record(40, 'x');
  const auto all = cut_text("h\na\n" + long_record + "\nb\n", {.block = 8, .record = 32});
  EXPECT_THAT(all.blocks, ElementsAre("2: a\n", "3! " + long_record.substr(0, 32)));
  EXPECT_THAT(all.error, HasSubstr("bill.csv: line 3 is longer than 16 MiB"));
  EXPECT_THAT(cut_text(long_record, {.block = 8, .record = 32}).error, HasSubstr("line 1 is longer than 16 MiB"));
}

TEST(BlockCutter, TakesARecordOfJustTheLimit) {
  const std::string record = std::string(31, 'x') + "\n";
  EXPECT_THAT(cut_text("h\n" + record + record, {.block = 8, .record = 32}).blocks,
              ElementsAre("2: " + record, "3: " + record));
}

// Whatever the size of blocks: together they are the text, and each begins where its line says.
TEST(BlockCutter, LosesNothingAtAnySize) {
  std::mt19937 random(5);
  const auto below = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
  for (int round = 0; round < 1'000; ++round) {
    std::string body;
    for (auto records = below(12); records-- > 0;) {
      body += below(2) == 0 ? "\"" : "x";
      const bool quoted = body.back() == '"';
      for (auto size = below(9); size-- > 0;) body += quoted ? (below(2) == 0 ? "\n" : "\"\"") : "y";
      body += quoted ? "\"\n" : "\n";
    }
    const auto all = cut_text("h\n" + body, {.block = 1 + below(30), .record = 1'000});
    std::string together;
    for (const auto& block : all.blocks) {
      const auto colon = block.find(": ");
      const auto line = 2 + std::count(together.begin(), together.end(), '\n');
      ASSERT_EQ(std::stoll(block.substr(0, colon)), line) << body;
      together += block.substr(colon + 2);
      ASSERT_EQ(std::count(together.begin(), together.end(), '"') % 2, 0) << "cut in quotes: " << body;
    }
    ASSERT_EQ(together, body);
  }
}

}  // namespace
}  // namespace farthing
