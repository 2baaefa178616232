#include "base/file_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/file.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class FileSearchTest : public ::testing::Test {
 protected:
  void put(const std::string& name) const {
    fs::create_directories((folder_.path() / name).parent_path());
    std::ofstream(folder_.path() / name) << "x";
  }
  [[nodiscard]] std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
  /// Names below the folder.
  [[nodiscard]] std::vector<std::string> found(const std::vector<std::string>& names) const {
    std::vector<std::string> paths;
    for (const auto& name : names) paths.push_back(at(name));
    const auto files = files_at(paths);
    EXPECT_TRUE(files) << files.error().text();
    std::vector<std::string> out;
    for (const auto& file : *files) out.push_back(fs::relative(file, folder_.path()).string());
    return out;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(FileSearchTest, AFolderIsSearchedThroughInOrderButForWhatIsHidden) {
  for (const auto* name : {"in/b/2.csv", "in/a.csv", "in/b/1.csv", "in/.hidden/x.csv", "in/.x.csv"}) put(name);
  EXPECT_THAT(found({"in"}), ElementsAre("in/a.csv", "in/b/1.csv", "in/b/2.csv"));
}

TEST_F(FileSearchTest, AGlobNamesWhatMatches) {
  for (const auto* name : {"n1.csv", "n2.csv", "m.csv"}) put(name);
  EXPECT_THAT(found({"n*.csv"}), ElementsAre("n1.csv", "n2.csv"));
}

TEST_F(FileSearchTest, AFileWhoseNameLooksLikeAGlobIsItself) {
  for (const auto* name : {"n[1].csv", "n1.csv"}) put(name);
  EXPECT_THAT(found({"n[1].csv"}), ElementsAre("n[1].csv"));
}

TEST_F(FileSearchTest, WhatTwoPathsNameIsThereOnce) {
  for (const auto* name : {"in/a.csv", "in/b.csv"}) put(name);
  EXPECT_THAT(found({"in/b.csv", "in", "in/../in/a.csv"}), ElementsAre("in/b.csv", "in/a.csv"));
}

TEST_F(FileSearchTest, WhatIsNotThereIsNamed) {
  const auto files = files_at({at("nowhere/*.csv")});
  ASSERT_FALSE(files);
  EXPECT_THAT(files.error().text(), HasSubstr("nowhere/*.csv"));
  EXPECT_THAT(files.error().text(), HasSubstr("there is no such file or folder"));
}

}  // namespace
}  // namespace farthing
