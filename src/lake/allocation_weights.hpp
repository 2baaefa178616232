// What a vCPU, a GiB and an accelerator weigh in a machine's price, as the tables that models/node_hours.sql reads.
#pragma once
#include <string>

#include "base/result.hpp"
#include "lake/build.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes allocation_weights (of all machines), machine_weights (of single types, for "market") and allocation_settings.
/// An unknown name of weights or of what is shared by is a usage error.
[[nodiscard]] Done make_allocation_settings(Engine& engine, const BuildSettings& settings);

}  // namespace farthing
