// The lines of a bill, whatever its format, as one relation for SQL.
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "collect/bill/bill_format.hpp"
#include "collect/bill/csv_lines.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// The files of one delivery, all of one format.
struct BillFiles {
  DetectedFormat format;
  bool parquet = false;
  std::vector<std::filesystem::path> parquet_files;
  std::vector<CsvFile> csv_files;
};

/// What a view made by open_bill_lines reads, and what its files lack.
struct BillLines {
  std::shared_ptr<CsvLines> csv;             ///< of CSV bills: its totals are known once the view was read
  std::string csv_select;                    ///< of CSV bills: the view's SQL up to the table's name
  std::vector<std::string> gaps;             ///< "no line_item_resource_id: cost per resource is unknown"
  std::vector<std::string> unknown_columns;  ///< kept in x_Unknown
  std::vector<std::string> findings;
};

/// Files sorted by what they are.
struct RecognisedFiles {
  std::vector<BillFiles> bills;        ///< a bill a format
  std::vector<std::string> not_bills;  ///< "notes.csv: is not a bill: ..."
};

/// Tells the format of each file by its content. A file that can't be read or unpacked is an error.
[[nodiscard]] Result<RecognisedFiles> recognise_bills(Engine& engine, const std::vector<std::filesystem::path>& files,
                                                      bool of_data_export);

/// Makes view `name` with the columns line_columns(format.family), `unknown_columns` (a map), `source_file` and
/// `source_line`. A required column that the bill lacks is an error. A view over CSV can be read once, and does not
/// show the late lines of a Cost and Usage Report: those are set aside in `late_folder`.
[[nodiscard]] Result<BillLines> open_bill_lines(Engine& engine, const std::string& name, const BillFiles& files,
                                                const std::filesystem::path& late_folder);

/// Once `lines` was read: makes view `name` of its late lines (see late_line_condition()), with the same columns.
/// Returns their CSV, nothing for Parquet.
[[nodiscard]] Result<std::shared_ptr<CsvLines>> open_late_lines(Engine& engine, const std::string& name,
                                                                const BillLines& lines, const std::string& lines_name);

/// The condition over `bill_lines` of a Cost and Usage Report that picks AWS's own split lines.
[[nodiscard]] std::string split_line_condition();
/// Split lines, and lines that can be settled only when all are known: what a negation takes back, and fees with an
/// unused part.
[[nodiscard]] std::string late_line_condition();

}  // namespace farthing
