#include "collect/bill/same_content.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/byte_source.hpp"
#include "collect/bill/csv_text.hpp"

namespace farthing {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kStep = std::size_t{256} << 10;
constexpr std::size_t kStart = std::size_t{64} << 10;

// What a file holds when it is unpacked: of a gzip its text, of a zip with one file in it that one's.
Result<std::unique_ptr<ByteSource>> open_text(const fs::path& path) {
  TRY(const auto files, csv_files_in(path));
  if (files.size() == 1) return open_csv_text(files.front(), nullptr);
  TRY(auto bytes, open_stored_file(path));
  return stream_of(std::move(bytes));
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

// Equal for files that begin alike.
Result<std::size_t> hash_of_start(const fs::path& path) {
  TRY(auto text, open_text(path));
  std::string bytes(kStart, '\0');
  TRY(const auto start, read_step(*text, bytes));
  return std::hash<std::string_view>()(start);
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
  if (files.size() < 2) return repeats;
  std::map<std::size_t, std::vector<fs::path>> of_start;
  std::vector<fs::path> kept;
  for (const auto& file : files) {
    TRY(const auto start, hash_of_start(file));
    auto& alike = of_start[start];
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
