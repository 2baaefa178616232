// A month's charges into the one file that an export is.
#pragma once
#include <string>

#include "focus/charge_stream.hpp"
#include "focus/export_file.hpp"
#include "focus/export_totals.hpp"

namespace farthing {

/// Writes all of the month aside, and says what was written. `method`: the AllocatedMethodId of parts. The engine has
/// the snapshot's views.
[[nodiscard]] Result<ExportTotals> write_month(Engine& engine, ExportedMonth month, const std::string& method,
                                               ExportFile& file);

}  // namespace farthing
