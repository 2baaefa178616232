#include "base/file.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <thread>

namespace farthing {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

class FileTest : public ::testing::Test {
 protected:
  void put(const std::string& name, std::string_view bytes) {
    std::ofstream(folder_ / name, std::ios::binary) << bytes;
  }
  [[nodiscard]] std::set<std::string> names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) names.insert(entry.path().filename().string());
    return names;
  }
  TemporaryFolder owner_ = TemporaryFolder::create().value();
  fs::path folder_ = owner_.path();
};

TEST_F(FileTest, ReadsEveryByteAsItIs) {
  std::string all;
  for (int i = 0; i < 100'000; ++i) all += static_cast<char>(i % 257);
  put("a", all);
  put("empty", "");
  EXPECT_EQ(read_file(folder_ / "a").value(), all);
  EXPECT_EQ(read_file(folder_ / "empty").value(), "");
}

TEST_F(FileTest, NamesWhatCannotBeRead) {
  EXPECT_EQ(read_file(folder_ / "none").error().text(), (folder_ / "none").string() + ": No such file or directory");
  EXPECT_THAT(read_file(folder_).error().text(), HasSubstr("is a folder, not a file"));
  EXPECT_THAT(sha256_of_file(folder_ / "none").error().text(), HasSubstr("none: No such file"));
  EXPECT_FALSE(sha256_of_file(folder_)) << "a folder has no hash";
}

// The kernel answers a read of this file's first page as a broken disk does: with EIO.
TEST_F(FileTest, AReadThatFailsIsAnErrorNotAShortFile) {
  EXPECT_EQ(read_file("/proc/self/mem").error().text(), "/proc/self/mem: Input/output error");
  EXPECT_EQ(sha256_of_file("/proc/self/mem").error().text(), "/proc/self/mem: Input/output error");
}

TEST_F(FileTest, NobodysFileIsAnError) {
  put("secret", "x");
  fs::permissions(folder_ / "secret", fs::perms::none);
  if (::access((folder_ / "secret").c_str(), R_OK) == 0) GTEST_SKIP() << "root may read all";
  EXPECT_THAT(read_file(folder_ / "secret").error().text(), HasSubstr("secret: Permission denied"));
  EXPECT_THAT(sha256_of_file(folder_ / "secret").error().text(), HasSubstr("secret: Permission denied"));
}

TEST_F(FileTest, WritesAndReplacesAndLeavesNothingElse) {
  ASSERT_TRUE(write_file_durably(folder_ / "a", std::string("one\0two", 7)));
  EXPECT_EQ(read_file(folder_ / "a").value(), std::string("one\0two", 7));
  ASSERT_TRUE(write_file_durably(folder_ / "a", ""));
  EXPECT_EQ(read_file(folder_ / "a").value(), "");
  EXPECT_EQ(names(), std::set<std::string>{"a"});
}

TEST_F(FileTest, AWriteThatFailsNamesTheFileAndLeavesNothingBehind) {
  fs::create_directories(folder_ / "taken" / "full");
  EXPECT_EQ(write_file_durably(folder_ / "taken", "x").error().where, (folder_ / "taken").string());
  EXPECT_EQ(names(), std::set<std::string>{"taken"}) << "what was written aside is gone";
  EXPECT_EQ(write_file_durably(folder_ / "none" / "a", "x").error().text(),
            (folder_ / "none" / "a").string() + ": No such file or directory");
}

// Somebody who opened the old file reads on in it: it's replaced, not written over.
TEST_F(FileTest, AReaderOfTheOldFileKeepsIt) {
  put("a", "old");
  std::ifstream reader(folder_ / "a");
  ASSERT_TRUE(write_file_durably(folder_ / "a", "new bytes"));
  std::string seen;
  reader >> seen;
  EXPECT_EQ(seen, "old");
}

TEST_F(FileTest, WritesAndMovesInTheCurrentFolder) {
  const auto before = fs::current_path();
  fs::current_path(folder_);
  const auto written = write_file_durably("here.json", "{}");
  const auto moved = move_path("here.json", "there.json");
  fs::current_path(before);
  EXPECT_TRUE(written) << written.error().text();
  EXPECT_TRUE(moved) << moved.error().text();
  EXPECT_EQ(names(), std::set<std::string>{"there.json"});
}

TEST_F(FileTest, MovesFilesAndFoldersAndNamesTheTargetOtherwise) {
  fs::create_directories(folder_ / "from");
  put("from/a", "1");
  ASSERT_TRUE(move_path(folder_ / "from", folder_ / "to"));
  EXPECT_EQ(read_file(folder_ / "to" / "a").value(), "1");
  EXPECT_THAT(move_path(folder_ / "from", folder_ / "x").error().text(), HasSubstr("x: No such file"));
  fs::create_directories(folder_ / "other");
  EXPECT_THAT(move_path(folder_ / "other", folder_ / "to").error().text(), HasSubstr("to: Directory not empty"));
}

TEST_F(FileTest, MakesFoldersOnceAndAgainButNotOverAFile) {
  EXPECT_TRUE(make_folders(folder_ / "a/b/c"));
  EXPECT_TRUE(make_folders(folder_ / "a/b/c"));
  put("file", "");
  EXPECT_THAT(make_folders(folder_ / "file/b").error().text(), HasSubstr("file/b: Not a directory"));
  EXPECT_TRUE(sync_path(folder_ / "a"));
  EXPECT_THAT(sync_path(folder_ / "none").error().text(), HasSubstr("none: No such file"));
}

// FIPS 180-2, appendix B, and the hash of nothing.
TEST_F(FileTest, HashesAsTheStandardSays) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  const std::string million(1'000'000, 'a');
  EXPECT_EQ(sha256_hex(million), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  for (const std::size_t size : {0U, 1U, (1U << 20) - 1, 1U << 20, (1U << 20) + 1, 3U << 20}) {
    put("a", std::string(size, 'a'));
    EXPECT_EQ(sha256_of_file(folder_ / "a").value(), sha256_hex(std::string(size, 'a'))) << size;
  }
}

TEST_F(FileTest, NamesAreUniqueAndOrderedByTime) {
  std::set<std::string> ids;
  std::string last;
  for (int i = 0; i < 500; ++i) {
    const auto id = unique_id();
    EXPECT_THAT(id, MatchesRegex("[0-9]{8}T[0-9]{6}-[0-9a-f]{8}"));
    EXPECT_LE(last, id.substr(0, 15));
    last = id.substr(0, 15);
    ids.insert(id);
  }
  EXPECT_EQ(ids.size(), 500u);
}

TEST_F(FileTest, WithoutAPlaceForTemporaryFilesThereIsAnError) {
  const char* before = std::getenv("TMPDIR");
  const std::string was = before == nullptr ? "" : before;
  ASSERT_EQ(setenv("TMPDIR", "/dev/null/nowhere", 1), 0);
  const auto folder = TemporaryFolder::create();
  before == nullptr ? unsetenv("TMPDIR") : setenv("TMPDIR", was.c_str(), 1);
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().where, "TMPDIR");
}

