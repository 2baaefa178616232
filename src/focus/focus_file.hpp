// A FOCUS file as a table for SQL, whatever it is stored as.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// What a column of the file holds, as far as rules are concerned.
enum class FocusType { kText, kNumber, kTime, kMap, kOther };

struct FocusColumn {
  std::string name;  ///< as the file writes it
  FocusType type = FocusType::kText;
};

/// A file or the parts of one dataset, ready for questions.
struct FocusFile {
  std::string name;                  ///< as the user gave it
  bool text = false;                 ///< CSV: whatever it holds is text
  std::vector<FocusColumn> columns;  ///< in the file's order
  std::string version;               ///< "1.0" to "1.3": the newest FOCUS version that brought one of its columns
  std::int64_t rows = 0;

  [[nodiscard]] const FocusColumn* find(std::string_view column) const;
};

/// Name of the table that open_focus_file() makes: the file's columns, `x_focus_file` (its name) and `x_focus_row` (the
/// number of the line in a CSV file, the header being 1; of the row in a Parquet file).
inline constexpr const char* kFocusRows = "focus_rows";

/// Opens a CSV file (also .gz or .zip), a Parquet file, or a folder of parts. CSV is read once and laid aside below
/// `folder`. What is no FOCUS file, or is damaged, is an error that names the file and the line.
[[nodiscard]] Result<FocusFile> open_focus_file(Engine& engine, const std::filesystem::path& path,
                                                const std::filesystem::path& folder);

}  // namespace farthing
