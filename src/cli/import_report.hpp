// What an import says when it is done.
#pragma once
#include <string>
#include <vector>

#include "collect/bill/import.hpp"

namespace farthing {

/// Lines for people: what came in, control totals, gaps, findings, choices, what was passed over.
[[nodiscard]] std::vector<std::string> import_report_lines(const ImportReport& report);

}  // namespace farthing
