// Several processes at one lake, and processes that die in the middle of a commit.
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>
#include <set>

#include "support/lake_fixture.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;

// Runs `work` in a process of its own, which ends with the code that it returns.
template <typename Work>
pid_t in_another_process(Work work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  return child;
}

int exit_code_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

enum class Killed { kYes, kEndedBefore, kNotAllowed };

// Runs `work` in a process of its own and kills it at the `stop`th beginning or end of a system call.
template <typename Work>
Killed kill_at_system_call(int stop, Work work) {
  const auto child = in_another_process([&] {
    if (::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) return 2;
    ::raise(SIGSTOP);
    return work();
  });
  int status = 0;
  ::waitpid(child, &status, 0);
  for (int i = 0; i < stop && WIFSTOPPED(status); ++i) {
    ::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
    ::waitpid(child, &status, 0);
  }
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 2 ? Killed::kNotAllowed : Killed::kEndedBefore;
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return Killed::kYes;
}

// "" if all of the snapshot's files are there with their content, else what is wrong.
std::string fault_of(const Lake& lake, const Result<Snapshot>& snapshot) {
  if (!snapshot) return snapshot.error().text();
  for (const auto& partition : snapshot->partitions(kCharges)) {
    for (const auto& file : partition.files) {
      const auto bytes = read_file(lake.root() / file.path);
      if (!bytes) return bytes.error().text();
      if (sha256_hex(*bytes) != file.sha256) return file.path + " is not as it was committed";
    }
  }
  return "";
}

class CrashTest : public LakeFixture {
 protected:
  [[nodiscard]] std::string fault() const { return fault_of(lake_, lake_.snapshot()); }
};

TEST_F(CrashTest, TwoProcessesThatCommitAtOnceLoseNothing) {
  const auto commit_twenty = [&](const std::string& source) {
    for (int i = 0; i < 20; ++i) {
      const auto partition = put_partition(lake_, "2026-10", source + std::to_string(i), source + std::to_string(i));
      if (!commit_partition(lake_, partition)) return 1;
    }
    return 0;
  };
  const auto first = in_another_process([&] { return commit_twenty("a"); });
  const auto second = in_another_process([&] { return commit_twenty("b"); });
  EXPECT_EQ(exit_code_of(first), 0);
  EXPECT_EQ(exit_code_of(second), 0);
  const auto snapshot = lake_.snapshot().value();
  EXPECT_EQ(snapshot.n, 40);
  std::set<std::string> sources;
  for (const auto& partition : snapshot.partitions(kCharges)) sources.insert(partition.source);
  EXPECT_EQ(sources.size(), 40u);
  EXPECT_EQ(fault(), "");
}

TEST_F(CrashTest, TidyingUpBesideACommittingProcessTakesNothingAway) {
  const auto writer = in_another_process([&] {
    for (int i = 0; i < 20; ++i) {
      if (!commit_partition(lake_, put_partition(lake_, "2026-10", "cur", unique_id()))) return 1;
    }
    return 0;
  });
  const auto tidy = in_another_process([&] {
    for (int i = 0; i < 40; ++i) {
      if (!lake_.collect_garbage(std::chrono::hours(1), false)) return 1;
    }
    return 0;
  });
  EXPECT_EQ(exit_code_of(writer), 0);
  EXPECT_EQ(exit_code_of(tidy), 0);
  for (int n = 1; n <= 20; ++n) EXPECT_EQ(fault_of(lake_, lake_.snapshot(n)), "") << n;
}

// Without any grace a commit may find its new files gone; then it must fail rather than name them.
TEST_F(CrashTest, TidyingUpWithoutGraceNeverLeavesASnapshotWithoutItsFiles) {
  const auto writer = in_another_process([&] {
    for (int i = 0; i < 30; ++i) {
      const auto folder = lake_.new_partition_folder(kCharges, "2026-10", std::to_string(i));
      if (!folder || !write_file_durably(*folder / "part-0.parquet", "data")) continue;
      const DataFile file{fs::relative(*folder / "part-0.parquet", lake_.root()).string(), 4, 1, sha256_hex("data")};
      (void)commit_partition(lake_, {"2026-10", "cur", {}, std::to_string(i), {file}, {}, {}});
    }
    return 0;
  });
  for (int i = 0; i < 60; ++i) {
    const auto report = lake_.collect_garbage(std::chrono::seconds(0), false);
    ASSERT_TRUE(report) << report.error().text();
  }
  EXPECT_EQ(exit_code_of(writer), 0);
  EXPECT_EQ(fault(), "");
}

