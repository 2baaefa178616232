// Makes sets of allocations of what was read: idle and shared costs are laid on, what wasn't chosen goes.
#pragma once
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "opencost/allocation_question.hpp"
#include "opencost/allocation_set.hpp"

namespace farthing {

/// Idle is of a cluster, or of a node of it.
struct PoolKey {
  std::string cluster, node;  ///< node: "" for the whole cluster
  friend auto operator<=>(const PoolKey&, const PoolKey&) = default;
};

/// What the machines of a pool cost in a set.
struct Pool {
  std::array<Decimal, kResources> cost;
  std::array<double, kResources> hours = {};  ///< that the machines had
  Timestamp start, end;
};

/// What the workloads of a name held of a pool.
struct AllocationCell {
  PoolKey pool;
  std::string name;
  bool shared = false;  ///< its cost is shared by all others
  bool chosen = true;   ///< the filter holds for it
  Allocation allocation;
};

struct SetInput {
  std::map<PoolKey, Pool> pools;
  std::vector<AllocationCell> cells;
  Decimal shared_lines;  ///< of the bill, to be shared as well
};

/// `set` is the time of it. Idle is what a pool costs less its cells; it is laid on, or a row. Without a filter all
/// rows sum to the pools and what else is shared, to the last digit, if idle is asked for.
[[nodiscard]] AllocationSet make_set(const TimeWindow& set, SetInput input, const AllocationQuestion& question);

/// The part of a cost a month that a time has: by seconds of the UTC months that it lies in.
[[nodiscard]] Decimal part_of_months(Decimal a_month, const TimeWindow& window);

}  // namespace farthing
