// An answer as an aligned table of plain text, for terminals.
#pragma once
#include <string>

#include "ask/answer.hpp"

namespace farthing {

/// Title, header, rows, the total under a rule, then where the answer comes from, the names of secondary columns,
/// which it leaves out, notes and explanation, a line each.
[[nodiscard]] std::string render_table(const Answer& answer);

}  // namespace farthing
