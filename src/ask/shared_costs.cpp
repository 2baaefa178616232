#include "ask/shared_costs.hpp"

#include <fmt/format.h>

#include <set>

#include "ask/allocated_sql.hpp"
#include "ask/shared_rule_sql.hpp"
#include "base/text.hpp"
#include "domain/allocation_dimension.hpp"

namespace farthing {
namespace {

std::string rule_names(const AllocatedPlan& plan) {
  std::vector<std::string> names;
  for (const auto& rule : plan.config.shared) names.push_back(sql_literal(rule.name));
  return names.empty() ? "''" : join(names, ", ");
}

// A fixed order, so that the last digit of a share is the same each time.
constexpr const char* kTargetOrder =
    "day, account, region, zone, service, cluster, node, workload_id, namespace, container, currency, cost_source, "
    "estimated, cost";

// The allocated rows are summed to what is asked for: laying a cost on takes a sort of them, and a month of a large
// organisation has many.
struct TargetColumns {
  std::set<std::string> columns;  ///< of allocation_daily
  std::set<std::string> mapped;   ///< names of YAML dimensions
  bool whole_map = false;         ///< a condition may read any of them
};

void add_column(TargetColumns& targets, const Dimension& dimension) {
  if (dimension.key.empty()) {
    targets.columns.insert(dimension.column);
  } else {
    targets.mapped.insert(dimension.key);
  }
}

Result<TargetColumns> target_columns(const AllocatedPlan& plan, const Period& period) {
  TargetColumns targets;
  targets.columns = {"billing_period", "account", "cluster", "currency"};
  for (const auto& dimension : plan.dimensions) add_column(targets, dimension);
  if (plan.shown.condition) {
    targets.columns.insert(plan.shown.condition->columns.begin(), plan.shown.condition->columns.end());
  }
  for (const auto& rule : plan.config.shared) {
    if (rule.split != "even" && rule.split != "fixed") continue;
    TRY(const auto to, find_allocation_dimension(shared_among(rule), plan.config));
    add_column(targets, to);
  }
  if (plan.shown.question.granularity || period.kind == Period::Kind::kDates) targets.columns.insert("charge_date");
  targets.whole_map = targets.columns.erase("dimensions") > 0;
  for (const char* measure : {"cost", "hours", "cost_kind", "estimated", "cost_source"}) targets.columns.erase(measure);
  for (const char* metric : kSharedMetrics) targets.columns.erase(metric);
  return targets;
}

std::string targets_sql(const TargetColumns& targets, const std::string& base) {
  std::vector<std::string> keys, names, values;
  for (const auto& column : targets.columns) keys.push_back(sql_name(column));
  const auto columns = join(keys, ", ");
  for (const auto& name : targets.mapped) {
    names.push_back(sql_literal(name));
    values.push_back(fmt::format("x_value_{}", values.size()));
    keys.push_back(fmt::format("dimensions[{}] AS {}", names.back(), values.back()));
  }
  auto map = names.empty() ? std::string("CAST(NULL AS MAP(VARCHAR, VARCHAR))")
                           : "MAP([" + join(names, ", ") + "], [" + join(values, ", ") + "])";
  if (targets.whole_map) {
    keys.emplace_back("dimensions");
    map = "dimensions";
  }
  std::string metrics;
  for (const std::string metric : kSharedMetrics)
    metrics += ", sum(TRY_CAST(" + metric + " AS DECIMAL(38,12))) AS " + metric;
  const auto summed = fmt::format(
      "SELECT {}, CAST(sum(cost) AS DECIMAL(38,12)) AS cost{} FROM ({}) WHERE cost_kind = "
      "'allocated' GROUP BY ALL",
      join(keys, ", "), metrics, base);
  // A fixed order, so that the last digit of a share is the same each time.
  std::string order = columns;
  for (const auto& value : values) order += ", " + value;
  return fmt::format(
      "SELECT row_number() OVER (ORDER BY {}, cost) AS x_n, {}, {} AS dimensions, 'allocated' AS cost_kind, cost, {} "
      "FROM ({})",
      order, columns, map, join(std::vector<std::string>(std::begin(kSharedMetrics), std::end(kSharedMetrics)), ", "),
      summed);
}

Done make_inputs(Engine& engine, const AllocatedPlan& plan, const Period& period, int side) {
  const auto base = allocated_base_sql(plan, period);
  TRY(const auto targets, target_columns(plan, period));
  TRY_DONE(engine.run(
      fmt::format("CREATE OR REPLACE TEMP TABLE shared_targets_{} AS {}", side, targets_sql(targets, base))));
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE shared_rows_{} AS SELECT row_number() OVER (ORDER BY {}) AS x_n, * FROM ({}) "
      "WHERE cost_kind = 'shared' AND cost IS NOT NULL",
      side, kTargetOrder, base));
}

