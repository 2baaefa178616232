// The list `allocation.shared` of farthing.yaml.
#pragma once
#include <vector>

#include "config/fields.hpp"
#include "domain/allocation.hpp"

namespace farthing {

/// Reads the rules. `when` isn't understood here: whoever uses it checks it. A rule says no more than its split needs:
/// parts are of `fixed` alone, a metric of `by_metric`.
[[nodiscard]] Result<std::vector<SharedCostRule>> read_shared_rules(const YamlNode& node, const ConfigFields& fields);

}  // namespace farthing