TEST_F(CrashTest, AKillAtEachSystemCallOfACommitLeavesTheOldStateOrTheNewOne) {
  const auto old_one = put_partition(lake_, "2026-10", "cur", "old");
  const auto new_one = put_partition(lake_, "2026-10", "cur", "new");
  ASSERT_EQ(commit_partition(lake_, old_one), 1);
  int saw_old = 0;
  int saw_new = 0;
  for (int stop = 1;; ++stop) {
    const auto n = lake_.snapshot()->n;
    const auto killed = kill_at_system_call(stop, [&] { return commit_partition(lake_, new_one) ? 0 : 1; });
    if (killed == Killed::kNotAllowed) GTEST_SKIP() << "this machine forbids ptrace";
    ASSERT_EQ(fault(), "") << stop;
    const auto snapshot = lake_.snapshot().value();
    const bool is_new = snapshot.partitions(kCharges).at(0) == new_one;
    ASSERT_EQ(snapshot.n, is_new ? n + 1 : n) << stop;
    ASSERT_TRUE(is_new || snapshot.partitions(kCharges).at(0) == old_one) << stop;
    ++(is_new ? saw_new : saw_old);
    if (killed == Killed::kEndedBefore) break;
    if (is_new) {
      ASSERT_TRUE(commit_partition(lake_, old_one));
    }
  }
  EXPECT_GT(saw_old, 20);
  EXPECT_GT(saw_new, 1);
}

// A limit on the size of files stands for a disk that is full: the write itself fails, after some bytes or none.
TEST_F(CrashTest, AFullDiskLeavesTheOldState) {
  ASSERT_EQ(commit_partition(lake_, put_partition(lake_, "2026-10", "cur", "old")), 1);
  const auto new_one = put_partition(lake_, "2026-10", "cur", "new");
  const auto commit_within = [&](rlim_t bytes) {
    return exit_code_of(in_another_process([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{bytes, bytes};
      if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) return 2;
      const auto n = commit_partition(lake_, new_one);
      return n ? 0 : (n.error().text().find("File too large") == std::string::npos ? 3 : 1);
    }));
  };
  for (const rlim_t bytes : {0, 1, 50, 100, 150}) {
    ASSERT_EQ(commit_within(bytes), 1) << bytes;
    ASSERT_EQ(lake_.snapshot()->n, 1);
    ASSERT_EQ(fault(), "");
  }
  for (const auto& entry : fs::recursive_directory_iterator(lake_.root())) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
  ASSERT_EQ(commit_within(1 << 20), 0);
  EXPECT_EQ(lake_.snapshot()->n, 2);
}

// Each time another process alternates between two deliveries of one month and is killed at a random moment, while we
// read.
TEST_F(CrashTest, AKillAtAnyMomentLeavesTheOldStateOrTheNewOne) {
  std::mt19937 random(4);
  const auto one = put_partition(lake_, "2026-10", "cur", "one");
  const auto other = put_partition(lake_, "2026-10", "cur", "other");
  ASSERT_EQ(commit_partition(lake_, one), 1);
  std::int64_t n = 1;
  for (int kill_number = 0; kill_number < 20; ++kill_number) {
    const auto writer = in_another_process([&] {
      for (int i = 0;; ++i) {
        if (!commit_partition(lake_, i % 2 == 0 ? other : one)) return 1;
      }
    });
    std::string fault_seen;
    const auto seen_before = n;
    for (auto reads = random() % 400; n == seen_before || reads > 0; reads -= reads > 0 ? 1 : 0) {
      const auto snapshot = lake_.snapshot();
      if (fault_seen.empty()) fault_seen = fault_of(lake_, snapshot);
      if (!fault_seen.empty()) break;
      EXPECT_GE(snapshot->n, n);
      n = snapshot->n;
    }
    ::kill(writer, SIGKILL);
    ASSERT_EQ(exit_code_of(writer), -1) << "the writer ended by itself";
    ASSERT_EQ(fault_seen, "");
    ASSERT_EQ(fault(), "");
    const auto partitions = lake_.snapshot()->partitions(kCharges);
    ASSERT_EQ(partitions.size(), 1u);
    ASSERT_TRUE(partitions[0] == one || partitions[0] == other);
    // The next one finds the lock free, whatever lies around, and tidying up brings back a clean lake.
    n = lake_.snapshot()->n;
    ASSERT_EQ(commit_partition(lake_, partitions[0] == one ? other : one), n + 1);
    n += 1;
  }
  ASSERT_TRUE(lake_.collect_garbage(std::chrono::seconds(0), false));
  EXPECT_EQ(fault(), "");
  for (const auto& entry : fs::recursive_directory_iterator(lake_.root())) {
    EXPECT_NE(entry.path().extension(), ".tmp") << entry.path();
  }
}

}  // namespace
}  // namespace farthing
