// An answer as JSON, for programs.
#pragma once
#include <string>

#include "ask/answer.hpp"

namespace farthing {

/// {"columns": [{"name", "type"}], "rows": [[...]], "snapshot": N, "freshness": text or null, "complete": true or
/// false, "notes": [...]} and "explanation": [...] if there is one; a row a line. Types: text, integer, decimal,
/// double, boolean, date, timestamp, other. Decimals are strings with every digit; integers, doubles and booleans are
/// JSON's own (NaN and Infinity, which JSON lacks, are strings); maps and lists are JSON too; NULL is null.
[[nodiscard]] std::string render_json(const Answer& answer);
/// The same with the answer's "title" before all else.
[[nodiscard]] std::string render_titled_json(const Answer& answer);
/// One object a row, with the same values. A name that comes twice is told apart: "a", "a_2".
[[nodiscard]] std::string render_ndjson(const Answer& answer);

}  // namespace farthing
