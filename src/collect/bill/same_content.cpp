#include "collect/bill/same_content.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "base/byte_source.hpp"
#include "base/inflate.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kStep = std::size_t{256} << 10;
constexpr std::uint64_t kGzipAtLeast = 18;  // header and trailer

std::uint32_t number_of(std::string_view bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | static_cast<unsigned char>(bytes[i]);
  return number;
}

// The size of the text in a file, as far as 32 bits tell: a gzip ends with it. (One of several members says that of its
// last, so that only its exact copies are found.)
Result<std::uint32_t> text_size(const fs::path& path) {
  TRY(auto bytes, open_stored_file(path));
  std::string magic(2, '\0');
  TRY(const auto got, bytes->read_at(0, magic));
  if (got < magic.size() || magic != "\x1f\x8b" || bytes->size() < kGzipAtLeast) {
    return static_cast<std::uint32_t>(bytes->size());
  }
  std::string size(4, '\0');
  TRY(const auto read, bytes->read_at(bytes->size() - size.size(), size));
  return number_of(std::string_view(size).substr(0, read));
}

Result<std::unique_ptr<ByteSource>> open_text(const fs::path& path) {
  TRY(auto bytes, open_stored_file(path));
  return inflate_if_gzip(stream_of(std::move(bytes)), path.string());
}

// Fills `out` as far as the stream goes.
Result<std::string_view> read_step(ByteSource& source, std::string& out) {
  std::size_t filled = 0;
  while (filled < out.size()) {
    TRY(const auto got, source.read(std::span(out).subspan(filled)));
    if (got == 0) break;
    filled += got;
  }
  return std::string_view(out).substr(0, filled);
}

Result<bool> have_same_text(const fs::path& a, const fs::path& b) {
  TRY(auto one, open_text(a));
  TRY(auto other, open_text(b));
  std::string one_bytes(kStep, '\0'), other_bytes(kStep, '\0');
  while (true) {
    TRY(const auto x, read_step(*one, one_bytes));
    TRY(const auto y, read_step(*other, other_bytes));
    if (x != y) return false;
    if (x.empty()) return true;
  }
}

}  // namespace

Result<std::vector<RepeatedFile>> take_out_repeats(std::vector<fs::path>& files) {
  std::vector<RepeatedFile> repeats;
  std::map<std::uint32_t, std::vector<fs::path>> of_size;
  std::vector<fs::path> kept;
  for (const auto& file : files) {
    TRY(const auto size, text_size(file));
    auto& alike = of_size[size];
    std::optional<fs::path> first;
    for (auto other = alike.begin(); other != alike.end() && !first; ++other) {
      TRY(const bool same, have_same_text(*other, file));
      if (same) first = *other;
    }
    if (first) {
      repeats.push_back({file, *first});
    } else {
      alike.push_back(file);
      kept.push_back(file);
    }
  }
  files = std::move(kept);
  return repeats;
}

}  // namespace farthing
