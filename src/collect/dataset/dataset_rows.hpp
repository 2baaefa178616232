// The SQL that reads a file's rows with the types of their dataset.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "collect/dataset/dataset_file.hpp"

namespace farthing {

/// A text of the file that isn't what its column holds.
struct CellCheck {
  std::string column;
  std::string text;       ///< SQL: the cell as text, NULL if it is empty
  std::string value;      ///< SQL: the cell as the dataset's type, NULL if it isn't one
  const char* should_be;  ///< "a number", "a time such as 2026-10-01T00:00:00Z"
  bool required;          ///< an empty cell is wrong too

  /// SQL: is this cell wrong?
  [[nodiscard]] std::string is_wrong() const;
};

/// "SELECT <all columns of the dataset, typed>, x_Unknown (MAP of what the file has besides), x_order FROM <the file>";
/// x_order grows from row to row, from `first` on; without `first` there is none. At a cell that isn't what its column
/// holds the statement fails with kWrongCell.
[[nodiscard]] std::string dataset_rows_sql(const DatasetFile& file, std::optional<std::int64_t> first);
inline constexpr const char* kWrongCell = "farthing: a wrong cell";
/// What may be wrong in this file: text that may be empty isn't among it.
[[nodiscard]] std::vector<CellCheck> cell_checks(const DatasetFile& file);
/// "FROM" of the file as it is: CSV and JSON columns as text.
[[nodiscard]] std::string file_table_sql(const DatasetFile& file);
/// The file's columns that its dataset doesn't know.
[[nodiscard]] std::vector<std::string> unknown_columns(const DatasetFile& file);

}  // namespace farthing
