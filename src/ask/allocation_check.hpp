// Whether what was split to workloads is the bill again.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/bill_check.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

struct AllocationChecks {
  std::vector<BillCheck> checks;
  std::vector<std::string> notes;  ///< what isn't checked, and why; what to do
  bool older = false;              ///< it doesn't hold, as data came in after the last build
};

/// Per billing period, currency and basis, a row if it holds for every account: bill = allocated + idle + system +
/// shared + unallocated + not covered + rounding, exactly; an account of which it doesn't hold has its own row. What is
/// estimated is named beside it: it is in no bill. A break is a contradiction, also where the roll-up is older than its
/// inputs: then the note says to build, and a month that came in since then is one row. Where nothing is built nothing
/// is checked. Reads `charges` and `allocation_daily`.
[[nodiscard]] Result<AllocationChecks> check_allocation(Engine& engine, const Snapshot& snapshot,
                                                        const std::optional<std::string>& month);

}  // namespace farthing
