-- run_hours: what each training run cost, hour by hour, and when in the hour. `farthing runs` reads it.
-- One row: a run x hour x what it is made of ('workloads', 'idle' of machines that were held for it) x a stretch of the hour in
-- which that was spent; and a row a day of 'storage and transfer' (lines of the bill that are its own), on its first hour.
-- Partition: day. Inputs: workload_hour_shares, machine_hour_rates, node_hours, workload_facts, held_nodes (machines that are
-- labelled with a run), idle_hours, bill_remainder; day_workloads and day_nodes (from when to when a container and a machine
-- were there).
-- A machine is held for a run in an hour if it is labelled with it, or if nothing but that run (and the platform's own
-- containers) was on it. Money is stated as in workload_day_amounts, so that all rows sum to it.
-- What a container cost in an hour was spent evenly while it was there. A machine's idle was spent when and as far as nobody
-- held it: its even cost less that of the containers that were there at the moment, as whole 1e-15 of its hour a second, so
-- that sums are the same in any order. Each part is the difference of two stated sums; the parts of an hour sum to it exactly.
WITH facts AS (
  SELECT workload_key, CAST(floor(to_unixtime(CAST(day AS TIMESTAMP)) / 86400) AS BIGINT) AS day_number, run, system
  FROM workload_facts
), placed AS (
  SELECT s.workload_key, s.node_key, s.hour_number, s.cost_share, s.accelerator_share, f.run, f.system
  FROM workload_hour_shares AS s
  JOIN facts AS f ON f.workload_key = s.workload_key AND f.day_number = s.hour_number / 24
), run_nodes AS (
  SELECT DISTINCT node_key, hour_number
  FROM placed
  WHERE run IS NOT NULL
), alone AS (
  SELECT p.node_key, p.hour_number, min(p.run) AS run
  FROM placed AS p
  JOIN run_nodes AS n ON n.node_key = p.node_key AND n.hour_number = p.hour_number
  WHERE NOT p.system
  GROUP BY p.node_key, p.hour_number
  HAVING count(p.run) = count(*) AND min(p.run) = max(p.run)
), held_for AS (
  SELECT n.node_key, n.hour_number, coalesce(h.run, a.run) AS run
  FROM node_hours AS n
  LEFT JOIN held_nodes AS h ON h.node_key = n.node_key AND h.day_number = n.hour_number / 24
  LEFT JOIN alone AS a ON a.node_key = n.node_key AND a.hour_number = n.hour_number
  WHERE h.run IS NOT NULL OR a.run IS NOT NULL
), concerned AS (
  SELECT node_key, hour_number
  FROM run_nodes
  UNION
  SELECT node_key, hour_number
  FROM held_for
), lasted AS (
  SELECT
    w.workload_key,
    w.node_key,
    h.hour_number,
    greatest(w.begins, h.hour_number * 3600) AS begins,
    least(w.ends, h.hour_number * 3600 + 3600) AS ends
  FROM day_workloads AS w
  JOIN (SELECT DISTINCT node_key, hour_number / 24 AS day_number FROM concerned) AS c ON c.node_key = w.node_key AND c.day_number = w.day_number
  CROSS JOIN UNNEST(sequence(w.begins / 3600, (w.ends - 1) / 3600)) AS h(hour_number)
), stretches AS (
  SELECT
    l.node_key,
    l.hour_number,
    l.begins,
    l.ends,
    p.run,
    p.cost_share,
    p.accelerator_share,
    CAST(sum(l.ends - l.begins) OVER (PARTITION BY l.workload_key, l.node_key, l.hour_number ORDER BY l.begins ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS until,
    CAST(sum(l.ends - l.begins) OVER (PARTITION BY l.workload_key, l.node_key, l.hour_number) AS BIGINT) AS total
  FROM lasted AS l
  JOIN placed AS p ON p.workload_key = l.workload_key AND p.node_key = l.node_key AND p.hour_number = l.hour_number
), presence AS (
  SELECT
    h.node_key,
    h.hour_number,
    greatest(d.begins, h.hour_number * 3600) AS begins,
    least(d.ends, h.hour_number * 3600 + 3600) AS ends,
    CAST(round(1e15 / n.seconds) AS BIGINT) AS a_second
  FROM held_for AS h
  JOIN node_hours AS n ON n.node_key = h.node_key AND n.hour_number = h.hour_number
  JOIN day_nodes AS d ON d.node_key = h.node_key AND d.begins < h.hour_number * 3600 + 3600 AND d.ends > h.hour_number * 3600
  UNION ALL
  SELECT s.node_key, s.hour_number, s.begins, s.ends, CAST(round(coalesce(s.cost_share, 0e0) / s.total * -1e15) AS BIGINT)
  FROM held_for AS h
  JOIN stretches AS s ON s.node_key = h.node_key AND s.hour_number = h.hour_number
), changes AS (
  SELECT node_key, hour_number, second, CAST(sum(a_second) AS BIGINT) AS a_second
  FROM (
    SELECT node_key, hour_number, begins AS second, a_second
    FROM presence
    UNION ALL
    SELECT node_key, hour_number, ends, -a_second
    FROM presence
  ) AS p
  GROUP BY node_key, hour_number, second
), between_changes AS (
  SELECT
    node_key,
    hour_number,
    second AS begins,
    lead(second) OVER (PARTITION BY node_key, hour_number ORDER BY second) AS ends,
    CAST(sum(a_second) OVER (PARTITION BY node_key, hour_number ORDER BY second ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS a_second
  FROM changes
), free AS (
  SELECT node_key, hour_number, begins, ends, CASE WHEN a_second > 1000 THEN a_second * (ends - begins) ELSE 0 END AS weight
  FROM between_changes
  WHERE ends IS NOT NULL
), free_or_all AS (
  SELECT
    node_key,
    hour_number,
    begins,
    ends,
    CASE WHEN max(weight) OVER (PARTITION BY node_key, hour_number) > 0 THEN weight ELSE ends - begins END AS weight
  FROM free
), idle_stretches AS (
  SELECT
    node_key,
    hour_number,
    begins,
    ends,
    weight,
    CAST(sum(weight) OVER (PARTITION BY node_key, hour_number ORDER BY begins ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS until,
    CAST(sum(weight) OVER (PARTITION BY node_key, hour_number) AS BIGINT) AS total
  FROM free_or_all
  WHERE weight > 0
), spent AS (
  SELECT
    s.run,
    s.hour_number,
    'workloads' AS what,
    s.begins,
    s.ends,
    CAST(s.until - (s.ends - s.begins) AS DOUBLE) / s.total AS part_since,
    CAST(s.until AS DOUBLE) / s.total AS part_until,
    n.currency,
    n.estimated,
    CAST(1 AS BIGINT) AS "rows",
    CAST(round(s.accelerator_share * n.accelerator_micro_seconds / 3.6e0) AS BIGINT) AS card_nano,
    CAST(floor(r.billed_cost * s.cost_share * 1e12) AS BIGINT) AS billed_cost,
    CAST(floor(r.effective_cost * s.cost_share * 1e12) AS BIGINT) AS effective_cost,
    CAST(floor(r.net_billed_cost * s.cost_share * 1e12) AS BIGINT) AS net_billed_cost,
    CAST(floor(r.net_effective_cost * s.cost_share * 1e12) AS BIGINT) AS net_effective_cost,
    CAST(floor(r.contracted_cost * s.cost_share * 1e12) AS BIGINT) AS contracted_cost,
    CAST(floor(r.list_cost * s.cost_share * 1e12) AS BIGINT) AS list_cost
  FROM stretches AS s
  JOIN node_hours AS n ON n.node_key = s.node_key AND n.hour_number = s.hour_number
  JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
  WHERE s.run IS NOT NULL
  UNION ALL
  SELECT
    h.run,
    h.hour_number,
    'idle',
    t.begins,
    t.ends,
    CAST(t.until - t.weight AS DOUBLE) / t.total,
    CAST(t.until AS DOUBLE) / t.total,
    i.currency,
    i.estimated,
    CAST(1 AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(i.billed_cost * 1000000000000 AS BIGINT),
    CAST(i.effective_cost * 1000000000000 AS BIGINT),
    CAST(i.net_billed_cost * 1000000000000 AS BIGINT),
    CAST(i.net_effective_cost * 1000000000000 AS BIGINT),
    CAST(i.contracted_cost * 1000000000000 AS BIGINT),
    CAST(i.list_cost * 1000000000000 AS BIGINT)
  FROM held_for AS h
  JOIN idle_hours AS i ON i.node_key = h.node_key AND i.hour_number = h.hour_number
  JOIN idle_stretches AS t ON t.node_key = h.node_key AND t.hour_number = h.hour_number
  UNION ALL
  SELECT
    b.run,
    CAST(floor(to_unixtime(CAST(b.day AS TIMESTAMP)) / 3600) AS BIGINT),
    'storage and transfer',
    CAST(floor(to_unixtime(CAST(b.day AS TIMESTAMP))) AS BIGINT),
    CAST(floor(to_unixtime(CAST(b.day AS TIMESTAMP))) AS BIGINT) + 86400,
    0e0,
    1e0,
    b.currency,
    b.estimated,
    CAST(b.hours AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(b.billed_cost * 1000000000000 AS BIGINT),
    CAST(b.effective_cost * 1000000000000 AS BIGINT),
    CAST(b.net_billed_cost * 1000000000000 AS BIGINT),
    CAST(b.net_effective_cost * 1000000000000 AS BIGINT),
    CAST(b.contracted_cost * 1000000000000 AS BIGINT),
    CAST(b.list_cost * 1000000000000 AS BIGINT)
  FROM bill_remainder AS b
  WHERE b.run IS NOT NULL
), parts AS (
  SELECT
    run,
    hour_number,
    what,
    begins,
    ends,
    currency,
    estimated,
    CAST(sum("rows") AS BIGINT) AS "rows",
    CAST(sum(CASE WHEN part_until = 1e0 THEN card_nano ELSE CAST(round(card_nano * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN card_nano ELSE CAST(round(card_nano * part_since) AS BIGINT) END) AS BIGINT) AS card_nano,
    CAST(sum(CASE WHEN part_until = 1e0 THEN billed_cost ELSE CAST(round(billed_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN billed_cost ELSE CAST(round(billed_cost * part_since) AS BIGINT) END) AS BIGINT) AS billed_cost,
    CAST(sum(CASE WHEN part_until = 1e0 THEN effective_cost ELSE CAST(round(effective_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN effective_cost ELSE CAST(round(effective_cost * part_since) AS BIGINT) END) AS BIGINT) AS effective_cost,
    CAST(sum(CASE WHEN part_until = 1e0 THEN net_billed_cost ELSE CAST(round(net_billed_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN net_billed_cost ELSE CAST(round(net_billed_cost * part_since) AS BIGINT) END) AS BIGINT) AS net_billed_cost,
    CAST(sum(CASE WHEN part_until = 1e0 THEN net_effective_cost ELSE CAST(round(net_effective_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN net_effective_cost ELSE CAST(round(net_effective_cost * part_since) AS BIGINT) END) AS BIGINT) AS net_effective_cost,
    CAST(sum(CASE WHEN part_until = 1e0 THEN contracted_cost ELSE CAST(round(contracted_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN contracted_cost ELSE CAST(round(contracted_cost * part_since) AS BIGINT) END) AS BIGINT) AS contracted_cost,
    CAST(sum(CASE WHEN part_until = 1e0 THEN list_cost ELSE CAST(round(list_cost * part_until) AS BIGINT) END - CASE WHEN part_since = 1e0 THEN list_cost ELSE CAST(round(list_cost * part_since) AS BIGINT) END) AS BIGINT) AS list_cost
  FROM spent
  GROUP BY run, hour_number, what, begins, ends, currency, estimated
)
SELECT
  CAST(date_trunc('day', TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR) AS DATE) AS day,
  TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR AS hour,
  TIMESTAMP '1970-01-01 00:00:00' + begins * INTERVAL '1' SECOND AS begins,
  TIMESTAMP '1970-01-01 00:00:00' + ends * INTERVAL '1' SECOND AS ends,
  run,
  what,
  currency,
  estimated,
  "rows",
  card_nano / 1e9 AS card_hours,
  CAST((billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost,
  CAST((effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost,
  CAST((net_billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost,
  CAST((net_effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost,
  CAST((contracted_cost) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost,
  CAST((list_cost) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost
FROM parts
