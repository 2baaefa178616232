// What a question about workloads can group by and a condition of one can name.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "domain/dimension.hpp"

namespace farthing {

/// Whether only the roll-up of allocation can answer it: cluster, namespace, pod, ... and the dimensions of
/// farthing.yaml. instance_type and purchase_option are the bill's as well, so they aren't.
[[nodiscard]] bool is_workload_dimension(std::string_view name, const AllocationConfig& config);

/// Those names: of machines and workloads, then those of farthing.yaml.
[[nodiscard]] std::vector<std::string> workload_dimension_names(const AllocationConfig& config);

/// Finds a dimension in `allocation_daily`: `column` is one of it; for a dimension of farthing.yaml it is `dimensions`
/// with `key`. One that only the bill's lines have (sku, tag:KEY) is a usage error that says what to do, as is an
/// unknown one.
[[nodiscard]] Result<Dimension> find_allocation_dimension(std::string_view name, const AllocationConfig& config);

}  // namespace farthing
