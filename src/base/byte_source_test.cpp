#include "base/byte_source.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class ByteSourceTest : public ::testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    return folder_.path() / name;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(ByteSourceTest, ReadsAFileAtAnyOffset) {
  const auto file = open_stored_file(write("a", "0123456789")).value();
  EXPECT_EQ(file->size(), 10u);
  std::string four(4, 'x');
  EXPECT_EQ(file->read_at(3, four).value(), 4u);
  EXPECT_EQ(four, "3456");
  EXPECT_EQ(file->read_at(8, four).value(), 2u);
  EXPECT_EQ(four.substr(0, 2), "89");
  EXPECT_EQ(file->read_at(10, four).value(), 0u);
  EXPECT_EQ(file->read_at(99, four).value(), 0u);
}

TEST_F(ByteSourceTest, ReadsMemoryAsItReadsAFile) {
  const auto memory = stored_in_memory("0123456789", "m");
  std::string four(4, 'x');
  EXPECT_EQ(memory->read_at(8, four).value(), 2u);
  EXPECT_EQ(memory->read_at(10, four).value(), 0u);
  EXPECT_EQ(memory->read_at(99, four).value(), 0u);
  EXPECT_EQ(memory->name(), "m");
}

TEST_F(ByteSourceTest, StreamsAPartOfTheBytes) {
  const auto source = stream_of(stored_in_memory("0123456789", "m"), 2, 5);
  std::string three(3, 'x');
  EXPECT_EQ(source->read(three).value(), 3u);
  EXPECT_EQ(three, "234");
  EXPECT_EQ(source->read(three).value(), 2u);
  EXPECT_EQ(three.substr(0, 2), "56");
  EXPECT_EQ(source->read(three).value(), 0u);
}

TEST_F(ByteSourceTest, ReadsAStreamToItsEnd) {
  const std::string long_text(300'000, 'z');
  EXPECT_EQ(read_to_end(*stream_of(open_stored_file(write("z", long_text)).value())).value(), long_text);
}

TEST_F(ByteSourceTest, SaysThatAFileWasCutWhileItWasRead) {
  const auto path = write("cut", "0123456789");
  const auto source = stream_of(open_stored_file(path).value());
  std::filesystem::resize_file(path, 4);
  EXPECT_THAT(read_to_end(*source).error().text(), HasSubstr("cut: ends too early"));
}

TEST_F(ByteSourceTest, RefusesWhatIsNoRegularFile) {
  EXPECT_THAT(open_stored_file(folder_.path() / "none").error().text(), HasSubstr("none: No such file"));
  EXPECT_THAT(open_stored_file(folder_.path()).error().text(), HasSubstr("is a folder, not a file"));
  const auto pipe = folder_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_THAT(open_stored_file(pipe).error().text(), HasSubstr("pipe: is not a regular file"));
}

}  // namespace
}  // namespace farthing
