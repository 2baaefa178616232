#include "lake/folder_listing.hpp"

#include <gmock/gmock.h>

#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class FolderListingTest : public LakeFixture {
 protected:
  [[nodiscard]] std::vector<std::string> paths() const {
    std::vector<std::string> all;
    const auto listing = list_below(lake_.root()).value();
    for (const auto& entry : listing) all.push_back(entry.path + (entry.folder ? "/" : ""));
    return all;
  }
};

TEST_F(FolderListingTest, IsEmptyWhereNothingIs) {
  EXPECT_THAT(list_below(lake_.root() / "nowhere").value(), IsEmpty());
}

TEST_F(FolderListingTest, NamesFilesAndFoldersWithSizeAndAge) {
  write("a/b/file", "12345");
  const auto now = system_now();
  fs::last_write_time(lake_.root() / "a/b/file", fs::file_time_type::clock::now() - std::chrono::hours(2));
  const auto listing = list_below(lake_.root()).value();
  ASSERT_EQ(listing.size(), 3u);
  EXPECT_EQ(listing[0].path, "a");
  EXPECT_TRUE(listing[0].folder);
  EXPECT_EQ(listing[2].path, "a/b/file");
  EXPECT_EQ(listing[2].bytes, 5);
  EXPECT_NEAR(static_cast<double>(now.micros - listing[2].changed.micros), 7.2e9, 60e6);
}

TEST_F(FolderListingTest, DoesNotFollowSymbolicLinks) {
  write("inside/file", "x");
  fs::create_directories(folder_.path() / "outside");
  write("../outside/file", "x");
  fs::create_directory_symlink(folder_.path() / "outside", lake_.root() / "link");
  fs::create_symlink("nowhere", lake_.root() / "broken");
  EXPECT_THAT(paths(), UnorderedElementsAre("inside/", "inside/file", "link", "broken"));
}

TEST_F(FolderListingTest, OfAFileIsAnError) {
  write("file", "x");
  const auto listing = list_below(lake_.root() / "file");
  EXPECT_THAT(listing.error().text(), testing::HasSubstr("Not a directory"));
}

}  // namespace
}  // namespace farthing
