// The SQL of the question `idle`.
#pragma once
#include <string>

#include "ask/idle.hpp"

namespace farthing {

struct IdleDimension {
  const char* name;
  const char* of_machines;     ///< over a machine's hour
  const char* of_commitments;  ///< over a row of allocation_daily
};

/// Finds it; an unknown one is a usage error that lists all.
[[nodiscard]] Result<IdleDimension> find_idle_dimension(const std::string& name);

/// Columns as the answer's, and after them `unknown_hours`, `estimated_cost`. A row a group and currency, the most
/// money first.
[[nodiscard]] std::string idle_sql(const std::vector<IdleDimension>& by, const CostBasisName& basis,
                                   const Period& period);

}  // namespace farthing