// By rule (its place in the list) and scope: what is to be laid on, and then what of it.
Done make_pieces(Engine& engine, const AllocatedPlan& plan, int side) {
  TRY_DONE(engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE shared_amounts_{0} (rule INTEGER, billing_period VARCHAR, currency VARCHAR, "
      "estimated BOOLEAN, scope VARCHAR, amount DECIMAL(38,12))",
      side)));
  TRY_DONE(engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE shared_pieces_{0} (rule INTEGER, billing_period VARCHAR, currency VARCHAR, "
      "estimated BOOLEAN, scope VARCHAR, x_n BIGINT, amount DECIMAL(38,12))",
      side)));
  for (std::size_t i = 0; i < plan.config.shared.size(); ++i) {
    TRY(const auto sql, shared_rule_sql(plan.config.shared[i], plan.config, static_cast<int>(i), side));
    TRY_DONE(engine.run(sql.amounts));
    // Most rules meet no line; laying nothing on would take as long as laying something on.
    TRY(const auto met, engine.query(fmt::format("SELECT count(*) FROM shared_amounts_{} WHERE rule = {}", side, i)));
    if (met.rows[0][0] != "0") TRY_DONE(engine.run(sql.pieces));
  }
  return engine.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE shared_left_{0} AS\n"
      "SELECT a.*, a.amount - coalesce(p.laid, 0) AS remainder FROM shared_amounts_{0} AS a LEFT JOIN (\n"
      "  SELECT rule, billing_period, currency, estimated, scope, sum(amount) AS laid FROM shared_pieces_{0} GROUP BY "
      "ALL\n) AS p ON {1}",
      side, same_share("a", "p")));
}

// Rows of a shared cost of which a part is left hold that part in proportion.
std::string remainder_sql(const AllocatedPlan& plan, int side) {
  std::vector<std::string> selects;
  for (std::size_t i = 0; i < plan.config.shared.size(); ++i) {
    selects.push_back(fmt::format("SELECT {0} AS x_rule, {1} AS x_scope, * FROM shared_rows_{2} WHERE reason = {3}", i,
                                  scope_sql(plan.config.shared[i]), side, sql_literal(plan.config.shared[i].name)));
  }
  const auto same =
      "l.rule = r.x_rule AND l.billing_period IS NOT DISTINCT FROM r.billing_period AND l.currency IS NOT DISTINCT "
      "FROM "
      "r.currency AND l.estimated IS NOT DISTINCT FROM r.estimated AND l.scope IS NOT DISTINCT FROM r.x_scope";
  return fmt::format(
      "SELECT * EXCLUDE (x_n, x_rule, x_scope, x_amount, x_left, x_until) REPLACE ({0} - {1} AS cost) FROM (\n"
      "  SELECT r.*, l.amount AS x_amount, l.remainder AS x_left, sum(r.cost) OVER (PARTITION BY x_rule, "
      "r.billing_period, r.currency, r.estimated, x_scope ORDER BY x_n ROWS UNBOUNDED PRECEDING) AS x_until\n"
      "  FROM ({2}) AS r JOIN shared_left_{3} AS l ON {4} WHERE l.remainder <> 0)",
      part_sql("x_left", "x_until", "x_amount"), part_sql("x_left", "x_until - cost", "x_amount"),
      join(selects, " UNION ALL "), side, same);
}

std::string laid_sql(int side) {
  const std::vector<std::string> metrics(std::begin(kSharedMetrics), std::end(kSharedMetrics));
  return fmt::format(
      "SELECT t.* EXCLUDE (x_n, {1}) REPLACE (p.amount AS cost), p.estimated, CAST(0 AS BIGINT) AS hours, 'bill' AS "
      "cost_source\nFROM (SELECT x_n, estimated, CAST(sum(amount) AS DECIMAL(38,12)) AS amount FROM shared_pieces_{0} "
      "GROUP BY ALL) AS p JOIN shared_targets_{0} AS t ON t.x_n = p.x_n",
      side, join(metrics, ", "));
}

}  // namespace

Result<std::string> lay_shared_costs(Engine& engine, const AllocatedPlan& plan, const Period& period, int side) {
  TRY_DONE(make_inputs(engine, plan, period, side));
  TRY_DONE(make_pieces(engine, plan, side));
  const auto rest = fmt::format(
      "SELECT * FROM ({}) WHERE cost_kind IS DISTINCT FROM 'shared' OR cost IS NULL OR reason IS NULL OR reason NOT IN "
      "({})",
      allocated_with_idle_sql(plan, period), rule_names(plan));
  if (plan.config.shared.empty()) return rest;
  return rest + "\nUNION ALL BY NAME\n" + remainder_sql(plan, side) + "\nUNION ALL BY NAME\n" + laid_sql(side);
}

Result<std::vector<SharedLeft>> read_shared_left(Engine& engine, const AllocatedPlan& plan, int side) {
  std::vector<SharedLeft> left;
  TRY(const auto of_rules,
      engine.query(fmt::format("SELECT rule, currency, sum(remainder) FROM shared_left_{} GROUP BY "
                               "1, 2 HAVING sum(remainder) <> 0 ORDER BY 1, 2 NULLS LAST",
                               side)));
  for (const auto& row : of_rules.rows) {
    left.push_back({plan.config.shared.at(std::stoul(row[0].value_or("0"))).name, row[1], row[2], true});
  }
  TRY(const auto others,
      engine.query(fmt::format("SELECT coalesce(reason, ''), currency, sum(cost) FROM shared_rows_{} "
                               "WHERE reason IS NULL OR reason NOT IN ({}) GROUP BY 1, 2 ORDER BY "
                               "1, 2 NULLS LAST",
                               side, rule_names(plan))));
  for (const auto& row : others.rows) left.push_back({row[0].value_or(""), row[1], row[2], false});
  return left;
}

}  // namespace farthing
