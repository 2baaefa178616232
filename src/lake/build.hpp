// Builds the tables of models/ that are made from days of data, where what goes into them has changed.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/build_days.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// How the cost of a machine's hour falls on what it is shared by.
struct AllocationSettings {
  std::string weights = "aws";   ///< of vCPU, GiB and accelerator in the machine's price: "aws", "opencost"
  std::string share_by = "max";  ///< what a workload held: "max" of reserved and used, "request", "usage"
};

struct BuildReport {
  DaysToBuild days;
  std::int64_t node_hours = 0;  ///< built now
  std::int64_t shares = 0;      ///< rows of allocation_shares built now
  std::int64_t snapshot = 0;
};

/// Builds node_hours and allocation_shares of the days whose inputs, SQL or settings changed, in one snapshot. An
/// unknown setting is a usage error.
[[nodiscard]] Result<BuildReport> build_models(const Lake& lake, const AllocationSettings& settings);

}  // namespace farthing
