#include "state/state_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <thread>

#include "base/file.hpp"
#include "state/tokens.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class StateFileTest : public ::testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path data() const { return folder_.path() / "data"; }
  [[nodiscard]] std::filesystem::path file() const { return data() / "state" / "farthing.db"; }
  void put(const std::string& bytes) const {
    std::filesystem::create_directories(file().parent_path());
    std::ofstream(file(), std::ios::binary) << bytes;
  }
  // What goes wrong when it is opened to read.
  [[nodiscard]] std::string refused() const {
    StateFile state(data());
    const auto held = state.if_there();
    return held ? "" : held.error().text();
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(StateFileTest, ReadingMakesNothing) {
  StateFile state(data());
  const auto held = state.if_there();
  ASSERT_TRUE(held);
  EXPECT_FALSE(*held);
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(StateFileTest, IsMadeOnceForItsOwnerAlone) {
  StateFile state(data());
  ASSERT_TRUE(state.made());
  struct stat found = {};
  ASSERT_EQ(::stat(file().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
  EXPECT_EQ(state.made().value()->run("PRAGMA journal_mode").value(), SqlRows({{"wal"}}));
  StateFile other(data());
  EXPECT_EQ(other.if_there().value()->run("PRAGMA user_version").value(), SqlRows({{"1"}}));
}

TEST_F(StateFileTest, OneOfANewerProgramIsRefusedByName) {
  {
    StateFile state(data());
    ASSERT_TRUE(state.made().value()->run_all("PRAGMA user_version = 2"));
  }
  EXPECT_THAT(refused(), HasSubstr(file().string()));
  EXPECT_THAT(refused(), HasSubstr("newer Farthing"));
}

TEST_F(StateFileTest, ADamagedOneIsRefusedByName) {
  put("this is no database, and it is long enough to be taken for the head of one: " + std::string(200, 'x'));
  EXPECT_THAT(refused(), HasSubstr(file().string()));
  EXPECT_THAT(refused(), HasSubstr("damaged"));
}

TEST_F(StateFileTest, OneThatIsDamagedInsideIsRefusedToo) {
  {
    StateFile state(data());
    ASSERT_TRUE(state.made().value()->run_all("PRAGMA wal_checkpoint(TRUNCATE)"));
  }
  {
    std::fstream bytes(file(), std::ios::in | std::ios::out | std::ios::binary);
    for (const int page : {2, 3, 4}) bytes.seekp((page - 1) * 4'096) << std::string(4'096, '\xa5');
  }
  EXPECT_THAT(refused(), HasSubstr("damaged"));
  Tokens tokens(data());
  EXPECT_FALSE(tokens.owner_of("frt_x"));
}

TEST_F(StateFileTest, AFolderThatCantBeMadeIsNamed) {
  std::ofstream(data()) << "a file";
  StateFile state(data());
  const auto held = state.made();
  ASSERT_FALSE(held);
  EXPECT_THAT(held.error().text(), HasSubstr(data().string()));
}

TEST_F(StateFileTest, ManyMayMakeItAtOnce) {
  std::vector<std::thread> threads;
  std::vector<std::string> errors(8);
  for (std::size_t i = 0; i < errors.size(); ++i) {
    threads.emplace_back([&, i] {
      Tokens tokens(data());
      const auto added = tokens.add("t" + std::to_string(i), Timestamp{});
      if (!added) errors[i] = added.error().text();
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& error : errors) EXPECT_EQ(error, "");
  EXPECT_EQ(Tokens(data()).list().value().size(), errors.size());
}

TEST_F(StateFileTest, WhatIsNotCommittedIsUndone) {
  StateFile state(data());
  const auto held = state.made();
  ASSERT_TRUE(held);
  auto& database = **held;
  {
    const auto transaction = Transaction::begin(database);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(database.run("INSERT INTO stars VALUES ('me', 'nothing')").error().kind == Error::Kind::kConflict);
    ASSERT_TRUE(database.run("INSERT INTO views VALUES ('v', 'n', '/', 'me', 0, 'now')"));
  }
  EXPECT_EQ(database.run("SELECT count(*) FROM views").value(), SqlRows({{"0"}}));
  EXPECT_THAT(database.run("SELECT nonsense").error().text(), HasSubstr(file().string()));
}

}  // namespace
}  // namespace farthing
