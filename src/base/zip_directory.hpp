// The list of members at the end of a zip (its "central directory"), as APPNOTE.TXT 6.3.10 of PKWARE describes it.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/result.hpp"
#include "base/zip.hpp"

namespace farthing {

/// All members, folders as well, as the list declares them: not yet held to be safe. `end_limit` is not set.
struct ZipDirectory {
  std::vector<ZipMember> members;
  std::uint64_t offset = 0;  ///< where the list begins: all members end before
};
[[nodiscard]] Result<ZipDirectory> read_zip_directory(StoredBytes& bytes);

/// Little-endian numbers of a record; the caller has made sure that the record is long enough.
[[nodiscard]] std::uint64_t zip_number(std::string_view record, std::size_t offset, std::size_t bytes);
/// Exactly `size` bytes from `offset`, or an error that the zip was cut.
[[nodiscard]] Result<std::string> read_zip_record(StoredBytes& bytes, std::uint64_t offset, std::size_t size);

constexpr std::string_view kZipLocalHeader = "PK\x03\x04";
constexpr std::size_t kZipLocalHeaderSize = 30;

}  // namespace farthing
