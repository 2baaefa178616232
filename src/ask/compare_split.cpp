#include "ask/compare_split.hpp"

#include <fmt/format.h>

#include "ask/allocated_notes.hpp"
#include "ask/allocated_plan.hpp"
#include "base/text.hpp"

namespace farthing {
namespace {

// arn:...:pod/<cluster>/<namespace>/<pod>/<uid> and arn:...:task/<cluster>/<task>; tags as CUR legacy and CUR 2.0 name
// them.
constexpr const char* kSplitOfAws =
    "SELECT BillingCurrency AS currency, x_path[1] LIKE '%:pod' AS is_pod,\n"
    "  coalesce(Tags['aws:eks:cluster-name'], Tags['aws_eks_cluster_name'], Tags['aws:ecs:clusterName'], "
    "Tags['aws_ecs_cluster_name'], x_path[2]) AS cluster,\n"
    "  CASE WHEN x_path[1] LIKE '%:pod' THEN coalesce(Tags['aws:eks:namespace'], Tags['aws_eks_namespace'], x_path[3]) "
    "END AS namespace,\n"
    "  CASE WHEN x_path[1] LIKE '%:pod' THEN x_path[4] ELSE x_path[-1] END AS pod,\n"
    "  coalesce(Tags['aws:eks:workload-name'], Tags['aws_eks_workload_name'], Tags['aws:eks:deployment'], "
    "Tags['aws_eks_deployment'], Tags['aws:ecs:serviceName'], Tags['aws_ecs_service_name']) AS tagged_workload,\n"
    "  SplitCost AS split, UnusedCost AS unused\n"
    "FROM (SELECT *, string_split(ResourceId, '/') AS x_path FROM split_charges WHERE {0})";

// A task's ARN ends with its id, by which AWS's row is known.
constexpr const char* kSplitOfOurs =
    "SELECT currency, cluster, CASE WHEN ecs_service IS NULL THEN namespace END AS namespace, string_split(pod, "
    "'/')[-1] "
    "AS pod, coalesce(workload, ecs_service, pod) AS workload, orchestrator, accelerator, held, idle FROM (\n"
    "  SELECT *, effective_cost AS held, CAST(NULL AS DECIMAL(38,12)) AS idle FROM (SELECT *, day AS charge_date FROM "
    "allocation_daily) WHERE cost_kind IN ('allocated', 'system') AND workload_id IS NOT NULL AND {0}\n  UNION ALL BY "
    "NAME\n"
    "  SELECT *, CAST(NULL AS DECIMAL(38,12)) AS held, effective_cost AS idle FROM (SELECT * EXCLUDE (idle_mode), day "
    "AS "
    "charge_date FROM idle_moves WHERE idle_mode = 'by_node') WHERE cost_kind IN ('allocated', 'system') AND "
    "workload_id IS NOT NULL AND {0}\n)";

constexpr const char* kCompared =
    "WITH theirs AS ({0}),\nours AS ({1}),\n"
    "names AS (SELECT cluster, namespace, pod, min(workload) AS workload FROM ours WHERE pod IS NOT NULL GROUP BY 1, "
    "2, "
    "3),\n"
    "aws AS (\n  SELECT t.cluster, t.namespace, coalesce(n.workload, t.tagged_workload, t.pod) AS workload, "
    "t.currency, "
    "sum(t.split) AS split, sum(t.unused) AS unused\n"
    "  FROM theirs AS t LEFT JOIN names AS n ON n.cluster = t.cluster AND n.namespace IS NOT DISTINCT FROM t.namespace "
    "AND n.pod = t.pod GROUP BY 1, 2, 3, 4\n),\n"
    "farthing AS (SELECT cluster, namespace, workload, currency, max(orchestrator) AS orchestrator, max(accelerator) "
    "AS "
    "accelerator, sum(held) AS held, sum(idle) AS idle FROM ours GROUP BY 1, 2, 3, 4),\n"
    "beside AS (\n  SELECT coalesce(a.cluster, f.cluster) AS cluster, coalesce(a.namespace, f.namespace) AS namespace, "
    "coalesce(a.workload, f.workload) AS workload, a.split AS aws_split, a.unused AS aws_unused,\n"
    "    a.split + coalesce(a.unused, 0) AS aws_cost, f.held AS held_cost, f.idle AS idle_cost, f.held + "
    "coalesce(f.idle, 0) AS our_cost, coalesce(a.currency, f.currency) AS currency, f.orchestrator, f.accelerator,\n"
    "    a.workload IS NULL AS only_ours, f.workload IS NULL AS only_aws\n"
    "  FROM aws AS a FULL JOIN farthing AS f ON f.cluster IS NOT DISTINCT FROM a.cluster AND f.namespace IS NOT "
    "DISTINCT "
    "FROM a.namespace AND f.workload = a.workload AND f.currency IS NOT DISTINCT FROM a.currency\n)\n"
    "SELECT cluster, namespace, workload, aws_split, aws_unused, aws_cost, held_cost, idle_cost, our_cost, our_cost - "
    "aws_cost AS difference,\n"
    "  round(100 * CAST(our_cost - aws_cost AS DOUBLE) / nullif(CAST(aws_cost AS DOUBLE), 0), 2) AS "
    "difference_percent, "
    "currency,\n"
    "  CASE WHEN only_ours AND accelerator IS NOT NULL AND orchestrator = 'ecs' THEN 'AWS splits no accelerators of "
    "ECS "
    "tasks'\n"
    "    WHEN only_ours THEN 'AWS has no rows: its split is off there, or the hours were without a price of the bill'\n"
    "    WHEN only_aws THEN 'no container of ours has this name'\n"
    "    WHEN our_cost IS NULL OR aws_cost IS NULL THEN 'a cost is unknown'\n"
    "    WHEN abs(our_cost - aws_cost) <= 0.000001 THEN 'the same'\n    ELSE {2} END AS why\n"
    "FROM beside ORDER BY abs(coalesce(our_cost, 0) - coalesce(aws_cost, 0)) DESC, cluster NULLS LAST, namespace NULLS "
    "LAST, workload{3}";

// What differs by the settings; what AWS leaves out differs always.
std::string reasons(const AllocationConfig& config) {
  std::vector<std::string> found;
  if (config.weights != "aws") found.push_back("weights " + config.weights + ", AWS has 9:1 and 90:9:1");
  if (config.share_by != "max") found.push_back("share_by " + config.share_by + ", AWS takes the larger");
  found.emplace_back("AWS leaves out root volumes, hours without a pod and what isn't by the hour");
  return join(found, "; ");
}

}  // namespace

Result<Answer> compare_split(Engine& engine, const Snapshot& snapshot, const CompareSplitQuestion& question,
                             const AllocationConfig& config) {
  TRY(const auto newest, newest_allocated(engine, snapshot));
  Period period;
  if (newest || !question.period.last) {
    TRY(period, resolve_period(question.period, newest));
  }
  const auto where = period.sql();
  TRY(auto rows, engine.query(fmt::format(kCompared, fmt::format(kSplitOfAws, where), fmt::format(kSplitOfOurs, where),
                                          sql_literal(reasons(config)),
                                          question.top ? " LIMIT " + std::to_string(*question.top) : "")));
  TRY(const auto there, engine.query("SELECT count(*) FROM (SELECT 1 FROM split_charges LIMIT 1)"));
  Answer answer = answer_from(snapshot);
  answer.title = "AWS's split and ours, effective cost, " + period.label();
  answer.columns = std::move(rows.columns);
  answer.rows = std::move(rows.rows);
  TRY(auto states, allocation_state_notes(engine, snapshot));
  answer.complete = states.empty();
  for (auto& state : states) answer.notes.push_back(std::move(state));
  for (auto& note : period_notes(question.period, period)) answer.notes.push_back(std::move(note));
  if (there.rows[0][0] == "0") {
    answer.complete = false;
    answer.notes.emplace_back("the bill has no split cost allocation data: it's an option of the export (CUR only)");
  }
  if (question.explain) {
    answer.explanation = {"AWS: split_cost + unused_cost of split_charges; ours: what was held + idle laid on by node",
                          "settings: weights " + config.weights + ", share_by " + config.share_by,
                          "snapshot: " + std::to_string(snapshot.n) + ", written at " + snapshot.written_at};
  }
  return answer;
}

Result<Answer> ask_compare_split(LakeView& view, const CompareSplitQuestion& question, const AllocationConfig& config) {
  return compare_split(view.engine(), view.snapshot(), question, config);
}

}  // namespace farthing
