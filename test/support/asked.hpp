// Questions to a hand-made lake, and answers as text that tests can compare.
#pragma once
#include <string>
#include <vector>

#include "ask/costs.hpp"
#include "support/hand_made_lake.hpp"

namespace farthing {

/// The answer, or an empty one whose title is "error: ...".
[[nodiscard]] Answer asked(HandMadeLake& lake, const CostsQuestion& question);
/// "effective_cost|currency"
[[nodiscard]] std::string header_text(const Answer& answer);
/// "AmazonEC2|12.5|USD", NULL as "NULL".
[[nodiscard]] std::string row_text(const std::vector<Cell>& row);
[[nodiscard]] std::vector<std::string> rows_text(const Answer& answer);
/// The first note with that text in it, or all notes if there is none.
[[nodiscard]] std::string note_with(const Answer& answer, const std::string& text);

}  // namespace farthing
