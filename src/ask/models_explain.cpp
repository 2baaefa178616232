#include "ask/models_explain.hpp"

#include <fmt/format.h>

#include "ask/costs_notes.hpp"
#include "ask/explain_hours.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

using ModelLines = std::vector<std::string>;

constexpr const char* kModelKeys[] = {"model", "model_version", "endpoint", "tenant", "cluster", "namespace"};

// As the answer states a price.
std::string price_sql(const char* cost, const char* count, const char* unit) {
  return fmt::format("CAST(round(CAST({} AS DOUBLE) / nullif({}, 0e0) * {}, 12) AS DECIMAL(38,12))", cost, count, unit);
}

Done add_model_row(Engine& engine, const std::string& name, ModelLines& lines) {
  TRY(const auto found,
      engine.query(fmt::format(
          "WITH sums AS (SELECT currency, sum(held + idle) AS cost, sum(held) AS held, sum(idle) AS idle, CASE WHEN "
          "sum(used) = 0 AND sum(unmeasured) > 0 THEN NULL ELSE sum(used) END AS used, sum(unmeasured) AS unmeasured, "
          "sum(input_tokens) AS input, sum(output_tokens) AS output, sum(input_tokens) + sum(output_tokens) AS tokens, "
          "sum(requests) AS requests FROM explained_rows GROUP BY currency) SELECT currency, cost, held, idle, used, "
          "unmeasured, cost - used - unmeasured, CAST(input AS DECIMAL(38,3)), CAST(output AS DECIMAL(38,3)), "
          "CAST(tokens AS DECIMAL(38,3)), CAST(requests AS DECIMAL(38,3)), {}, {}, {} FROM sums",
          price_sql("cost", "tokens", "1e6"), price_sql("used", "tokens", "1e6"),
          price_sql("cost", "requests", "1e0"))));
  for (const auto& row : found.rows) {
    const auto money = [&](std::size_t i) { return money_text(row[i], row[0]); };
    const auto number = [&](std::size_t i) { return row[i].value_or("unknown"); };
    lines.push_back(
        fmt::format("largest row, {}: allocation {} = its workloads {} + idle {}", name, money(1), money(2), money(3)));
    lines.push_back(fmt::format("  = usage {} + idling {} + unmeasured {}", money(4), money(6), money(5)));
    if (row[11]) {
      lines.push_back(fmt::format("  tokens: input {} + output {} = {}", number(7), number(8), number(9)));
      lines.push_back(fmt::format("  per 1M tokens: {} / {} x 1,000,000 = {}; of usage: {} / {} x 1,000,000 = {}",
                                  money(1), number(9), money(11), money(4), number(9), money(12)));
    }
    if (row[13]) lines.push_back(fmt::format("  per request: {} / {} = {}", money(1), number(10), money(13)));
  }
  return {};
}

Done add_ways(Engine& engine, ModelLines& lines) {
  TRY(const auto found,
      engine.query("SELECT coalesce(shared_by, 'no workload serves it'), currency, sum(held + idle), "
                   "CAST(sum(hours) AS BIGINT) FROM explained_rows GROUP BY 1, 2 ORDER BY 3 DESC NULLS LAST, 1"));
  for (const auto& row : found.rows) {
    lines.push_back(fmt::format("  shared by {}: {} in {} hours of unit_costs", row[0].value_or(""),
                                money_text(row[2], row[1]), row[3].value_or("0")));
  }
  return {};
}

// The dearest hour of the dearest day of the row, with requests if there is one.
std::string dearest_hour_sql(const CostBasisName& basis) {
  std::string same =
      "u.day = d.day AND u.currency IS NOT DISTINCT FROM d.currency AND u.estimated IS NOT DISTINCT FROM "
      "d.estimated AND u.shared_by IS NOT DISTINCT FROM d.shared_by";
  for (const char* key : kModelKeys) same += fmt::format(" AND u.{0} IS NOT DISTINCT FROM d.{0}", key);
  return fmt::format(
      "CREATE OR REPLACE TEMP TABLE explained_hour AS WITH days AS (SELECT * FROM explained_rows WHERE shared_by IS "
      "NOT "
      "NULL AND held + idle > 0 ORDER BY shared_by = 'no requests', held + idle DESC, day, model, model_version, "
      "endpoint, tenant, cluster, namespace LIMIT 1) SELECT u.*, u.{0}_cost AS held, u.{0}_cost_idle AS idle FROM "
      "unit_costs AS u JOIN days AS d ON {1} WHERE u.day = (SELECT day FROM days) ORDER BY u.{0}_cost + "
      "u.{0}_cost_idle DESC, u.hour LIMIT 1",
      basis.name, same);
}

