// Which column of `bill_lines` each field of a CSV bill becomes.
#pragma once
#include <string>
#include <vector>

#include "collect/bill/bill_lines.hpp"
#include "collect/bill/csv_lines.hpp"

namespace farthing {

struct CsvPlan {
  CsvTable table;                            ///< its columns: those of line_columns() that some file has, and ours
  std::vector<std::string> unknown_columns;  ///< kept in the map unknown_columns
};

/// Reads the headers of all files. An empty file is an error.
[[nodiscard]] Result<CsvPlan> plan_csv_fields(const BillFiles& files);

}  // namespace farthing
