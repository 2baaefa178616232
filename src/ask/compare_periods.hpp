// Which two periods a comparison is of: as long as each other, and complete.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/period.hpp"

namespace farthing {

struct ComparedPeriods {
  Period now, before;
  std::vector<std::string> notes;  ///< what a reader must know of how they were chosen
  bool complete = true;            ///< false: one of them has days of which no usage is known yet
};

/// Without a choice the last 7 complete days and the 7 before. A month that still runs is cut to its complete days, and
/// the month that it is compared with to as many. `with`: nothing or "previous", a month, or dates. Errors of usage: as
/// resolve_period(); a period with an open end; a month without a complete day.
[[nodiscard]] Result<ComparedPeriods> compared_periods(const PeriodChoice& choice,
                                                       const std::optional<std::string>& with,
                                                       std::optional<Timestamp> newest_usage_end);

/// The days in a period; nothing if an end is open.
[[nodiscard]] std::optional<std::int64_t> days_in(const Period& period);

}  // namespace farthing
