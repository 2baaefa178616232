// The SQL of allocations: sums of hours of machines and of what containers held of them, by set.
#pragma once
#include <string>

#include "opencost/allocation_question.hpp"

namespace farthing {

/// A table of the hours of machines by set: `step` (a set's number), what an hour costs in 1e-12 of the currency, whole
/// and by resource, and which part of the hour lies in the set.
inline constexpr const char* kHoursTable = "opencost_hours";
[[nodiscard]] std::string hours_sql(const AllocationQuestion& question);

/// The columns of hours_sql()'s table that split an amount x by the part of the hour that lies in the set. Parts of an
/// hour sum to it exactly.
[[nodiscard]] std::string cut_sql(const AllocationQuestion& question, const std::string& amount);

/// A row a set and pool of idle: what its machines cost, by resource.
[[nodiscard]] std::string pools_sql(const AllocationQuestion& question);
/// Where what workloads held is read from: allocation_shares, or workload_days where they can answer.
enum class HeldBy { kHours, kDays };
/// Whether whole days of effective cost can answer.
[[nodiscard]] bool is_of_days(const AllocationQuestion& question);
/// A row a set, pool, name, and whether it is shared and chosen: what workloads held and cost. An error if the filter
/// or what is aggregated by isn't understood.
[[nodiscard]] Result<std::string> cells_sql(const AllocationQuestion& question, HeldBy by);
/// A row a name and label that all its workloads have with the same value.
[[nodiscard]] Result<std::string> metadata_sql(const AllocationQuestion& question, HeldBy by);

/// "day BETWEEN DATE '...' AND DATE '...'": the days that the window touches.
[[nodiscard]] std::string days_of_window(const TimeWindow& window, const std::string& column);
/// VALUES (0, TIMESTAMP '...', TIMESTAMP '...'), ...
[[nodiscard]] std::string sets_values(const std::vector<TimeWindow>& sets);

}  // namespace farthing
