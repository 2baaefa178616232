// What people see of an answer, in a table or in Markdown.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ask/answer.hpp"

namespace farthing {

/// Text that is safe on a terminal: control characters, invalid bytes and what reverses the reading direction are
/// written out ("\n", "\x1b", "\u202e"), so that data can neither break a line nor command the terminal.
[[nodiscard]] std::string shown_text(std::string_view text);

/// Integers, decimals and doubles stand right-aligned.
[[nodiscard]] bool is_number(ValueType type);

/// A row as shown: NULL is "-", but "unknown" where it is money that each row has.
[[nodiscard]] std::vector<std::string> shown_row(const std::vector<ResultColumn>& columns,
                                                 const std::vector<Cell>& row);
/// The total as shown: a dimension has no total, so NULL is empty there, and the first says "total". Unknown money
/// stays "unknown".
[[nodiscard]] std::vector<std::string> shown_total(const std::vector<ResultColumn>& columns,
                                                   const std::vector<Cell>& total);

/// "snapshot 3, newest usage 2023-11-30T23:00:00Z, incomplete"
[[nodiscard]] std::string shown_origin(const Answer& answer);

}  // namespace farthing
