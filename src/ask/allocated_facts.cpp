#include "ask/allocated_facts.hpp"

#include <fmt/format.h>

#include "ask/allocated_sql.hpp"
#include "ask/row_reader.hpp"
#include "ask/shared_costs.hpp"
#include "lake/model_tables.hpp"

namespace farthing {
namespace {

Result<std::string> side_sql(Engine& engine, const AllocatedPlan& plan, const Period& period, int side) {
  std::string rows = plan.shared ? "" : allocated_with_idle_sql(plan, period);
  if (plan.shared) {
    TRY(rows, lay_shared_costs(engine, plan, period, side));
  }
  return fmt::format("SELECT {} AS side, * FROM (\n{}\n)", side, rows);
}

Done make_rows(Engine& engine, const AllocatedPlan& plan) {
  TRY(auto sql, side_sql(engine, plan, plan.shown.period, 0));
  if (plan.shown.previous) {
    TRY(const auto before, side_sql(engine, plan, *plan.shown.previous, 1));
    sql += "\nUNION ALL BY NAME\n" + before;
  }
  return engine.run(fmt::format("CREATE OR REPLACE TEMP VIEW {} AS\n{}", kAllocatedRows, sql));
}

Result<std::vector<AllocatedHours>> read_hours(Engine& engine) {
  TRY(const auto rows, engine.query(fmt::format(
                           "SELECT currency, CAST(sum(hours) AS BIGINT), CAST(sum(unknown_hours) AS BIGINT), "
                           "CAST(sum(estimated_hours) AS BIGINT), sum(estimated_cost) FROM {} WHERE matched GROUP BY 1 "
                           "ORDER BY 1 NULLS LAST",
                           kCostGroups)));
  std::vector<AllocatedHours> found;
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    AllocatedHours hours;
    hours.currency = reader.cell();
    hours.hours = reader.count();
    hours.unknown_hours = reader.count();
    hours.estimated_hours = reader.count();
    hours.estimated_cost = reader.cell();
    found.push_back(std::move(hours));
  }
  return found;
}

// A year's roll-up takes longer to look through than most questions about it: once for each snapshot's engine will do.
Done read_months(Engine& engine, AllocatedFacts& facts) {
  TRY_DONE(engine.run(fmt::format(
      "CREATE TEMP TABLE IF NOT EXISTS allocated_months AS SELECT DISTINCT billing_period FROM {}", kWorkloadDaily)));
  TRY(const auto months, engine.query("SELECT billing_period FROM allocated_months ORDER BY 1"));
  for (const auto& row : months.rows) {
    if (row[0]) facts.months.push_back(*row[0]);
  }
  facts.built = !months.rows.empty();
  return {};
}

}  // namespace

Result<AllocatedFacts> gather_allocated_facts(Engine& engine, const AllocatedPlan& plan) {
  AllocatedFacts facts;
  TRY_DONE(read_months(engine, facts));
  TRY(facts.costs.presence, read_presence(engine, allocated_presence_sql(plan)));
  TRY_DONE(make_rows(engine, plan));
  TRY_DONE(engine.run(allocated_groups_sql(plan)));
  TRY(facts.costs.currencies, read_currency_facts(engine, plan.shown, facts.costs.presence));
  TRY(facts.hours, read_hours(engine));
  if (plan.shared) {
    TRY(facts.left, read_shared_left(engine, plan, 0));
  }
  return facts;
}

}  // namespace farthing
