// Which part of each charge falls on which workload, by the days of a month: what the lines of the bill and the
// shares of the machines' hours say together.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "lake/engine.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// SQL over `charges`: the name of a charge that stays the same in all its parts and in each export of the same bill.
[[nodiscard]] std::string origin_id_sql();
/// In which folder of parts a charge's parts lie, as SQL over its `charge_date`.
[[nodiscard]] std::string part_day_sql();

/// Writes the parts of these days' lines of the month below `folder`/part_day=.../ as Parquet: a row a charge x
/// workload (kind 'allocated'), or without a workload 'system', 'idle', 'unallocated'. `vcpu`, `memory`, `accelerator`
/// and `rest` are parts of the whole charge; those of a charge over all days sum to 1 at most. The engine speaks as
/// models do and has the snapshot's views.
[[nodiscard]] Done write_day_parts(Engine& engine, const Lake& lake, const Snapshot& snapshot, const std::string& month,
                                   const std::vector<std::string>& days, const AllocationConfig& config,
                                   const std::filesystem::path& folder);

/// The days of the month that were built, in order, as many together as memory allows.
[[nodiscard]] std::vector<std::vector<std::string>> built_days(const Snapshot& snapshot, const std::string& month);

}  // namespace farthing
