// One compressed stream by ISA-L, with an input buffer before it: what inflate.cpp makes its sources of.
#pragma once
#include <isa-l/igzip_lib.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/result.hpp"

namespace farthing {

/// `crc_flag` is ISA-L's: ISAL_GZIP for a gzip member, ISAL_GZIP_NO_HDR for raw deflate whose crc() is asked for later.
class InflateStream {
 public:
  InflateStream(std::unique_ptr<ByteSource> source, std::string name, std::uint32_t crc_flag);

  /// Input that was read from the source already.
  void give(std::string_view first);
  /// At least one byte into `out`, or 0 at the end of the compressed stream.
  [[nodiscard]] Result<std::size_t> inflate(std::span<char> out);
  /// Begins a new compressed stream where the last one ended.
  void restart();

  /// The next byte behind the compressed stream, without taking it; nothing at the end of the source.
  [[nodiscard]] Result<std::optional<std::uint8_t>> peek();
  void skip_byte();

  [[nodiscard]] std::uint32_t crc() const { return state_.crc; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  [[nodiscard]] bool finished() const;
  void take_input(std::size_t size);
  [[nodiscard]] Result<bool> refill();

  std::unique_ptr<ByteSource> source_;
  std::string name_;
  std::uint32_t crc_flag_;
  std::vector<std::uint8_t> input_;
  inflate_state state_{};
  bool input_ended_ = false;
};

/// The error of a stream whose content can't be right.
[[nodiscard]] tl::unexpected<Error> damaged_content(const std::string& name, const std::string& how);

}  // namespace farthing
