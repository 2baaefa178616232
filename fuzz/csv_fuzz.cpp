// Any bytes as a CSV text, plain or gzipped: cut into blocks, and split into records. What comes out of small blocks
// must be what comes out of the text as a whole.
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/byte_source.hpp"
#include "base/inflate.hpp"
#include "collect/bill/block_cutter.hpp"
#include "collect/bill/csv_text.hpp"
#include "collect/bill/json_map.hpp"
#include "collect/bill/record_reader.hpp"

namespace {

using namespace farthing;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;

void must(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

struct ReadText {
  std::vector<std::string> fields;  ///< of all records, each with its line
  bool broken = false;
  std::int64_t broken_line = 0;
};

void read_records(LineBlock& block, std::size_t width, ReadText& all) {
  RecordReader reader(block.text(), block.first_line, width);
  std::vector<FieldPlace> places(width);
  while (true) {
    const auto step = reader.next(places);
    if (step == RecordReader::Step::kEnd) return;
    if (step == RecordReader::Step::kBroken) {
      must(!reader.problem_text().empty(), "a problem has a text");
      all.broken = true;
      all.broken_line = reader.problem_line();
      return;
    }
    must(reader.count() == width, "every record has as many fields as the header");
    for (const auto place : places) {
      must(place.begin + std::size_t{place.size} <= block.text().size(), "a field lies in its block");
      all.fields.push_back(std::to_string(reader.line()) + ":" + std::string(reader.text_of(place)));
    }
  }
}

std::unique_ptr<LineBlock> new_fuzz_block(std::size_t capacity) {
  auto block = std::make_unique<LineBlock>();
  block->bytes = std::make_unique<char[]>(capacity);
  block->capacity = capacity;
  return block;
}

ReadText read_text(const std::string& text, std::size_t width, std::size_t block_size) {
  ReadText all;
  BlockCutter cutter(0, "fuzz", stream_of(stored_in_memory(text, "fuzz")),
                     {.block = block_size, .record = 2 * kMostBytes}, new_fuzz_block);
  while (!all.broken) {
    auto block = cutter.next();
    must(block.has_value(), "a text with a header can be cut");
    if (*block == nullptr) break;
    read_records(**block, width, all);
  }
  return all;
}

// A map that is read has keys and values of its text, one that isn't leaves it alone.
void read_map(std::string text) {
  const auto before = text;
  std::vector<MapEntry> entries;
  const bool read = read_json_map(text, entries);
  if (!read) must(entries.empty() && text == before, "what is no map stays as it is");
  const auto count = entries.size();
  keep_last_of_each_key(entries);
  must(entries.size() <= count, "no key is made up");
  for (const auto& entry : entries) {
    must(entry.key.data() >= text.data() && entry.key.data() + entry.key.size() <= text.data() + text.size(),
         "a key of its text");
    must(entry.value.data() >= text.data() && entry.value.data() + entry.value.size() <= text.data() + text.size(),
         "a value of its text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  auto source = inflate_if_gzip(stream_of(stored_in_memory(bytes, "fuzz")), "fuzz");
  if (!source) return 0;
  std::string text;
  std::array<char, 4096> buffer;
  while (text.size() < kMostBytes) {
    const auto got = (*source)->read(buffer);
    if (!got || *got == 0) break;
    text.append(buffer.data(), *got);
  }
  read_map(text);
  const auto header_source = stream_of(stored_in_memory(text, "fuzz"));
  const auto header = read_header(*header_source, "fuzz");
  if (!header) return 0;
  must(!header->empty(), "a header has names");
  const auto whole = read_text(text, header->size(), 2 * kMostBytes);
  for (const std::size_t block_size : {3, 7, 64, 100}) {
    const auto cut = read_text(text, header->size(), block_size);
    must(cut.broken == whole.broken, "a fault is found in blocks of any size");
    // The line on which a broken record ends is told the same as well.
    must(cut.broken_line == whole.broken_line, "on the same line");
    must(cut.fields == whole.fields, "blocks of any size hold the same records");
  }
  for (const auto& field : whole.fields) read_map(field.substr(field.find(':') + 1));
  return 0;
}
