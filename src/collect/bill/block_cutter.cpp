#include "collect/bill/block_cutter.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "collect/bill/byte_scan.hpp"
#include "collect/bill/record_reader.hpp"

namespace farthing {

tl::unexpected<Error> line_too_long(const std::string& name, std::int64_t line) {
  return fail(fmt::format("line {} is longer than 16 MiB", line), name, "a quote that is not closed may be the reason");
}

RecordCut cut_at_record_end(std::string_view text) {
  auto counts = count_marks(text);
  auto end = text.size();
  while (counts.newlines > 0) {
    const auto newline = text.rfind('\n', end - 1);
    counts.quotes -= count_marks(text.substr(newline + 1, end - newline - 1)).quotes;
    if (counts.quotes % 2 == 0) return {newline + 1, counts.newlines};
    --counts.newlines;
    end = newline;
  }
  return {};
}

BlockCutter::BlockCutter(std::size_t part, std::string name, std::unique_ptr<ByteSource> source, Sizes sizes,
                         NewBlock new_block)
    : part_(part),
      name_(std::move(name)),
      source_(std::move(source)),
      sizes_(sizes),
      new_block_(std::move(new_block)),
      current_(allocate(sizes.block)) {}

Result<std::unique_ptr<LineBlock>> BlockCutter::next() {
  while (current_ != nullptr) {
    TRY_DONE(fill());
    const auto text = current_->text();
    const auto cut = ended_ ? RecordCut{text.size(), 0} : cut_at_record_end({text.data(), text.size()});
    if (cut.size == 0 && !ended_) {
      if (current_->capacity < sizes_.record) {
        grow();
        continue;
      }
      if (header_pending_) return line_too_long(name_, line_);
      gave_up_ = true;
      current_->overlong = true;
      current_->first_line = line_;
      return std::move(current_);
    }
    auto block = take(cut);
    if (header_pending_) TRY_DONE(skip_header(*block));
    if (block->begin < block->end) return block;
  }
  if (gave_up_) return line_too_long(name_, line_);
  if (header_pending_) return fail("has no header", name_, "the first line must name the columns");
  return nullptr;
}

// Reads until the block is full or the text ends.
Done BlockCutter::fill() {
  auto& block = *current_;
  while (block.end < block.capacity && !ended_) {
    TRY(const std::size_t got, source_->read({block.bytes.get() + block.end, block.capacity - block.end}));
    ended_ = got == 0;
    block.end += got;
  }
  if (begun_) return {};
  begun_ = true;
  const auto text = block.text();
  if (text.empty()) return fail("is empty", name_, "get the file again");
  if (std::string_view(text.data(), text.size()).starts_with(kByteOrderMark)) block.begin = kByteOrderMark.size();
  return {};
}

void BlockCutter::grow() {
  auto larger = allocate(std::min(current_->capacity * 2, sizes_.record));
  const auto text = current_->text();
  std::memcpy(larger->bytes.get(), text.data(), text.size());
  larger->end = text.size();
  current_ = std::move(larger);
}

std::unique_ptr<LineBlock> BlockCutter::allocate(std::size_t capacity) const {
  auto block = new_block_(capacity);
  block->begin = 0;
  block->end = 0;
  block->part = part_;
  block->overlong = false;
  return block;
}

// The block up to the cut. What lies behind it begins the next one.
std::unique_ptr<LineBlock> BlockCutter::take(RecordCut cut) {
  auto block = std::move(current_);
  block->first_line = line_;
  line_ += static_cast<std::int64_t>(cut.newlines);
  if (ended_) return block;
  const auto rest = block->text().subspan(cut.size);
  block->end = block->begin + cut.size;
  // Twice the rest: a long record that was begun here is likely to go on.
  current_ = allocate(std::max(sizes_.block, std::min(rest.size() * 2, sizes_.record)));
  std::memcpy(current_->bytes.get(), rest.data(), rest.size());
  current_->end = rest.size();
  return block;
}

Done BlockCutter::skip_header(LineBlock& block) {
  RecordReader reader(block.text(), block.first_line, RecordReader::kAnyWidth);
  std::vector<FieldPlace> fields(RecordReader::kWidestHeader);
  const auto step = reader.next(fields);
  if (step == RecordReader::Step::kBroken) {
    return fail(reader.problem_text(), fmt::format("{}: line {}", name_, reader.problem_line()));
  }
  header_pending_ = step == RecordReader::Step::kEnd;
  block.begin += reader.position();
  block.first_line = reader.next_line();
  return {};
}

}  // namespace farthing
