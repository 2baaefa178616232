#include "ask/idle_sql.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

constexpr IdleDimension kIdleDimensions[] = {
    {"cluster", "cluster", "cluster"},
    {"orchestrator", "orchestrator", "orchestrator"},
    {"node_pool", "node_pool", "node_pool"},
    {"node", "node", "node"},
    {"instance_type", "instance_type", "instance_type"},
    {"owner", "owner", "owner"},
    {"account", "account", "account"},
    {"region", "region", "region"},
    {"zone", "zone", "zone"},
    {"purchase_option", "purchase_option", "purchase_option"},
    {"accelerator", "accelerator", "accelerator"},
    {"hour_of_week", "strftime(hour, '%u-%a %H:00')", "CAST(NULL AS VARCHAR)"},
    {"day", "day", "day"},
    {"month", "billing_period", "billing_period"},
};

// A row a machine's hour: what it cost and what of it nobody held. An hour that was held to the full has no idle row.
constexpr const char* kMachines =
    "SELECT day, day AS charge_date, strftime(day, '%Y-%m') AS billing_period, * EXCLUDE (day) FROM (\n"
    "  SELECT coalesce(i.day, n.day) AS day, coalesce(i.hour, n.hour) AS hour, coalesce(i.node, n.node_id) AS node,\n"
    "    coalesce(i.account, n.account) AS account, coalesce(i.region, n.region) AS region, coalesce(i.zone, n.zone) "
    "AS "
    "zone,\n    coalesce(i.cluster, n.cluster) AS cluster, coalesce(i.orchestrator, n.orchestrator) AS orchestrator,\n"
    "    coalesce(i.node_pool, n.node_pool) AS node_pool, coalesce(i.instance_type, n.instance_type) AS "
    "instance_type,\n"
    "    coalesce(i.purchase_option, n.purchase_option) AS purchase_option,\n"
    "    coalesce(i.accelerator, n.accelerator_model) AS accelerator, coalesce(i.owner, o.owner) AS owner,\n"
    "    coalesce(i.currency, n.currency) AS currency, coalesce(i.estimated, n.estimated) AS estimated,\n"
    "    n.{0} AS whole, CASE WHEN i.node IS NULL AND n.{0} IS NOT NULL THEN CAST(0 AS DECIMAL(38,12)) ELSE i.{0} END "
    "AS "
    "cost\n"
    "  FROM (SELECT * FROM idle_hours WHERE {1}) AS i\n"
    "  FULL JOIN (SELECT * FROM node_hours WHERE {1}) AS n ON n.node_id = i.node AND n.hour = i.hour\n"
    "  LEFT JOIN (SELECT node, max(owner) AS owner FROM idle_hours GROUP BY 1) AS o ON o.node = n.node_id\n)";

// Both tables have a day only.
std::string days_sql(const Period& period) {
  if (period.kind == Period::Kind::kMonth) return "strftime(day, '%Y-%m') = " + sql_literal(period.month);
  std::string text = "true";
  if (period.from) text += " AND day >= DATE " + sql_literal(format_date(*period.from));
  if (period.to) text += " AND day < DATE " + sql_literal(format_date(*period.to));
  return text;
}

std::string grouped(const std::vector<IdleDimension>& by, const char* IdleDimension::* expression,
                    const std::string& what, const std::string& figures, const std::string& source) {
  std::string keys, ordinals;
  for (std::size_t i = 0; i < by.size(); ++i) {
    keys += fmt::format("{} AS {}, ", by[i].*expression, sql_name(by[i].name));
    ordinals += std::to_string(i + 1) + ", ";
  }
  return fmt::format("SELECT {}{} AS what, currency, {} FROM (\n{}\n) GROUP BY {}{}, {}", keys, what, figures, source,
                     ordinals, by.size() + 1, by.size() + 2);
}

}  // namespace

Result<IdleDimension> find_idle_dimension(const std::string& name) {
  std::vector<std::string> known;
  for (const auto& dimension : kIdleDimensions) {
    if (lower(name) == dimension.name) return dimension;
    known.emplace_back(dimension.name);
  }
  return misuse("idle is not known by '" + name + "'", "choose of: " + join(known, ", "));
}

std::string idle_sql(const std::vector<IdleDimension>& by, const CostBasisName& basis, const Period& period) {
  const std::string cost = std::string(basis.name) + "_cost";
  const auto machines = grouped(
      by, &IdleDimension::of_machines, "'machines'",
      "sum(cost) AS idle, count(*) AS node_hours, CASE WHEN count(whole) = count(*) THEN round(100 * CAST(sum(cost) AS "
      "DOUBLE) / nullif(CAST(sum(whole) AS DOUBLE), 0), 2) END AS idle_percent, count(*) - count(cost) AS "
      "unknown_hours, sum(cost) FILTER (WHERE estimated) AS estimated_cost",
      fmt::format(kMachines, cost, days_sql(period)));
  const auto commitments = grouped(
      by, &IdleDimension::of_commitments, "reason",
      "sum(cost) AS idle, CAST(NULL AS BIGINT) AS node_hours, CAST(NULL AS DOUBLE) AS idle_percent, "
      "CAST(coalesce(sum(hours) FILTER (WHERE cost IS NULL), 0) AS BIGINT) AS unknown_hours, sum(cost) FILTER (WHERE "
      "estimated) AS estimated_cost",
      fmt::format("SELECT *, {} AS cost FROM (SELECT *, day AS charge_date FROM allocation_daily) WHERE cost_kind = "
                  "'idle' AND reason IS NOT NULL AND {}",
                  cost, period.sql()));
  std::string keys, order;
  for (const auto& dimension : by) {
    keys += sql_name(dimension.name) + ", ";
    order += ", " + sql_name(dimension.name) + " NULLS LAST";
  }
  return fmt::format(
      "SELECT {}what, idle AS idle_{}, node_hours, idle_percent, currency, unknown_hours, estimated_cost FROM (\n{}\n"
      "UNION ALL\n{}\n) WHERE idle IS NULL OR idle <> 0 OR node_hours IS NOT NULL\nORDER BY idle DESC NULLS LAST{}, "
      "what, "
      "currency NULLS LAST",
      keys, cost, machines, commitments, order);
}

}  // namespace farthing
