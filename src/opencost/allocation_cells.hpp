// Reads what make_set needs.
#pragma once
#include <cstdint>
#include <vector>

#include "lake/engine.hpp"
#include "lake/snapshot.hpp"
#include "opencost/allocation_sets.hpp"
#include "opencost/allocation_sql.hpp"

namespace farthing {

/// More cells than that are too many for one answer.
inline constexpr std::size_t kMostCells = 200'000;

struct AllocationInput {
  std::vector<SetInput> sets;      ///< as the question's
  std::int64_t unknown_hours = 0;  ///< hours of machines whose cost isn't known
  Decimal estimated;               ///< of what the machines cost: what isn't billed yet
  Cell currency;                   ///< nothing: no cost is known
};

/// Whole days are read from workload_days where the snapshot has them for each day that has shares.
[[nodiscard]] HeldBy held_by(const Snapshot& snapshot, const AllocationQuestion& question);
/// An error if the machines' costs are in several currencies.
[[nodiscard]] Result<AllocationInput> read_allocations(Engine& engine, const AllocationQuestion& question, HeldBy by);

}  // namespace farthing
