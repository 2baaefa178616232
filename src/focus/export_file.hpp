// Charges with the lake's types into the one file that an export is.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// A column of the file: what it is called, and its SQL over the charges.
struct ExportedCell {
  std::string name;
  std::string sql;
};

/// The columns of the file over the charges in table `staged`. Left out are x_ columns without any value, and those of
/// FOCUS without any that a rule wants to have one: a bill that never had them breaks that rule no less without them.
[[nodiscard]] Result<std::vector<ExportedCell>> exported_cells(Engine& engine, const std::string& staged, bool parquet);

/// Writes them aside and then over `file`. CSV: plain decimals, times as 2026-10-01T00:00:00Z, maps as JSON, nothing
/// for NULL. Parquet: amounts as DOUBLE, maps as JSON text.
[[nodiscard]] Done write_export(Engine& engine, const std::string& staged, const std::vector<ExportedCell>& cells,
                                const std::filesystem::path& file, const std::string& file_type);

}  // namespace farthing
