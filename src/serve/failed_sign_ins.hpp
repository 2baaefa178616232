// Who tried tokens that are none, so that guessing is slow.
#pragma once
#include <chrono>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>

namespace farthing {

/// Of any thread. An address may fail ten times a minute. A token is too long to be guessed at any rate: this keeps the
/// guessing from costing others anything, so it forgets rather than grows.
class FailedSignIns {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kPerMinute = 10;
  static constexpr std::size_t kMostAddresses = 1'000;

  [[nodiscard]] bool may_try(const std::string& address, Time now);
  void note(const std::string& address, Time now);

 private:
  void forget(Time now);

  std::mutex mutex_;
  std::unordered_map<std::string, std::deque<Time>> failures_;
};

}  // namespace farthing
