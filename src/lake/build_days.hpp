// Which days of the models are to be built, and why.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "lake/charge_days.hpp"
#include "lake/engine.hpp"
#include "lake/model_tables.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

struct DayToBuild {
  std::string day;        ///< "2026-10-03"
  std::string why;        ///< "new", "its inputs changed", "its SQL or a setting changed"
  ModelMark mark;         ///< with `bill_before`: whether that went in shows when it is built
  std::int64_t rows = 0;  ///< of usage or lines of the bill, whichever are more
};

struct DaysToBuild {
  std::vector<DayToBuild> changed;
  std::vector<std::string> kept;
  std::vector<std::string> gone;  ///< there is a partition, but no data any more
};

/// The days of which the snapshot has nodes, workloads, usage or lines of the bill. `made_by`: the hash of the models'
/// SQL and settings. The engine has the snapshot's views. A node without an end is there until the newest day that the
/// snapshot knows of.
[[nodiscard]] Result<DaysToBuild> days_to_build(Engine& engine, const Snapshot& snapshot, const ChargeDays& charges,
                                                const std::string& made_by);

/// Whether a partition is one of a day, "2026-10-03"; others are of a month, or of what is still open.
[[nodiscard]] bool is_day(const std::string& period);

/// Whether rows of a dataset's day may last into the next one, so that both are made of them: a card's samples.
[[nodiscard]] bool lasts_into_next_day(std::string_view dataset);
[[nodiscard]] std::string next_day(const std::string& day);

/// The first moment of which the snapshot knows nothing any more: as "2026-10-04" the day after the newest.
[[nodiscard]] std::string day_after_newest(const Snapshot& snapshot);

}  // namespace farthing
