#include "base/zip_directory.hpp"

#include <algorithm>
#include <optional>

namespace farthing {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t kDirectoryAtMost = std::uint64_t{64} << 20;
constexpr std::size_t kEndSize = 22;
constexpr std::size_t kCommentAtMost = 65'535;
constexpr std::size_t kLocator64Size = 20;
constexpr std::size_t kEnd64Size = 56;
constexpr std::size_t kEntrySize = 46;
constexpr std::uint64_t kSee64 = 0xffffffff;  // "the number is in the zip64 field"
constexpr std::uint16_t kEncrypted = 1;

tl::unexpected<Error> zip_cut(const StoredBytes& bytes) {
  return fail("is a zip that was cut or damaged: its list of members can't be read", bytes.name(),
              "get the file again");
}

struct DirectoryPlace {
  std::uint64_t entries = 0;
  std::uint64_t size = 0;
  std::uint64_t offset = 0;
};

// The record that ends every zip lies behind all else, before a comment of unknown length.
Result<DirectoryPlace> find_directory(StoredBytes& bytes) {
  if (bytes.size() < kEndSize) return zip_cut(bytes);
  const auto tail_size = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), kEndSize + kCommentAtMost));
  TRY(const std::string tail, read_zip_record(bytes, bytes.size() - tail_size, tail_size));
  std::size_t at = tail_size - kEndSize;
  const auto ends_here = [&] {
    return tail.compare(at, 4, "PK\x05\x06"sv) == 0 && at + kEndSize + zip_number(tail, at + 20, 2) == tail_size;
  };
  while (!ends_here()) {
    if (at-- == 0) return zip_cut(bytes);
  }
  const auto end = std::string_view(tail).substr(at);
  const auto end_offset = bytes.size() - tail_size + at;
  DirectoryPlace place{zip_number(end, 10, 2), zip_number(end, 12, 4), zip_number(end, 16, 4)};
  if (place.entries == 0xffff || place.size == kSee64 || place.offset == kSee64) {
    if (end_offset < kLocator64Size) return zip_cut(bytes);
    TRY(const std::string locator, read_zip_record(bytes, end_offset - kLocator64Size, kLocator64Size));
    if (!locator.starts_with("PK\x06\x07"sv)) return zip_cut(bytes);
    TRY(const std::string end64, read_zip_record(bytes, zip_number(locator, 8, 8), kEnd64Size));
    if (!end64.starts_with("PK\x06\x06"sv)) return zip_cut(bytes);
    place = {zip_number(end64, 32, 8), zip_number(end64, 40, 8), zip_number(end64, 48, 8)};
  }
  if (place.offset > end_offset || place.size > end_offset - place.offset) return zip_cut(bytes);
  return place;
}

// Sizes and offset that don't fit 32 bits stand in an extra field, those and only those, in this order.
bool read_zip64_field(std::string_view extra, ZipMember& member) {
  std::vector<std::uint64_t*> wanted;
  for (auto* number : {&member.content.size, &member.compressed_size, &member.header_offset}) {
    if (*number == kSee64) wanted.push_back(number);
  }
  if (wanted.empty()) return true;
  while (extra.size() >= 4) {
    const auto size = static_cast<std::size_t>(zip_number(extra, 2, 2));
    if (extra.size() - 4 < size) return false;
    if (zip_number(extra, 0, 2) == 1) {
      if (size < wanted.size() * 8) return false;
      for (std::size_t i = 0; i < wanted.size(); ++i) *wanted[i] = zip_number(extra, 4 + i * 8, 8);
      return true;
    }
    extra.remove_prefix(4 + size);
  }
  return false;
}

// Takes one entry from the front of `list`; nothing if it is none.
std::optional<ZipMember> take_entry(std::string_view& list, bool& encrypted) {
  if (list.size() < kEntrySize || !list.starts_with("PK\x01\x02"sv)) return std::nullopt;
  const auto name_size = static_cast<std::size_t>(zip_number(list, 28, 2));
  const auto extra_size = static_cast<std::size_t>(zip_number(list, 30, 2));
  const auto whole = kEntrySize + name_size + extra_size + static_cast<std::size_t>(zip_number(list, 32, 2));
  if (list.size() < whole) return std::nullopt;
  ZipMember member;
  member.name = list.substr(kEntrySize, name_size);
  member.method = static_cast<std::uint16_t>(zip_number(list, 10, 2));
  member.content.crc32 = static_cast<std::uint32_t>(zip_number(list, 16, 4));
  member.compressed_size = zip_number(list, 20, 4);
  member.content.size = zip_number(list, 24, 4);
  member.header_offset = zip_number(list, 42, 4);
  encrypted = (zip_number(list, 8, 2) & kEncrypted) != 0;
  if (!read_zip64_field(list.substr(kEntrySize + name_size, extra_size), member)) return std::nullopt;
  list.remove_prefix(whole);
  return member;
}

}  // namespace

std::uint64_t zip_number(std::string_view record, std::size_t offset, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = bytes; i-- > 0;) number = number << 8 | static_cast<std::uint8_t>(record[offset + i]);
  return number;
}

Result<std::string> read_zip_record(StoredBytes& bytes, std::uint64_t offset, std::size_t size) {
  if (offset > bytes.size() || size > bytes.size() - offset) return zip_cut(bytes);
  std::string record(size, '\0');
  TRY(const std::size_t got, bytes.read_at(offset, record));
  if (got < size) return zip_cut(bytes);
  return record;
}

Result<ZipDirectory> read_zip_directory(StoredBytes& bytes) {
  TRY(const DirectoryPlace place, find_directory(bytes));
  if (place.size > kDirectoryAtMost) return fail("its list of members is longer than 64 MiB", bytes.name());
  TRY(const std::string text, read_zip_record(bytes, place.offset, static_cast<std::size_t>(place.size)));
  ZipDirectory directory;
  directory.offset = place.offset;
  std::string_view list = text;
  for (std::uint64_t i = 0; i < place.entries; ++i) {
    bool encrypted = false;
    auto member = take_entry(list, encrypted);
    if (!member) return zip_cut(bytes);
    if (encrypted) return fail("is encrypted", bytes.name() + ": " + member->name, "decrypt it first");
    directory.members.push_back(std::move(*member));
  }
  // More members than the count says would be lost in silence. Only a signature may follow.
  if (!list.empty() && !list.starts_with("PK\x05\x05"sv)) return zip_cut(bytes);
  return directory;
}

}  // namespace farthing
