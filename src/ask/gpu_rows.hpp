// The rows that `gpu` sums: of accelerator_daily, or the same by the hour.
#pragma once
#include <string>
#include <vector>

#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

/// What accelerators can be grouped by, beside the dimensions of farthing.yaml ("dimensions" stands for them).
[[nodiscard]] std::vector<std::string> gpu_dimensions();

/// A query with those columns (but hour and hour_of_week), `what`, currency, estimated, told_by, card_hours,
/// used_card_hours, measured_card_hours, cost, used, unmeasured, parked.
[[nodiscard]] std::string gpu_day_rows(const CostBasisName& basis, const Period& period);

/// The same with `hour` and `hour_of_week`, worked out from the shares of each hour.
[[nodiscard]] std::string gpu_hour_rows(const CostBasisName& basis, const Period& period);

}  // namespace farthing
