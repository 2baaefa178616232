// For tests: the roll-ups of allocation made by hand, as tables of an engine.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/costs.hpp"
#include "domain/allocation.hpp"
#include "lake/engine.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// Column to value as text. `cost` stands for all six costs, `team` and `environment` for entries of `dimensions`. What
/// isn't named is NULL, but day (2026-10-05), billing_period (2026-10), currency (USD), hours (1), estimated (false).
using MadeRow = std::map<std::string, std::string>;

class MadeAllocation {
 public:
  /// All tables of allocation, and as much as answers read of `charges`, `costs_daily`, `nodes`, `workload_facts`;
  /// without rows. Aborts if it can't.
  MadeAllocation();

  void add(const MadeRow& row) { add_to("allocation_daily", row); }
  /// A row of allocation_daily, idle_moves, idle_hours, node_hours or allocation_shares.
  void add_to(const std::string& table, MadeRow row);
  void run(const std::string& sql);
  /// The first cell of the first row.
  [[nodiscard]] std::string ask_one(const std::string& sql);

  /// The answer, or an empty one whose title is "error: ...".
  [[nodiscard]] Answer ask(const CostsQuestion& question);

  Engine engine = Engine::open().value();
  Snapshot snapshot;
  AllocationConfig config;
};

/// Of an allocated row; more columns are put over them.
[[nodiscard]] MadeRow held_by(const std::string& team, const std::string& cost, const MadeRow& more = {});

}  // namespace farthing
