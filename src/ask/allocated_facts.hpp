// What is known of an answer about costs of workloads besides its rows.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "ask/allocated_plan.hpp"
#include "ask/costs_facts.hpp"

namespace farthing {

/// Of one currency in the period, of the rows that the condition chose.
struct AllocatedHours {
  Cell currency;
  std::int64_t hours = 0, unknown_hours = 0, estimated_hours = 0;
  Cell estimated_cost;  ///< NULL: none
};

/// What of a shared cost no workload took.
struct SharedLeft {
  std::string rule;
  Cell currency;
  Cell amount;
  bool has_rule = true;  ///< false: the roll-up was made by a rule that isn't configured any more
};

struct AllocatedFacts {
  CostsFacts costs;
  std::vector<AllocatedHours> hours;
  std::vector<SharedLeft> left;
  std::vector<std::string> months;  ///< billing periods of the roll-up
  bool built = false;               ///< there is anything in it
};

/// Makes `allocated_rows` and the table of groups, and reads the facts.
[[nodiscard]] Result<AllocatedFacts> gather_allocated_facts(Engine& engine, const AllocatedPlan& plan);

}  // namespace farthing
