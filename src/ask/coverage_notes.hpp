// Whether the data cover a period, as notes.
#pragma once
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "domain/period.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// Says what of the period is missing, and which of its months may still change; takes `complete` away where figures
/// are partial. `there`: the months that have data, `has_data`: whether the period has.
void add_coverage_notes(const Snapshot& snapshot, const Period& period, bool has_data,
                        const std::vector<std::string>& there, Answer& answer);

}  // namespace farthing
