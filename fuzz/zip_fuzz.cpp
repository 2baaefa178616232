// Any bytes as a zip: every member that is accepted is read to its end, within the promises that zip.hpp makes.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/byte_source.hpp"
#include "base/inflate.hpp"
#include "base/zip.hpp"

namespace {

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

// How much comes out, and whether all of it was right.
std::pair<std::uint64_t, bool> read_all(farthing::ByteSource& source) {
  std::array<char, 5000> buffer;
  std::uint64_t total = 0;
  while (true) {
    const auto got = source.read(buffer);
    if (!got) must(!got.error().where.empty(), "an error says where");
    if (!got || *got == 0) return {total, got.has_value()};
    must(*got <= buffer.size(), "a read fills its buffer at most");
    total += *got;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace farthing;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (auto plain = inflate_if_gzip(stream_of(stored_in_memory(bytes, "fuzz")), "fuzz")) (void)read_all(**plain);
  const auto zip = Zip::open(stored_in_memory(bytes, "fuzz"));
  if (!zip) {
    must(!zip.error().where.empty(), "an error says where");
    return 0;
  }
  std::uint64_t declared = 0, inflated = 0;
  for (const auto& member : zip->members()) {
    must(!member.name.empty() && member.name.front() != '/' && member.name.find("../") != 0, "names stay inside");
    auto source = zip->open_member(member.name);
    if (!source) continue;
    const auto [total, whole] = read_all(**source);
    must(!whole || total == member.content.size, "a member that is read to its end has the size that it declares");
    must(total <= member.content.size + 5000, "a member stops where it says more than it declares");
    declared += member.content.size;
    inflated += total;
  }
  must(inflated <= (std::uint64_t{64} << 20) || inflated / 500 <= size + declared / 500, "no bomb goes off");
  return 0;
}
