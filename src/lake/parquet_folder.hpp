// A folder of Parquet files as SQL.
#pragma once
#include <filesystem>
#include <string>

namespace farthing {

/// "read_parquet('folder/*.parquet')" with columns as they're stored.
[[nodiscard]] std::string read_folder(const std::filesystem::path& folder);

}  // namespace farthing
