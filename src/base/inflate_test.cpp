#include "base/inflate.hpp"

#include <gmock/gmock.h>
#include <isa-l/crc.h>

#include <random>

#include "base/gzip.hpp"
#include "support/zip_writer.hpp"

namespace farthing {
namespace {

using samples::deflated;
using samples::gzipped;
using ::testing::HasSubstr;

// Gives a few bytes at a time, as a slow disk might.
class DripSource final : public ByteSource {
 public:
  DripSource(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
  Result<std::size_t> read(std::span<char> out) override {
    const auto size = bytes_.copy(out.data(), std::min(out.size(), step_), at_);
    at_ += size;
    return size;
  }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

std::string some_text(std::size_t size) {
  std::mt19937 random(7);
  std::string text;
  while (text.size() < size) text += "AmazonEC2," + std::to_string(random()) + ",us-east-1\n";
  text.resize(size);
  return text;
}

Result<std::string> inflated(std::string bytes, std::size_t step = 1 << 20) {
  TRY(auto source, inflate_if_gzip(std::make_unique<DripSource>(std::move(bytes), step), "bill.gz"));
  return read_to_end(*source);
}

std::string error_of(std::string bytes) {
  const auto text = inflated(std::move(bytes));
  return text ? "no error" : text.error().text();
}

TEST(Inflate, LetsPlainBytesThrough) {
  EXPECT_EQ(inflated("").value(), "");
  EXPECT_EQ(inflated("a").value(), "a");
  EXPECT_EQ(inflated("\x1f").value(), "\x1f");
  EXPECT_EQ(inflated("plain text", 1).value(), "plain text");
}

TEST(Inflate, InflatesAGzipOfAnySizeReadInAnySteps) {
  for (const std::size_t size : {0, 1, 100, 70'000, 3'000'000}) {
    const auto text = some_text(size);
    EXPECT_EQ(inflated(gzipped(text)).value(), text);
    EXPECT_EQ(inflated(gzipped(text), 997).value(), text);
  }
  const auto text = some_text(2'000);
  EXPECT_EQ(inflated(gzipped(text), 1).value(), text);
}

TEST(Inflate, InflatesConcatenatedMembersAsOne) {
  const auto a = some_text(100'000);
  const auto both = gzipped(a) + gzipped("") + gzipped("the end\n");
  EXPECT_EQ(inflated(both).value(), a + "the end\n");
  EXPECT_EQ(inflated(both, 1).value(), a + "the end\n");
}

TEST(Inflate, PassesOverZerosBehindAGzip) {
  EXPECT_EQ(inflated(gzipped("text") + std::string(512, '\0')).value(), "text");
  EXPECT_THAT(error_of(gzipped("text") + "junk"), HasSubstr("bytes behind its compressed content"));
  EXPECT_THAT(error_of(gzipped("text") + std::string(3, '\0') + "\x1f"), HasSubstr("bytes behind"));
}

TEST(Inflate, SaysThatAGzipWasCutWhereverThatWas) {
  const auto whole = gzipped(some_text(5'000));
  for (std::size_t size = 2; size < whole.size(); ++size) {
    ASSERT_EQ(error_of(whole.substr(0, size)),
              "bill.gz: ends in the middle of its compressed content (get the file again)")
        << size;
  }
  EXPECT_THAT(error_of(gzipped("a") + whole.substr(0, 100)), HasSubstr("ends in the middle"));
}

TEST(Inflate, NeverTakesADamagedGzipForAWholeOne) {
  const auto text = some_text(5'000);
  const auto whole = gzipped(text);
  std::size_t refused = 0;
  for (std::size_t at = 10; at < whole.size(); ++at) {
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    const auto result = inflated(damaged);
    // A few bits say nothing, such as those that fill up the last byte.
    EXPECT_TRUE(result ? *result == text : result.error().where == "bill.gz") << at;
    refused += result ? 0 : 1;
  }
  EXPECT_GT(refused, whole.size() * 9 / 10);
}

TEST(Inflate, SaysThatTheChecksumIsWrong) {
  auto damaged = gzipped("some text");
  damaged[damaged.size() - 8] = static_cast<char>(damaged[damaged.size() - 8] ^ 1);
  EXPECT_EQ(error_of(damaged), "bill.gz: is damaged: its checksum is wrong (get the file again)");
}

class RawInflateTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::string outcome(ExpectedContent expected) const {
    auto source = inflate_raw(std::make_unique<DripSource>(deflated(text_, IGZIP_DEFLATE), 100), "m", expected);
    auto stored = check_content(std::make_unique<DripSource>(text_, 100), "m", expected);
    const auto read = read_to_end(*source);
    const auto read_stored = read_to_end(*stored);
    EXPECT_EQ(read.has_value(), read_stored.has_value()) << "stored and deflated members are checked alike";
    if (!read) {
      EXPECT_EQ(read.error().text(), read_stored.error().text());
      return read.error().text();
    }
    EXPECT_EQ(*read, text_);
    EXPECT_EQ(*read_stored, text_);
    return "fine";
  }
  std::string text_ = some_text(10'000);
  std::uint32_t crc_ = crc32_gzip_refl(0, reinterpret_cast<const std::uint8_t*>(text_.data()), text_.size());
};

TEST_F(RawInflateTest, HoldsTheContentAgainstWhatWasDeclared) {
  EXPECT_EQ(outcome({10'000, crc_}), "fine");
  EXPECT_THAT(outcome({10'000, crc_ ^ 1}), HasSubstr("m: is damaged: its checksum is wrong"));
  EXPECT_THAT(outcome({9'999, crc_}), HasSubstr("holds more bytes than it declares"));
  EXPECT_THAT(outcome({10'001, crc_}), HasSubstr("holds fewer bytes than it declares"));
}

TEST(GzipTest, ComesBackAsItWas) {
  std::mt19937 random(1);
  for (const std::size_t size : {0u, 1u, 1'000u, 65'535u, 65'536u, 1'000'000u}) {
    std::string words(size, ' '), noise(size, ' ');
    for (auto& c : words) c = "farthing,"[random() % 9];
    for (auto& c : noise) c = static_cast<char>(random());
    EXPECT_EQ(inflated(gzip(words)).value_or("no gzip"), words) << size;
    EXPECT_EQ(inflated(gzip(noise)).value_or("no gzip"), noise) << size;
    if (size < 65'535) continue;
    EXPECT_LT(gzip(words).size(), size / 2);
    EXPECT_LT(gzip(noise).size(), size + size / 100);
  }
}

}  // namespace
}  // namespace farthing
