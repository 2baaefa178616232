// What OpenCost's clients may aggregate and filter allocations by, as SQL over what is known of a workload.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "opencost/filter.hpp"

namespace farthing {

/// The text that a workload has for "namespace", "label:app", ...; "__unallocated__" without a value. A controller is
/// "kind:name", a label "app=web". A name that is none is a usage error.
[[nodiscard]] Result<std::string> aggregate_sql(const std::string& name);
/// The names of several, joined by "/"; without any, of the container: cluster/node/namespace/pod/container.
[[nodiscard]] Result<std::string> aggregate_name_sql(const std::vector<std::string>& names);
/// Whether labels or tags are needed for it.
[[nodiscard]] bool needs_labels(const std::vector<std::string>& names);
[[nodiscard]] bool needs_labels(const Filter& filter);

[[nodiscard]] const std::vector<FilterColumn>& allocation_filter_columns();

}  // namespace farthing
