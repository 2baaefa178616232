// The question `costs`: what was paid, by what, when, compared with what.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

enum class Granularity { kHour, kDay, kWeek, kMonth };

/// "hour", "day", "week", "month"; anything else is a usage error.
[[nodiscard]] Result<Granularity> parse_granularity(std::string_view name);

struct CostsQuestion {
  PeriodChoice period = {};
  std::vector<std::string> by = {};       ///< dimensions, as users write them
  std::optional<std::string> where = {};  ///< a condition over `charges`
  CostBasis basis = CostBasis::kEffective;
  bool quantity = false;  ///< consumed quantities and their units beside the money
  std::optional<Granularity> granularity = {};
  std::optional<std::string> compare = {};  ///< "previous", "2026-09" or "2026-09-01..2026-09-15"
  std::optional<int> top = {};              ///< the largest of each currency; all others become one row
  bool explain = false;
  std::optional<std::string> idle = {};  ///< "separate", "by_cost", "by_node", "by_cluster", "to_pool_owner"
  std::optional<bool> shared = {};       ///< whether shared costs are laid on workloads
};

/// Columns: `period` with granularity; the dimensions, named as asked; `<basis>_cost`; with compare
/// `previous_<basis>_cost`, `change`, `change_percent` (DOUBLE); `currency` (unless a dimension has that name); with
/// quantity `quantity` and `unit`. Rows: a combination of dimensions, currency and unit, by cost descending (by period
/// first). NULL is unknown: a cost that no line states, a currency that the bill lacks. Errors of usage: an unknown
/// dimension, a bad condition or period, a comparison without a period.
/// A question that names a dimension of workloads (cluster, namespace, team, ...), idle or shared is answered from the
/// roll-up of allocation: see allocated_costs.hpp; `config` says what farthing.yaml does.
[[nodiscard]] Result<Answer> ask_costs(LakeView& view, const CostsQuestion& question,
                                       const AllocationConfig& config = {});

/// The same over an engine that has the tables `charges` and `costs_daily` of `snapshot`, and those of allocation.
[[nodiscard]] Result<Answer> answer_costs(Engine& engine, const Snapshot& snapshot, const CostsQuestion& question,
                                          const AllocationConfig& config = {});

}  // namespace farthing
