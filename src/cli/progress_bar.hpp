// Shows how far an import is: a bar on a terminal, a line every ten seconds elsewhere. Always on stderr.
#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "collect/bill/stage.hpp"

namespace farthing {

struct ProgressState {
  std::int64_t bytes = 0, total_bytes = 0, lines = 0;
  double seconds = 0;
};
/// "[=====     ] 52%  1.2 GB of 2.3 GB  310,000 lines/s  ETA 12 s"; without a bar if `width` is 0.
[[nodiscard]] std::string progress_line(const ProgressState& state, int width);

/// How far it is now; `seconds` since it began.
[[nodiscard]] ProgressState progress_state(ImportProgress& progress, double seconds);

/// Watches until destroyed.
class ProgressBar {
 public:
  explicit ProgressBar(ImportProgress& progress);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar();

 private:
  void watch();

  ImportProgress& progress_;
  bool terminal_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool done_ = false;
  std::thread thread_;
};

}  // namespace farthing
