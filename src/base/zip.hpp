// Zip files: their list of members, held to be safe before anything is inflated, and each member as a stream.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/inflate.hpp"
#include "base/result.hpp"

namespace farthing {

struct ZipMember {
  std::string name;  ///< "folder/bill-1.csv"
  std::uint16_t method = 0;
  std::uint64_t compressed_size = 0;
  std::uint64_t header_offset = 0;
  std::uint64_t end_limit = 0;  ///< where the next member or the list of members begins
  ExpectedContent content;
};

/// A zip, zip64 too, whose members are stored or deflated. Nothing in it is believed: names that lead out of the zip,
/// encrypted members, members that share bytes, and more than 500 times its size once inflated (beyond 64 MiB) are
/// errors. All errors name StoredBytes::name().
class Zip {
 public:
  [[nodiscard]] static Result<Zip> open(std::shared_ptr<StoredBytes> bytes);

  /// In the order of the zip's own list, without folders.
  [[nodiscard]] const std::vector<ZipMember>& members() const { return members_; }
  /// The inflated content of a member. That it has the size and the checksum of the list is checked as it is read.
  [[nodiscard]] Result<std::unique_ptr<ByteSource>> open_member(std::string_view name) const;

 private:
  Zip(std::shared_ptr<StoredBytes> bytes, std::vector<ZipMember> members)
      : bytes_(std::move(bytes)), members_(std::move(members)) {}

  std::shared_ptr<StoredBytes> bytes_;
  std::vector<ZipMember> members_;
};

/// Whether the bytes begin as a zip does.
[[nodiscard]] Result<bool> is_zip(StoredBytes& bytes);

}  // namespace farthing
