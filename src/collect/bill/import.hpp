// Takes bills into the lake: finds deliveries, stages them, and commits all in one snapshot.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collect/bill/stage.hpp"
#include "lake/lake.hpp"

namespace farthing {

struct ImportRequest {
  std::vector<std::string> paths;  ///< files, folders, globs
  bool replace = false;            ///< take the place of another source of the same payer and month
  std::string memory_limit = "600MB";
  /// No bills among them (canonical paths). If there are such, a path without any bill is no error.
  std::set<std::filesystem::path> passed_over = {};
};

/// One month of one source, and what happened to it.
struct ImportedMonth {
  Partition partition;
  std::optional<std::string> replaced;  ///< the import that it took the place of
  bool unchanged = false;               ///< the same delivery is there already
};

struct ImportReport {
  std::vector<ImportedMonth> months;
  std::vector<std::string> choices;
  std::vector<std::string> skipped;
  std::int64_t snapshot = 0;
  std::int64_t lines = 0;  ///< read in this import
};

/// All or nothing: an error leaves the lake as it was.
[[nodiscard]] Result<ImportReport> import_bills(const Lake& lake, const ImportRequest& request,
                                                ImportProgress& progress);

/// Takes an import out again. Returns the new snapshot's number; an unknown id is an error.
[[nodiscard]] Result<std::int64_t> remove_import(const Lake& lake, const std::string& import_id);

}  // namespace farthing
