#include "ask/gpu_rows.hpp"

#include <fmt/format.h>

namespace farthing {
namespace {

constexpr const char* kOfMachines =
    "n.account, n.region, n.zone, n.cluster, n.orchestrator, n.node_pool, n.node_id AS node, n.instance_type, "
    "n.purchase_option, n.accelerator_model AS accelerator, n.owner";
constexpr const char* kOfWorkloads[] = {"namespace",     "ecs_service", "workload",   "pod",
                                        "container",     "workload_id", "run",        "model",
                                        "model_version", "tenant",      "mig_profile"};

// A machine's cards by themselves: what its accelerators cost in the hour, in 1e-12 of the currency.
constexpr const char* kMachineHours =
    "SELECT *, CAST({cost} AS DOUBLE) * accelerator_part AS worth, CAST(round(CAST({cost} AS DOUBLE) * "
    "accelerator_part * "
    "1e12) AS BIGINT) AS whole, accelerator_micro_seconds / 3.6e9 AS cards, day AS charge_date, strftime(day, '%Y-%m') "
    "AS "
    "billing_period FROM node_hours WHERE accelerator_micro_seconds > 0";

std::string workload_columns(const char* form) {
  std::string sql;
  for (const char* name : kOfWorkloads) sql += ", " + fmt::format(fmt::runtime(form), fmt::arg("name", name));
  return sql;
}

}  // namespace

std::vector<std::string> gpu_dimensions() {
  return {"cluster",       "orchestrator",    "node_pool",   "node",         "account",     "region", "zone",
          "instance_type", "purchase_option", "accelerator", "gpu_sharing",  "mig_profile", "owner",  "namespace",
          "ecs_service",   "workload",        "pod",         "container",    "workload_id", "run",    "model",
          "model_version", "tenant",          "dimensions",  "hour_of_week", "hour",        "day"};
}

std::string gpu_day_rows(const CostBasisName& basis, const Period& period) {
  const std::string cost = std::string(basis.name) + "_cost";
  return fmt::format(
      "SELECT *, {0} AS cost, {0}_used AS used, {0}_unmeasured AS unmeasured, {0}_parked AS parked FROM (SELECT *, day "
      "AS "
      "charge_date FROM accelerator_daily) WHERE {1}",
      cost, period.sql());
}

std::string gpu_hour_rows(const CostBasisName& basis, const Period& period) {
  const std::string cost = std::string(basis.name) + "_cost";
  return fmt::format(
      R"sql(
WITH machines AS MATERIALIZED (SELECT * FROM ({machines}) WHERE {period}
), held AS MATERIALIZED (
  SELECT s.*, CAST(floor(n.worth * s.accelerator_share * 1e12) AS BIGINT) AS amount,
    CAST(floor(n.worth * coalesce(s.accelerator_used_share, 0e0) * 1e12) AS BIGINT) AS used_amount,
    CAST(floor(n.worth * s.accelerator_measured_share * 1e12) AS BIGINT) AS measured_amount
  FROM allocation_shares AS s JOIN machines AS n ON n.node_id = s.node_id AND n.hour = s.hour
  WHERE s.accelerator_share > 0
), hours AS (
  SELECT n.day, n.billing_period, n.hour, {of_machines}{of_workloads}, f.gpu_sharing, f.dimensions, n.currency, n.estimated,
    'held' AS what, h.accelerator_told_by AS told_by, n.cards * h.accelerator_share AS card_hours, n.cards * h.accelerator_used_share AS used_card_hours,
    n.cards * h.accelerator_measured_share AS measured_card_hours, h.amount, h.used_amount,
    h.amount - h.measured_amount AS unmeasured_amount
  FROM held AS h JOIN machines AS n ON n.node_id = h.node_id AND n.hour = h.hour
  LEFT JOIN workload_facts AS f ON f.workload_id = h.workload_id AND f.day = h.day
  UNION ALL BY NAME
  SELECT n.day, n.billing_period, n.hour, {of_machines}, n.currency, n.estimated, 'idle' AS what,
    n.cards * (1e0 - coalesce(t.share, 0e0)) AS card_hours, n.whole - coalesce(t.amount, 0) AS amount
  FROM machines AS n
  LEFT JOIN (SELECT node_id, hour, sum(accelerator_share) AS share, CAST(sum(amount) AS BIGINT) AS amount FROM held GROUP BY 1, 2) AS t
    ON t.node_id = n.node_id AND t.hour = n.hour
)
SELECT * EXCLUDE (amount, used_amount, unmeasured_amount), strftime(hour, '%u-%a %H:00') AS hour_of_week,
  CAST(amount * 0.000000000001 AS DECIMAL(38,12)) AS cost, CAST(used_amount * 0.000000000001 AS DECIMAL(38,12)) AS used,
  CAST(unmeasured_amount * 0.000000000001 AS DECIMAL(38,12)) AS unmeasured, CAST(NULL AS DECIMAL(38,12)) AS parked
FROM hours)sql",
      fmt::arg("machines", fmt::format(fmt::runtime(kMachineHours), fmt::arg("cost", cost))),
      fmt::arg("period", period.sql()), fmt::arg("of_machines", kOfMachines),
      fmt::arg("of_workloads", workload_columns("f.{name}")));
}

}  // namespace farthing
