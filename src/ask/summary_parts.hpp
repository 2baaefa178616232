// The tables of a summary, each of one month ("2026-10"). All but tag coverage read the roll-up only.
#pragma once
#include <cstddef>
#include <string>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"

namespace farthing {

/// A row a currency and basis (effective, billed): currency, basis, month_to_date, through, complete_days, last_month,
/// run_rate, month_so_far. Month to date ends with each payer's newest complete day. Run rate = usage to date /
/// complete days x days of the month + all else (fees, taxes, credits) as it stands. What can't be known is NULL, with
/// a note.
[[nodiscard]] Result<Answer> month_to_date(Engine& engine, const Snapshot& snapshot, const std::string& month);

struct TopQuestion {
  std::string title;   ///< "Services"
  std::string column;  ///< the answer's first column: "service"
  std::string sql;     ///< of `costs_daily`: "ServiceName"
  std::size_t top = 5;
};
/// The most expensive values of a column, of each currency: <column>, currency, effective, percent (of the currency's
/// effective cost), billed. A total row if there is one currency.
[[nodiscard]] Result<Answer> most_expensive(Engine& engine, const Snapshot& snapshot, const std::string& month,
                                            const TopQuestion& question);

/// How much of the usage's effective cost carries a tag at all ("any tag"), and the keys with most money: tag,
/// currency, tagged, usage, percent.
[[nodiscard]] Result<Answer> tag_coverage(Engine& engine, const Snapshot& snapshot, const std::string& month,
                                          std::size_t top);

/// A row a month and source: period, payer, source, state, newest_usage, lines, lines_without_invoice, format,
/// imported_at, reason. Notes say what the deliveries of `month` lack.
[[nodiscard]] Answer period_list(const Snapshot& snapshot, const std::string& month);

}  // namespace farthing
