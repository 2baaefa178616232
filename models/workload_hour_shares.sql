-- workload_hour_shares: which part of a machine's hour a container held, by numbers instead of names. Made on the way.
-- One row: a workload x node x hour in which the node was there.
-- Inputs: workload_hours (what each held), machine_hours_held (the same of all together), node_hours.
-- Shares of a resource that was asked for beyond what the node has are scaled to 1. `cost_share` is the part of the
-- hour's money on any basis: each resource's share x the part of the money that the resource carries. What was used of a
-- share is NULL where that isn't known; of accelerators, `measured` is the part of the share whose use is known.
WITH scales AS (
  SELECT
    n.node_key,
    n.hour_number,
    nullif(CAST(greatest(a.vcpu, n.vcpu_micro_seconds) AS DOUBLE), 0e0) AS vcpu,
    nullif(CAST(greatest(a.gib, n.gib_micro_seconds) AS DOUBLE), 0e0) AS gib,
    nullif(CAST(greatest(a.accelerator, n.accelerator_micro_seconds) AS DOUBLE), 0e0) AS accelerator,
    nullif(CAST(n.vcpu_micro_seconds AS DOUBLE), 0e0) AS all_vcpu,
    nullif(CAST(n.gib_micro_seconds AS DOUBLE), 0e0) AS all_gib,
    nullif(CAST(n.accelerator_micro_seconds AS DOUBLE), 0e0) AS all_accelerator,
    n.vcpu_part,
    n.memory_part,
    n.accelerator_part
  FROM machine_hours_held AS a
  JOIN node_hours AS n ON n.node_key = a.node_key AND n.hour_number = a.hour_number
), shares AS (
  SELECT
    h.workload_key,
    h.node_key,
    h.hour_number,
    h.seconds,
    h.vcpu / s.vcpu AS vcpu_share,
    h.gib / s.gib AS memory_share,
    h.accelerator / s.accelerator AS accelerator_share,
    least(h.used_vcpu / s.all_vcpu, h.vcpu / s.vcpu) AS vcpu_used_share,
    least(h.used_gib / s.all_gib, h.gib / s.gib) AS memory_used_share,
    least(h.used_accelerator / s.all_accelerator, h.accelerator / s.accelerator) AS accelerator_used_share,
    least(h.measured / s.all_accelerator, h.accelerator / s.accelerator) AS accelerator_measured_share,
    h.accelerator_gib,
    h.told_by,
    s.vcpu_part,
    s.memory_part,
    s.accelerator_part
  FROM workload_hours AS h
  JOIN scales AS s ON s.node_key = h.node_key AND s.hour_number = h.hour_number
)
SELECT
  s.workload_key,
  s.node_key,
  s.hour_number,
  s.seconds,
  s.vcpu_share,
  s.memory_share,
  s.accelerator_share,
  s.vcpu_used_share,
  s.memory_used_share,
  s.accelerator_used_share,
  s.accelerator_measured_share,
  s.accelerator_gib,
  s.told_by,
  coalesce(s.vcpu_share, 0e0) * s.vcpu_part + coalesce(s.memory_share, 0e0) * s.memory_part + coalesce(s.accelerator_share, 0e0) * s.accelerator_part AS cost_share
FROM shares AS s
