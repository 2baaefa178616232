#include "collect/bill/csv_lines.hpp"

#include <algorithm>
#include <thread>

#include "collect/bill/block_lines_reader.hpp"

namespace farthing {

struct CsvLines::State : SharedLines {
  using SharedLines::SharedLines;
};

CsvLines::CsvLines(CsvTable table) : state_(std::make_unique<State>(std::move(table), LineBlocks::Limits{})) {}
CsvLines::~CsvLines() = default;

const std::vector<SourceColumn>& CsvLines::columns() const { return state_->table.columns; }
std::unique_ptr<TableSource::Reader> CsvLines::new_reader() { return std::make_unique<BlockLinesReader>(*state_); }
std::size_t CsvLines::max_readers() const { return std::max(1U, std::thread::hardware_concurrency()); }

std::map<std::optional<std::string>, ControlTotal> CsvLines::control_totals() const {
  const std::lock_guard lock(state_->sums_mutex);
  return state_->sums.totals();
}
std::int64_t CsvLines::split_lines() const {
  const std::lock_guard lock(state_->sums_mutex);
  return state_->sums.split_lines();
}
std::int64_t CsvLines::roundings() const { return state_->roundings; }
std::int64_t CsvLines::bytes_read() const { return state_->bytes_read; }
std::int64_t CsvLines::lines_read() const { return state_->lines_read; }
Result<CsvTable> CsvLines::late_lines() {
  CsvTable none = state_->table;
  none.parts.clear();
  return state_->late ? state_->late->finish() : none;
}

}  // namespace farthing
