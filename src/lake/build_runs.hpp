// What belongs to a training run without naming it: workloads that the run's selector finds, and what its tags name.
#pragma once
#include <map>
#include <string>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes selected_runs (workload_key, day_number, start of its interval; run): of a container's labels and tags all
/// that a run's selector says, while the run lasted; of several runs the one that began last. And run_resources
/// (resource_id, run, start_day): buckets, volumes and file systems that the tags of one run name. Needs
/// workload_pieces.
[[nodiscard]] Done make_run_tables(Engine& engine);

/// By day ("2026-10-03") a text that changes when another run could have something on that day; no entry: none could.
/// The engine has the view `runs`.
[[nodiscard]] Result<std::map<std::string, std::string>> runs_by_day(Engine& engine, const std::string& end);

}  // namespace farthing
