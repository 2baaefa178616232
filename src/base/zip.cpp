#include "base/zip.hpp"

#include <algorithm>
#include <set>

#include "base/zip_directory.hpp"

namespace farthing {
namespace {

constexpr std::uint64_t kHarmless = std::uint64_t{64} << 20;
constexpr std::uint64_t kMostTimes = 500;
constexpr std::string_view kEmptyZip = "PK\x05\x06";
constexpr std::uint16_t kStored = 0;
constexpr std::uint16_t kDeflated = 8;

std::string member_place(const StoredBytes& bytes, const ZipMember& member) {
  return bytes.name() + ": " + member.name;
}

bool leads_out(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return true;
  if (name.find('\0') != std::string_view::npos) return true;
  if (name.size() >= 2 && name[1] == ':') return true;
  while (true) {
    const auto slash = name.find('/');
    if (name.substr(0, slash) == "..") return true;
    if (slash == std::string_view::npos) return false;
    name.remove_prefix(slash + 1);
  }
}

bool is_bomb(std::uint64_t compressed, std::uint64_t inflated) {
  return inflated > kHarmless && inflated / kMostTimes >= compressed;
}

Done check_members(const StoredBytes& bytes, const std::vector<ZipMember>& members) {
  std::uint64_t inflated = 0;
  std::uint64_t compressed = 0;
  bool bomb = false;
  std::set<std::string_view> names;
  for (const auto& member : members) {
    if (!names.insert(member.name).second) {
      return fail("two members have this name", member_place(bytes, member), "unzip it and import the files");
    }
    if (leads_out(member.name)) {
      return fail("the path of this member leads out of the zip", member_place(bytes, member),
                  "don't use this zip unless you know where it comes from");
    }
    if (member.method != kStored && member.method != kDeflated) {
      return fail("is compressed in a way that isn't supported (method " + std::to_string(member.method) + ")",
                  member_place(bytes, member), "zip it again with plain deflate");
    }
    inflated += std::min(member.content.size, ~inflated);  // adds up to the largest number at most
    compressed += member.compressed_size;
    bomb = bomb || is_bomb(member.compressed_size, member.content.size);
  }
  // A stream never gives more than its member declares, so what is declared bounds what comes out.
  if (bomb || is_bomb(compressed, inflated)) {
    return fail(
        "is a zip bomb: " + std::to_string(compressed) + " bytes claim to inflate to " + std::to_string(inflated),
        bytes.name(), "don't use this zip unless you know where it comes from");
  }
  return {};
}

// Sets each member's end_limit. Members that overlap would inflate the same bytes again and again.
Done check_places(const StoredBytes& bytes, ZipDirectory& directory) {
  std::vector<ZipMember*> by_offset;
  for (auto& member : directory.members) by_offset.push_back(&member);
  std::sort(by_offset.begin(), by_offset.end(),
            [](const auto* a, const auto* b) { return a->header_offset < b->header_offset; });
  auto limit = directory.offset;
  for (auto i = by_offset.size(); i-- > 0;) {
    auto& member = *by_offset[i];
    member.end_limit = limit;
    const auto header = kZipLocalHeaderSize + member.name.size();
    if (member.header_offset > limit || limit - member.header_offset < header ||
        limit - member.header_offset - header < member.compressed_size) {
      return fail("is a damaged zip: this member overlaps another one or is cut", member_place(bytes, member),
                  "get the file again");
    }
    limit = member.header_offset;
  }
  return {};
}

bool is_folder(const ZipMember& member) { return member.name.ends_with('/'); }

}  // namespace

Result<bool> is_zip(StoredBytes& bytes) {
  std::string first(kZipLocalHeader.size(), '\0');
  TRY(const std::size_t got, bytes.read_at(0, first));
  return got == first.size() && (first == kZipLocalHeader || first == kEmptyZip);
}

Result<Zip> Zip::open(std::shared_ptr<StoredBytes> bytes) {
  TRY(ZipDirectory directory, read_zip_directory(*bytes));
  TRY_DONE(check_places(*bytes, directory));
  TRY_DONE(check_members(*bytes, directory.members));
  std::erase_if(directory.members, is_folder);
  return Zip(std::move(bytes), std::move(directory.members));
}

Result<std::unique_ptr<ByteSource>> Zip::open_member(std::string_view name) const {
  const auto member = std::find_if(members_.begin(), members_.end(), [&](const auto& m) { return m.name == name; });
  if (member == members_.end()) return fail("there is no member " + std::string(name), bytes_->name());
  const auto place = member_place(*bytes_, *member);
  TRY(const std::string header, read_zip_record(*bytes_, member->header_offset, kZipLocalHeaderSize));
  if (!header.starts_with(kZipLocalHeader))
    return fail("is a damaged zip: this member isn't where it should be", place);
  const auto begin =
      member->header_offset + kZipLocalHeaderSize + zip_number(header, 26, 2) + zip_number(header, 28, 2);
  if (begin > member->end_limit || member->end_limit - begin < member->compressed_size) {
    return fail("is a damaged zip: this member overlaps another one or is cut", place, "get the file again");
  }
  auto raw = stream_of(bytes_, begin, member->compressed_size);
  return member->method == kStored ? check_content(std::move(raw), place, member->content)
                                   : inflate_raw(std::move(raw), place, member->content);
}

}  // namespace farthing
