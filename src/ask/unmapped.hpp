// The question `unmapped`: money of which a dimension isn't known, and what its owners left to know it by.
#pragma once
#include <optional>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/allocation.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

struct UnmappedQuestion {
  PeriodChoice period = {};
  std::string dimension = "team";  ///< one of farthing.yaml's
  CostBasis basis = CostBasis::kEffective;
  std::optional<int> top = {};
  bool explain = false;
};

/// Columns: cost_kind, cluster, namespace, workload (in clusters), account, service (outside), carries (keys of its
/// labels and tags; outside of clusters of any line of that account and service), `<basis>_cost`, `share_percent` of
/// all such money of its currency, mapped or not, currency; the largest first. Of allocated, unallocated and uncovered
/// money: idle, system and shared costs have no team to be missing. An unknown dimension is a usage error.
[[nodiscard]] Result<Answer> ask_unmapped(LakeView& view, const UnmappedQuestion& question,
                                          const AllocationConfig& config);
/// The same over that engine's tables.
[[nodiscard]] Result<Answer> unmapped(Engine& engine, const Snapshot& snapshot, const UnmappedQuestion& question,
                                      const AllocationConfig& config);

}  // namespace farthing
