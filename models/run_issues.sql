-- run_issues: what is wrong with training runs and their events, with the run's cost. A view, as runs change at any time; a part
-- of data_issues.
-- One row: a fault of one run on a day.
-- Inputs: runs, run_events, run_hours, node_hours.
WITH costs AS (
  SELECT run, max(currency) AS currency, CAST(sum(effective_cost) AS DECIMAL(38,12)) AS effective_cost, max(CASE WHEN what = 'workloads' THEN hour END) AS last_hour
  FROM run_hours
  GROUP BY run
), newest AS (
  SELECT max(hour) AS hour
  FROM node_hours
), events AS (
  SELECT run, "time", replace(lower(kind), ' ', '') AS kind, kind AS said
  FROM run_events
), known AS (
  SELECT run, "time", CASE WHEN kind IN ('epoch', 'interruption') THEN 'an ' ELSE 'a ' END || kind AS mark
  FROM events
  WHERE kind IN ('step', 'epoch', 'checkpoint', 'interruption', 'resume')
)
SELECT CAST(date_trunc('day', r."start") AS DATE) AS day, 'a run without an end' AS kind, 'runs' AS dataset, r.run AS subject, 'it is ' || coalesce(r.status, 'of no known status') || ', but has no end' AS detail, 'its end is that of its last workload' AS action, c.currency, c.effective_cost, CAST(1 AS BIGINT) AS "rows"
FROM runs AS r
CROSS JOIN newest AS n
LEFT JOIN costs AS c ON c.run = r.run
WHERE r."end" IS NULL AND (coalesce(r.status, 'running') <> 'running' OR coalesce(c.last_hour, r."start") < n.hour - INTERVAL '2' DAY)
UNION ALL
SELECT CAST(date_trunc('day', r."start") AS DATE), 'a run that ends before it begins', 'runs', r.run, 'end before start', 'its costs count, its marks don''t', c.currency, c.effective_cost, CAST(1 AS BIGINT)
FROM runs AS r
LEFT JOIN costs AS c ON c.run = r.run
WHERE r."end" < r."start"
UNION ALL
SELECT CAST(date_trunc('day', r."start") AS DATE), 'a run on no workload', 'runs', r.run, 'nothing that ran says that it belongs to it', 'without cost', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), CAST(1 AS BIGINT)
FROM runs AS r
CROSS JOIN newest AS n
LEFT JOIN costs AS c ON c.run = r.run
WHERE c.run IS NULL AND r."start" <= n.hour
UNION ALL
SELECT CAST(date_trunc('day', min(e."time")) AS DATE), e.mark || ' before the start', 'run_events', e.run, 'its time is before the run''s start', 'left out', c.currency, c.effective_cost, count(*)
FROM known AS e
JOIN runs AS r ON r.run = e.run
LEFT JOIN costs AS c ON c.run = e.run
WHERE e."time" < r."start"
GROUP BY e.run, e.mark, c.currency, c.effective_cost
UNION ALL
SELECT CAST(date_trunc('day', min(e."time")) AS DATE), e.mark || ' after the end', 'run_events', e.run, 'its time is after the run''s end', 'it counts; nothing is spent after the end', c.currency, c.effective_cost, count(*)
FROM known AS e
JOIN runs AS r ON r.run = e.run
LEFT JOIN costs AS c ON c.run = e.run
WHERE e."time" > r."end" AND r."end" >= r."start"
GROUP BY e.run, e.mark, c.currency, c.effective_cost
UNION ALL
SELECT CAST(date_trunc('day', min(e."time")) AS DATE), 'an event of an unknown kind', 'run_events', e.run, '''' || e.said || ''' is not step, epoch, checkpoint, interruption or resume', 'left out', c.currency, c.effective_cost, count(*)
FROM events AS e
LEFT JOIN costs AS c ON c.run = e.run
WHERE e.kind NOT IN ('step', 'epoch', 'checkpoint', 'interruption', 'resume')
GROUP BY e.run, e.said, c.currency, c.effective_cost
UNION ALL
SELECT CAST(date_trunc('day', min(e."time")) AS DATE), 'events of an unknown run', 'run_events', e.run, 'no row of runs has that id', 'kept; they show once the run is there', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM events AS e
LEFT JOIN runs AS r ON r.run = e.run
WHERE r.run IS NULL
GROUP BY e.run
