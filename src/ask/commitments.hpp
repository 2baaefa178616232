// How well each Savings Plan and reservation is used, and what it saves.
#pragma once
#include <optional>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"

namespace farthing {

struct CommitmentsQuestion {
  std::optional<std::string> month;  ///< "2026-10"; all that is there without it
  bool explain = false;
};

/// A row a commitment, payer and currency, the most unused first: commitment, type, name, payer, currency,
/// utilization_percent, coverage_percent, effective_savings_rate_percent, used, unused, on_demand,
/// on_demand_equivalent, net_saving, purchased. Money is in `currency`; a percent that can't be known is NULL.
/// A total row if all are in one currency; in it on-demand spend that two commitments could cover counts once.
[[nodiscard]] Result<Answer> ask_commitments(LakeView& view, const CommitmentsQuestion& question);
/// The same over table `charges` of that engine.
[[nodiscard]] Result<Answer> commitments(Engine& engine, const Snapshot& snapshot, const CommitmentsQuestion& question);

}  // namespace farthing
