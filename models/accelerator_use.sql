-- accelerator_use: what of a machine's cards each container held, and how much of that computed. Made on the way, not kept.
-- One row: a workload x node x hour in which it held a part of a card.
-- Inputs: accelerator_hours, node_hours, device_claims, device_hours (a card or slice x hour: how long it was seen and how long its
-- compute units were active), device_holders (who held it, where the source says so).
-- In micro-card-seconds. A card's activity is whose it was: of who is named with it, else of who names it; of several by
-- what they hold of it (`is_told`: those who held it at that moment are named, or it was nobody's); where nobody is named, of all on the machine who have no activity of their own. `active` is NULL
-- where nothing was seen. `measured` is the part of what was held that something saw, 'told_by' how.
WITH claims AS (
  SELECT
    c.workload_key,
    c.node_key,
    c.device,
    h.hour_number,
    max(c.unit) AS unit,
    sum(c.pico * (least(c.ends, h.hour_number * 3600 + 3600) - greatest(c.begins, h.hour_number * 3600))) AS held
  FROM device_claims AS c
  CROSS JOIN UNNEST(sequence(c.begins / 3600, (c.ends - 1) / 3600)) AS h(hour_number)
  GROUP BY c.workload_key, c.node_key, c.device, h.hour_number
), named AS (
  SELECT d.device_hour, a.workload_key, a.node_key, a.hour_number, a.held, CASE WHEN starts_with(d.device, 'MIG-') THEN coalesce(c.unit, a.unit) ELSE coalesce(c.unit, 1e0) END AS unit
  FROM device_holders AS o
  JOIN device_hours AS d ON d.device_hour = o.device_hour
  JOIN accelerator_hours AS a ON a.workload_key = o.workload_key AND a.node_key = d.node_key AND a.hour_number = d.hour_number
  LEFT JOIN claims AS c ON c.workload_key = o.workload_key AND c.node_key = d.node_key AND c.device = d.device AND c.hour_number = d.hour_number
), own AS (
  SELECT device_hour, workload_key, node_key, hour_number, held, unit
  FROM named
  UNION ALL
  SELECT d.device_hour, c.workload_key, c.node_key, c.hour_number, CAST(c.held AS BIGINT), c.unit
  FROM device_hours AS d
  JOIN claims AS c ON c.node_key = d.node_key AND c.device = d.device AND c.hour_number = d.hour_number
  LEFT JOIN (SELECT DISTINCT device_hour FROM named) AS n ON n.device_hour = d.device_hour
  WHERE n.device_hour IS NULL AND NOT d.is_told
), own_sums AS (
  SELECT device_hour, CAST(sum(held) AS DOUBLE) AS held, count(*) AS holders
  FROM own
  GROUP BY device_hour
), own_parts AS (
  SELECT
    o.workload_key,
    o.node_key,
    o.hour_number,
    s.holders,
    CAST(round(o.unit * d.active_micro * o.held / s.held) AS BIGINT) AS active,
    CAST(round(o.unit * d.seen_micro * o.held / s.held) AS BIGINT) AS seen,
    CAST(round(d.gib_micro * (o.held / s.held)) AS BIGINT) AS gib
  FROM own AS o
  JOIN own_sums AS s ON s.device_hour = o.device_hour
  JOIN device_hours AS d ON d.device_hour = o.device_hour
  WHERE s.held > 0
), own_use AS (
  SELECT
    workload_key,
    node_key,
    hour_number,
    max(holders) AS holders,
    CAST(sum(active) AS BIGINT) AS active,
    CAST(sum(seen) AS BIGINT) AS seen,
    CAST(sum(gib) AS BIGINT) AS gib
  FROM own_parts
  GROUP BY workload_key, node_key, hour_number
), slices AS (
  SELECT node_key, hour_number, max(unit) AS unit
  FROM accelerator_hours
  GROUP BY node_key, hour_number
), loose AS (
  SELECT
    d.node_key,
    d.hour_number,
    CAST(sum(CAST(round(d.active_micro * d.part) AS BIGINT)) AS DOUBLE) AS active,
    CAST(sum(CAST(round(d.seen_micro * d.part) AS BIGINT)) AS DOUBLE) AS seen,
    CAST(sum(d.gib_micro) AS DOUBLE) AS gib
  FROM (
    SELECT
      h.device_hour,
      h.node_key,
      h.hour_number,
      h.active_micro,
      h.seen_micro,
      h.gib_micro,
      h.is_told,
      CASE WHEN starts_with(h.device, 'MIG-') THEN l.unit ELSE least(1e0, n.accelerator_micro_seconds / (n.seconds * 1e6)) END AS part
    FROM device_hours AS h
    JOIN slices AS l ON l.node_key = h.node_key AND l.hour_number = h.hour_number
    JOIN node_hours AS n ON n.node_key = h.node_key AND n.hour_number = h.hour_number
  ) AS d
  LEFT JOIN own_sums AS s ON s.device_hour = d.device_hour
  WHERE s.device_hour IS NULL AND NOT d.is_told
  GROUP BY d.node_key, d.hour_number
), unseen AS (
  SELECT a.node_key, a.hour_number, CAST(sum(a.held) AS DOUBLE) AS held
  FROM accelerator_hours AS a
  LEFT JOIN own_use AS u ON u.workload_key = a.workload_key AND u.node_key = a.node_key AND u.hour_number = a.hour_number
  WHERE u.workload_key IS NULL
  GROUP BY a.node_key, a.hour_number
)
SELECT
  a.workload_key,
  a.node_key,
  a.hour_number,
  a.shared,
  a.unit,
  a.held,
  a.excess,
  CASE WHEN u.workload_key IS NOT NULL THEN least(u.active, a.held) WHEN s.held > 0 THEN least(CAST(round(l.active * a.held / s.held) AS BIGINT), a.held) END AS active,
  CASE WHEN u.workload_key IS NOT NULL THEN least(u.seen, a.held) WHEN s.held > 0 THEN least(CAST(round(l.seen * a.held / s.held) AS BIGINT), a.held) ELSE 0 END AS measured,
  CASE WHEN u.workload_key IS NOT NULL THEN u.gib WHEN s.held > 0 THEN CAST(round(l.gib * a.held / s.held) AS BIGINT) END AS gib,
  CASE WHEN u.holders = 1 THEN 'card' WHEN u.holders > 1 THEN 'share of a card' WHEN s.held > 0 THEN 'share of a machine' END AS told_by
FROM accelerator_hours AS a
LEFT JOIN own_use AS u ON u.workload_key = a.workload_key AND u.node_key = a.node_key AND u.hour_number = a.hour_number
LEFT JOIN loose AS l ON l.node_key = a.node_key AND l.hour_number = a.hour_number AND u.workload_key IS NULL
LEFT JOIN unseen AS s ON s.node_key = l.node_key AND s.hour_number = l.hour_number
