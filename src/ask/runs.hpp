// The questions about training runs: what each cost, and where in it the money went.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

struct RunsQuestion {
  PeriodChoice period = {};            ///< runs that cost something in it; their figures are of the whole run
  std::vector<std::string> only = {};  ///< their ids; none: all
  std::optional<std::string> status = {};
  CostBasis basis = CostBasis::kEffective;
  std::optional<int> top = {};
  bool explain = false;
};

/// A row a run (and currency): run, name, framework, owner, status, start, end, steps, epochs, checkpoints,
/// interruptions; workloads_, idle_ (of machines held for it), storage_<basis>_cost (and transfer) and their sum
/// <basis>_cost; card_hours; <basis>_cost_per_step, _per_epoch, _per_checkpoint; interruption_<basis>_waste;
/// projected_<basis>_cost, projected_low, projected_high (of running runs whose tags say total_steps or total_epochs);
/// currency. The most money first. Reads run_hours, runs, run_events.
[[nodiscard]] Result<Answer> ask_runs(LakeView& view, const RunsQuestion& question);
[[nodiscard]] Result<Answer> runs(Engine& engine, const Snapshot& snapshot, const RunsQuestion& question);

struct RunQuestion {
  std::string run = {};
  CostBasis basis = CostBasis::kEffective;
  bool explain = false;
};

/// One run's marks: time, kind (start, step, epoch, checkpoint, interruption, resume, end, now), value, <basis>_cost
/// since the mark before, <basis>_cost_so_far, wasted_<basis>_cost (of an interruption), note, currency. At most 200
/// steps of many are shown. An unknown run is a usage error.
[[nodiscard]] Result<Answer> ask_run(LakeView& view, const RunQuestion& question);
[[nodiscard]] Result<Answer> run_timeline(Engine& engine, const Snapshot& snapshot, const RunQuestion& question);

/// The list's figures of these runs side by side: figure, a column each, and of two also their difference.
[[nodiscard]] Result<Answer> ask_compare_runs(LakeView& view, const RunsQuestion& question);

}  // namespace farthing
