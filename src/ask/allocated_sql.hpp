// The SQL of a question about costs of workloads: rows with idle laid on, then groups as of any question about costs.
#pragma once
#include <string>

#include "ask/allocated_plan.hpp"

namespace farthing {

/// The rows of plan.costs_table() in a period as costs are asked for: its columns, `charge_date` = day, `owner` of
/// whichever kind, and `cost` of the basis.
[[nodiscard]] std::string allocated_base_sql(const AllocatedPlan& plan, const Period& period);
/// The same with idle laid on as the mode says. Rows that are laid on have no hours of their own.
[[nodiscard]] std::string allocated_with_idle_sql(const AllocatedPlan& plan, const Period& period);

/// By currency, as presence_sql(): rows of plan.costs_table().
[[nodiscard]] std::string allocated_presence_sql(const AllocatedPlan& plan);
/// Makes the table of groups (costs_sql.hpp) from `allocated_rows`, whose column `side` is 0 in the period and 1 in the
/// one before. Beside its measures: `hours`, `unknown_hours`, `estimated_hours` and `estimated_cost`.
[[nodiscard]] std::string allocated_groups_sql(const AllocatedPlan& plan);

}  // namespace farthing
