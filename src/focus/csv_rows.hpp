// Charges as lines of CSV: whole ones, and those that are split as a line a part.
#pragma once
#include <string>
#include <vector>

#include "focus/charge_stream.hpp"
#include "focus/export_totals.hpp"
#include "focus/split_charge.hpp"

namespace farthing {

/// The lines of a file. Plain decimals; nothing for NULL, quotes where a reader needs them.
class CsvRows {
 public:
  CsvRows(std::vector<ExportColumn> columns, std::string method, ExportTotals& totals);

  void append_header(std::string& out) const;
  /// What workloads are called from now on.
  void take_names(const std::vector<WorkloadName>& names);
  void append(const ChargeRow& charge, std::span<const ChargePart> parts, std::string& out);

 private:
  /// Cells that are the same in all parts of a charge, as far as one that isn't.
  struct Segment {
    std::string text;
    CellRole role;
    std::size_t amount;  ///< of kAmount: its column, then which of amounts_
  };
  struct NameCells {
    std::string id, name, tags;
  };

  void append_whole(const ChargeRow& charge, std::string& out);
  void cut_segments(const ChargeRow& charge);
  void split_amounts(const ChargeRow& charge, const std::vector<SplitPart>& parts);
  void append_part(const SplitPart& split, std::size_t number, std::string& out);

  std::vector<ExportColumn> columns_;
  std::string method_;
  ExportTotals& totals_;
  std::vector<NameCells> names_;
  std::vector<Segment> segments_;
  std::string tail_;
  std::vector<std::vector<std::string>> amounts_;  ///< an amount, and its text in each part
};

/// Appends a cell as CSV.
void append_csv(std::optional<std::string_view> cell, std::string& out);

}  // namespace farthing
