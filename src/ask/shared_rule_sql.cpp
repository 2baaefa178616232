#include "ask/shared_rule_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "domain/allocation_dimension.hpp"
#include "lake/dimension_sql.hpp"

namespace farthing {
namespace {

tl::unexpected<Error> bad_rule(const SharedCostRule& rule, const std::string& what, const std::string& advice) {
  return misuse("the rule '" + rule.name + "' of shared costs: " + what, advice);
}

Done check_rule(const SharedCostRule& rule) {
  if (rule.scope != "cluster" && rule.scope != "account" && rule.scope != "all") {
    return bad_rule(rule, "there is no scope '" + rule.scope + "'", "choose one of: cluster, account, all");
  }
  if (rule.split == "by_metric") {
    const bool known =
        std::find(std::begin(kSharedMetrics), std::end(kSharedMetrics), rule.metric) != std::end(kSharedMetrics);
    const std::vector<std::string> metrics(std::begin(kSharedMetrics), std::end(kSharedMetrics));
    if (!known)
      return bad_rule(rule, "there is no metric '" + rule.metric + "'", "choose one of: " + join(metrics, ", "));
    return {};
  }
  if (rule.split == "proportional" || rule.split == "even" || rule.split == "fixed") return {};
  return bad_rule(rule, "there is no split '" + rule.split + "'",
                  "choose one of: even, proportional, fixed, by_metric");
}

// The parts as rows (value, part). A YAML dimension's values are compared in their normal form.
Result<std::string> parts_sql(const SharedCostRule& rule, bool is_dimension) {
  std::vector<std::string> rows;
  for (const auto& [value, part] : rule.parts) {
    const auto number = parse_decimal(part);
    if (!number.ok() || number.value < Decimal{}) {
      return bad_rule(rule, "'" + part + "' is no part of '" + value + "'", "parts are numbers from 0 to 1");
    }
    rows.push_back("(" + (is_dimension ? normal_form_sql(sql_literal(value)) : sql_literal(value)) + ", CAST(" +
                   number.value.text(1) + " AS DECIMAL(38,12)))");
  }
  if (rows.empty()) return bad_rule(rule, "it has no parts", "write parts: {value: 0.5, ...}");
  return "(VALUES " + join(rows, ", ") + ") AS f(value, part)";
}

// The rows that may take a part: x_n, billing_period, currency, scope, value, weight.
Result<std::string> weights_sql(const SharedCostRule& rule, const AllocationConfig& config, int side) {
  const bool by_metric = rule.split == "by_metric";
  const std::string weight = by_metric ? "TRY_CAST(" + rule.metric + " AS DECIMAL(38,12))" : "cost";
  std::string value = "''";
  if (rule.split == "even" || rule.split == "fixed") {
    TRY(const auto to, find_allocation_dimension(shared_among(rule), config));
    value = to.sql();
  }
  return fmt::format(
      "SELECT * FROM (SELECT x_n, billing_period, currency, {} AS scope, CAST({} AS VARCHAR) AS value, {} AS weight "
      "FROM "
      "shared_targets_{}) WHERE weight > 0 AND scope IS NOT NULL AND value IS NOT NULL",
      scope_sql(rule), value, weight, side);
}

constexpr const char* kScopeWindow = "PARTITION BY v.billing_period, v.currency, v.scope ORDER BY v.value";

// What each value of a scope gets: `until` and `before` of the amount.
Result<std::string> values_sql(const SharedCostRule& rule, const AllocationConfig& config) {
  if (rule.split == "even") {
    return fmt::format(
        "SELECT v.*, CAST(row_number() OVER ({0}) AS VARCHAR) AS until, CAST(row_number() OVER ({0}) - 1 AS VARCHAR) "
        "AS "
        "before, CAST(count(*) OVER (PARTITION BY v.billing_period, v.currency, v.scope) AS VARCHAR) AS of_all FROM "
        "sums AS v",
        kScopeWindow);
  }
  if (rule.split == "fixed") {
    TRY(const auto to, find_allocation_dimension(shared_among(rule), config));
    TRY(const auto parts, parts_sql(rule, !to.key.empty()));
    return fmt::format(
        "SELECT v.*, CAST(sum(f.part) OVER ({0} ROWS UNBOUNDED PRECEDING) AS VARCHAR) AS until, CAST(sum(f.part) OVER "
        "({0} ROWS UNBOUNDED PRECEDING) - f.part AS VARCHAR) AS before, '1' AS of_all FROM sums AS v JOIN {1} ON "
        "f.value "
        "= v.value",
        kScopeWindow, parts);
  }
  return std::string("SELECT v.*, '1' AS until, '0' AS before, '1' AS of_all FROM sums AS v");
}

}  // namespace

std::string shared_among(const SharedCostRule& rule) { return rule.to.empty() ? "team" : rule.to; }

std::string scope_sql(const SharedCostRule& rule) { return rule.scope == "all" ? "''" : rule.scope; }

std::string same_share(const std::string& x, const std::string& y) {
  return fmt::format(
      "{0}.rule = {1}.rule AND {0}.billing_period IS NOT DISTINCT FROM {1}.billing_period AND {0}.currency IS NOT "
      "DISTINCT FROM {1}.currency AND {0}.estimated IS NOT DISTINCT FROM {1}.estimated AND {0}.scope IS NOT DISTINCT "
      "FROM {1}.scope",
      x, y);
}

std::string part_sql(const std::string& amount, const std::string& until, const std::string& whole) {
  return fmt::format(
      "CASE WHEN {1} = {2} THEN {0} ELSE CAST(round(CAST({0} AS DOUBLE) * (CAST({1} AS DOUBLE) / CAST({2} AS DOUBLE)), "
      "12) AS DECIMAL(38,12)) END",
      amount, until, whole);
}

Result<SharedRuleSql> shared_rule_sql(const SharedCostRule& rule, const AllocationConfig& config, int place, int side) {
  TRY_DONE(check_rule(rule));
  TRY(const auto weights, weights_sql(rule, config, side));
  TRY(const auto values, values_sql(rule, config));
  SharedRuleSql sql;
  sql.amounts = fmt::format(
      "INSERT INTO shared_amounts_{} SELECT {}, billing_period, currency, estimated, {} AS scope, sum(cost) FROM "
      "shared_rows_{} WHERE reason = {} GROUP BY ALL",
      side, place, scope_sql(rule), side, sql_literal(rule.name));
  sql.pieces = fmt::format(
      "INSERT INTO shared_pieces_{0}\nWITH weights AS ({1}),\n"
      "sums AS (SELECT billing_period, currency, scope, value, sum(weight) AS whole FROM weights GROUP BY ALL),\n"
      "parts AS ({2}),\n"
      "due AS (\n  SELECT a.rule, a.billing_period, a.currency, a.estimated, a.scope, p.value, p.whole,\n"
      "    exact_ratio(CAST(a.amount AS VARCHAR), p.until, p.of_all) - exact_ratio(CAST(a.amount AS VARCHAR), "
      "p.before, "
      "p.of_all) AS amount\n"
      "  FROM shared_amounts_{0} AS a JOIN parts AS p ON a.billing_period IS NOT DISTINCT FROM p.billing_period AND "
      "a.currency IS NOT DISTINCT FROM p.currency AND a.scope = p.scope WHERE a.rule = {3}\n),\n"
      "counted AS (SELECT *, sum(weight) OVER (PARTITION BY billing_period, currency, scope, value ORDER BY x_n ROWS "
      "UNBOUNDED PRECEDING) AS until FROM weights)\n"
      "SELECT d.rule, d.billing_period, d.currency, d.estimated, d.scope, c.x_n, {4} - {5}\n"
      "FROM due AS d JOIN counted AS c ON c.billing_period IS NOT DISTINCT FROM d.billing_period AND c.currency IS NOT "
      "DISTINCT FROM d.currency AND c.scope = d.scope AND c.value = d.value",
      side, weights, values, place, part_sql("d.amount", "c.until", "d.whole"),
      part_sql("d.amount", "c.until - c.weight", "d.whole"));
  return sql;
}

}  // namespace farthing
