// farthing.yaml and the environment over it: every setting of the program, and where it came from.
#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/allocation.hpp"

namespace farthing {

struct Config {
  AllocationConfig allocation = default_allocation_config();
  std::filesystem::path file;  ///< empty if none was read
  /// Key ("allocation.weights", "allocation.shared", "dimensions.team") -> "farthing.yaml:3:12" or
  /// "FARTHING_ALLOCATION_WEIGHTS". What isn't here is a default.
  std::map<std::string, std::string> origins;

  /// Where the setting came from; "default" if nothing stated it.
  [[nodiscard]] std::string origin(const std::string& key) const;
};

/// The value of a variable; nothing if it isn't set.
using Environment = std::function<std::optional<std::string>(const char* name)>;
/// That of the process.
[[nodiscard]] std::optional<std::string> process_environment(const char* name);

/// Which file holds: `option` (--config) if it isn't empty, else farthing.yaml of the working folder, else that of the
/// data folder, else none (an empty path). An option that names no file is an error.
[[nodiscard]] Result<std::filesystem::path> find_config_file(const std::filesystem::path& option,
                                                             const std::filesystem::path& working_folder,
                                                             const std::filesystem::path& data_folder);
/// The defaults, the file's text over them. Unknown keys and bad values are errors that name file, line and column.
[[nodiscard]] Result<Config> parse_config(std::string_view yaml, const std::filesystem::path& file);
/// Lays FARTHING_ALLOCATION_WEIGHTS, _SHARE_BY and _IDLE over it. An empty variable counts as not set.
[[nodiscard]] Done apply_environment(Config& config, const Environment& environment);
/// The defaults, the file over them (none if the path is empty), the environment over that.
[[nodiscard]] Result<Config> read_config(const std::filesystem::path& file,
                                         const Environment& environment = process_environment);

}  // namespace farthing
