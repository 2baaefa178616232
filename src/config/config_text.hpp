// A configuration as YAML, each setting with where it came from.
#pragma once
#include <string>
#include <string_view>

#include "config/config.hpp"

namespace farthing {

/// All of it, as a farthing.yaml that says the same: parse_config reads the text back into an equal AllocationConfig.
[[nodiscard]] std::string config_yaml(const Config& config);
/// The settings at or below a key ("allocation.weights", "dimensions"), a line or block each, with their origin. An
/// unknown key is a usage error with a suggestion.
[[nodiscard]] Result<std::string> explain_config(const Config& config, std::string_view key);

}  // namespace farthing
