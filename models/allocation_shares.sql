-- allocation_shares: which part of a machine's hour a container held. No money: money = cost_share x node_hours.
-- One row: a workload x node x hour. What was used of a share is NULL where it isn't known.
-- Partition: day. Inputs: workload_hour_shares (the same by numbers), node_keys, workload_keys (names).
SELECT
  CAST(date_trunc('day', TIMESTAMP '1970-01-01 00:00:00' + s.hour_number * INTERVAL '1' HOUR) AS DATE) AS day,
  TIMESTAMP '1970-01-01 00:00:00' + s.hour_number * INTERVAL '1' HOUR AS hour,
  n.node_id,
  k.workload_id,
  s.seconds,
  s.vcpu_share,
  s.memory_share,
  s.accelerator_share,
  s.vcpu_used_share,
  s.memory_used_share,
  s.accelerator_used_share,
  s.accelerator_measured_share,
  s.told_by AS accelerator_told_by,
  s.cost_share
FROM workload_hour_shares AS s
JOIN node_keys AS n ON n.node_key = s.node_key
JOIN workload_keys AS k ON k.workload_key = s.workload_key
