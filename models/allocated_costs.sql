-- allocated_costs: where the money of each machine's hour went.
-- One row: a workload x node x hour (cost_kind 'allocated' or 'system'), or what nobody held of a node x hour ('idle').
-- Inputs: node_hours, allocation_shares, workload_facts (what is known of a workload on a day, one row each).
-- An amount is stated once per workload, hour and basis; idle is what is left, so the rows of a node-hour sum to
-- it exactly.
WITH amounts AS (
  SELECT
    s.workload_id,
    n.node_id,
    n.hour,
    CAST(CAST(floor(CAST(n.billed_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost,
    CAST(CAST(floor(CAST(n.effective_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost,
    CAST(CAST(floor(CAST(n.net_billed_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost,
    CAST(CAST(floor(CAST(n.net_effective_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost,
    CAST(CAST(floor(CAST(n.contracted_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost,
    CAST(CAST(floor(CAST(n.list_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost
  FROM allocation_shares AS s
  JOIN node_hours AS n ON n.node_id = s.node_id AND n.hour = s.hour
), taken AS (
  SELECT
    node_id,
    hour,
    sum(billed_cost) AS billed_cost,
    sum(effective_cost) AS effective_cost,
    sum(net_billed_cost) AS net_billed_cost,
    sum(net_effective_cost) AS net_effective_cost,
    sum(contracted_cost) AS contracted_cost,
    sum(list_cost) AS list_cost
  FROM amounts
  GROUP BY node_id, hour
), rows_of_all AS (
  SELECT workload_id, node_id, hour, billed_cost, effective_cost, net_billed_cost, net_effective_cost, contracted_cost, list_cost
  FROM amounts
  UNION ALL
  SELECT
    CAST(NULL AS VARCHAR),
    n.node_id,
    n.hour,
    n.billed_cost - coalesce(t.billed_cost, 0.000000000000),
    n.effective_cost - coalesce(t.effective_cost, 0.000000000000),
    n.net_billed_cost - coalesce(t.net_billed_cost, 0.000000000000),
    n.net_effective_cost - coalesce(t.net_effective_cost, 0.000000000000),
    n.contracted_cost - coalesce(t.contracted_cost, 0.000000000000),
    n.list_cost - coalesce(t.list_cost, 0.000000000000)
  FROM node_hours AS n
  LEFT JOIN taken AS t ON t.node_id = n.node_id AND t.hour = n.hour
)
SELECT
  n.day,
  r.hour,
  CASE WHEN r.workload_id IS NULL THEN 'idle' WHEN f.system THEN 'system' ELSE 'allocated' END AS cost_kind,
  n.account,
  n.region,
  n.zone,
  n.cluster,
  n.orchestrator,
  n.node_pool,
  n.node_id AS node,
  n.instance_type,
  n.purchase_option,
  n.accelerator_model AS accelerator,
  f.namespace,
  f.ecs_service,
  f.workload,
  f.controller_kind,
  f.pod,
  f.container,
  r.workload_id,
  f.dimensions,
  n.currency,
  n.estimated,
  CAST(r.billed_cost AS DECIMAL(38,12)) AS billed_cost,
  CAST(r.effective_cost AS DECIMAL(38,12)) AS effective_cost,
  CAST(r.net_billed_cost AS DECIMAL(38,12)) AS net_billed_cost,
  CAST(r.net_effective_cost AS DECIMAL(38,12)) AS net_effective_cost,
  CAST(r.contracted_cost AS DECIMAL(38,12)) AS contracted_cost,
  CAST(r.list_cost AS DECIMAL(38,12)) AS list_cost
FROM rows_of_all AS r
JOIN node_hours AS n ON n.node_id = r.node_id AND n.hour = r.hour
LEFT JOIN workload_facts AS f ON f.workload_id = r.workload_id AND f.day = n.day
