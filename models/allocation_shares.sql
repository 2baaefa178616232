-- allocation_shares: which part of a machine's hour a container held. No money: money = share x node_hours.
-- One row: a workload x node x hour.
-- Partition: day. Inputs: day_workloads (their intervals neither open nor overlapping), day_usage, node_hours,
-- allocation_settings (one row: share_by).
-- Units are micro-vCPU-seconds and micro-GiB-seconds; what was reserved is the request x the time held, what was used is
-- the usage of the hour, or the reservation where no usage is known. Shares of a resource that was asked for beyond what the node has are scaled to 1.
WITH pieces AS (
  SELECT
    w.workload_id,
    w.node_id,
    h.hour,
    date_diff('second', date_trunc('second', greatest(w."start", h.hour)), date_trunc('second', least(w."end", h.hour + INTERVAL '1' HOUR))) AS seconds,
    coalesce(CAST(round(w.request_vcpu * 1e6) AS BIGINT), CAST(0 AS BIGINT)) AS vcpu_micro,
    coalesce(CAST(round(w.request_memory_gib * 1e6) AS BIGINT), CAST(0 AS BIGINT)) AS gib_micro,
    coalesce(CAST(round(w.request_accelerators * 1e6) AS BIGINT), CAST(0 AS BIGINT)) AS accelerator_micro
  FROM day_workloads AS w
  CROSS JOIN UNNEST(sequence(date_trunc('hour', w."start"), w."end", INTERVAL '1' HOUR)) AS h(hour)
  WHERE h.hour < w."end"
), reserved AS (
  SELECT
    workload_id,
    node_id,
    hour,
    CAST(sum(seconds) AS BIGINT) AS seconds,
    CAST(sum(vcpu_micro * seconds) AS BIGINT) AS vcpu,
    CAST(sum(gib_micro * seconds) AS BIGINT) AS gib,
    CAST(sum(accelerator_micro * seconds) AS BIGINT) AS accelerator
  FROM pieces
  GROUP BY workload_id, node_id, hour
), used AS (
  SELECT
    r.workload_id,
    r.node_id,
    r.hour,
    r.seconds,
    r.vcpu,
    r.gib,
    r.accelerator,
    coalesce(CAST(round(u.vcpu_hours * 3600e6) AS BIGINT), r.vcpu) AS used_vcpu,
    coalesce(CAST(round(u.gib_hours * 3600e6) AS BIGINT), r.gib) AS used_gib,
    coalesce(CAST(round(u.accelerator_hours * 3600e6) AS BIGINT), r.accelerator) AS used_accelerator,
    s.share_by
  FROM reserved AS r
  CROSS JOIN allocation_settings AS s
  LEFT JOIN day_usage AS u ON u.workload_id = r.workload_id AND u.hour = r.hour
), held AS (
  SELECT
    workload_id,
    node_id,
    hour,
    seconds,
    CASE share_by WHEN 'request' THEN vcpu WHEN 'usage' THEN used_vcpu ELSE greatest(vcpu, used_vcpu) END AS vcpu,
    CASE share_by WHEN 'request' THEN gib WHEN 'usage' THEN used_gib ELSE greatest(gib, used_gib) END AS gib,
    CASE share_by WHEN 'request' THEN accelerator WHEN 'usage' THEN used_accelerator ELSE greatest(accelerator, used_accelerator) END AS accelerator
  FROM used
), asked AS (
  SELECT
    node_id,
    hour,
    CAST(sum(vcpu) AS BIGINT) AS vcpu,
    CAST(sum(gib) AS BIGINT) AS gib,
    CAST(sum(accelerator) AS BIGINT) AS accelerator
  FROM held
  GROUP BY node_id, hour
)
SELECT
  n.day,
  h.hour,
  h.node_id,
  h.workload_id,
  h.seconds,
  CAST(h.vcpu AS DOUBLE) / nullif(greatest(a.vcpu, n.vcpu_micro_seconds), 0) AS vcpu_share,
  CAST(h.gib AS DOUBLE) / nullif(greatest(a.gib, n.gib_micro_seconds), 0) AS memory_share,
  CAST(h.accelerator AS DOUBLE) / nullif(greatest(a.accelerator, n.accelerator_micro_seconds), 0) AS accelerator_share
FROM held AS h
JOIN asked AS a ON a.node_id = h.node_id AND a.hour = h.hour
JOIN node_hours AS n ON n.node_id = h.node_id AND n.hour = h.hour
ORDER BY 1, 3, 2, 4
