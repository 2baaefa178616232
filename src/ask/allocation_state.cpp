// Whether the roll-ups of allocation are there, and as new as what they're made of.
#include <fmt/format.h>

#include "ask/allocated_notes.hpp"
#include "base/text.hpp"
#include "lake/build_days.hpp"
#include "lake/lake.hpp"

namespace farthing {
namespace {

// Days whose inputs are other versions than those that went in.
std::vector<std::string> stale_days(const DaysToBuild& days) {
  std::vector<std::string> stale = days.gone;
  for (const auto& day : days.changed) {
    // A setting may be of another program than this one: only what came in counts.
    if (day.why != std::string_view("its SQL or a setting changed")) stale.push_back(day.day);
  }
  return stale;
}

}  // namespace

Result<std::vector<std::string>> allocation_state_notes(Engine& engine, const Snapshot& snapshot) {
  TRY(const auto rows, engine.query("SELECT count(*) FROM (SELECT 1 FROM allocation_daily LIMIT 1)"));
  const bool has_data = !snapshot.partitions(kCharges).empty() || !snapshot.partitions("nodes").empty();
  if (rows.rows[0][0] == "0") {
    if (!has_data) return std::vector<std::string>{"the lake is empty: farthing import PATH"};
    return std::vector<std::string>{"nothing is split to workloads yet: run farthing build"};
  }
  std::vector<std::string> notes;
  for (const auto& period : periods_without_charge_days(snapshot)) {
    notes.push_back("a bill of " + period + " came in after the last build: run farthing build");
  }
  if (!notes.empty()) return notes;
  TRY(const auto charges, known_charge_days(engine, snapshot));
  TRY(const auto days, days_to_build(engine, snapshot, charges, ""));
  const auto stale = stale_days(days);
  if (stale.empty()) return notes;
  return std::vector<std::string>{fmt::format("{} {} older than the data that came in since ({}{}): run farthing build",
                                              with_thousands(static_cast<long long>(stale.size())),
                                              stale.size() == 1 ? "day is" : "days are", stale.front(),
                                              stale.size() == 1 ? "" : ", ...")};
}

}  // namespace farthing
