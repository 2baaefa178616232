#include "collect/bill/line_blocks.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <set>

namespace farthing {
namespace {

using ::testing::HasSubstr;

LineBlocks::Part part_of(std::string name, std::string text) {
  return {name,
          [name, text]() -> Result<std::unique_ptr<ByteSource>> { return stream_of(stored_in_memory(text, name)); }};
}
LineBlocks::Part broken_part(std::string name) {
  return {name, [name]() -> Result<std::unique_ptr<ByteSource>> { return fail("cannot be opened", name); }};
}

// Never ends, and says when somebody reads from it.
class EndlessSource final : public ByteSource {
 public:
  explicit EndlessSource(std::atomic<std::size_t>* bytes) : bytes_(bytes) {}
  Result<std::size_t> read(std::span<char> out) override {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = i % 2 == 0 ? 'x' : '\n';
    *bytes_ += out.size();
    return out.size();
  }

 private:
  std::atomic<std::size_t>* bytes_;
};

TEST(LineBlocks, GivesThePartsOneAfterTheOther) {
  LineBlocks blocks({part_of("a", "h\n1\n2\n"), part_of("b", "h\n"), part_of("c", "h\n3\n")},
                    {.block = 4, .record = 16, .queued = 2});
  std::string all;
  std::size_t sequence = 0;
  while (auto block = blocks.pop().value()) {
    EXPECT_EQ(block->sequence, sequence++);
    const auto text = block->text();
    all += std::to_string(block->part) + ":" + std::string(text.begin(), text.end());
    blocks.give_back(std::move(block));
  }
  EXPECT_EQ(all, "0:1\n0:2\n2:3\n");
  EXPECT_EQ(blocks.popped(), sequence);
  EXPECT_EQ(blocks.pop().value(), nullptr) << "the end stays the end";
}

TEST(LineBlocks, GivesTheGoodBlocksAndThenTheError) {
  LineBlocks blocks({part_of("a", "h\n1\n"), broken_part("b"), part_of("c", "h\n3\n")}, {});
  EXPECT_NE(blocks.pop().value(), nullptr);
  EXPECT_EQ(blocks.pop().error().text(), "b: cannot be opened");
  EXPECT_EQ(blocks.pop().error().text(), "b: cannot be opened") << "to every reader";
}

TEST(LineBlocks, NamesAnEmptyPart) {
  LineBlocks blocks({part_of("a", "h\n1\n"), part_of("empty.csv", "")}, {});
  EXPECT_NE(blocks.pop().value(), nullptr);
  EXPECT_THAT(blocks.pop().error().text(), HasSubstr("empty.csv: is empty"));
}

TEST(LineBlocks, StartsNoThreadBeforeItIsAsked) {
  std::atomic<std::size_t> bytes = 0;
  {
    const LineBlocks blocks(
        {{"endless", [&]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<EndlessSource>(&bytes); }}},
        {});
  }
  EXPECT_EQ(bytes, 0u);
}

TEST(LineBlocks, EndsItsThreadInTheMiddleOfAPart) {
  std::atomic<std::size_t> bytes = 0;
  constexpr LineBlocks::Limits kLimits{.block = 1'000, .record = 4'000, .queued = 3};
  {
    LineBlocks blocks(
        {{"endless", [&]() -> Result<std::unique_ptr<ByteSource>> { return std::make_unique<EndlessSource>(&bytes); }},
         broken_part("never opened")},
        kLimits);
    for (int i = 0; i < 10; ++i) EXPECT_NE(blocks.pop().value(), nullptr);
  }
  EXPECT_GT(bytes, 9'000u);
  EXPECT_LE(bytes, (10 + kLimits.queued + 2) * kLimits.block) << "it does not read ahead of its queue";
}

TEST(LineBlocks, ServesManyReadersEachBlockOnce) {
  std::string text = "h\n";
  for (int i = 0; i < 20'000; ++i) text += std::to_string(i) + "\n";
  LineBlocks blocks({part_of("a", text), part_of("b", text)}, {.block = 512, .record = 4'096, .queued = 4});
  const auto read = [&] {
    std::size_t bytes = 0;
    while (auto block = blocks.pop().value()) {
      bytes += block->text().size();
      blocks.give_back(std::move(block));
    }
    return bytes;
  };
  std::vector<std::future<std::size_t>> readers;
  for (int i = 0; i < 4; ++i) readers.push_back(std::async(std::launch::async, read));
  std::size_t bytes = 0;
  for (auto& reader : readers) bytes += reader.get();
  EXPECT_EQ(bytes, 2 * (text.size() - 2));
}

}  // namespace
}  // namespace farthing
