-- run_hours: what each training run cost, hour by hour. `farthing runs` reads it.
-- One row: a run x hour x what it is made of: 'workloads', 'idle' (of machines that were held for it) and, on the first hour
-- of a day, 'storage and transfer' (lines of the bill that are its own).
-- Partition: day. Inputs: workload_hour_shares, machine_hour_rates, node_hours, workload_facts, held_nodes (machines that are
-- labelled with a run), idle_hours, bill_remainder.
-- A machine is held for a run in an hour if it is labelled with it, or if nothing but that run (and the platform's own
-- containers) was on it. Money is stated as in workload_day_amounts, so that all rows sum to it.
WITH facts AS (
  SELECT workload_key, CAST(floor(to_unixtime(CAST(day AS TIMESTAMP)) / 86400) AS BIGINT) AS day_number, run, system
  FROM workload_facts
), placed AS (
  SELECT s.workload_key, s.node_key, s.hour_number, s.seconds, s.cost_share, s.accelerator_share, f.run, f.system
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
), parts AS (
  SELECT
    p.run,
    p.hour_number,
    'workloads' AS what,
    n.currency,
    n.estimated,
    count(*) AS "rows",
    CAST(sum(CAST(round(p.accelerator_share * n.accelerator_micro_seconds / 3.6e0) AS BIGINT)) AS BIGINT) AS card_nano,
    CAST(sum(CAST(floor(r.billed_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
    CAST(sum(CAST(floor(r.effective_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
    CAST(sum(CAST(floor(r.net_billed_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
    CAST(sum(CAST(floor(r.net_effective_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
    CAST(sum(CAST(floor(r.contracted_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
    CAST(sum(CAST(floor(r.list_cost * p.cost_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost
  FROM placed AS p
  JOIN node_hours AS n ON n.node_key = p.node_key AND n.hour_number = p.hour_number
  JOIN machine_hour_rates AS r ON r.node_key = p.node_key AND r.hour_number = p.hour_number
  WHERE p.run IS NOT NULL
  GROUP BY p.run, p.hour_number, n.currency, n.estimated
  UNION ALL
  SELECT
    h.run,
    h.hour_number,
    'idle',
    i.currency,
    i.estimated,
    count(*),
    CAST(NULL AS BIGINT),
    CAST(sum(i.billed_cost) * 1000000000000 AS BIGINT),
    CAST(sum(i.effective_cost) * 1000000000000 AS BIGINT),
    CAST(sum(i.net_billed_cost) * 1000000000000 AS BIGINT),
    CAST(sum(i.net_effective_cost) * 1000000000000 AS BIGINT),
    CAST(sum(i.contracted_cost) * 1000000000000 AS BIGINT),
    CAST(sum(i.list_cost) * 1000000000000 AS BIGINT)
  FROM held_for AS h
  JOIN idle_hours AS i ON i.node_key = h.node_key AND i.hour_number = h.hour_number
  GROUP BY h.run, h.hour_number, i.currency, i.estimated
  UNION ALL
  SELECT
    b.run,
    CAST(floor(to_unixtime(CAST(b.day AS TIMESTAMP)) / 3600) AS BIGINT),
    'storage and transfer',
    b.currency,
    b.estimated,
    CAST(sum(b.hours) AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(sum(b.billed_cost) * 1000000000000 AS BIGINT),
    CAST(sum(b.effective_cost) * 1000000000000 AS BIGINT),
    CAST(sum(b.net_billed_cost) * 1000000000000 AS BIGINT),
    CAST(sum(b.net_effective_cost) * 1000000000000 AS BIGINT),
    CAST(sum(b.contracted_cost) * 1000000000000 AS BIGINT),
    CAST(sum(b.list_cost) * 1000000000000 AS BIGINT)
  FROM bill_remainder AS b
  WHERE b.run IS NOT NULL
  GROUP BY b.run, b.day, b.currency, b.estimated
)
SELECT
  CAST(date_trunc('day', TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR) AS DATE) AS day,
  TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR AS hour,
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
