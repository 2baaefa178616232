// Where the money went, on one page: what `farthing summary` and `make demo` print.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"

namespace farthing {

struct SummaryQuestion {
  std::size_t top = 5;  ///< services, accounts, regions and tag keys to show, of each currency
};

/// Of the newest month in the data, `month`; empty if there is none. Costs are effective and billed.
struct Summary {
  std::string month;
  /// Each with its title and its notes: costs (month to date, last month, run rate), services, accounts, regions,
  /// commitments, tag coverage, periods. An empty lake has none.
  std::vector<Answer> parts;
  std::string reconciliation;  ///< of that month and the one before, in one line
  bool contradicts = false;
  std::int64_t snapshot = 0;
  std::optional<std::string> freshness;  ///< RFC 3339
  bool complete = true;                  ///< false: some part isn't, or a month can't be proved
  std::vector<std::string> notes;
};

[[nodiscard]] Result<Summary> ask_summary(LakeView& view, const SummaryQuestion& question);
/// The same over tables `charges` and `costs_daily` of that engine.
[[nodiscard]] Result<Summary> summarize(Engine& engine, const Snapshot& snapshot, const SummaryQuestion& question);

}  // namespace farthing
