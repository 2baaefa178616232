// An answer as a workbook of Excel.
#pragma once
#include <string>

#include "ask/answer.hpp"

namespace farthing {

/// The bytes of an .xlsx file. Sheet "Answer": the columns' names, frozen and with filters, and the rows. Numbers are
/// numbers (as Excel holds them, about 15 digits), dates are dates, texts are texts and never formulas; money that
/// isn't known is the word "unknown", which no sum counts as 0. Sheet "About": title, total, snapshot, freshness,
/// notes, explanation. An error if Excel can't hold so many rows or columns, or the file can't be written.
[[nodiscard]] Result<std::string> render_xlsx(const Answer& answer);

}  // namespace farthing
