// Answers that were given before. Those who ask the same at the same time wait for one to work it out.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/result.hpp"

namespace farthing {

/// Texts by key, of any thread. A key says all that an answer depends on, so none ever gets old; the least recently
/// asked for go when there are more than `bytes`.
class AnswerCache {
 public:
  using Text = std::shared_ptr<const std::string>;
  using Answered = Result<Text>;

  explicit AnswerCache(std::size_t bytes) : limit_(bytes) {}

  /// What `work_out` makes of it, or made of it before. Errors are told to all who wait and not kept.
  [[nodiscard]] Answered get(const std::string& key, const std::function<Result<std::string>()>& work_out);
  /// What is there without work; null if it isn't.
  [[nodiscard]] Text find(const std::string& key);

  /// Keeps what was made elsewhere.
  void put(const std::string& key, const Text& text);

  struct Figures {
    std::uint64_t hits = 0;    ///< answers that were there, or that another one worked out
    std::uint64_t misses = 0;  ///< answers that were worked out
    std::size_t bytes = 0;     ///< that are kept
  };
  [[nodiscard]] Figures figures();

 private:
  struct Kept {
    Text text;
    std::list<std::string>::iterator place;
  };
  void keep(const std::string& key, const Text& text);

  std::size_t limit_;
  Figures figures_;
  std::mutex mutex_;
  std::list<std::string> by_use_;  ///< the most recent first
  std::unordered_map<std::string, Kept> kept_;
  std::unordered_map<std::string, std::shared_future<Answered>> in_work_;
};

}  // namespace farthing
