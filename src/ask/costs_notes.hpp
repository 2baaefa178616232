// The words beside the figures of an answer about costs: what they are, what is missing in them, where they come from.
#pragma once
#include <string>
#include <vector>

#include "ask/costs_facts.hpp"
#include "ask/costs_plan.hpp"

namespace farthing {

/// Adds the notes and takes `complete` away where a figure is unknown or partial.
void add_costs_notes(const CostsPlan& plan, const CostsFacts& facts, const Snapshot& snapshot, Answer& answer);

/// The lines of --explain: formula, table and why, condition, lines, deliveries with their files, snapshot.
[[nodiscard]] std::vector<std::string> explain_costs(const CostsPlan& plan, const CostsFacts& facts,
                                                     const Snapshot& snapshot);

/// "12.5 USD", "3 of unknown currency", "an unknown amount of EUR".
[[nodiscard]] std::string money_text(const Cell& amount, const Cell& currency);

}  // namespace farthing
