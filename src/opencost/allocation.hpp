// The answer to OpenCost's /allocation.
#pragma once
#include <string>

#include "ask/lake_view.hpp"
#include "opencost/allocation_question.hpp"
#include "opencost/allocation_set.hpp"

namespace farthing {

/// More rows than that are an error that says how to ask for fewer.
inline constexpr std::size_t kMostAllocations = 50'000;

struct AllocationAnswer {
  std::vector<AllocationSet> sets;
  std::vector<std::string> warnings;  ///< what is unknown, estimated or old
};

[[nodiscard]] Result<AllocationAnswer> ask_allocation(LakeView& view, const AllocationQuestion& question);

/// As the body of /allocation, or of /allocation/summary.
[[nodiscard]] Result<std::string> allocation_body(LakeView& view, const AllocationQuestion& question);
[[nodiscard]] Result<std::string> allocation_summary_body(LakeView& view, const AllocationQuestion& question);

}  // namespace farthing