TEST_F(FileTest, ATemporaryFolderGoesWithItsLastOwner) {
  fs::path path;
  {
    auto first = TemporaryFolder::create().value();
    path = first.path();
    std::ofstream(path / "inside") << "x";
    const TemporaryFolder second(std::move(first));
    EXPECT_EQ(second.path(), path);
    EXPECT_TRUE(fs::exists(path / "inside")) << "the moved-from owner doesn't take it along";
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST_F(FileTest, ALockIsHeldUntilItsOwnerGoes) {
  const auto free = [&] {
    const int descriptor = ::open((folder_ / "lock").c_str(), O_RDWR);
    const bool taken = ::flock(descriptor, LOCK_EX | LOCK_NB) == 0;
    ::close(descriptor);
    return taken;
  };
  std::thread waiting;
  bool released = false, saw_released = false;
  {
    auto lock = FileLock::acquire(folder_ / "lock").value();
    const FileLock moved(std::move(lock));
    EXPECT_FALSE(free());
    waiting = std::thread([&] {
      const auto next = FileLock::acquire(folder_ / "lock");
      saw_released = next.has_value() && released;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    released = true;  // the lock orders this before what the other thread reads
  }
  waiting.join();
  EXPECT_TRUE(saw_released);
  EXPECT_TRUE(free());
  EXPECT_THAT(FileLock::acquire(folder_ / "none/lock").error().text(), HasSubstr("none/lock: No such file"));
}

}  // namespace
}  // namespace farthing
