#include "focus/export_file.hpp"

#include <gtest/gtest.h>

#include "base/file.hpp"
#include "base/inflate.hpp"

namespace farthing {
namespace {

class ExportFileTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "out.csv"; }
  [[nodiscard]] std::filesystem::path aside() const { return folder_.path() / "out.csv.part"; }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(ExportFileTest, IsThereOnlyWhenItIsKept) {
  ASSERT_TRUE(write_file_durably(path(), "older"));
  {
    auto file = ExportFile::create(path(), false).value();
    ASSERT_TRUE(file.append("a,b\n"));
    EXPECT_EQ(read_file(path()).value(), "older");
  }
  EXPECT_EQ(read_file(path()).value(), "older");
  EXPECT_FALSE(std::filesystem::exists(aside()));
  auto file = ExportFile::create(path(), false).value();
  ASSERT_TRUE(file.append("a,b\n"));
  ASSERT_TRUE(file.append("1,2\n"));
  ASSERT_TRUE(file.keep());
  EXPECT_EQ(read_file(path()).value(), "a,b\n1,2\n");
  EXPECT_FALSE(std::filesystem::exists(aside()));
}

// What is left of a run that was killed is written over.
TEST_F(ExportFileTest, WritesOverWhatLiesAside) {
  ASSERT_TRUE(write_file_durably(aside(), "left by somebody, and longer"));
  auto file = ExportFile::create(path(), false).value();
  ASSERT_TRUE(file.append("new"));
  ASSERT_TRUE(file.keep());
  EXPECT_EQ(read_file(path()).value(), "new");
}

TEST_F(ExportFileTest, AFullDiskIsAnErrorAndLeavesTheOlderFile) {
  ASSERT_TRUE(write_file_durably(path(), "older"));
  std::filesystem::create_symlink("/dev/full", aside());
  {
    auto file = ExportFile::create(path(), false).value();
    const auto done = file.append("a,b\n");
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().text(), path().string() + ": No space left on device");
  }
  EXPECT_EQ(read_file(path()).value(), "older");
  EXPECT_FALSE(std::filesystem::is_symlink(aside()));
}

TEST_F(ExportFileTest, AFolderThatIsntThereIsAnError) {
  const auto file = ExportFile::create(folder_.path() / "nowhere" / "out.csv", false);
  ASSERT_FALSE(file);
  EXPECT_EQ(file.error().text(), (folder_.path() / "nowhere" / "out.csv").string() + ": No such file or directory");
}

}  // namespace
}  // namespace farthing
