-- workload_day_amounts: what each container cost in a day, and what it gets of idle by each mode. Made on the way.
-- One row: a workload x group of machine_hour_rates (a node, day and kind of cost).
-- Inputs: workload_hour_shares, machine_hour_rates.
-- An amount is stated once per workload, hour and basis, in 1e-12 of the currency, cut off so that all
-- together never exceed the hour, and the stated amounts are summed.
WITH priced AS (
  SELECT
    s.workload_key,
    r.group_key,
    s.cost_share,
    coalesce(s.vcpu_share, 0e0) AS vcpu_share,
    coalesce(s.memory_share, 0e0) AS memory_share,
    coalesce(s.accelerator_share, 0e0) AS accelerator_share,
    coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator AS node_share,
    r.billed_cost,
    r.billed_cost_vcpu_by_cluster,
    r.billed_cost_memory_by_cluster,
    r.billed_cost_accelerator_by_cluster,
    r.billed_cost_by_cost,
    r.effective_cost,
    r.effective_cost_vcpu_by_cluster,
    r.effective_cost_memory_by_cluster,
    r.effective_cost_accelerator_by_cluster,
    r.effective_cost_by_cost,
    r.net_billed_cost,
    r.net_billed_cost_vcpu_by_cluster,
    r.net_billed_cost_memory_by_cluster,
    r.net_billed_cost_accelerator_by_cluster,
    r.net_billed_cost_by_cost,
    r.net_effective_cost,
    r.net_effective_cost_vcpu_by_cluster,
    r.net_effective_cost_memory_by_cluster,
    r.net_effective_cost_accelerator_by_cluster,
    r.net_effective_cost_by_cost,
    r.contracted_cost,
    r.contracted_cost_vcpu_by_cluster,
    r.contracted_cost_memory_by_cluster,
    r.contracted_cost_accelerator_by_cluster,
    r.contracted_cost_by_cost,
    r.list_cost,
    r.list_cost_vcpu_by_cluster,
    r.list_cost_memory_by_cluster,
    r.list_cost_accelerator_by_cluster,
    r.list_cost_by_cost
  FROM workload_hour_shares AS s
  JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
)
SELECT
  workload_key,
  group_key,
  count(*) AS hours,
  CAST(sum(CAST(floor(billed_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
  CAST(sum(CAST(floor(effective_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
  CAST(sum(CAST(floor(net_billed_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
  CAST(sum(CAST(floor(net_effective_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
  CAST(sum(CAST(floor(contracted_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
  CAST(sum(CAST(floor(list_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost,
  CAST(sum(CAST(floor(billed_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_node,
  CAST(sum(CAST(floor(effective_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_node,
  CAST(sum(CAST(floor(net_billed_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_node,
  CAST(sum(CAST(floor(net_effective_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_node,
  CAST(sum(CAST(floor(contracted_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_node,
  CAST(sum(CAST(floor(list_cost * node_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_node,
  CAST(sum(CAST(floor((billed_cost_vcpu_by_cluster * vcpu_share + billed_cost_memory_by_cluster * memory_share + billed_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_cluster,
  CAST(sum(CAST(floor((effective_cost_vcpu_by_cluster * vcpu_share + effective_cost_memory_by_cluster * memory_share + effective_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_cluster,
  CAST(sum(CAST(floor((net_billed_cost_vcpu_by_cluster * vcpu_share + net_billed_cost_memory_by_cluster * memory_share + net_billed_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_cluster,
  CAST(sum(CAST(floor((net_effective_cost_vcpu_by_cluster * vcpu_share + net_effective_cost_memory_by_cluster * memory_share + net_effective_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_cluster,
  CAST(sum(CAST(floor((contracted_cost_vcpu_by_cluster * vcpu_share + contracted_cost_memory_by_cluster * memory_share + contracted_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_cluster,
  CAST(sum(CAST(floor((list_cost_vcpu_by_cluster * vcpu_share + list_cost_memory_by_cluster * memory_share + list_cost_accelerator_by_cluster * accelerator_share) * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_cluster,
  CAST(sum(CAST(floor(billed_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_cost,
  CAST(sum(CAST(floor(effective_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_cost,
  CAST(sum(CAST(floor(net_billed_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_cost,
  CAST(sum(CAST(floor(net_effective_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_cost,
  CAST(sum(CAST(floor(contracted_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_cost,
  CAST(sum(CAST(floor(list_cost_by_cost * cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_cost
FROM priced
GROUP BY workload_key, group_key
