// Compressed streams, by ISA-L: inflated as they are read, so memory stays the same whatever their size.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "base/byte_source.hpp"
#include "base/result.hpp"

namespace farthing {

/// A stream that begins with gzip's magic bytes is inflated (all its concatenated members, their checksums held against
/// their content), any other comes through as it is. A gzip that was cut, damaged or has bytes behind it (other than
/// zeros, which tapes and some tools add) is an error naming `name`, when the reader gets there.
[[nodiscard]] Result<std::unique_ptr<ByteSource>> inflate_if_gzip(std::unique_ptr<ByteSource> source, std::string name);

/// What a raw deflate stream must turn out to be.
struct ExpectedContent {
  std::uint64_t size = 0;
  std::uint32_t crc32 = 0;
};
/// A raw deflate stream, as zip members are. More or fewer bytes than expected, or others, are an error naming `name`.
[[nodiscard]] std::unique_ptr<ByteSource> inflate_raw(std::unique_ptr<ByteSource> source, std::string name,
                                                      ExpectedContent expected);
/// The same checks on a stream that isn't compressed.
[[nodiscard]] std::unique_ptr<ByteSource> check_content(std::unique_ptr<ByteSource> source, std::string name,
                                                        ExpectedContent expected);

}  // namespace farthing
