// An answer's rows as CSV or TSV.
#pragma once
#include <string>

#include "ask/answer.hpp"

namespace farthing {

/// RFC 4180 quoting, lines end with \n, a header. NULL is empty, an empty text is "". Data are not altered: a
/// spreadsheet may read a text that begins with = as a formula.
[[nodiscard]] std::string render_csv(const Answer& answer);
/// A header; tab, line ends and backslash inside of data are written \t, \n, \r, \\. NULL is empty.
[[nodiscard]] std::string render_tsv(const Answer& answer);

}  // namespace farthing
