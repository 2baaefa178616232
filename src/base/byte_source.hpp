// Bytes at rest and bytes in a stream: the two shapes in which files reach their readers.
#pragma once
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace farthing {

/// Bytes that can be read at any offset: a file, or memory in tests. May be read by one thread at a time.
class StoredBytes {
 public:
  virtual ~StoredBytes() = default;
  [[nodiscard]] virtual std::uint64_t size() const = 0;
  /// What errors call it.
  [[nodiscard]] virtual const std::string& name() const = 0;
  /// Fills `out` from `offset`, less only where the bytes end; says how many.
  [[nodiscard]] virtual Result<std::size_t> read_at(std::uint64_t offset, std::span<char> out) = 0;
};

/// A stream of bytes, read once from its beginning. May be read by one thread at a time.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// Puts at least one byte into `out` (which isn't empty) and says how many; 0 is the end.
  [[nodiscard]] virtual Result<std::size_t> read(std::span<char> out) = 0;
};

/// A regular file. A folder, a pipe or a file that can't be read is an error.
[[nodiscard]] Result<std::shared_ptr<StoredBytes>> open_stored_file(const std::filesystem::path& path);
[[nodiscard]] std::shared_ptr<StoredBytes> stored_in_memory(std::string bytes, std::string name);

/// `size` bytes from `offset` as a stream. Fewer than that are an error: the file was cut meanwhile.
[[nodiscard]] std::unique_ptr<ByteSource> stream_of(std::shared_ptr<StoredBytes> bytes, std::uint64_t offset,
                                                    std::uint64_t size);
[[nodiscard]] std::unique_ptr<ByteSource> stream_of(std::shared_ptr<StoredBytes> bytes);
/// The rest of a stream; for small ones.
[[nodiscard]] Result<std::string> read_to_end(ByteSource& source);

}  // namespace farthing
