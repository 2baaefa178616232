#include "collect/bill/staged_months.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "domain/cost_basis.hpp"
#include "lake/parquet_folder.hpp"

namespace farthing {
namespace {

// One row: a month, payer and currency.
std::string months_sql(const StagedBill& bill) {
  std::string costs;
  for (const auto& basis : kCostBases) {
    costs += fmt::format(", sum({0}) AS {0}, count(*) - count({0}) AS {0}_unknown", basis.column);
  }
  return "SELECT billing_period, BillingAccountId, BillingCurrency, count(*) FILTER (x_Part IS DISTINCT FROM 'unused') "
         "AS lines, count(*) FILTER (x_Estimated) AS without_invoice, min(ChargePeriodStart) AS first_charge, "
         "max(ChargePeriodEnd) AS last_charge_end, max(ChargePeriodEnd) FILTER (ChargeCategory = 'Usage' AND "
         "ChargePeriodEnd <= ChargePeriodStart + INTERVAL 1 DAY) AS newest_usage_end" +
         costs + " FROM " + read_folder(bill.charges) + " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
}

Decimal sum_of(const Cell& cell) {
  const auto sum = parse_sum(cell.value_or("0"));
  FARTHING_CHECK(sum);
  return *sum;
}
std::int64_t count_of(const Cell& cell) { return std::stoll(cell.value_or("0")); }

CurrencyTotals totals_of(const std::vector<Cell>& row) {
  CurrencyTotals totals;
  totals.currency = row[2];
  totals.lines = count_of(row[3]);
  for (std::size_t i = 0; i < kCostBases.size(); ++i) {
    const Cell& cost = row[8 + 2 * i];
    if (cost) totals.costs[i] = sum_of(cost);
    totals.unknown_lines[i] = count_of(row[9 + 2 * i]);
  }
  // The bill's own sum is taken over all its months; staged_months() holds their sum against it.
  totals.control = totals.costs[0].value_or(Decimal());
  return totals;
}

template <typename T>
void widen(std::optional<T>& kept, const std::optional<T>& seen, bool to_earlier) {
  if (seen && (!kept || (to_earlier ? *seen < *kept : *kept < *seen))) kept = seen;
}

Done add_split_lines(Engine& engine, const StagedBill& bill, std::vector<StagedMonth>& months) {
  if (bill.split_charges.empty()) return {};
  TRY(auto rows, engine.query("SELECT billing_period, BillingAccountId, count(*) FROM " +
                              read_folder(bill.split_charges) + " GROUP BY 1, 2"));
  for (const auto& row : rows.rows) {
    for (auto& month : months) {
      if (month.period == row[0] && month.payer == row[1]) month.delivery.split_lines = count_of(row[2]);
    }
  }
  return {};
}

using Totals = std::map<std::optional<std::string>, ControlTotal>;

// Nothing may be lost and nothing may have been added: a currency that only one side has is a difference too.
Done check_against(Totals control, Totals stored) {
  for (const auto& [currency, unused] : stored) control.try_emplace(currency);
  for (const auto& [currency, total] : control) {
    const auto& found = stored[currency];
    if (found.lines == total.lines && found.cost == total.cost) continue;
    return fail(fmt::format("{} lines of {} {} in the bill became {} lines of {}: nothing was imported", total.lines,
                            total.cost.text(), currency.value_or("(no currency)"), found.lines, found.cost.text()),
                "", "this is a fault of Farthing: please report it");
  }
  return {};
}

}  // namespace

Result<std::vector<StagedMonth>> staged_months(Engine& engine, const StagedBill& bill,
                                               const std::map<std::optional<std::string>, ControlTotal>& control) {
  TRY(auto rows, engine.query(months_sql(bill)));
  std::vector<StagedMonth> months;
  Totals stored;
  for (const auto& row : rows.rows) {
    if (!row[0])
      return fail("holds lines without a billing period", "", "BillingPeriodStart must be a time on each line");
    if (months.empty() || months.back().period != row[0] || months.back().payer != row[1]) {
      months.push_back({*row[0], row[1], {}});
    }
    auto& delivery = months.back().delivery;
    delivery.totals.push_back(totals_of(row));
    delivery.lines += count_of(row[3]);
    delivery.lines_without_invoice += count_of(row[4]);
    widen(delivery.first_charge, row[5], true);
    widen(delivery.last_charge_end, row[6], false);
    widen(delivery.newest_usage_end, row[7], false);
    auto& sum = stored[row[2]];
    sum.lines += count_of(row[3]);
    sum.cost += delivery.totals.back().control;
  }
  TRY_DONE(check_against(control, stored));
  TRY_DONE(add_split_lines(engine, bill, months));
  return months;
}

}  // namespace farthing
