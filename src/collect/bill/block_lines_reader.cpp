#include "collect/bill/block_lines_reader.hpp"

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "collect/bill/csv_text.hpp"

namespace farthing {
namespace {

std::vector<LineBlocks::Part> parts_to_read(const CsvTable& table, std::atomic<std::int64_t>* bytes_read) {
  std::vector<LineBlocks::Part> parts;
  for (const auto& part : table.parts) {
    parts.push_back({part.origin().name(), [file = part.file, bytes_read] { return open_csv_text(file, bytes_read); }});
  }
  return parts;
}

}  // namespace

SharedLines::SharedLines(CsvTable the_table, LineBlocks::Limits limits)
    : table(std::move(the_table)),
      nulls(table.null_texts),
      sums(table.split_operations),
      blocks(parts_to_read(table, &bytes_read), limits) {
  for (const auto& part : table.parts) plans.push_back(plan_rows(table, part));
  if (!table.late_folder.empty()) late.emplace(table, table.late_folder);
}

BlockLinesReader::BlockLinesReader(SharedLines& shared) : shared_(shared), sums_(shared.table.split_operations) {}
BlockLinesReader::~BlockLinesReader() { leave_block(); }

Result<std::size_t> BlockLinesReader::fill(Batch& batch) {
  while (true) {
    if (!in_block_) {
      TRY(const bool more, enter_block());
      if (!more) return 0;
    }
    auto rows = fill_rows(batch);
    if (!rows) return tl::unexpected(shared_.first_error.report(block_->sequence, std::move(rows.error())));
    if (*rows > 0) return rows;
  }
}

// False at the end of the table.
Result<bool> BlockLinesReader::enter_block() {
  shared_.blocks.give_back(std::move(block_));
  if (auto error = shared_.first_error.before(SIZE_MAX)) return tl::unexpected(std::move(*error));
  auto block = shared_.blocks.pop();
  if (!block) return tl::unexpected(shared_.first_error.report(shared_.blocks.popped(), std::move(block.error())));
  if (*block == nullptr) return false;
  block_ = std::move(*block);
  const auto& part = shared_.table.parts[block_->part];
  if (!group_ || part_ != block_->part) group_.emplace(part.fields.size());
  part_ = block_->part;
  writer_.emplace(shared_.table, part, shared_.plans[part_], shared_.nulls);
  const auto text = block_->text();
  writer_->trust_utf8(is_utf8({text.data(), text.size()}));
  records_.emplace(block_->text(), block_->first_line, part.fields.size());
  in_block_ = true;
  return true;
}

// Rows of this block; none at its end.
Result<std::size_t> BlockLinesReader::fill_rows(Batch& batch) {
  if (auto error = shared_.first_error.before(block_->sequence)) return tl::unexpected(std::move(*error));
  std::size_t rows = 0;
  auto step = RecordReader::Step::kRecord;
  while (rows < Batch::kCapacity && step == RecordReader::Step::kRecord) {
    step = group_->read(*records_, block_->text(), Batch::kCapacity - rows);
    if (block_->overlong) return tl::unexpected(broken_record());
    const auto& plan = shared_.plans[part_];
    if (plan.line) group_->take_lines_from(*plan.line);
    const auto read = group_->size();
    if (shared_.late) TRY_DONE(shared_.late->take_out(*group_, part_, plan));
    TRY_DONE(writer_->write(*group_, batch, rows, sums_));
    shared_.lines_read.fetch_add(static_cast<std::int64_t>(read), std::memory_order_relaxed);
    if (step == RecordReader::Step::kBroken) return tl::unexpected(broken_record());
    rows += group_->size();
  }
  if (step == RecordReader::Step::kEnd) finish_block();
  return rows;
}

void BlockLinesReader::finish_block() {
  shared_.roundings.fetch_add(writer_->take_roundings(), std::memory_order_relaxed);
  {
    const std::lock_guard lock(shared_.sums_mutex);
    shared_.sums.add(sums_);
  }
  sums_.clear();
  leave_block();
}

void BlockLinesReader::leave_block() {
  if (in_block_) shared_.first_error.end(block_->sequence);
  in_block_ = false;
}

Error BlockLinesReader::broken_record() const {
  using Problem = RecordReader::Problem;
  const auto name = shared_.table.parts[part_].origin().name();
  const auto problem = records_->problem();
  // The end of an overlong block is no end of a record, so only what comes before it can be believed.
  if (block_->overlong && problem != Problem::kQuoteInField && problem != Problem::kTextAfterQuote) {
    return line_too_long(name, block_->first_line).value();
  }
  return fail(records_->problem_text(), fmt::format("{}: line {}", name, records_->problem_line())).value();
}

}  // namespace farthing
