// Month to date, last month, run rate.
#include <algorithm>
#include <array>
#include <map>

#include "ask/answer_column.hpp"
#include "ask/bill_facts.hpp"
#include "ask/period_state.hpp"
#include "ask/row_reader.hpp"
#include "ask/summary_parts.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace farthing {
namespace {

constexpr std::array<const char*, 2> kSummaryBases = {"effective", "billed"};

// How much of the month a payer's usage covers, in whole days.
struct CompleteDays {
  std::optional<std::int64_t> days;  // nothing: no usage says
  std::string first_open_day;        // "2026-10-15"; charges before it are of complete days
};

struct CurrencyCosts {
  KnownSum so_far, to_date, last_month;
  Decimal run_rate;
  std::int64_t lines = 0, last_month_lines = 0;
};

// What one payer's complete days are, as the delivery says.
std::map<Cell, CompleteDays> complete_days(const Snapshot& snapshot, const std::string& month) {
  const auto start = parse_month(month);
  const auto end = parse_month(shift_month(month, 1));
  std::map<Cell, CompleteDays> all;
  for (const auto& bill : bill_periods(snapshot, month)) {
    auto& payer = all[bill.payer];
    const auto usage_end = bill.newest_usage_end ? parse_timestamp(*bill.newest_usage_end) : std::nullopt;
    if (!usage_end || !start || !end) continue;
    const Timestamp cut = std::clamp(start_of_day(*usage_end), *start, *end);
    payer.days = (cut.micros - start->micros) / kMicrosPerDay;
    payer.first_open_day = format_date(cut);
  }
  return all;
}

std::int64_t days_of(const std::string& month) {
  const auto start = parse_month(month);
  const auto end = parse_month(shift_month(month, 1));
  return start && end ? (end->micros - start->micros) / kMicrosPerDay : 0;
}

Decimal scaled(Decimal amount, std::int64_t by, std::int64_t over) {
  return Decimal::from_units(amount.units() * by / over);
}

using CostsByCurrency = std::map<Cell, std::array<CurrencyCosts, 2>>;

std::string days_sql(const std::string& where) {
  return "SELECT BillingAccountId, BillingCurrency, charge_date, coalesce(ChargeCategory = 'Usage', false), "
         "sum(lines), "
         "sum(EffectiveCost), sum(EffectiveCost_unknown_lines), sum(BilledCost), sum(BilledCost_unknown_lines) "
         "FROM costs_daily" +
         where + " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4";
}

Done add_month(Engine& engine, const std::string& month, const std::map<Cell, CompleteDays>& payers,
               CostsByCurrency& costs) {
  TRY(const auto where, where_month(month));
  TRY(const auto rows, engine.query(days_sql(where)));
  const std::int64_t month_days = days_of(month);
  for (const auto& cells : rows.rows) {
    RowReader row(cells);
    const auto payer = payers.find(row.cell());
    auto& currency = costs[row.cell()];
    const std::string day = row.text();
    const bool usage = row.flag();
    const std::int64_t lines = row.count();
    const bool counted = payer != payers.end() && payer->second.days.has_value();
    const bool complete = !counted || (!day.empty() && day < payer->second.first_open_day);
    for (auto& basis : currency) {
      KnownSum cost;
      cost.sum = row.sum();
      cost.unknown = row.count();
      basis.lines += lines;
      basis.so_far += cost;
      if (complete) basis.to_date += cost;
      if (!usage || !counted) {
        basis.run_rate += cost.sum;
      } else if (complete) {
        basis.run_rate += scaled(cost.sum, month_days, std::max<std::int64_t>(*payer->second.days, 1));
      }
    }
    if (row.overflow()) return sum_too_large();
  }
  return {};
}

Done add_last_month(Engine& engine, const std::string& month, CostsByCurrency& costs) {
  TRY(const auto where, where_month(month));
  TRY(const auto rows, engine.query(days_sql(where)));
  for (const auto& cells : rows.rows) {
    RowReader row(cells);
    row.cell();
    auto& currency = costs[row.cell()];
    row.cell();
    row.cell();
    const std::int64_t lines = row.count();
    for (auto& basis : currency) {
      basis.last_month_lines += lines;
      basis.last_month.sum += row.sum();
      basis.last_month.unknown += row.count();
    }
    if (row.overflow()) return sum_too_large();
  }
  return {};
}

// The day and number of days that stand for all payers; nothing if no payer's usage covers a day.
struct Through {
  std::optional<std::int64_t> days;
  Cell last_day;
};

Through through_of(const std::map<Cell, CompleteDays>& payers, const std::string& month, Answer& answer) {
  Through through;
  bool differs = false;
  for (const auto& [payer, complete] : payers) {
    if (!complete.days) {
      answer.notes.push_back("payer " + payer.value_or("unknown") +
                             ": no usage of a day or less says how far the month is; its charges count as they stand");
      continue;
    }
    differs = differs || (through.days && *through.days != *complete.days);
    through.days = std::max(through.days.value_or(0), *complete.days);
  }
  if (differs) {
    for (const auto& [payer, complete] : payers) {
      if (complete.days) {
        answer.notes.push_back("payer " + payer.value_or("unknown") + ": " + with_thousands(*complete.days) +
                               " complete days");
      }
    }
  }
  if (!through.days)
    answer.notes.push_back("month to date and run rate are unknown: no usage says which days are complete");
  if (through.days == 0)
    answer.notes.push_back("month to date and run rate are unknown: no day of the month is complete yet");
  if (through.days.value_or(0) == 0) {
    through.days.reset();
    answer.complete = false;
  } else {
    const auto start = parse_month(month);
    through.last_day = format_date(Timestamp{start->micros + (*through.days - 1) * kMicrosPerDay});
  }
  return through;
}

Cell cost_cell(const KnownSum& cost, std::int64_t lines) {
  return lines == 0 || cost.unknown == lines ? Cell() : Cell(cost.sum.text());
}

void add_rows(const CostsByCurrency& costs, const Through& through, Answer& answer) {
  for (const auto& [currency, bases] : costs) {
    for (std::size_t i = 0; i < bases.size(); ++i) {
      const auto& basis = bases[i];
      const bool known = through.days && basis.lines > 0 && basis.so_far.unknown < basis.lines;
      answer.rows.push_back({currency, kSummaryBases[i], known ? Cell(basis.to_date.sum.text()) : Cell(),
                             through.last_day, through.days ? Cell(std::to_string(*through.days)) : Cell(),
                             cost_cell(basis.last_month, basis.last_month_lines),
                             known ? Cell(basis.run_rate.text()) : Cell(), cost_cell(basis.so_far, basis.lines)});
      const std::int64_t unknown = basis.so_far.unknown + basis.last_month.unknown;
      if (unknown == 0) continue;
      answer.complete = false;
      answer.notes.push_back(std::string(kSummaryBases[i]) + " cost in " + currency.value_or("no currency") +
                             " is unknown for " + with_thousands(unknown) + (unknown == 1 ? " line" : " lines"));
    }
  }
}

}  // namespace

Result<Answer> month_to_date(Engine& engine, const Snapshot& snapshot, const std::string& month) {
  Answer answer = answer_from(snapshot);
  answer.title = "Costs, " + month;
  using namespace answer_column;
  answer.columns = {
      text("currency"),       text("basis"),       money("month_to_date"), {"through", ValueType::kDate, "DATE"},
      count("complete_days"), money("last_month"), money("run_rate"),      money("month_so_far")};
  const auto payers = complete_days(snapshot, month);
  CostsByCurrency costs;
  TRY_DONE(add_month(engine, month, payers, costs));
  const std::string last = shift_month(month, -1);
  TRY_DONE(add_last_month(engine, last, costs));
  const bool had_last =
      std::any_of(costs.begin(), costs.end(), [](const auto& c) { return c.second[0].last_month_lines > 0; });
  if (!had_last) answer.notes.push_back("no charges of " + last + ", so last month is unknown");
  add_rows(costs, through_of(payers, month, answer), answer);
  return answer;
}

}  // namespace farthing
