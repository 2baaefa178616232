// A summary as JSON, for programs.
#pragma once
#include <string>

#include "ask/summary.hpp"

namespace farthing {

/// {"month", "reconciliation", "contradicts", "snapshot", "freshness", "complete", "notes", "parts": [answers as
/// render_json() writes them, each with its "title"]}
[[nodiscard]] std::string render_summary_json(const Summary& summary);

}  // namespace farthing
