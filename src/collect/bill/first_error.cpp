#include "collect/bill/first_error.hpp"

#include <chrono>

namespace farthing {

void FirstError::end(std::size_t sequence) {
  const std::lock_guard lock(mutex_);
  ended_.insert(sequence);
  while (!ended_.empty() && *ended_.begin() == ended_in_order_) {
    ended_.erase(ended_.begin());
    ++ended_in_order_;
  }
  ended_more_.notify_all();
}

Error FirstError::report(std::size_t sequence, Error error) {
  std::unique_lock lock(mutex_);
  if (!first_ || sequence < first_sequence_) {
    first_ = std::move(error);
    first_sequence_ = sequence;
    ended_more_.notify_all();
  }
  ended_more_.wait_for(lock, std::chrono::seconds(1), [&] { return ended_in_order_ >= first_sequence_; });
  return *first_;
}

std::optional<Error> FirstError::before(std::size_t sequence) const {
  const std::lock_guard lock(mutex_);
  return first_sequence_ < sequence ? first_ : std::nullopt;
}

}  // namespace farthing
