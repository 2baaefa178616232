#include "ask/costs_answer.hpp"

#include "ask/costs_sql.hpp"

namespace farthing {

Result<bool> add_cost_rows(Engine& engine, const CostsPlan& plan, const CostsFacts& facts, Answer& answer) {
  TRY(auto rows, engine.query(rows_sql(plan, facts.presence)));
  answer.columns.assign(rows.columns.begin() + 1, rows.columns.end());
  const std::size_t first = plan.question.granularity ? 1 : 0;
  const std::size_t end = first + plan.by.size();
  if (plan.question.top) {
    for (std::size_t i = first; i < end; ++i) {
      answer.columns[i].type = ValueType::kText;
      answer.columns[i].sql_type = "VARCHAR";
    }
  }
  bool has_others = false;
  for (auto& row : rows.rows) {
    const bool others = row[0] == "true";
    has_others = has_others || others;
    row.erase(row.begin());
    for (std::size_t i = first; others && i < end; ++i) {
      if (plan.folds(i - first)) row[i] = "(other)";
    }
    answer.rows.push_back(std::move(row));
  }
  return has_others;
}

std::optional<std::vector<Cell>> cost_total_row(const CostsPlan& plan, const CostsFacts& facts) {
  const auto currencies = facts.of(true);
  const bool keyed = !plan.by.empty() || plan.question.granularity;
  if (currencies.size() != 1 || !keyed) return std::nullopt;
  const auto& sums = *currencies.front();
  std::vector<Cell> cells((plan.question.granularity ? 1 : 0) + plan.by.size());
  cells[plan.by.empty() || !plan.question.granularity ? 0 : 1] = "total";
  cells.push_back(sums.now.cost);
  if (plan.previous) {
    cells.push_back(sums.before.cost);
    cells.push_back(sums.change);
    cells.push_back(sums.change_percent);
  }
  if (plan.has_currency_column()) cells.push_back(sums.currency);
  if (plan.question.quantity) {
    cells.push_back(sums.quantity);
    cells.push_back(sums.unit);
  }
  return cells;
}

}  // namespace farthing
