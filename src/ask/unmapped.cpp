#include "ask/unmapped.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ask/allocated_notes.hpp"
#include "ask/allocated_plan.hpp"
#include "ask/answer_column.hpp"
#include "ask/costs_notes.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

// Groups of rows: mapped ones count in the whole only.
constexpr const char* kUnmappedGroups =
    "CREATE OR REPLACE TEMP TABLE unmapped_groups AS\n"
    "SELECT cost_kind, cluster, CASE WHEN cluster IS NOT NULL THEN coalesce(namespace, ecs_service) END AS namespace,\n"
    "  CASE WHEN cluster IS NOT NULL THEN workload END AS workload, CASE WHEN cluster IS NULL THEN account END AS "
    "account,\n"
    "  CASE WHEN cluster IS NULL THEN service END AS service, currency, dimensions[{0}] IS NULL AS is_unmapped,\n"
    "  sum({1}) AS cost, CAST(coalesce(sum(hours) FILTER (WHERE {1} IS NULL), 0) AS BIGINT) AS unknown_hours,\n"
    "  list(DISTINCT workload_id) FILTER (WHERE dimensions[{0}] IS NULL) AS workload_ids\n"
    "FROM (SELECT *, day AS charge_date FROM allocation_daily)\n"
    "WHERE cost_kind IN ('allocated', 'unallocated', 'not_covered') AND {2}\nGROUP BY ALL";

// The keys by which a rule could know them. The bill's lines aren't told apart below account and service.
constexpr const char* kUnmappedRows =
    "WITH found AS (SELECT row_number() OVER () AS n, * FROM unmapped_groups WHERE is_unmapped),\n"
    "carried AS (\n"
    "  SELECT DISTINCT f.n, 'label:' || unnest(map_keys(w.labels)) AS key FROM (SELECT n, unnest(workload_ids) AS "
    "workload_id FROM found) AS f JOIN workloads AS w USING (workload_id)\n  UNION\n"
    "  SELECT DISTINCT f.n, 'tag:' || unnest(map_keys(w.tags)) FROM (SELECT n, unnest(workload_ids) AS workload_id "
    "FROM "
    "found) AS f JOIN workloads AS w USING (workload_id)\n  UNION\n"
    "  SELECT DISTINCT f.n, 'tag:' || t.key FROM found AS f JOIN (\n"
    "    SELECT DISTINCT SubAccountId, ServiceName, unnest(map_keys(Tags)) AS key FROM charges WHERE {0}\n"
    "  ) AS t ON t.SubAccountId = f.account AND t.ServiceName = f.service WHERE f.cluster IS NULL\n),\n"
    "keys AS (SELECT n, array_to_string(list_sort(list(key))[1:10], ', ') || CASE WHEN count(*) > 10 THEN ', ...' ELSE "
    "'' END AS carries FROM carried GROUP BY 1),\n"
    "wholes AS (SELECT currency, sum(cost) AS whole FROM unmapped_groups GROUP BY 1)\n"
    "SELECT f.cost_kind, f.cluster, f.namespace, f.workload, f.account, f.service, k.carries, f.cost AS {1},\n"
    "  round(100 * CAST(f.cost AS DOUBLE) / nullif(CAST(w.whole AS DOUBLE), 0), 2) AS share_percent, f.currency\n"
    "FROM found AS f LEFT JOIN keys AS k USING (n) LEFT JOIN wholes AS w ON w.currency IS NOT DISTINCT FROM "
    "f.currency\n"
    "ORDER BY f.cost DESC NULLS LAST, f.cost_kind, f.cluster NULLS LAST, f.namespace NULLS LAST, f.workload NULLS "
    "LAST, "
    "f.account NULLS LAST, f.service NULLS LAST{2}";

Done check_dimension(const UnmappedQuestion& question, const AllocationConfig& config) {
  std::vector<std::string> names;
  for (const auto& rule : config.dimensions) names.push_back(rule.name);
  if (std::find(names.begin(), names.end(), question.dimension) != names.end()) return {};
  return misuse("there is no dimension '" + question.dimension + "' in farthing.yaml",
                "choose one of: " + join(names, ", "));
}

Done add_sums(Engine& engine, const UnmappedQuestion& question, Answer& answer) {
  TRY(const auto sums,
      engine.query(
          "SELECT currency, sum(cost) FILTER (WHERE is_unmapped), sum(cost), round(100 * CAST(sum(cost) FILTER "
          "(WHERE is_unmapped) AS DOUBLE) / nullif(CAST(sum(cost) AS DOUBLE), 0), 2), CAST(sum(unknown_hours) "
          "AS BIGINT) FROM unmapped_groups GROUP BY 1 ORDER BY 1 NULLS LAST"));
  for (const auto& row : sums.rows) {
    answer.notes.push_back(fmt::format("{} of {} has no {}{}", row[1].value_or("0"), money_text(row[2], row[0]),
                                       question.dimension, row[3] ? " (" + *row[3] + " %)" : ""));
    if (row[4].value_or("0") == "0") continue;
    answer.complete = false;
    answer.notes.push_back("the cost of " + *row[4] + " node- or workload-hours is unknown: they are in no sum");
  }
  if (sums.rows.size() == 1 && answer.rows.size() > 1 && !question.top) {
    const auto& row = sums.rows.front();
    answer.total = {"total", {}, {}, {}, {}, {}, {}, row[1], row[3], row[0]};
  }
  return {};
}

}  // namespace

Result<Answer> unmapped(Engine& engine, const Snapshot& snapshot, const UnmappedQuestion& question,
                        const AllocationConfig& config) {
  TRY_DONE(check_dimension(question, config));
  TRY(const auto newest, newest_allocated(engine, snapshot));
  Period period;
  if (newest || !question.period.last) {
    TRY(period, resolve_period(question.period, newest));
  }
  const std::string cost = std::string(named(question.basis).name) + "_cost";
  TRY_DONE(engine.run(fmt::format(kUnmappedGroups, sql_literal(question.dimension), cost, period.sql())));
  TRY(auto rows, engine.query(fmt::format(kUnmappedRows, period.sql(), cost,
                                          question.top ? " LIMIT " + std::to_string(*question.top) : "")));
  Answer answer = answer_from(snapshot);
  answer.title = "Money without a " + question.dimension + ", " + period.label();
  answer.columns = std::move(rows.columns);
  answer.rows = std::move(rows.rows);
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  for (auto& note : period_notes(question.period, period)) answer.notes.push_back(std::move(note));
  TRY_DONE(add_sums(engine, question, answer));
  if (question.top) answer.notes.push_back(fmt::format("the largest {}", *question.top));
  if (question.explain) {
    answer.explanation = {"formula: sum of " + cost +
                              " over rows of allocation_daily that are allocated, unallocated or "
                              "not covered and whose " +
                              question.dimension + " is missing",
                          "snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at};
  }
  TRY_DONE(engine.run("DROP TABLE unmapped_groups"));
  return answer;
}

Result<Answer> ask_unmapped(LakeView& view, const UnmappedQuestion& question, const AllocationConfig& config) {
  return unmapped(view.engine(), view.snapshot(), question, config);
}

}  // namespace farthing
