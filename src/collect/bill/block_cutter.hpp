// Cuts one CSV text into blocks of whole records.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/byte_source.hpp"
#include "base/result.hpp"

namespace farthing {

/// Some whole records of one part, without its header.
struct LineBlock {
  std::unique_ptr<char[]> bytes;
  std::size_t capacity = 0;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t part = 0;
  std::int64_t first_line = 1;  ///< the line of the file on which the block begins
  std::size_t sequence = 0;     ///< 0, 1, 2, ... over all parts
  bool overlong = false;        ///< it is the beginning of one record that is longer than the limit

  [[nodiscard]] std::span<char> text() const { return {bytes.get() + begin, end - begin}; }
};

/// Where the last record of `text` that is whole ends, and how many newlines there are before; 0 if none is whole.
struct RecordCut {
  std::size_t size = 0;
  std::size_t newlines = 0;
};
/// `text` begins with a record. Whether a newline is in quotes is told by their parity, which holds in well-formed
/// text. In other text the record with the first fault is still the first of a block, or comes before any wrong cut.
[[nodiscard]] RecordCut cut_at_record_end(std::string_view text);

class BlockCutter {
 public:
  struct Sizes {
    std::size_t block = 0;   ///< of a usual block, 3 bytes at least: a mark of byte order is not cut
    std::size_t record = 0;  ///< of the longest record: a block grows up to it
  };
  using NewBlock = std::function<std::unique_ptr<LineBlock>(std::size_t capacity)>;

  BlockCutter(std::size_t part, std::string name, std::unique_ptr<ByteSource> source, Sizes sizes, NewBlock new_block);

  /// The next block, nothing at the end. A text that is empty or has no header is an error. A record that is too long
  /// comes as an `overlong` block, so that its reader may find why, and is an error at the call behind it.
  [[nodiscard]] Result<std::unique_ptr<LineBlock>> next();

 private:
  [[nodiscard]] Done fill();
  void grow();
  [[nodiscard]] std::unique_ptr<LineBlock> allocate(std::size_t capacity) const;
  [[nodiscard]] std::unique_ptr<LineBlock> take(RecordCut cut);
  [[nodiscard]] Done skip_header(LineBlock& block);

  std::size_t part_;
  std::string name_;
  std::unique_ptr<ByteSource> source_;
  Sizes sizes_;
  NewBlock new_block_;
  std::unique_ptr<LineBlock> current_;  ///< what was read and not yet given
  std::int64_t line_ = 1;               ///< on which `current_` begins
  bool begun_ = false;
  bool ended_ = false;
  bool header_pending_ = true;
  bool gave_up_ = false;
};

/// The error of a record beyond the limit of 16 MiB.
[[nodiscard]] tl::unexpected<Error> line_too_long(const std::string& name, std::int64_t line);
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

}  // namespace farthing
