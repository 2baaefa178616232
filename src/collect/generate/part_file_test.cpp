#include "collect/generate/part_file.hpp"

#include <gtest/gtest.h>
#include <isa-l/igzip_lib.h>

#include "base/file.hpp"
#include "collect/generate/random.hpp"

namespace farthing::generate {
namespace {

// Inflates one gzip member and checks its checksum; nothing if it is damaged or doesn't end.
std::string inflated(const std::string& bytes, std::size_t room) {
  std::string text(room, '\0');
  inflate_state state;
  isal_inflate_init(&state);
  state.crc_flag = ISAL_GZIP;
  state.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
  state.avail_in = static_cast<std::uint32_t>(bytes.size());
  state.next_out = reinterpret_cast<std::uint8_t*>(text.data());
  state.avail_out = static_cast<std::uint32_t>(text.size());
  if (isal_inflate(&state) != ISAL_DECOMP_OK || state.block_state != ISAL_BLOCK_FINISH || state.avail_in != 0)
    return "";
  text.resize(state.total_out);
  return text;
}

std::string some_text(std::uint64_t seed, std::size_t size) {
  std::string text;
  for (Dice dice(seed); text.size() < size;) text += "cell " + std::to_string(dice.below(1'000)) + ",\n";
  return text;
}

class PartFileTest : public testing::Test {
 protected:
  TemporaryFolder folder = std::move(*TemporaryFolder::create());

  std::string written(const std::string& name, PartFile::Packing packing, const std::vector<std::string>& blocks) {
    auto file = PartFile::create(folder.path() / name, packing);
    EXPECT_TRUE(file.has_value());
    for (const auto& block : blocks) EXPECT_TRUE(file->write(block).has_value());
    EXPECT_TRUE(file->close().has_value());
    return *read_file(folder.path() / name);
  }
};

TEST_F(PartFileTest, APlainFileIsItsBlocks) {
  EXPECT_EQ(written("a.csv", PartFile::Packing::kPlain, {"one,two\n", "", "3,4\n"}), "one,two\n3,4\n");
}

TEST_F(PartFileTest, AGzippedFileIsOneMemberWithItsBlocksInOrder) {
  std::vector<std::string> blocks;
  std::string all;
  for (std::uint64_t i = 0; i < 12; ++i) {
    blocks.push_back(some_text(i, 50'000 + i * 1'000));
    all += blocks.back();
  }
  const std::string bytes = written("a.csv.gz", PartFile::Packing::kGzip, blocks);
  EXPECT_LT(bytes.size(), all.size() / 2);
  EXPECT_EQ(inflated(bytes, all.size() + 10), all);
}

TEST_F(PartFileTest, AnEmptyGzippedFileIsValid) {
  const std::string bytes = written("a.csv.gz", PartFile::Packing::kGzip, {});
  EXPECT_EQ(bytes.size(), 23U);  // header, an empty block, checksum and size
  EXPECT_EQ(inflated(bytes, 10), "");
}

TEST_F(PartFileTest, TheSameBlocksGiveTheSameBytes) {
  const std::vector<std::string> blocks{some_text(1, 2'000'000), some_text(2, 2'000'000), some_text(3, 10)};
  EXPECT_EQ(written("a.gz", PartFile::Packing::kGzip, blocks), written("b.gz", PartFile::Packing::kGzip, blocks));
}

TEST_F(PartFileTest, AFileThatCannotBeCreatedIsNamed) {
  const auto file = PartFile::create(folder.path() / "missing" / "a.csv", PartFile::Packing::kPlain);
  ASSERT_FALSE(file.has_value());
  EXPECT_NE(file.error().text().find("missing/a.csv: can't be written"), std::string::npos) << file.error().text();
}

TEST_F(PartFileTest, AFullDiskIsAnError) {
  for (const auto packing : {PartFile::Packing::kPlain, PartFile::Packing::kGzip}) {
    auto file = PartFile::create("/dev/full", packing);
    bool failed = !file.has_value();
    for (std::uint64_t i = 0; i < 6 && !failed; ++i) failed = !file->write(some_text(i, 100'000)).has_value();
    EXPECT_TRUE(failed || !file->close().has_value());
  }
}

}  // namespace
}  // namespace farthing::generate
