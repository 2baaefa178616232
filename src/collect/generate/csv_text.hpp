// CSV lines put together in a block of memory.
#pragma once
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "collect/generate/figure.hpp"

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
  void plain(Figure figure) {
    at_ = write_plain(at_, figure);
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
  [[nodiscard]] bool full() const { return at_ - block_.data() >= kBlock; }
  /// The lines so far; the next ones begin a new block.
  [[nodiscard]] std::string take() {
    block_.resize(static_cast<std::size_t>(at_ - block_.data()));
    std::string lines = std::move(block_);
    clear();
    return lines;
  }

 private:
  static constexpr std::ptrdiff_t kBlock = 1 << 20;
  static constexpr std::ptrdiff_t kLineRoom = 1 << 15;
  void clear() {
    block_ = std::string(kBlock + kLineRoom, '\0');
    at_ = block_.data();
  }
  std::string block_;
  char* at_ = nullptr;
};

}  // namespace farthing::generate
