-- workload_hours: what each container reserved and used in each hour, and so what it held. Made on the way, not kept.
-- One row: a workload x node x hour.
-- Inputs: day_workloads (intervals of workloads in whole seconds, neither open nor overlapping), day_usage (what was used
-- by the hour), accelerator_use (what it held of cards and what of that computed), allocation_settings (one row: whether
-- what was reserved and what was used counts, each 1 or 0).
-- Units are micro-vCPU-seconds, micro-GiB-seconds and micro-card-seconds. Reserved is the request x the seconds that the
-- container ran in the hour; where no usage is known, what was reserved counts. Who shares a card holds no more of it by
-- using more. `used_...` is NULL where nothing is known, and no more than what was held; `measured` is the part of what
-- was held of cards whose use is known, by what `told_by` says.
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
    u.vcpu AS used_vcpu,
    u.gib AS used_gib,
    u.accelerator AS used_accelerator,
    u.accelerator_gib
  FROM day_usage AS u
  JOIN day_workloads AS w ON w.workload_key = u.workload_key AND w.day_number = u.day_number
  WHERE w.intervals = 1 AND u.hour_number * 3600 < w.ends AND u.hour_number * 3600 + 3600 > w.begins
), counted AS (
  SELECT workload_key, hour_number / 24 AS day_number, count(*) AS hours
  FROM simple
  GROUP BY workload_key, hour_number / 24
), others AS (
  SELECT w.workload_key, w.node_key, w.begins, w.ends, w.vcpu_micro, w.gib_micro, w.intervals
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
    w.gib_micro
  FROM others AS w
  CROSS JOIN UNNEST(sequence(w.begins / 3600, (w.ends - 1) / 3600)) AS h(hour_number)
), other_usage AS (
  SELECT u.workload_key, u.hour_number, u.vcpu, u.gib, u.accelerator, u.accelerator_gib
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
    CAST(sum(gib_micro * seconds) AS BIGINT) AS gib
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
    used_vcpu,
    used_gib,
    used_accelerator,
    accelerator_gib
  FROM simple
  UNION ALL
  SELECT
    r.workload_key,
    r.node_key,
    r.hour_number,
    r.seconds,
    r.vcpu,
    r.gib,
    u.vcpu,
    u.gib,
    u.accelerator,
    u.accelerator_gib
  FROM reserved AS r
  LEFT JOIN other_usage AS u ON u.workload_key = r.workload_key AND u.hour_number = r.hour_number
  WHERE r.intervals > 1 OR u.workload_key IS NULL
), claimed AS (
  SELECT
    b.workload_key,
    b.node_key,
    b.hour_number,
    b.seconds,
    b.vcpu,
    b.gib,
    coalesce(a.held, 0) AS accelerator,
    b.used_vcpu,
    b.used_gib,
    CASE WHEN b.used_accelerator IS NULL THEN a.active WHEN a.unit <> 1e0 THEN CAST(round(b.used_accelerator * a.unit) AS BIGINT) ELSE b.used_accelerator END AS used_accelerator,
    coalesce(a.measured, 0) AS measured,
    coalesce(b.accelerator_gib, a.gib) AS accelerator_gib,
    CASE WHEN b.used_accelerator IS NULL THEN a.told_by ELSE 'container' END AS told_by,
    coalesce(a.shared, false) AS shared
  FROM both_ways AS b
  LEFT JOIN accelerator_use AS a ON a.workload_key = b.workload_key AND a.node_key = b.node_key AND a.hour_number = b.hour_number
)
SELECT
  t.workload_key,
  t.node_key,
  t.hour_number,
  t.seconds,
  t.vcpu,
  t.gib,
  t.accelerator,
  CASE WHEN t.used_vcpu > t.vcpu THEN t.vcpu ELSE t.used_vcpu END AS used_vcpu,
  CASE WHEN t.used_gib > t.gib THEN t.gib ELSE t.used_gib END AS used_gib,
  CASE WHEN t.used_accelerator > t.accelerator THEN t.accelerator ELSE t.used_accelerator END AS used_accelerator,
  CASE WHEN t.told_by = 'container' OR t.measured > t.accelerator THEN t.accelerator ELSE t.measured END AS measured,
  t.accelerator_gib,
  t.told_by
FROM (
  SELECT
    c.workload_key,
    c.node_key,
    c.hour_number,
    c.seconds,
    CASE WHEN c.used_vcpu IS NULL THEN c.vcpu WHEN c.used_vcpu * s.takes_usage > c.vcpu * s.takes_request THEN c.used_vcpu ELSE c.vcpu * s.takes_request END AS vcpu,
    CASE WHEN c.used_gib IS NULL THEN c.gib WHEN c.used_gib * s.takes_usage > c.gib * s.takes_request THEN c.used_gib ELSE c.gib * s.takes_request END AS gib,
    CASE
      WHEN c.used_accelerator IS NULL OR (c.shared AND s.takes_request = 1) THEN c.accelerator
      WHEN c.used_accelerator * s.takes_usage > c.accelerator * s.takes_request THEN c.used_accelerator
      ELSE c.accelerator * s.takes_request
    END AS accelerator,
    c.used_vcpu,
    c.used_gib,
    c.used_accelerator,
    c.measured,
    c.accelerator_gib,
    c.told_by
  FROM claimed AS c
  CROSS JOIN allocation_settings AS s
) AS t
