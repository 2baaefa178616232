// Checks of the model as SQL over a file's rows.
#pragma once
#include <optional>
#include <string>

#include "focus/focus_file.hpp"
#include "focus/model.hpp"

namespace farthing {

/// Where a row breaks this requirement: SQL that is true or false, never NULL. "false": no row can. Nothing if it can't
/// be told, as the file lacks a column that it reads, or it is about more than one row.
[[nodiscard]] std::optional<std::string> violation_sql(const FocusCheck& requirement, const FocusFile& file);
/// Where a condition holds. A column that the file lacks is NULL.
[[nodiscard]] std::string condition_sql(const FocusCheck& condition, const FocusFile& file);

/// The column as text and as a number (NULL where it is none); NULL if the file lacks it.
[[nodiscard]] std::string column_text(const FocusFile& file, const std::string& name);
[[nodiscard]] std::string column_number(const FocusFile& file, const std::string& name);
/// The same as an exact amount.
[[nodiscard]] std::string column_amount(const FocusFile& file, const std::string& name);
/// The same as a time.
[[nodiscard]] std::string column_time(const FocusFile& file, const std::string& name);

}  // namespace farthing
