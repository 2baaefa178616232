// A question about costs, understood: checked names, resolved periods, the table that answers.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/condition.hpp"
#include "ask/costs.hpp"
#include "domain/dimension.hpp"

namespace farthing {

struct CostsPlan {
  CostsQuestion question;
  std::vector<Dimension> by;
  std::optional<Condition> condition;
  Period period;
  std::optional<Period> previous;  ///< what it's compared with
  bool rollup = true;              ///< costs_daily answers, else charges
  std::string why_table;           ///< why that table, for --explain

  [[nodiscard]] const char* table() const { return rollup ? "costs_daily" : "charges"; }
  [[nodiscard]] const CostBasisName& basis() const { return named(question.basis); }
  /// e.g. "net_billed_cost".
  [[nodiscard]] std::string cost_column() const { return std::string(basis().name) + "_cost"; }
  /// Whether the column `currency` stands beside the cost: not if a dimension is called so already.
  [[nodiscard]] bool has_currency_column() const;
  /// Whether the i-th dimension of the row of all others is "(other)": not a currency, which is never mixed.
  [[nodiscard]] bool folds(std::size_t i) const { return by[i].column != "BillingCurrency"; }
  /// e.g. "Effective cost by service and tag:team, by day, 2026-10 compared with 2026-09".
  [[nodiscard]] std::string title(const std::string& period_shown, const std::string& previous_shown) const;
};

/// Checks and resolves. `newest_usage_end` is the end of --last; `lake_is_empty`: what --last means then doesn't
/// matter.
[[nodiscard]] Result<CostsPlan> plan_costs(const CostsQuestion& question, std::optional<Timestamp> newest_usage_end,
                                           bool lake_is_empty);

/// Options that don't go together are a usage error.
[[nodiscard]] Done check_combination(const CostsQuestion& question);
/// The part of plan_costs that looks at no dimension and no condition: both periods.
[[nodiscard]] Done plan_periods(const CostsQuestion& question, std::optional<Timestamp> newest_usage_end,
                                bool lake_is_empty, CostsPlan& plan);

}  // namespace farthing
