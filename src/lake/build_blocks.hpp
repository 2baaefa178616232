// What was paid for Capacity Blocks, on the hours of their machines: tables of some days.
#pragma once
#include <string>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes block_line_hours, and lets machine_line_hours and day_charges have the hours in which a machine carries a part
/// of what was paid for its block. Needs these two, day_lines and day_nodes.
[[nodiscard]] Done make_block_line_hours(Engine& engine);
/// The same for tables of make_machine_charges().
[[nodiscard]] Done add_block_line_hours(Engine& engine);

/// SQL: day_lines, where a block's lines have what none of its machines carries.
[[nodiscard]] std::string lines_without_used_blocks();

/// Adds to bill_remainder what keeps each month's and account's bill as it is: a block's hours cost where and when they
/// are, and it was paid for by one account in one month. Each pair of rows sums to 0.
[[nodiscard]] Done add_moved_block_money(Engine& engine);

}  // namespace farthing
