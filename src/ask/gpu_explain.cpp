#include "ask/gpu_explain.hpp"

#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/explain_hours.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

using GpuLines = std::vector<std::string>;

std::string left_money(const char* units) { return fmt::format("CAST({} * 0.000000000001 AS DECIMAL(38,12))", units); }

Done add_row(Engine& engine, const std::string& name, GpuLines& lines) {
  TRY(const auto found,
      engine.query(
          "SELECT currency, sum(cost), coalesce(sum(cost) FILTER (WHERE what = 'held'), 0), coalesce(sum(cost) "
          "FILTER (WHERE what = 'idle'), 0), coalesce(sum(cost) FILTER (WHERE what = 'fragmented'), 0), "
          "coalesce(sum(used), 0), coalesce(sum(unmeasured), 0), coalesce(sum(cost) FILTER (WHERE what = "
          "'held'), 0) - coalesce(sum(used), 0) - coalesce(sum(unmeasured), 0), count(*) - count(cost) FROM "
          "explained_rows GROUP BY currency"));
  for (const auto& row : found.rows) {
    const auto& currency = row[0];
    const auto money = [&](std::size_t i) { return money_text(row[i], currency); };
    lines.push_back(fmt::format("largest row, {}: {} = allocated {} + idle {} + fragmented {}", name, money(1),
                                money(2), money(3), money(4)));
    lines.push_back(
        fmt::format("  allocated {} = used {} + wasted {} + unmeasured {}", money(2), money(5), money(7), money(6)));
    if (row[8] != "0") lines.push_back(fmt::format("  the cost of {} rows of it is unknown", row[8].value_or("?")));
  }
  return {};
}

Done add_tellers(Engine& engine, GpuLines& lines) {
  TRY(const auto found,
      engine.query(
          "SELECT coalesce(told_by, 'nothing'), currency, sum(cost), sum(used) FROM explained_rows WHERE what = "
          "'held' GROUP BY 1, 2 ORDER BY 3 DESC NULLS LAST, 1"));
  for (const auto& row : found.rows) {
    lines.push_back(fmt::format("  its use is told by {}: allocated {}, used {}", row[0].value_or(""),
                                money_text(row[2], row[1]), money_text(row[3], row[1])));
  }
  return {};
}

// Each hour's accelerators are stated as accelerator_daily states them: rounded to 1e-12.
Done add_node_hours(Engine& engine, const CostBasisName& basis, bool by_hour, GpuLines& lines) {
  const char* const key = by_hour ? "hour" : "day";
  TRY(const auto found,
      engine.query(fmt::format(
          "SELECT currency, count(*), count(DISTINCT node_id), min(day), max(day), sum({0}_cost), CAST(sum(CAST(round("
          "CAST({0}_cost AS DOUBLE) * accelerator_part * 1e12) AS BIGINT)) * 0.000000000001 AS DECIMAL(38,12)), "
          "round(sum(accelerator_micro_seconds) / 3.6e9, 6) FROM node_hours WHERE day BETWEEN (SELECT min(day) FROM "
          "explained_rows) AND (SELECT max(day) FROM explained_rows) AND accelerator_micro_seconds > 0 AND (node_id, "
          "{1}) IN (SELECT DISTINCT (node, {1}) FROM explained_rows) AND currency IS NOT DISTINCT FROM (SELECT "
          "any_value(currency) FROM explained_rows) GROUP BY currency",
          basis.name, key)));
  for (const auto& row : found.rows) {
    lines.push_back(
        fmt::format("  its machines: {} node-hours of {} from {} to {} cost {}; their accelerators' part, "
                    "{} card-hours, {}",
                    row[1].value_or("0"), row[2].value_or("0"), row[3].value_or("?"), row[4].value_or("?"),
                    money_text(row[5], row[0]), row[7].value_or("0"), money_text(row[6], row[0])));
  }
  return {};
}

// The dearest container with the dearest day (or hour) of it on its machine.
Result<bool> add_container(Engine& engine, const CostBasisName& basis, bool by_hour, GpuLines& lines) {
  TRY(const auto found,
      engine.query(fmt::format(
          "WITH held AS (SELECT * FROM explained_rows WHERE what = 'held'), largest AS (SELECT workload_id, node FROM "
          "held GROUP BY 1, 2 ORDER BY sum(cost) DESC NULLS LAST, 1, 2 LIMIT 1), parts AS (SELECT h.*, {0} AS x_hour "
          "FROM held AS h JOIN largest AS l ON l.workload_id = h.workload_id AND l.node = h.node), dearest AS (SELECT "
          "day, x_hour, sum(cost) AS cost FROM parts GROUP BY 1, 2 ORDER BY 3 DESC NULLS LAST, 1, 2 LIMIT 1) SELECT "
          "d.day, d.x_hour, d.cost, any_value(p.node), any_value(p.workload_id), any_value(coalesce(p.namespace, "
          "p.ecs_service)), any_value(coalesce(p.workload, p.pod)), any_value(p.container), any_value(p.currency), "
          "sum(p.cost), sum(p.used), sum(p.unmeasured), sum(p.cost) - coalesce(sum(p.used), 0) - "
          "coalesce(sum(p.unmeasured), 0) FROM parts AS p, dearest AS d GROUP BY 1, 2, 3",
          by_hour ? "strftime(h.hour, '%Y-%m-%d %H:%M:%S')" : "CAST(NULL AS VARCHAR)")));
  for (const auto& row : found.rows) {
    const auto money = [&](std::size_t i) { return money_text(row[i], row[8]); };
    lines.push_back(fmt::format(
        "largest container, {} / {} / {} on {}: allocated {}, used {}, wasted {}, unmeasured {}", row[5].value_or("-"),
        row[6].value_or("-"), row[7].value_or("-"), row[3].value_or("-"), money(9), money(10), money(12), money(11)));
    TRY_DONE(explain_held_part(engine, basis,
                               {.day = row[0].value_or(""),
                                .node = row[3].value_or(""),
                                .workload = row[4].value_or(""),
                                .hour = row[1],
                                .currency = row[8],
                                .only_accelerators = true},
                               row[2], lines));
  }
  return !found.rows.empty();
}

