// What the lake knows of training runs: their costs by hour, their rows and their events.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ask/run_progress.hpp"
#include "base/decimal.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// A run's costs in one currency.
struct RunCost {
  std::string currency = {};
  std::optional<Decimal> workloads = {}, idle = {}, storage = {};
  Decimal estimated = {};
  double card_hours = 0;
  std::int64_t unknown_hours = 0;  ///< whose cost isn't known
  std::vector<RunStretch> stretches = {};
  [[nodiscard]] bool is_known() const { return workloads || idle || storage; }
  [[nodiscard]] Decimal total() const {
    return workloads.value_or(Decimal{}) + idle.value_or(Decimal{}) + storage.value_or(Decimal{});
  }
};

struct RunFacts {
  std::string run;
  bool is_known = false;  ///< there is a row of dataset runs
  Cell name, framework, owner, status;
  RunSpan span;
  std::int64_t last_seen = 0;  ///< the end of what is known of its workloads
  std::map<std::string, std::string> tags;
  std::vector<RunCost> costs;    ///< by currency, the most money first
  std::vector<RunEvent> events;  ///< in order of time, none before the start
  RunMarks steps, epochs;
  std::int64_t checkpoints = 0, interruptions = 0;
  [[nodiscard]] bool is_running() const { return !span.end && status.value_or("running") == "running"; }
};

struct RunChoice {
  Period period = {};
  std::vector<std::string> only = {};
  std::optional<std::string> status = {};
  /// Else those that figures need: of steps and epochs the first and the last between two other events, and the newest.
  bool all_events = false;
};

/// Runs that cost something or lasted in the period, in no order.
[[nodiscard]] Result<std::vector<RunFacts>> run_facts(Engine& engine, const CostBasisName& basis,
                                                      const RunChoice& choice);

/// Of these runs those that were on machines of a Capacity Block whose fee isn't known: their hours are $0 in the bill,
/// so that what they truly cost isn't in the runs' costs.
[[nodiscard]] Result<std::vector<std::string>> runs_without_their_block(Engine& engine,
                                                                        const std::vector<RunFacts>& runs);

}  // namespace farthing
