// The readers of CsvLines: each takes blocks of lines and fills batches from them.
#pragma once
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "collect/bill/batch_writer.hpp"
#include "collect/bill/control_sums.hpp"
#include "collect/bill/csv_lines.hpp"
#include "collect/bill/first_error.hpp"
#include "collect/bill/late_lines.hpp"
#include "collect/bill/line_blocks.hpp"
#include "collect/bill/null_texts.hpp"
#include "collect/bill/record_group.hpp"
#include "collect/bill/row_plan.hpp"

namespace farthing {

/// What all readers of a table share.
struct SharedLines {
  SharedLines(CsvTable the_table, LineBlocks::Limits limits);

  const CsvTable table;
  const NullTexts nulls;
  std::vector<RowPlan> plans;  ///< by part
  FirstError first_error;
  std::atomic<std::int64_t> bytes_read = 0;
  std::atomic<std::int64_t> lines_read = 0;
  std::atomic<std::int64_t> roundings = 0;
  mutable std::mutex sums_mutex;
  ControlSums sums;
  std::optional<LateLines> late;
  LineBlocks blocks;  ///< the last member: its thread ends before what it uses
};

/// A batch never spans two blocks, and its block stays in place until the next fill(), so text needs no copy.
class BlockLinesReader final : public TableSource::Reader {
 public:
  explicit BlockLinesReader(SharedLines& shared);
  ~BlockLinesReader() override;
  BlockLinesReader(const BlockLinesReader&) = delete;
  BlockLinesReader& operator=(const BlockLinesReader&) = delete;

  [[nodiscard]] Result<std::size_t> fill(Batch& batch) override;

 private:
  [[nodiscard]] Result<bool> enter_block();
  [[nodiscard]] Result<std::size_t> fill_rows(Batch& batch);
  void finish_block();
  void leave_block();
  [[nodiscard]] Error broken_record() const;

  SharedLines& shared_;
  ControlSums sums_;  ///< of the block
  std::unique_ptr<LineBlock> block_;
  bool in_block_ = false;
  std::size_t part_ = 0;
  std::optional<RecordReader> records_;
  std::optional<RecordGroup> group_;
  std::optional<BatchWriter> writer_;
};

}  // namespace farthing
