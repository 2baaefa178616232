// The lines of CSV bills as a table for the engine: inflated, split and read on several threads, straight into batches.
#pragma once
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "lake/table_source.hpp"

namespace farthing {

/// One CSV text: a plain or gzipped file (`member` empty), or a member of a zip.
struct CsvFile {
  std::filesystem::path path;
  std::string member = {};
  /// "bills/may/bill.csv.gz", "bills/bill.zip: bill-1.csv": what errors name, as the user would find it.
  [[nodiscard]] std::string name() const;
  /// "bill.csv.gz", "bill.zip: bill-1.csv": what x_SourceFile names, wherever the file lay when it was imported.
  [[nodiscard]] std::string short_name() const;
};

/// The CSV texts of a file: itself, or the members of a zip (folders and hidden files in it are passed over). A zip
/// without any, a member whose path leads out of it, an encrypted member or a zip bomb is an error.
[[nodiscard]] Result<std::vector<CsvFile>> csv_files_in(const std::filesystem::path& path);
/// The names of the first line, without a BOM. An empty text is an error.
[[nodiscard]] Result<std::vector<std::string>> read_csv_header(const CsvFile& file);

/// What a field of a line becomes.
enum class FieldUse {
  kSkip,
  kText,
  kCost,      ///< kDecimal: exact, roundings beyond 12 decimals are counted
  kNumber,    ///< kText: held to be a number, kept as written
  kTime,      ///< kTimestamp
  kMapEntry,  ///< one entry `key` of a kMap column, if not empty
  kLine,      ///< the number of the line that the record stood on: instead of its own (see late_lines.hpp)
  kJsonMap,  ///< a flat JSON object: all entries of a kMap column. Nested values keep their JSON text, null is no entry
};

struct CsvField {
  std::string header;  ///< as the file writes it, for errors
  FieldUse use = FieldUse::kSkip;
  std::size_t column = 0;  ///< index into the table's columns
  std::string key = {};    ///< of kMapEntry
  bool required = false;   ///< an empty field is an error
};

struct CsvPart {
  CsvFile file;
  std::vector<CsvField> fields;            ///< by position in the file
  std::optional<CsvFile> taken_from = {};  ///< of lines that were set aside: where they stood first

  /// The file that errors and the file column name.
  [[nodiscard]] const CsvFile& origin() const { return taken_from ? *taken_from : file; }
};

struct CsvTable {
  std::vector<SourceColumn> columns;
  std::vector<CsvPart> parts;
  std::vector<std::string> null_texts;  ///< texts besides "" that mean NULL, e.g. "NULL" and "null" in FOCUS
  std::size_t file_column = 0;          ///< gets CsvFile::short_name()
  std::size_t line_column = 0;          ///< gets the number of the line on which the record begins; the header is 1

  // What the control total is made of: columns of the table.
  std::size_t control_cost_column = 0;
  std::optional<std::size_t> control_currency_column;
  std::optional<std::size_t> control_operation_column;  ///< a line with one of `split_operations` is left out
  std::optional<std::size_t> control_parent_column;     ///< a line with a value here is left out
  std::vector<std::string> split_operations;

  // Lines that are set aside: those left out of the control total, and those of these kinds. See
  // CsvLines::late_lines().
  std::filesystem::path late_folder;  ///< where to; empty: none are set aside
  std::optional<std::size_t> kind_column;
  std::vector<std::string> late_kinds;
};

/// What was read, summed independently of what is stored.
struct ControlTotal {
  std::int64_t lines = 0;
  Decimal cost;
};

/// Thread-safe as TableSource says. Memory is bounded whatever the size of the files.
/// Errors name the file, "line N" and the column: a field that is no number or no time, a line with more or fewer
/// fields than the header, a quote that isn't closed, a line beyond 16 MiB, a truncated or damaged gzip or zip.
class CsvLines final : public TableSource {
 public:
  explicit CsvLines(CsvTable table);
  ~CsvLines() override;

  [[nodiscard]] const std::vector<SourceColumn>& columns() const override;
  [[nodiscard]] std::unique_ptr<Reader> new_reader() override;
  [[nodiscard]] std::size_t max_readers() const override;

  // What follows is complete when the table was read to its end.
  [[nodiscard]] std::map<std::optional<std::string>, ControlTotal> control_totals() const;  ///< by currency
  [[nodiscard]] std::int64_t split_lines() const;
  [[nodiscard]] std::int64_t roundings() const;
  /// Bytes read from disk so far, compressed ones where the file is: for a progress bar. May be asked at any time.
  [[nodiscard]] std::int64_t bytes_read() const;
  [[nodiscard]] std::int64_t lines_read() const;
  /// The table of the lines that were set aside; it has no parts if there are none. To be asked once.
  [[nodiscard]] Result<CsvTable> late_lines();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace farthing
