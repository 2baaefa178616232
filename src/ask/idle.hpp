// The question `idle`: money for capacity that nobody held, and commitments that nothing used.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

struct IdleQuestion {
  PeriodChoice period = {};
  /// cluster, node_pool, instance_type, owner (together the default), orchestrator, node, account, region, zone,
  /// purchase_option, accelerator, hour_of_week ("1-Mon 14:00"), day, month
  std::vector<std::string> by = {};
  CostBasis basis = CostBasis::kEffective;
  std::optional<int> top = {};  ///< the largest of each currency; all others become one row
  bool explain = false;
};

/// Columns: the dimensions, `what` ("machines", "unused commitment", ...), `idle_<basis>_cost`, `node_hours` (of the
/// machines, also hours without idle), `idle_percent` of what those hours cost (NULL where some cost is unknown),
/// `currency`; the most money first. Reads idle_hours, node_hours and allocation_daily. An unknown dimension is a usage
/// error.
[[nodiscard]] Result<Answer> ask_idle(LakeView& view, const IdleQuestion& question);
/// The same over that engine's tables.
[[nodiscard]] Result<Answer> idle(Engine& engine, const Snapshot& snapshot, const IdleQuestion& question);

}  // namespace farthing
