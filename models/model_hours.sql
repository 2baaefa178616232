-- model_hours: what the workloads of each model cost, hour by hour. Made on the way, not kept.
-- One row: a model, its version, cluster, namespace and tenant x hour x kind of cost.
-- Inputs: workload_hour_shares, machine_hour_rates, node_hours, workload_facts.
-- Money is in 1e-12 of the currency. <cost> is what its workloads held, `_idle` their part of what nobody held on their machines
-- (each resource's idle goes to who held that resource there), `_used` what of <cost> computed, `_unmeasured` what nothing
-- tells the use of.
WITH facts AS (
  SELECT workload_key, CAST(floor(to_unixtime(CAST(day AS TIMESTAMP)) / 86400) AS BIGINT) AS day_number, model, model_version, namespace, tenant
  FROM workload_facts
  WHERE model IS NOT NULL
), priced AS (
  SELECT
    f.model,
    f.model_version,
    n.cluster,
    f.namespace,
    f.tenant,
    s.hour_number,
    n.currency,
    n.estimated,
    s.seconds,
    s.accelerator_share * n.accelerator_micro_seconds / 3.6e9 AS card_hours,
    s.accelerator_used_share * n.accelerator_micro_seconds / 3.6e9 AS used_card_hours,
    s.cost_share AS held,
    coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator AS idle,
    coalesce(s.vcpu_used_share, 0e0) * n.vcpu_part + coalesce(s.memory_used_share, 0e0) * n.memory_part + coalesce(s.accelerator_used_share, 0e0) * n.accelerator_part AS used,
    CASE WHEN s.vcpu_used_share IS NULL THEN coalesce(s.vcpu_share, 0e0) * n.vcpu_part ELSE 0e0 END
      + CASE WHEN s.memory_used_share IS NULL THEN coalesce(s.memory_share, 0e0) * n.memory_part ELSE 0e0 END
      + (coalesce(s.accelerator_share, 0e0) - coalesce(s.accelerator_measured_share, 0e0)) * n.accelerator_part AS unmeasured,
    r.billed_cost,
    r.effective_cost,
    r.net_billed_cost,
    r.net_effective_cost,
    r.contracted_cost,
    r.list_cost
  FROM facts AS f
  JOIN workload_hour_shares AS s ON s.workload_key = f.workload_key AND s.hour_number / 24 = f.day_number
  JOIN node_hours AS n ON n.node_key = s.node_key AND n.hour_number = s.hour_number
  JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
)
SELECT
  row_number() OVER (ORDER BY hour_number, model, model_version, cluster, namespace, tenant, currency, estimated) AS pool,
  model,
  model_version,
  cluster,
  namespace,
  tenant,
  hour_number,
  currency,
  estimated,
  CAST(sum(seconds) AS BIGINT) AS seconds,
  CAST(sum(CAST(round(card_hours * 1e9) AS BIGINT)) AS BIGINT) AS card_nano,
  CAST(sum(CAST(round(used_card_hours * 1e9) AS BIGINT)) AS BIGINT) AS used_nano,
  CAST(sum(CAST(floor(billed_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
  CAST(sum(CAST(floor(billed_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_idle,
  CAST(sum(CAST(floor(billed_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_used,
  CAST(sum(CAST(floor(billed_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_unmeasured,
  CAST(sum(CAST(floor(effective_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
  CAST(sum(CAST(floor(effective_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_idle,
  CAST(sum(CAST(floor(effective_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_used,
  CAST(sum(CAST(floor(effective_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_unmeasured,
  CAST(sum(CAST(floor(net_billed_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
  CAST(sum(CAST(floor(net_billed_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_idle,
  CAST(sum(CAST(floor(net_billed_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_used,
  CAST(sum(CAST(floor(net_billed_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_unmeasured,
  CAST(sum(CAST(floor(net_effective_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
  CAST(sum(CAST(floor(net_effective_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_idle,
  CAST(sum(CAST(floor(net_effective_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_used,
  CAST(sum(CAST(floor(net_effective_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_unmeasured,
  CAST(sum(CAST(floor(contracted_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
  CAST(sum(CAST(floor(contracted_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_idle,
  CAST(sum(CAST(floor(contracted_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_used,
  CAST(sum(CAST(floor(contracted_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_unmeasured,
  CAST(sum(CAST(floor(list_cost * held * 1e12) AS BIGINT)) AS BIGINT) AS list_cost,
  CAST(sum(CAST(floor(list_cost * idle * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_idle,
  CAST(sum(CAST(floor(list_cost * used * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_used,
  CAST(sum(CAST(floor(list_cost * unmeasured * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_unmeasured
FROM priced
GROUP BY model, model_version, cluster, namespace, tenant, hour_number, currency, estimated
