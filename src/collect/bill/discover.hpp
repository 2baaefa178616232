// Which deliveries lie at the paths that a user named.
#pragma once
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "collect/bill/manifest.hpp"

namespace farthing {

/// The files of one delivery: those of one manifest, or those of one folder without a manifest.
struct FoundDelivery {
  std::optional<BillManifest> manifest;
  std::filesystem::path origin;  ///< the manifest, or the file, or the folder
  std::vector<std::filesystem::path> files;
};

struct Discovery {
  std::vector<FoundDelivery> deliveries;
  std::vector<std::string> choices;  ///< "2026-10 of report X: assembly A (newest of 3 complete)"
  std::vector<std::string> skipped;  ///< "truth.json: JSON, but no manifest"
};

/// Files, folders (searched through, but for hidden files and folders) and globs. What two paths lead to, and
/// what lies in a folder twice, is taken once.
/// In a folder each report's months come from their newest complete assembly. Errors: a path that isn't there, nothing
/// to import, a manifest whose files are missing when no other assembly of that month is complete.
/// `passed_over` are no bills, and are not looked at (by their canonical paths); if there are such, no bill is no
/// error.
[[nodiscard]] Result<Discovery> discover_bills(const std::vector<std::string>& paths,
                                               const std::set<std::filesystem::path>& passed_over = {});

}  // namespace farthing
