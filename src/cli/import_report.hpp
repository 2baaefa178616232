// What an import says when it is done.
#pragma once
#include <string>
#include <vector>

#include "collect/bill/import.hpp"
#include "collect/dataset/import_datasets.hpp"

namespace farthing {

/// Lines for people: what came in, control totals, gaps, findings, choices, what was passed over.
[[nodiscard]] std::vector<std::string> import_report_lines(const ImportReport& report);

/// The same of datasets: rows, days, columns that are not known.
[[nodiscard]] std::vector<std::string> datasets_report_lines(const DatasetsReport& report);

}  // namespace farthing
