-- workload_day_amounts: what each container cost in a day, and what it gets of idle by each mode. Made on the way.
-- One row: a workload x group of machine_hour_rates (a node, day and kind of cost).
-- Inputs: workload_hour_shares, machine_hour_rates.
-- An amount is stated once per workload, hour and basis, in 1e-12 of the currency, cut off so that all
-- together never exceed the hour, and the stated amounts are summed.
SELECT
  s.workload_key,
  r.group_key,
  count(*) AS hours,
  CAST(sum(CAST(floor(r.billed_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
  CAST(sum(CAST(floor(r.effective_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
  CAST(sum(CAST(floor(r.net_billed_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
  CAST(sum(CAST(floor(r.net_effective_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
  CAST(sum(CAST(floor(r.contracted_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
  CAST(sum(CAST(floor(r.list_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost,
  CAST(sum(CAST(floor(r.billed_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_node,
  CAST(sum(CAST(floor(r.effective_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_node,
  CAST(sum(CAST(floor(r.net_billed_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_node,
  CAST(sum(CAST(floor(r.net_effective_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_node,
  CAST(sum(CAST(floor(r.contracted_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_node,
  CAST(sum(CAST(floor(r.list_cost * (coalesce(s.vcpu_share, 0e0) * r.by_node_vcpu + coalesce(s.memory_share, 0e0) * r.by_node_memory + coalesce(s.accelerator_share, 0e0) * r.by_node_accelerator) * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_node,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.billed_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.billed_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.billed_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_cluster,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.effective_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.effective_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.effective_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_cluster,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.net_billed_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.net_billed_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.net_billed_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_cluster,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.net_effective_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.net_effective_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.net_effective_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_cluster,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.contracted_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.contracted_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.contracted_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_cluster,
  CAST(sum(CAST(floor((coalesce(s.vcpu_share, 0e0) * r.list_cost_vcpu_by_cluster + coalesce(s.memory_share, 0e0) * r.list_cost_memory_by_cluster + coalesce(s.accelerator_share, 0e0) * r.list_cost_accelerator_by_cluster) * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_cluster,
  CAST(sum(CAST(floor(r.billed_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_by_cost,
  CAST(sum(CAST(floor(r.effective_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_by_cost,
  CAST(sum(CAST(floor(r.net_billed_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_by_cost,
  CAST(sum(CAST(floor(r.net_effective_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_by_cost,
  CAST(sum(CAST(floor(r.contracted_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_by_cost,
  CAST(sum(CAST(floor(r.list_cost_by_cost * s.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_by_cost
FROM workload_hour_shares AS s
JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
GROUP BY s.workload_key, r.group_key
