// Turns the fields of records into the values of a batch, column by column.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "collect/bill/control_sums.hpp"
#include "collect/bill/json_map.hpp"
#include "collect/bill/null_texts.hpp"
#include "collect/bill/record_group.hpp"
#include "collect/bill/row_plan.hpp"
#include "lake/table_source.hpp"

namespace farthing {

/// Of one reader, for the records of one block. Text goes into the batch as views of the block's bytes.
class BatchWriter {
 public:
  /// All four are kept by reference.
  BatchWriter(const CsvTable& table, const CsvPart& part, const RowPlan& plan, const NullTexts& nulls);

  /// Fills a row for each record of the group, from `first_row`: all columns. Adds the records to `sums`. The error of
  /// the first record that has one names file, line and column.
  [[nodiscard]] Done write(const RecordGroup& records, Batch& batch, std::size_t first_row, ControlSums& sums);
  /// The whole block is known to be UTF-8, so no field needs to be looked at.
  void trust_utf8(bool trusted) { trusted_ = trusted; }
  /// Amounts that had more than 12 decimals since the last call.
  [[nodiscard]] std::int64_t take_roundings() { return std::exchange(roundings_, 0); }

 private:
  // The last text of a field and what it means: neighbours in a bill are much alike. The view is one of the block.
  struct Last {
    std::string_view text;
    Timestamp time;
    ParsedDecimal number;
  };
  // What is written at the moment.
  struct Target {
    const RecordGroup* records;
    Batch* batch;
    std::size_t first_row;
  };

  void check_utf8(const RecordGroup& records);
  void check_utf8(const RecordGroup& records, std::size_t field);
  void write_column(const Target& target, std::size_t index);
  template <typename Write>
  void write_values(const Target& target, const PlannedField& planned, Write write);
  void write_texts(const Target& target, const PlannedField& planned);
  void write_numbers(const Target& target, const PlannedField& planned, Last& last);
  void write_costs(const Target& target, const PlannedField& planned, Last& last);
  void write_times(const Target& target, const PlannedField& planned, Last& last);
  void write_map(const Target& target, const PlannedMap& map);
  [[nodiscard]] bool collect_entries(const RecordGroup& records, std::size_t record, const PlannedMap& map);
  void add_to_control(const RecordGroup& records, ControlSums& sums) const;
  [[nodiscard]] bool read_number(const Target& target, const PlannedField& planned, std::size_t record, Last& last);
  void refuse(const RecordGroup& records, std::size_t record, std::size_t field, std::string what, std::string advice);

  const CsvTable* table_;
  const CsvPart* part_;
  const RowPlan* plan_;
  const NullTexts* nulls_;
  std::vector<Last> last_;  ///< by PlannedField
  std::vector<MapEntry> entries_;
  std::vector<std::optional<Decimal>> control_costs_;  ///< by record
  std::int64_t roundings_ = 0;
  bool trusted_ = false;
  std::size_t good_ = 0;  ///< records before the first one with an error
  Error error_;           ///< of that one
};

}  // namespace farthing