// The machine whose cards were left most, on the dearest day (or hour) of that: what is not held of it.
Done add_left(Engine& engine, const CostBasisName& basis, bool by_hour, bool with_lines, GpuLines& lines) {
  TRY(const auto found,
      engine.query(fmt::format(
          "WITH left_over AS (SELECT node, day, {0} AS x_hour, currency, sum(cost) AS cost FROM explained_rows WHERE "
          "what "
          "<> 'held' GROUP BY 1, 2, 3, 4 HAVING sum(cost) > 0 ORDER BY cost DESC, 1, 2, 3 LIMIT 1), hours AS (SELECT "
          "n.*, CAST({1}_cost AS DOUBLE) * accelerator_part AS worth FROM node_hours AS n, left_over AS l WHERE "
          "n.node_id = l.node AND n.day = l.day AND (l.x_hour IS NULL OR n.hour = CAST(l.x_hour AS TIMESTAMP)) AND "
          "n.currency IS NOT DISTINCT FROM l.currency AND accelerator_micro_seconds > 0), held AS (SELECT "
          "count(DISTINCT "
          "workload_id) AS containers, coalesce(sum(CAST(floor(worth * accelerator_share * 1e12) AS BIGINT)), 0) AS "
          "amount FROM allocation_shares AS s JOIN hours AS h ON h.node_id = s.node_id AND h.hour = s.hour WHERE s.day "
          "= "
          "h.day AND s.accelerator_share > 0), whole AS (SELECT count(*) AS hours, sum(CAST(round(worth * 1e12) AS "
          "BIGINT)) AS amount, any_value(instance_type) AS type FROM hours), dearest AS (SELECT strftime(hour, "
          "'%Y-%m-%d "
          "%H:%M:%S') AS hour, {1}_cost AS cost, cost_source, accelerator_part, estimated FROM hours ORDER BY worth "
          "DESC "
          "NULLS LAST, hour LIMIT 1) SELECT l.node, coalesce(l.x_hour, CAST(l.day AS VARCHAR)), l.currency, w.type, "
          "w.hours, {2}, h.containers, {3}, {4}, l.cost, d.hour, d.cost, d.cost_source, d.accelerator_part, "
          "d.estimated "
          "FROM left_over AS l, whole AS w, held AS h, dearest AS d",
          by_hour ? "strftime(hour, '%Y-%m-%d %H:%M:%S')" : "CAST(NULL AS VARCHAR)", basis.name, left_money("w.amount"),
          left_money("h.amount"), left_money("(w.amount - h.amount)"))));
  for (const auto& row : found.rows) {
    const auto text = [&](std::size_t i) { return row[i].value_or("not stated"); };
    const auto money = [&](std::size_t i) { return money_text(row[i], row[2]); };
    lines.push_back(
        fmt::format("left most, {} ({}) in {}: accelerators of {} node-hours {} - held by {} containers {} "
                    "= {}, stated as idle + fragmented {}",
                    text(0), text(3), text(1), text(4), money(5), text(6), money(7), money(8), money(9)));
    if (!with_lines) continue;
    lines.push_back(
        fmt::format("  node-hour {}: {} ({}) x the accelerators' part {}", text(10), money(11), text(12), text(13)));
    if (row[14] != "true") TRY_DONE(explain_bill_lines(engine, basis, text(0), text(10), lines));
  }
  return {};
}

}  // namespace

Done explain_gpu(Engine& engine, const SumsTable& table, const CostBasisName& basis, bool by_hour,
                 const std::vector<std::vector<Cell>>& rows, std::vector<std::string>& lines) {
  if (rows.empty()) return {};
  TRY_DONE(make_explained_rows(engine, table));
  TRY_DONE(add_row(engine, row_name(table, rows.front()), lines));
  TRY_DONE(add_tellers(engine, lines));
  TRY_DONE(add_node_hours(engine, basis, by_hour, lines));
  TRY(const auto is_held, add_container(engine, basis, by_hour, lines));
  return add_left(engine, basis, by_hour, !is_held, lines);
}

}  // namespace farthing
