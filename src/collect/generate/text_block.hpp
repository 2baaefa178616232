// Bytes on their way into a file.
#pragma once
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace farthing::generate {

/// A piece of memory that nobody sets to zero before it's written: of many gigabytes, that would cost.
class TextBlock {
 public:
  TextBlock() = default;
  explicit TextBlock(std::size_t size) : bytes_(std::make_unique_for_overwrite<char[]>(size)), size_(size) {}
  explicit TextBlock(std::string_view text) : TextBlock(text.size()) {
    std::memcpy(bytes_.get(), text.data(), text.size());
  }

  [[nodiscard]] char* data() { return bytes_.get(); }
  [[nodiscard]] const char* data() const { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view view() const { return {bytes_.get(), size_}; }
  /// Forgets what lies beyond `size`.
  void shrink(std::size_t size) { size_ = size; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
};

}  // namespace farthing::generate
