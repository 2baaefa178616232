// Writes zips for tests, also such that no honest tool would write.
#pragma once
#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace farthing::samples {

inline std::string little_endian(std::uint64_t number, int bytes) {
  std::string out;
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
  return out;
}

/// ISA-L's deflate; `gzip_flag` is IGZIP_GZIP or IGZIP_DEFLATE.
inline std::string deflated(std::string_view text, std::uint16_t gzip_flag) {
  isal_zstream stream;
  isal_deflate_stateless_init(&stream);
  std::string out(text.size() + text.size() / 64 + 1024, '\0');
  stream.gzip_flag = gzip_flag;
  stream.end_of_stream = 1;
  stream.next_in = reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<std::uint32_t>(text.size());
  stream.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  stream.avail_out = static_cast<std::uint32_t>(out.size());
  isal_deflate_stateless(&stream);
  out.resize(stream.total_out);
  return out;
}
inline std::string gzipped(std::string_view text) { return deflated(text, IGZIP_GZIP); }

/// A member as it is written; change any field to make a wrong zip.
struct ZipWriterMember {
  std::string name;
  std::string stored;  ///< the bytes in the zip
  std::uint16_t method = 0;
  std::uint16_t flags = 0;
  std::uint32_t crc = 0;
  std::uint64_t size = 0;             ///< declared, inflated
  std::uint64_t compressed_size = 0;  ///< declared
  std::int64_t offset = -1;           ///< declared place of its header; -1: where it is
  bool zip64 = false;
};

inline ZipWriterMember stored_member(std::string name, std::string_view text) {
  ZipWriterMember member{.name = std::move(name), .stored = std::string(text)};
  member.crc = crc32_gzip_refl(0, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  member.size = member.compressed_size = text.size();
  return member;
}
inline ZipWriterMember deflated_member(std::string name, std::string_view text) {
  auto member = stored_member(std::move(name), text);
  member.stored = deflated(text, IGZIP_DEFLATE);
  member.method = 8;
  member.compressed_size = member.stored.size();
  return member;
}

inline std::string zip_of(const std::vector<ZipWriterMember>& members, std::string_view comment = "") {
  std::string out, list;
  for (const auto& m : members) {
    const auto offset = m.offset >= 0 ? static_cast<std::uint64_t>(m.offset) : out.size();
    const auto number = [&](std::uint64_t n) { return little_endian(m.zip64 ? 0xffffffff : n, 4); };
    const auto head = little_endian(m.flags, 2) + little_endian(m.method, 2) + little_endian(0, 4) +
                      little_endian(m.crc, 4) + number(m.compressed_size) + number(m.size) +
                      little_endian(m.name.size(), 2);
    const std::string extra = m.zip64 ? little_endian(0x9999, 2) + little_endian(2, 2) + "xx" + little_endian(1, 2) +
                                            little_endian(24, 2) + little_endian(m.size, 8) +
                                            little_endian(m.compressed_size, 8) + little_endian(offset, 8)
                                      : "";
    out += "PK\x03\x04" + little_endian(20, 2) + head + little_endian(0, 2) + m.name + m.stored;
    list += "PK\x01\x02" + little_endian(20, 2) + little_endian(20, 2) + head + little_endian(extra.size(), 2) +
            little_endian(0, 2) + little_endian(0, 8) + number(offset) + m.name + extra;
  }
  const bool zip64 = !members.empty() && members.back().zip64;
  const auto list_offset = out.size();
  out += list;
  if (zip64) {
    const auto end64 = out.size();
    out += "PK\x06\x06" + little_endian(44, 8) + little_endian(45, 2) + little_endian(45, 2) + little_endian(0, 8) +
           little_endian(members.size(), 8) + little_endian(members.size(), 8) + little_endian(list.size(), 8) +
           little_endian(list_offset, 8);
    out += "PK\x06\x07" + little_endian(0, 4) + little_endian(end64, 8) + little_endian(1, 4);
  }
  const auto entries = zip64 ? 0xffff : members.size();
  return out + "PK\x05\x06" + little_endian(0, 4) + little_endian(entries, 2) + little_endian(entries, 2) +
         little_endian(zip64 ? 0xffffffff : list.size(), 4) + little_endian(zip64 ? 0xffffffff : list_offset, 4) +
         little_endian(comment.size(), 2) + std::string(comment);
}

}  // namespace farthing::samples
