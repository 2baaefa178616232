// What a machine's hour costs where no bill says so yet.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// For so many days what a machine was last billed says what it costs.
inline constexpr int kDaysOfRates = 60;

/// Makes price_estimates: node_key, day_number, hourly_cost, hourly_list_cost (DOUBLE, of `currency`), source: what the
/// machine cost in its last billed hour of the 60 days before ('last_billed'), else the list's price for its type,
/// region and day ('prices'). Machines without either have no row. Only of machines on days without a line. Needs the
/// tables of make_day_tables() and machine_line_hours.
[[nodiscard]] Done make_price_estimates(Engine& engine, const std::vector<std::string>& days);

}  // namespace farthing
