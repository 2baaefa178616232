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

/// SQL over `charges`: the name of a charge that stays the same in all its parts and in each export of the same bill;
/// and a number in its place, for as long as one engine lives.
[[nodiscard]] std::string origin_id_sql();
[[nodiscard]] std::string origin_key_sql();
/// In which folder of parts a charge's parts lie, as SQL over its `charge_date`.
[[nodiscard]] std::string part_day_sql();

/// What a part is, in the order of a charge's parts. `part_kind_name`: "allocated", "idle", "system", "unallocated".
inline constexpr int kAllocatedPart = 0, kIdlePart = 1, kSystemPart = 2, kUnallocatedPart = 3;
[[nodiscard]] const char* part_kind_name(int kind);

/// Writes the parts of these days' lines of the month below `folder`/part_day=.../ as Parquet: a row a charge x
/// hour x workload (kAllocatedPart), or without a workload. `vcpu`, `memory` and `accelerator` are parts of the whole
/// charge in 10^-18; those of a charge over all days sum to all of it at most. What workloads are called goes to
/// names_folder(): `day` and `workload_key` of a part say which one. The engine speaks as models do and has the
/// snapshot's views.
[[nodiscard]] Done write_day_parts(Engine& engine, const Lake& lake, const Snapshot& snapshot, const std::string& month,
                                   const std::vector<std::string>& days, const AllocationConfig& config,
                                   const std::filesystem::path& folder);
[[nodiscard]] std::filesystem::path names_folder(const std::filesystem::path& folder);

/// The days of the month that were built, in order, as many together as memory allows.
[[nodiscard]] std::vector<std::vector<std::string>> built_days(const Snapshot& snapshot, const std::string& month);

}  // namespace farthing
