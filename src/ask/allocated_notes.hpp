// The words beside the figures of an answer about costs of workloads.
#pragma once
#include <string>
#include <vector>

#include "ask/allocated_facts.hpp"
#include "ask/answer.hpp"

namespace farthing {

/// What is wrong with the roll-up as a whole: nothing built, or built before its inputs came. Nothing if all is well.
[[nodiscard]] Result<std::vector<std::string>> allocation_state_notes(Engine& engine, const Snapshot& snapshot);

/// Adds the notes and takes `complete` away where a figure is unknown, estimated or partial.
[[nodiscard]] Done add_allocated_notes(Engine& engine, const AllocatedPlan& plan, const AllocatedFacts& facts,
                                       const Snapshot& snapshot, Answer& answer);

}  // namespace farthing
