// What containers reserved in a day, when they ran, and what went over the network.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes day_reserved: a row a workload x day of `workloads`, in its own words: means over its intervals' seconds.
[[nodiscard]] Done make_day_reserved(Engine& engine, const std::vector<std::string>& days);

/// The query of it over `workloads` where `condition` holds, with `columns` more: also of questions about hours.
[[nodiscard]] std::string reserved_sql(const std::string& condition, const std::string& columns);

}  // namespace farthing
