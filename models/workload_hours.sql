-- workload_hours: what each container reserved and used in each hour, and so what it held. Made on the way, not kept.
-- One row: a workload x node x hour.
-- Inputs: day_workloads (intervals of workloads in whole seconds, neither open nor overlapping), day_usage (what was used
-- by the hour), allocation_settings (one row: whether what was reserved and what was used counts, each 1 or 0).
-- Units are micro-vCPU-seconds, micro-GiB-seconds and micro-card-seconds. Reserved is the request x the seconds that the
-- container ran in the hour; where no usage is known, what was reserved counts.
-- Most containers have one interval in a day and usage in each of its hours: those rows come from one pass over the usage.
-- What is left (several intervals, hours without usage) goes the general way.
WITH simple AS (
  SELECT
    w.workload_key,
    w.node_key,
    u.hour_number,
    least(w.ends, u.hour_number * 3600 + 3600) - greatest(w.begins, u.hour_number * 3600) AS seconds,
    w.vcpu_micro,
    w.gib_micro,
    w.accelerator_micro,
    u.vcpu AS used_vcpu,
    u.gib AS used_gib,
    u.accelerator AS used_accelerator
  FROM day_usage AS u
  JOIN day_workloads AS w ON w.workload_key = u.workload_key AND w.day_number = u.day_number
  WHERE w.intervals = 1 AND u.hour_number * 3600 < w.ends AND u.hour_number * 3600 + 3600 > w.begins
), counted AS (
  SELECT workload_key, hour_number / 24 AS day_number, count(*) AS hours
  FROM simple
  GROUP BY workload_key, hour_number / 24
), others AS (
  SELECT w.workload_key, w.node_key, w.begins, w.ends, w.vcpu_micro, w.gib_micro, w.accelerator_micro, w.intervals
  FROM day_workloads AS w
  LEFT JOIN counted AS c ON c.workload_key = w.workload_key AND c.day_number = w.day_number
  WHERE w.intervals > 1 OR coalesce(c.hours, 0) < (w.ends - 1) / 3600 - w.begins / 3600 + 1
), pieces AS (
  SELECT
    w.workload_key,
    w.node_key,
    h.hour_number,
    w.intervals,
    least(w.ends, h.hour_number * 3600 + 3600) - greatest(w.begins, h.hour_number * 3600) AS seconds,
    w.vcpu_micro,
    w.gib_micro,
    w.accelerator_micro
  FROM others AS w
  CROSS JOIN UNNEST(sequence(w.begins / 3600, (w.ends - 1) / 3600)) AS h(hour_number)
), other_usage AS (
  SELECT u.workload_key, u.hour_number, u.vcpu, u.gib, u.accelerator
  FROM day_usage AS u
  JOIN (SELECT DISTINCT workload_key FROM others) AS k ON k.workload_key = u.workload_key
), reserved AS (
  SELECT
    workload_key,
    node_key,
    hour_number,
    max(intervals) AS intervals,
    CAST(sum(seconds) AS BIGINT) AS seconds,
    CAST(sum(vcpu_micro * seconds) AS BIGINT) AS vcpu,
    CAST(sum(gib_micro * seconds) AS BIGINT) AS gib,
    CAST(sum(accelerator_micro * seconds) AS BIGINT) AS accelerator
  FROM pieces
  GROUP BY workload_key, node_key, hour_number
), both_ways AS (
  SELECT
    workload_key,
    node_key,
    hour_number,
    seconds,
    vcpu_micro * seconds AS vcpu,
    gib_micro * seconds AS gib,
    accelerator_micro * seconds AS accelerator,
    used_vcpu,
    used_gib,
    used_accelerator
  FROM simple
  UNION ALL
  SELECT
    r.workload_key,
    r.node_key,
    r.hour_number,
    r.seconds,
    r.vcpu,
    r.gib,
    r.accelerator,
    u.vcpu,
    u.gib,
    u.accelerator
  FROM reserved AS r
  LEFT JOIN other_usage AS u ON u.workload_key = r.workload_key AND u.hour_number = r.hour_number
  WHERE r.intervals > 1 OR u.workload_key IS NULL
)
SELECT
  b.workload_key,
  b.node_key,
  b.hour_number,
  b.seconds,
  CASE WHEN b.used_vcpu IS NULL THEN b.vcpu WHEN b.used_vcpu * s.takes_usage > b.vcpu * s.takes_request THEN b.used_vcpu ELSE b.vcpu * s.takes_request END AS vcpu,
  CASE WHEN b.used_gib IS NULL THEN b.gib WHEN b.used_gib * s.takes_usage > b.gib * s.takes_request THEN b.used_gib ELSE b.gib * s.takes_request END AS gib,
  CASE WHEN b.used_accelerator IS NULL THEN b.accelerator WHEN b.used_accelerator * s.takes_usage > b.accelerator * s.takes_request THEN b.used_accelerator ELSE b.accelerator * s.takes_request END AS accelerator
FROM both_ways AS b
CROSS JOIN allocation_settings AS s
