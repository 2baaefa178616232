// The names of rows that stand for no workload, as OpenCost spells them.
#pragma once
#include <string_view>

namespace farthing {

/// What nobody held.
inline constexpr std::string_view kIdleName = "__idle__";
/// A workload without the value that is aggregated by.
inline constexpr std::string_view kUnallocated = "__unallocated__";

}  // namespace farthing
