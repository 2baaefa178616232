// The bill as the models of a day read it: lines that belong to a machine, and what is left.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/allocation.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// A rule of shared costs whose condition was read by `ask`: SQL over the columns of `charges`.
struct SharedCondition {
  std::string rule;
  std::string sql;
};

/// SQL over `charges`: traffic, which is billed under a machine's id but isn't what the machine costs.
inline constexpr const char* kIsTransfer =
    "(coalesce(x_ProductFamily, '') = 'Data Transfer' OR coalesce(x_UsageType, '') LIKE '%DataTransfer%' OR "
    "coalesce(x_UsageType, '') LIKE '%-Bytes')";

/// Makes day_lines: the lines of the bill that fall on these days, and of them day_charges, the lines of machines that
/// were there on that day. What a resource cost (but purchases and taxes) and lasts beyond a day falls on its days by
/// time, within its billing month; everything else lies on the day of its start. What was paid for a Capacity Block
/// falls on the days of the block. Needs the tables of make_day_tables() and make_block_charges().
[[nodiscard]] Done make_day_charges(Engine& engine, const std::vector<std::string>& days,
                                    const std::vector<SharedCondition>& shared, const AllocationConfig& config);

/// Makes day_charges alone, with line_id, node_key, billing_period, begins and ends, and `carried`: more columns, as
/// SQL over those of charge_days_sql(); and day_lines, which has lines of Capacity Blocks besides. Needs the tables of
/// make_day_tables() and make_block_charges().
[[nodiscard]] Done make_machine_charges(Engine& engine, const std::vector<std::string>& days,
                                        const std::string& carried);

/// Makes bill_remainder: what no node-hour took of day_lines, summed by what is known of it, with the columns of
/// allocation_daily; also what lines state of costs that are unknown for their machine's hour. Needs machine_line_hours
/// and node_hours.
[[nodiscard]] Done make_bill_remainder(Engine& engine, const AllocationConfig& config);

/// The lines of charges that fulfil `where`, and how each falls on days: `x_first` and `x_last` day (numbers since
/// 1970), `x_begins` and `x_ends` in seconds, `x_cut` where several days may share it.
[[nodiscard]] std::string charge_days_sql(const std::string& where);

}  // namespace farthing
