#include "cli/progress_bar.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "base/text.hpp"

namespace farthing {
namespace {

std::string shown_bytes(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < std::size(kUnits)) value /= 1000, ++unit;
  return unit == 0 ? fmt::format("{} B", bytes) : fmt::format("{:.1f} {}", value, kUnits[unit]);
}

}  // namespace

ProgressState progress_state(ImportProgress& progress, double seconds) {
  ProgressState state{progress.bytes_before, progress.total_bytes, 0, seconds};
  const std::lock_guard lock(progress.mutex);
  if (progress.reading) {
    // The late lines of a bill are read a second time: the bar stays full then.
    state.bytes = std::min(state.total_bytes, state.bytes + progress.reading->bytes_read());
    state.lines = progress.reading->lines_read();
  }
  return state;
}

std::string progress_line(const ProgressState& state, int width) {
  // A file that grows while it is read has more bytes than it was said to have.
  const double part =
      state.total_bytes > 0
          ? std::clamp(static_cast<double>(state.bytes) / static_cast<double>(state.total_bytes), 0.0, 1.0)
          : 0;
  std::string line;
  if (width > 0) {
    const auto full = static_cast<std::size_t>(part * width);
    line = "[" + std::string(full, '=') + std::string(static_cast<std::size_t>(width) - full, ' ') + "] ";
  }
  line += fmt::format("{:.0f}%  {} of {}", part * 100, shown_bytes(state.bytes), shown_bytes(state.total_bytes));
  if (state.seconds > 0 && state.lines > 0) {
    line += fmt::format("  {} lines/s",
                        with_thousands(static_cast<long long>(static_cast<double>(state.lines) / state.seconds)));
  }
  if (part > 0.01 && part < 1) line += fmt::format("  ETA {:.0f} s", state.seconds * (1 - part) / part);
  return line;
}

ProgressBar::ProgressBar(ImportProgress& progress)
    : progress_(progress), terminal_(::isatty(STDERR_FILENO) == 1), thread_([this] { watch(); }) {}

ProgressBar::~ProgressBar() {
  {
    const std::lock_guard lock(mutex_);
    done_ = true;
  }
  wake_.notify_one();
  thread_.join();
  if (terminal_) std::fputs("\r\x1b[K", stderr);
}

void ProgressBar::watch() {
  const auto start = std::chrono::steady_clock::now();
  const auto pause = terminal_ ? std::chrono::milliseconds(200) : std::chrono::milliseconds(10'000);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, pause, [this] { return done_; })) {
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto line = progress_line(progress_state(progress_, seconds), terminal_ ? 30 : 0);
    std::fprintf(stderr, terminal_ ? "\r%s\x1b[K" : "import: %s\n", line.c_str());
  }
}

}  // namespace farthing
