// CSV lines put together in a block of memory.
#pragma once
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "collect/generate/figure.hpp"
#include "collect/generate/text_block.hpp"

namespace farthing::generate {

/// A field as CSV wants it: in quotes if it has a comma, a quote or a line's end.
[[nodiscard]] std::string csv_quoted(std::string_view field);

/// The text of the same moments is asked for again and again: the month's and the hour's.
class TimeTexts {
 public:
  /// "2026-09-01T00:00:00Z"; valid until another moment's text is asked for that is more than 42 days away.
  [[nodiscard]] std::string_view text(Timestamp time);

 private:
  struct Known {
    Timestamp time{-1};
    std::string text;
  };
  std::vector<Known> known_ = std::vector<Known>(1'024);  ///< by hour: all of a month
};

/// A block of lines. Each cell ends in a comma, end_line() makes the last one a line's end.
class CsvText {
 public:
  CsvText() { clear(); }

  void cell(std::string_view text) {  ///< text without commas, quotes and line ends, or quoted already
    raw(text);
    *at_++ = ',';
  }
  void raw(std::string_view text) {
    if (!text.empty()) std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
  }
  void free_cell(std::string_view text);  ///< any text
  void empty() { *at_++ = ','; }
  void raw_plain(Figure figure) { at_ = write_plain(at_, figure); }
  void plain(Figure figure) {
    raw_plain(figure);
    *at_++ = ',';
  }
  void java(Figure figure) {
    at_ = write_java(at_, figure);
    *at_++ = ',';
  }
  void fixed(Figure figure) {
    at_ = write_fixed(at_, figure);
    *at_++ = ',';
  }
  void end_line() { at_[-1] = '\n'; }

  /// A line must fit into what is left; it is at most kLineRoom long.
  [[nodiscard]] bool full() const { return size() >= kBlock; }
  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(at_ - block_.data()); }
  /// What was written since the block had that size.
  [[nodiscard]] std::string_view since(std::size_t begin) const { return {block_.data() + begin, size() - begin}; }
  /// The lines so far; the next ones begin a new block.
  [[nodiscard]] TextBlock take() {
    block_.shrink(size());
    TextBlock lines = std::move(block_);
    clear();
    return lines;
  }

 private:
  static constexpr std::size_t kBlock = 1 << 19;
  static constexpr std::size_t kLineRoom = 1 << 15;
  void clear() {
    block_ = TextBlock(kBlock + kLineRoom);
    at_ = block_.data();
  }
  TextBlock block_;
  char* at_ = nullptr;
};

}  // namespace farthing::generate
