// The map `dimensions` of farthing.yaml.
#pragma once
#include <vector>

#include "config/fields.hpp"
#include "domain/allocation.hpp"

namespace farthing {

/// Lays the dimensions of the file over `dimensions`: a new one is added; of one that is there each stated key (from,
/// map, synonyms) replaces what was. `from: []` takes the dimension away.
[[nodiscard]] Done read_dimension_rules(const YamlNode& node, const ConfigFields& fields,
                                        std::vector<DimensionRule>& dimensions);

}  // namespace farthing
