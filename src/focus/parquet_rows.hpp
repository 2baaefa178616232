// Charges as rows of a Parquet file, for the engine that writes it.
#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "focus/charge_stream.hpp"
#include "focus/export_totals.hpp"
#include "focus/split_charge.hpp"
#include "lake/table_source.hpp"

namespace farthing {

/// The month's charges as a table: amounts as DOUBLE, maps as JSON text. `reader` and `totals` must outlive it; the
/// reader's engine isn't the one that asks.
class ParquetRows final : public TableSource {
 public:
  ParquetRows(std::vector<ExportColumn> columns, std::string method, MonthReader& reader, ExportTotals& totals);
  [[nodiscard]] const std::vector<SourceColumn>& columns() const override { return types_; }
  [[nodiscard]] std::unique_ptr<Reader> new_reader() override;
  [[nodiscard]] std::size_t max_readers() const override { return 1; }

 private:
  class ChargeReader;

  std::vector<ExportColumn> columns_;
  std::vector<SourceColumn> types_;
  std::string method_;
  MonthReader& reader_;
  ExportTotals& totals_;
};

}  // namespace farthing
