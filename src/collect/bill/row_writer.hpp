// Turns the fields of a record into the values of a row.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/bill/control_sums.hpp"
#include "collect/bill/json_map.hpp"
#include "collect/bill/null_texts.hpp"
#include "collect/bill/record_reader.hpp"
#include "collect/bill/row_plan.hpp"
#include "lake/table_source.hpp"

namespace farthing {

/// Of one reader, for the records of one part. Text goes into the batch as views of the record's bytes.
class RowWriter {
 public:
  RowWriter(const CsvTable& table, const CsvPart& part, const RowPlan& plan, const NullTexts& nulls);

  /// Fills one row of all columns but the missing ones, and adds it to `sums`. Errors name file, line and column.
  [[nodiscard]] Done write(const RecordReader& record, Batch& batch, std::size_t row, ControlSums& sums);
  /// Sets the columns that the part lacks to NULL in the first `rows` rows.
  void write_missing(Batch& batch, std::size_t rows) const;
  /// Amounts that had more than 12 decimals since the last call.
  [[nodiscard]] std::int64_t take_roundings() { return std::exchange(roundings_, 0); }

 private:
  // The last text of a field and what it means: neighbours in a bill are much alike.
  struct LastTime {
    std::string text;
    Timestamp value;
  };
  struct LastCost {
    std::string text;
    ParsedDecimal value;
  };

  [[nodiscard]] bool write_field(std::size_t index, std::string_view text, Batch& batch, std::size_t row);
  [[nodiscard]] bool write_time(std::size_t index, std::string_view text, Batch& batch, std::size_t row);
  [[nodiscard]] bool write_cost(std::size_t index, std::string_view text, Batch& batch, std::size_t row);
  [[nodiscard]] bool write_map(const PlannedMap& map, const RecordReader& record, Batch& batch, std::size_t row);
  [[nodiscard]] Done check_utf8(const RecordReader& record) const;
  [[nodiscard]] Done check_text(const RecordReader& record, std::size_t field) const;
  void add_to_control(const RecordReader& record, ControlSums& sums) const;
  [[nodiscard]] std::string place(const RecordReader& record, std::size_t field) const;
  bool refuse(std::size_t field, std::string what, std::string todo);

  const CsvPart* part_;
  const RowPlan* plan_;
  const NullTexts* nulls_;
  std::size_t file_column_, line_column_;
  std::string name_;
  std::vector<LastTime> last_times_;  ///< by PlannedField
  std::vector<LastCost> last_costs_;
  std::vector<MapEntry> entries_;
  std::optional<Decimal> control_cost_;
  std::int64_t roundings_ = 0;
  std::size_t refused_field_ = 0;
  Error refusal_;
};

}  // namespace farthing
