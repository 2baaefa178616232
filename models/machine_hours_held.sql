-- machine_hours_held: how much of each machine's hour was held by all containers together. Made on the way, not kept.
-- One row: a node x hour in which a container held something.
-- Input: workload_hours.
SELECT
  node_key,
  hour_number,
  CAST(sum(vcpu) AS BIGINT) AS vcpu,
  CAST(sum(gib) AS BIGINT) AS gib,
  CAST(sum(accelerator) AS BIGINT) AS accelerator
FROM workload_hours
GROUP BY node_key, hour_number
