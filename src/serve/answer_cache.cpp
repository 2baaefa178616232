#include "serve/answer_cache.hpp"

namespace farthing {

AnswerCache::Answered AnswerCache::get(const std::string& key, const std::function<Result<std::string>()>& work_out) {
  std::promise<Answered> promise;
  {
    std::unique_lock lock(mutex_);
    if (const auto found = kept_.find(key); found != kept_.end()) {
      ++figures_.hits;
      by_use_.splice(by_use_.begin(), by_use_, found->second.place);
      return found->second.text;
    }
    if (const auto found = in_work_.find(key); found != in_work_.end()) {
      ++figures_.hits;
      const auto waiting = found->second;
      lock.unlock();
      return waiting.get();
    }
    ++figures_.misses;
    in_work_.emplace(key, promise.get_future().share());
  }
  Answered answered = tl::unexpected(Error{"it could not be worked out", {}, {}, Error::Kind::kFailed});
  try {
    auto text = work_out();
    answered = text ? Answered(std::make_shared<const std::string>(std::move(*text)))
                    : Answered(tl::unexpected(std::move(text).error()));
  } catch (const std::exception& error) {
    answered = tl::unexpected(Error{error.what(), {}, {}, Error::Kind::kFailed});
  }
  {
    const std::lock_guard lock(mutex_);
    if (answered) keep(key, *answered);
    in_work_.erase(key);
  }
  promise.set_value(answered);
  return answered;
}

AnswerCache::Text AnswerCache::find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(key);
  return found == kept_.end() ? nullptr : found->second.text;
}

void AnswerCache::put(const std::string& key, const Text& text) {
  const std::lock_guard lock(mutex_);
  if (!kept_.contains(key)) keep(key, text);
}

AnswerCache::Figures AnswerCache::figures() {
  const std::lock_guard lock(mutex_);
  return figures_;
}

void AnswerCache::keep(const std::string& key, const Text& text) {
  const auto size = key.size() + text->size();
  if (size > limit_) return;
  while (figures_.bytes + size > limit_) {
    const auto oldest = kept_.find(by_use_.back());
    figures_.bytes -= oldest->first.size() + oldest->second.text->size();
    kept_.erase(oldest);
    by_use_.pop_back();
  }
  by_use_.push_front(key);
  kept_[key] = {text, by_use_.begin()};
  figures_.bytes += size;
}

}  // namespace farthing
