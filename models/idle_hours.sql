-- idle_hours: what nobody held, by machine and hour. `farthing idle` reads it.
-- One row: a node x hour.
-- Partition: day. Inputs: node_hours, workload_hour_shares, machine_hour_rates.
-- The money is what the stated amounts of the containers leave of the node-hour, so both sum to it exactly.
WITH taken AS (
  SELECT
    s.node_key,
    s.hour_number,
    CAST(sum(CAST(floor(r.billed_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
    CAST(sum(CAST(floor(r.effective_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
    CAST(sum(CAST(floor(r.net_billed_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
    CAST(sum(CAST(floor(r.net_effective_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
    CAST(sum(CAST(floor(r.contracted_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
    CAST(sum(CAST(floor(r.list_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost
  FROM workload_hour_shares AS s
  JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
  GROUP BY s.node_key, s.hour_number
)
SELECT
  n.hour,
  n.day,
  n.node_id AS node,
  n.account,
  n.region,
  n.zone,
  n.cluster,
  n.orchestrator,
  n.node_pool,
  n.instance_type,
  n.purchase_option,
  n.accelerator_model AS accelerator,
  n.owner,
  n.currency,
  n.estimated,
  1e0 - r.vcpu_held AS vcpu_idle,
  1e0 - r.memory_held AS memory_idle,
  CASE WHEN n.accelerator_micro_seconds > 0 THEN 1e0 - r.accelerator_held END AS accelerator_idle,
  CAST(n.billed_cost - coalesce(t.billed_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost,
  CAST(n.effective_cost - coalesce(t.effective_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost,
  CAST(n.net_billed_cost - coalesce(t.net_billed_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost,
  CAST(n.net_effective_cost - coalesce(t.net_effective_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost,
  CAST(n.contracted_cost - coalesce(t.contracted_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost,
  CAST(n.list_cost - coalesce(t.list_cost, 0) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost,
  n.node_key,
  n.hour_number
FROM node_hours AS n
JOIN machine_hour_rates AS r ON r.node_key = n.node_key AND r.hour_number = n.hour_number
LEFT JOIN taken AS t ON t.node_key = n.node_key AND t.hour_number = n.hour_number
