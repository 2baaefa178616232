// The SQL of a question about costs. The lines are read once, into a small table of groups; all figures come from that.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ask/costs_plan.hpp"

namespace farthing {

inline constexpr const char* kCostGroups = "cost_groups";

/// What the lake has of one currency in the question's periods, whatever the condition says.
struct CurrencyPresence {
  std::optional<std::string> currency;
  std::int64_t lines = 0;
  std::int64_t previous_lines = 0;
  std::int64_t undated_lines = 0;  ///< lines of any period without a charge start, which no dates can choose
};

/// One row a currency: the members of CurrencyPresence. Reads costs_daily.
[[nodiscard]] std::string presence_sql(const CostsPlan& plan);

/// The name of the i-th dimension in the table of groups.
[[nodiscard]] std::string dimension_alias(std::size_t i);
/// Makes the temporary table of groups. Keys: `matched` (true, or NULL where the condition is unknown), `at_time` with
/// granularity, the dimensions, `currency`, `unit` with quantity. Measures of the period, and with prefix `previous_`
/// of the one before: `lines`, `cost`, `unknown_lines` (without that cost), `unknown_billed` (what those were billed,
/// as far as the table can say) and `mixed_groups` (groups of lines with and without it, of which it can't); with
/// quantity `quantity` and `unmeasured_lines` (with a unit and no quantity).
[[nodiscard]] std::string groups_sql(const CostsPlan& plan);
/// By currency: what the matching lines of `period` without this cost were billed. Reads charges.
[[nodiscard]] std::string unknown_billed_sql(const CostsPlan& plan, const Period& period);

/// The answer's rows, sorted. Before the answer's columns stands one that is true for the row of all others.
[[nodiscard]] std::string rows_sql(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence);
/// The sums by `matched` and currency; the columns are the members of CurrencyFacts, see costs_facts.hpp.
[[nodiscard]] std::string facts_sql(const CostsPlan& plan, const std::vector<CurrencyPresence>& presence);

}  // namespace farthing