// Its model's containers in that hour, with what they held in 1e-12 of the currency as the models state it.
std::string containers_sql(const CostBasisName& basis) {
  return fmt::format(
      "SELECT s.node_id, s.workload_id, n.cluster, f.namespace, f.model_version, f.tenant, "
      "CAST(floor(CAST(n.{}_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) AS amount FROM explained_hour AS h JOIN "
      "workload_facts AS f ON f.day = h.day AND f.model = h.model JOIN allocation_shares AS s ON s.day = h.day AND "
      "s.hour = h.hour AND s.workload_id = f.workload_id JOIN node_hours AS n ON n.day = h.day AND n.hour = h.hour AND "
      "n.node_id = s.node_id AND n.currency IS NOT DISTINCT FROM h.currency",
      basis.name);
}

Done add_model_hour(Engine& engine, const CostBasisName& basis, ModelLines& lines) {
  TRY(const auto found,
      engine.query(fmt::format(
          "WITH containers AS ({}), again AS (SELECT count(*) AS containers, count(DISTINCT node_id) AS machines, "
          "CAST(sum(amount) * 0.000000000001 AS DECIMAL(38,12)) AS cost FROM containers), all_rows AS (SELECT count(*) "
          "AS \"rows\", sum(u.{}_cost) AS cost FROM unit_costs AS u, explained_hour AS h WHERE u.day = h.day AND "
          "u.hour "
          "= h.hour AND u.model = h.model AND u.currency IS NOT DISTINCT FROM h.currency AND u.shared_by IS NOT NULL) "
          "SELECT strftime(h.hour, '%Y-%m-%d %H:%M:%S'), h.currency, h.model, coalesce(h.model_version, '-'), "
          "coalesce(h.endpoint, '-'), coalesce(h.tenant, '-'), h.held + h.idle, h.held, h.idle, h.shared_by, "
          "CAST(h.requests AS DECIMAL(38,3)), CAST(h.input_tokens AS DECIMAL(38,3)), CAST(h.output_tokens AS "
          "DECIMAL(38,3)), r.\"rows\", r.cost, a.containers, a.machines, a.cost FROM explained_hour AS h, again AS a, "
          "all_rows AS r",
          containers_sql(basis), basis.name)));
  for (const auto& row : found.rows) {
    const auto text = [&](std::size_t i) { return row[i].value_or("unknown"); };
    const auto money = [&](std::size_t i) { return money_text(row[i], row[1]); };
    lines.push_back(fmt::format(
        "dearest hour, {} of {} / {} / {} / {}: {} = {} + idle {}, shared by {}: {} requests, {} + {} tokens", text(0),
        text(2), text(3), text(4), text(5), money(6), money(7), money(8), text(9), text(10), text(11), text(12)));
    lines.push_back(fmt::format(
        "  {} rows of that model in that hour have {}; its {} containers on {} machines, computed again: {}", text(13),
        money(14), text(15), text(16), money(17)));
  }
  return {};
}

Done add_model_container(Engine& engine, const CostBasisName& basis, ModelLines& lines) {
  TRY(const auto found,
      engine.query("SELECT CAST(h.day AS VARCHAR), strftime(h.hour, '%Y-%m-%d %H:%M:%S'), h.currency, c.node_id, "
                   "c.workload_id FROM (" +
                   containers_sql(basis) +
                   ") AS c, explained_hour AS h WHERE coalesce(c.model_version = h.model_version, true) AND "
                   "coalesce(c.cluster = h.cluster, true) AND coalesce(c.namespace = h.namespace, true) AND "
                   "coalesce(c.tenant = h.tenant, true) ORDER BY c.amount DESC NULLS LAST, 4, 5 LIMIT 1"));
  return explain_largest_container(engine, basis, found, lines);
}

}  // namespace

Done explain_models(Engine& engine, const SumsTable& table, const CostBasisName& basis,
                    const std::vector<std::vector<Cell>>& rows, std::vector<std::string>& lines) {
  if (rows.empty()) return {};
  TRY_DONE(make_explained_rows(engine, table));
  TRY_DONE(add_model_row(engine, row_name(table, rows.front()), lines));
  TRY_DONE(add_ways(engine, lines));
  TRY_DONE(engine.run(dearest_hour_sql(basis)));
  TRY_DONE(add_model_hour(engine, basis, lines));
  return add_model_container(engine, basis, lines);
}

}  // namespace farthing
