// The manifests that AWS writes beside a delivery: legacy reports' and Data Exports'.
#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace farthing {

struct BillManifest {
  bool of_data_export = false;
  std::string name;                     ///< of the report or export
  std::optional<std::string> owner;     ///< the account, or the export's ARN: two of them may use one name
  std::optional<std::string> assembly;  ///< of the delivery
  std::optional<std::string> period;    ///< "2026-10"
  std::vector<std::string> keys;        ///< the data files, as the bucket names them
};

/// Reads a manifest's JSON; nothing if the JSON is none. A manifest (by its content or as "...-Manifest.json") that
/// names no file or can't be understood is an error that names `where`. Never reads outside of `json`.
[[nodiscard]] Result<std::optional<BillManifest>> parse_manifest(std::string_view json, const std::string& where);

/// Where a key of a manifest lies on this disk: the longest end of it that exists below the manifest's folder or one of
/// the folders above it, up to `root`. Nothing if it's missing.
[[nodiscard]] std::optional<std::filesystem::path> find_manifest_file(const std::filesystem::path& manifest,
                                                                      const std::filesystem::path& root,
                                                                      std::string_view key);

}  // namespace farthing
