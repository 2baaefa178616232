// What other processes are doing with a data folder: each keeps a small file up to date while it works.
//
//   <data>/lake/running/<id>.json    written aside and renamed, at most once a second; gone when the work ends
#pragma once
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "lake/lake.hpp"

namespace farthing {

inline constexpr const char* kRunningFolder = "running";

struct WorkState {
  std::int64_t done = 0;
  std::optional<std::int64_t> total = {};  ///< nothing: nobody knows
  std::string detail = {};                 ///< e.g. "bytes"
};

struct RunningWork {
  std::string what;  ///< "import", "build"
  WorkState state;
};

/// Says that this process works, from its first second until destroyed. What can't be written isn't said: no work fails
/// because of it.
class WorkNotice {
 public:
  /// `state` is called by another thread.
  WorkNotice(const Lake& lake, std::string what, std::function<WorkState()> state,
             std::chrono::milliseconds pause = std::chrono::seconds(1));
  WorkNotice(const WorkNotice&) = delete;
  WorkNotice& operator=(const WorkNotice&) = delete;
  ~WorkNotice();

 private:
  void keep_saying();

  std::filesystem::path file_;
  std::string what_;
  std::function<WorkState()> state_;
  std::chrono::milliseconds pause_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

/// What is being done now. A file that nobody touched for ten seconds is a dead process's.
[[nodiscard]] std::vector<RunningWork> running_works(const Lake& lake);

}  // namespace farthing
