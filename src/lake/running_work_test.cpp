#include "lake/running_work.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include "base/file.hpp"

namespace farthing {
namespace {

class RunningWorkTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path running() const { return lake_.root() / kRunningFolder; }
  std::filesystem::path put(const std::string& name, const std::string& bytes) const {
    std::filesystem::create_directories(running());
    std::ofstream(running() / name) << bytes;
    return running() / name;
  }
  // Until something is said, for ten seconds.
  [[nodiscard]] std::vector<RunningWork> wait_for_works() const {
    for (int i = 0; i < 1'000; ++i) {
      if (auto works = running_works(lake_); !works.empty()) return works;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return {};
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
  Lake lake_{folder_.path()};
};

TEST_F(RunningWorkTest, IsSaidUntilItEnds) {
  EXPECT_TRUE(running_works(lake_).empty());
  {
    std::atomic<std::int64_t> done = 5;
    const WorkNotice notice(
        lake_, "import", [&] { return WorkState{++done, 100, "bytes"}; }, std::chrono::milliseconds(5));
    const auto works = wait_for_works();
    ASSERT_EQ(works.size(), 1u);
    EXPECT_EQ(works[0].what, "import");
    EXPECT_GT(works[0].state.done, 5);
    EXPECT_EQ(works[0].state.total, 100);
    EXPECT_EQ(works[0].state.detail, "bytes");
  }
  EXPECT_TRUE(running_works(lake_).empty());
  EXPECT_FALSE(std::filesystem::exists(running()));
}

TEST_F(RunningWorkTest, ShortWorkLeavesNoTrace) {
  {
    const WorkNotice notice(lake_, "build", [] { return WorkState{}; });
  }
  EXPECT_FALSE(std::filesystem::exists(lake_.root()));
}

TEST_F(RunningWorkTest, NothingFailsWhereItCantBeWritten) {
  std::ofstream(lake_.root()) << "a file where the folder would be";
  const WorkNotice notice(lake_, "build", [] { return WorkState{}; }, std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_TRUE(running_works(lake_).empty());
}

TEST_F(RunningWorkTest, WhatADeadProcessLeftIsIgnored) {
  const auto file = put("a.json", R"({"what": "build", "done": 1})");
  EXPECT_EQ(running_works(lake_).size(), 1u);
  EXPECT_EQ(running_works(lake_)[0].state.total, std::nullopt);
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - std::chrono::seconds(30));
  EXPECT_TRUE(running_works(lake_).empty());
}

TEST_F(RunningWorkTest, WhatIsNoNoticeIsIgnored) {
  put("a.json", "{");
  put("b.json", "[]");
  put("c.json", R"({"what": "mischief", "done": 1})");
  put("d.json", R"({"what": "build", "detail": ")" + std::string(5'000, 'x') + "\"}");
  put("e.json.tmp", R"({"what": "build"})");
  put("f.json", "");
  EXPECT_TRUE(running_works(lake_).empty());
  put("g.json", R"({"what": "build", "done": "many", "total": 1.5, "detail": 7})");
  EXPECT_EQ(running_works(lake_).size(), 1u);
}

TEST_F(RunningWorkTest, OldNoticesAreLitter) {
  const auto file = put("a.json", R"({"what": "build", "done": 1})");
  ASSERT_TRUE(lake_.commit("test", [](const Snapshot& snapshot) { return snapshot.datasets; }));
  ASSERT_TRUE(lake_.collect_garbage(std::chrono::hours(24), false));
  EXPECT_TRUE(std::filesystem::exists(file));
  std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now() - std::chrono::hours(48));
  ASSERT_TRUE(lake_.collect_garbage(std::chrono::hours(24), false));
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace farthing
