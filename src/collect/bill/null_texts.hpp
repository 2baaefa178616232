// Which texts of a bill mean NULL.
#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace farthing {

/// "" and some more, e.g. "NULL". Most fields are told by their size alone.
class NullTexts {
 public:
  explicit NullTexts(std::vector<std::string> texts) : texts_(std::move(texts)) {
    for (const auto& text : texts_) sizes_ |= bit(text.size());
  }
  [[nodiscard]] bool contains(std::string_view text) const {
    if ((sizes_ & bit(text.size())) == 0) return false;
    return text.empty() || std::find(texts_.begin(), texts_.end(), text) != texts_.end();
  }

 private:
  static std::uint64_t bit(std::size_t size) { return std::uint64_t{1} << std::min<std::size_t>(size, 63); }

  std::vector<std::string> texts_;
  std::uint64_t sizes_ = 1;  ///< bit n: there is one of n bytes
};

}  // namespace farthing
