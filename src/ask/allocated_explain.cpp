#include "ask/allocated_explain.hpp"

#include <fmt/format.h>

#include "ask/block_explain.hpp"
#include "ask/costs_notes.hpp"
#include "ask/explain_hours.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

constexpr int kRowsFollowed = 3;

using ExplainLines = std::vector<std::string>;

std::string chosen_rows(const AllocatedPlan& plan) {
  return fmt::format("(SELECT * FROM {} WHERE side = 0 AND {})", kAllocatedRows,
                     plan.shown.condition ? "(" + plan.shown.condition->sql + ")" : "true");
}

std::string allocated_formula(const AllocatedPlan& plan) {
  std::vector<std::string> keys;
  for (const auto& dimension : plan.dimensions) keys.push_back(dimension.sql());
  keys.emplace_back("currency");
  return fmt::format("formula: sum of {} over the rows of {} of {}{}, by {}", plan.cost_column(), plan.costs_table(),
                     plan.shown.period.label(), plan.shown.condition ? " that meet the condition" : "",
                     join(keys, ", "));
}

void add_settings(const AllocatedPlan& plan, ExplainLines& lines) {
  lines.push_back(
      "a row: sum over node-hours of cost of the node-hour x sum over vCPU, memory and accelerators of (its "
      "part of the price x the share that was held)");
  lines.push_back(fmt::format("settings: weights {}, share_by {}, idle {}, shared {}", plan.config.weights,
                              plan.config.share_by, plan.idle, plan.shared ? "on" : "off"));
  if (!plan.shared) return;
  for (const auto& rule : plan.config.shared) {
    lines.push_back(fmt::format("shared '{}': {} within {}{}, where {}", rule.name, rule.split,
                                rule.scope == "all" ? "all" : "each " + rule.scope,
                                rule.split == "even" || rule.split == "fixed" ? " to " + rule.to : "", rule.when));
  }
}

Done add_sources(Engine& engine, const AllocatedPlan& plan, ExplainLines& lines) {
  TRY(const auto rows,
      engine.query("SELECT cost_source, currency, CAST(sum(hours) AS BIGINT), count(*), sum(cost) FROM " +
                   chosen_rows(plan) + " GROUP BY 1, 2 ORDER BY 5 DESC NULLS LAST, 1"));
  for (const auto& row : rows.rows) {
    lines.push_back(fmt::format("cost source {}: {}, {} rows of the roll-up, {} hours (of the bill: lines)",
                                row[0].value_or("not stated"), money_text(row[4], row[1]), row[3].value_or("0"),
                                row[2].value_or("0")));
  }
  return {};
}

// The dearest hour of the machine in which the workload held a part of it.
Done add_node_hour(Engine& engine, const AllocatedPlan& plan, const Snapshot& snapshot, const std::vector<Cell>& row,
                   ExplainLines& lines) {
  const auto& node = row[1];
  const auto& workload = row[2];
  if (!row[0] || !node || !workload) return {};
  TRY(const auto hours,
      engine.query(fmt::format(
          "SELECT strftime(n.hour, '%Y-%m-%d %H:%M:%S'), n.{0}, n.currency, n.cost_source, n.vcpu_part, s.vcpu_share, "
          "n.memory_part, s.memory_share, n.accelerator_part, s.accelerator_share, n.capacity_block\nFROM node_hours "
          "AS n JOIN "
          "allocation_shares AS s ON s.node_id = n.node_id AND s.hour = n.hour AND s.day = n.day\nWHERE n.day = DATE "
          "{1} "
          "AND n.node_id = {2} AND s.workload_id = {3} ORDER BY 2 DESC NULLS LAST, 1 LIMIT 1",
          plan.cost_column(), sql_literal(*row[0]), sql_literal(*node), sql_literal(*workload))));
  if (hours.rows.empty()) return {};
  const auto& hour = hours.rows.front();
  lines.push_back(fmt::format("  node-hour {} of {}: {} ({}) x ({})", hour[0].value_or("?"), *node,
                              money_text(hour[1], hour[2]), hour[3].value_or("source not stated"),
                              parts_words(hour, 4)));
  if (hour[10]) {
    TRY(const auto blocks, explain_blocks(engine, snapshot, plan.shown.basis(),
                                          "SELECT " + sql_literal(*hour[10]) + " AS capacity_block"));
    for (const auto& block : blocks) lines.push_back("    " + block);
  }
  return explain_bill_lines(engine, plan.shown.basis(), *node, hour[0].value_or(*row[0]), lines);
}

Done add_paths(Engine& engine, const AllocatedPlan& plan, const Snapshot& snapshot, ExplainLines& lines) {
  TRY(const auto rows,
      engine.query("SELECT day, node, workload_id, cluster, coalesce(namespace, ecs_service), coalesce(workload, pod), "
                   "hours, cost, currency FROM " +
                   chosen_rows(plan) +
                   " WHERE cost_kind IN ('allocated', 'system') AND hours > 0 ORDER BY cost DESC "
                   "NULLS LAST, day, node, workload_id LIMIT " +
                   std::to_string(kRowsFollowed)));
  for (const auto& row : rows.rows) {
    lines.push_back(fmt::format("row {} / {} / {} on {}, {}: {} for {} hours", row[3].value_or("-"),
                                row[4].value_or("-"), row[5].value_or("-"), row[1].value_or("-"), row[0].value_or("-"),
                                money_text(row[7], row[8]), row[6].value_or("0")));
    TRY_DONE(add_node_hour(engine, plan, snapshot, row, lines));
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> explain_allocated_costs(Engine& engine, const AllocatedPlan& plan,
                                                         const AllocatedFacts& facts, const Snapshot& snapshot) {
  ExplainLines lines{allocated_formula(plan),
                     fmt::format("table: {}, because {}", plan.costs_table(), plan.shown.why_table)};
  if (plan.shown.condition) lines.push_back("condition: " + plan.shown.condition->sql);
  add_settings(plan, lines);
  std::int64_t hours = 0, unknown = 0;
  for (const auto& one : facts.hours) {
    hours += one.hours;
    unknown += one.unknown_hours;
  }
  lines.push_back(fmt::format("hours of nodes and workloads, and lines of the bill: {}, of {} the cost is unknown",
                              with_thousands(hours), with_thousands(unknown)));
  TRY_DONE(add_sources(engine, plan, lines));
  TRY_DONE(add_paths(engine, plan, snapshot, lines));
  lines.push_back(snapshot.n == 0 ? "snapshot: 0, the empty lake"
                                  : fmt::format("snapshot: {}, written at {}", snapshot.n, snapshot.written_at));
  return lines;
}

}  // namespace farthing
