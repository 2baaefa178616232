#include "serve/failed_sign_ins.hpp"

namespace farthing {

bool FailedSignIns::may_try(const std::string& address, Time now) {
  const std::lock_guard lock(mutex_);
  forget(now);
  const auto found = failures_.find(address);
  return found == failures_.end() || found->second.size() < kPerMinute;
}

void FailedSignIns::note(const std::string& address, Time now) {
  const std::lock_guard lock(mutex_);
  forget(now);
  if (failures_.size() >= kMostAddresses && !failures_.contains(address)) failures_.clear();
  failures_[address].push_back(now);
}

void FailedSignIns::forget(Time now) {
  for (auto one = failures_.begin(); one != failures_.end();) {
    auto& times = one->second;
    while (!times.empty() && now - times.front() >= std::chrono::minutes(1)) times.pop_front();
    one = times.empty() ? failures_.erase(one) : std::next(one);
  }
}

}  // namespace farthing
