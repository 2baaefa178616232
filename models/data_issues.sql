-- data_issues: what is wrong with the data of a day, what was done with it, and the money that it concerns.
-- One row: a fault of one subject (a node, a workload, a resource of the bill) on a day.
-- Partition: day. Inputs: build_days, node_pieces and workload_pieces (intervals of the day as they came), day_nodes,
-- node_spans, machine_hours_held, node_hours, day_usage, workload_keys, bill_remainder, day_lines,
-- machine_line_hours, accelerator_claims, accelerator_hours, device_samples, workload_hour_shares, unit_costs, hour_requests.
-- effective_cost is NULL where no money is known.
SELECT n.x_day AS day, 'reversed interval' AS kind, 'nodes' AS dataset, n.node_id AS subject, 'it ends before it begins, or at once' AS detail, 'left out' AS action, CAST(NULL AS VARCHAR) AS currency, CAST(NULL AS DECIMAL(38,12)) AS effective_cost, count(*) AS "rows"
FROM node_pieces AS n
WHERE n."end" <= n."start"
GROUP BY n.x_day, n.node_id
UNION ALL
SELECT w.x_day, 'reversed interval', 'workloads', w.workload_id, 'it ends before it begins, or at once', 'left out', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM workload_pieces AS w
WHERE w."end" <= w."start"
GROUP BY w.x_day, w.workload_id
UNION ALL
SELECT n.x_day, 'overlapping intervals', 'nodes', n.node_id, 'one begins before the other ends', 'the later takes over where it begins', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM node_pieces AS n
WHERE n.x_next < n."end"
GROUP BY n.x_day, n.node_id
UNION ALL
SELECT w.x_day, 'overlapping intervals', 'workloads', w.workload_id, 'one begins before the other ends', 'the later takes over where it begins', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM workload_pieces AS w
WHERE w.x_next < w."end"
GROUP BY w.x_day, w.workload_id
UNION ALL
SELECT w.x_day, 'workload on an unknown node', 'workloads', w.workload_id, 'no row of nodes describes ' || w.node_id || ' on that day', 'without cost; lines of the bill for that node are unallocated', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM workload_pieces AS w
LEFT JOIN (SELECT DISTINCT node_id, day_number FROM day_nodes) AS n ON n.node_id = w.node_id AND n.day_number = w.day_number
WHERE n.node_id IS NULL
GROUP BY w.x_day, w.workload_id, w.node_id
UNION ALL
SELECT w.x_day, 'workload while its node was not there', 'workloads', w.workload_id, 'clocks that differ, or a node described too short', 'the time without its node is without cost', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM workload_pieces AS w
JOIN node_spans AS n ON n.node_id = w.node_id AND n.day_number = w.day_number
WHERE w."end" > w."start" AND (floor(to_unixtime(w."start")) < n.first_second OR floor(to_unixtime(w."end")) > n.last_second)
GROUP BY w.x_day, w.workload_id
UNION ALL
SELECT d.day, 'usage without a workload', 'usage_hourly', k.workload_id, 'no interval of workloads that day', 'left out', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), CAST(sum(u."rows") AS BIGINT)
FROM (SELECT workload_key, day_number, count(*) AS "rows" FROM day_usage GROUP BY workload_key, day_number) AS u
JOIN build_days AS d ON d.day_number = u.day_number
JOIN workload_keys AS k ON k.workload_key = u.workload_key
LEFT JOIN (SELECT DISTINCT workload_key, day_number FROM workload_pieces) AS w ON w.workload_key = u.workload_key AND w.day_number = u.day_number
WHERE w.workload_key IS NULL
GROUP BY d.day, k.workload_id
UNION ALL
SELECT d.day, 'usage outside of its workload', 'usage_hourly', k.workload_id, 'clocks that differ, or an interval that is too short', 'the usage of those hours is left out', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM day_usage AS u
JOIN build_days AS d ON d.day_number = u.day_number
JOIN (SELECT workload_key, day_number, floor(min(to_unixtime("start"))) AS first_second, max(to_unixtime("end")) AS last_second FROM workload_pieces WHERE "end" > "start" GROUP BY workload_key, day_number) AS w ON w.workload_key = u.workload_key AND w.day_number = u.day_number
JOIN workload_keys AS k ON k.workload_key = u.workload_key
WHERE u.hour_number * 3600 >= w.last_second OR u.hour_number * 3600 + 3600 <= w.first_second
GROUP BY d.day, k.workload_id
UNION ALL
SELECT d.day, 'impossible usage', 'usage_hourly', k.workload_id, 'below 0, or more than any machine has', 'taken as unknown', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM day_usage AS u
JOIN build_days AS d ON d.day_number = u.day_number
JOIN workload_keys AS k ON k.workload_key = u.workload_key
WHERE u.is_impossible
GROUP BY d.day, k.workload_id
UNION ALL
SELECT n.day, 'more held than there is', 'workloads', n.node_id, 'containers reserved or used more than the machine has', 'their shares were scaled to 1', n.currency, CAST(sum(n.effective_cost) AS DECIMAL(38,12)), count(*)
FROM node_hours AS n
JOIN machine_hours_held AS a ON a.node_key = n.node_key AND a.hour_number = n.hour_number
WHERE a.vcpu > n.vcpu_micro_seconds OR a.gib > n.gib_micro_seconds OR a.accelerator > n.accelerator_micro_seconds
GROUP BY n.day, n.node_id, n.currency
UNION ALL
SELECT n.day, 'node without a line of the bill', 'nodes', n.node_id, 'priced by ' || n.cost_source, CASE WHEN n.effective_cost IS NULL THEN 'without cost until a price or the bill is there' ELSE 'estimated; the bill replaces it' END, n.currency, CAST(sum(n.effective_cost) AS DECIMAL(38,12)), count(*)
FROM node_hours AS n
WHERE n.estimated
GROUP BY n.day, n.node_id, n.cost_source, n.currency, n.effective_cost IS NULL
UNION ALL
SELECT m.day, 'line of the bill without a node', 'charges', m.resource_id, m.detail, CASE WHEN m.is_left_out THEN 'not covered' ELSE 'unallocated' END, m.currency, CAST(sum(m.effective_cost) AS DECIMAL(38,12)), count(*)
FROM (
  SELECT
    l.day,
    l.resource_id,
    l.currency,
    l.effective_cost,
    l.node_key IS NULL AND NOT l.strange AND l.cluster IS NULL AS is_left_out,
    CASE
      WHEN l.node_key IS NOT NULL THEN 'its machine was not there at that time'
      WHEN l.strange THEN 'workloads ran there, but no row of nodes describes it'
      WHEN l.cluster IS NOT NULL THEN 'a machine of cluster ' || l.cluster || ' that no row of nodes describes'
      ELSE 'a machine that no cluster knows'
    END AS detail
  FROM day_lines AS l
  LEFT JOIN (SELECT DISTINCT line_id FROM machine_line_hours) AS h ON h.line_id = l.line_id
  WHERE h.line_id IS NULL AND (l.node_key IS NOT NULL OR ((l.strange OR l.is_machine) AND l.shared_rule IS NULL AND l.unused IS NULL))
) AS m
GROUP BY m.day, m.resource_id, m.currency, m.is_left_out, m.detail
UNION ALL
SELECT d.day, a.problem, 'workloads', k.workload_id, 'on ' || n.node_id, CASE WHEN a.pico > 0 THEN 'counted as far as it is known' ELSE 'it holds nothing of the card' END, w.currency, CAST(CAST(round(w.cost * 1e9) AS BIGINT) * 0.000000001 AS DECIMAL(38,12)), w.hours
FROM (SELECT workload_key, node_key, day_number, problem, max(pico) AS pico FROM accelerator_claims WHERE problem IS NOT NULL GROUP BY workload_key, node_key, day_number, problem) AS a
JOIN build_days AS d ON d.day_number = a.day_number
JOIN workload_keys AS k ON k.workload_key = a.workload_key
JOIN node_keys AS n ON n.node_key = a.node_key
LEFT JOIN (
  SELECT s.workload_key, s.node_key, h.day, max(h.currency) AS currency, count(*) AS hours, sum(CAST(h.effective_cost AS DOUBLE) * h.accelerator_part * CASE WHEN s.accelerator_share > 0 THEN s.accelerator_share ELSE 1e0 END) AS cost
  FROM workload_hour_shares AS s
  JOIN node_hours AS h ON h.node_key = s.node_key AND h.hour_number = s.hour_number
  GROUP BY s.workload_key, s.node_key, h.day
) AS w ON w.workload_key = a.workload_key AND w.node_key = a.node_key AND w.day = d.day
UNION ALL
SELECT n.day, 'containers that claim one card', 'workloads', n.node_id, 'together they claim more of a card than there is', 'their parts were scaled to the card', n.currency, CAST(sum(CAST(round(CAST(n.effective_cost AS DOUBLE) * n.accelerator_part * a.excess / n.accelerator_micro_seconds * 1e9) AS BIGINT) * 0.000000001) AS DECIMAL(38,12)), CAST(sum(a.containers) AS BIGINT)
FROM (SELECT node_key, hour_number, CAST(sum(excess) AS DOUBLE) AS excess, count(*) AS containers FROM accelerator_hours WHERE excess > 0 GROUP BY node_key, hour_number) AS a
JOIN node_hours AS n ON n.node_key = a.node_key AND n.hour_number = a.hour_number
GROUP BY n.day, n.node_id, n.currency
UNION ALL
SELECT d.day, 'replicas counted as cards', 'nodes', n.node_id, 'an ' || max(n.instance_type) || ' has fewer cards than were told', 'counted as the type has them', max(h.currency), CAST(max(h.cost) AS DECIMAL(38,12)), count(*)
FROM day_nodes AS n
JOIN build_days AS d ON d.day_number = n.day_number
LEFT JOIN (SELECT node_key, day, max(currency) AS currency, CAST(CAST(round(sum(CAST(effective_cost AS DOUBLE) * accelerator_part) * 1e9) AS BIGINT) * 0.000000001 AS DECIMAL(38,12)) AS cost FROM node_hours GROUP BY node_key, day) AS h ON h.node_key = n.node_key AND h.day = d.day
WHERE n.accelerator_replicas > 1 AND n.accelerator_micro < n.accelerator_count * 1e6
GROUP BY d.day, n.node_id
UNION ALL
SELECT d.day, 'activity over 100 %', 'accelerator_activity', s.node_id, s.device || ' was active for longer than it was seen, or seen for longer than a day', 'taken as 100 %, or left out', max(h.currency), CAST(max(h.cost) AS DECIMAL(38,12)), CAST(sum(s.excess) AS BIGINT)
FROM device_samples AS s
JOIN build_days AS d ON d.day_number = s.hour_number / 24
LEFT JOIN (SELECT node_id, day, max(currency) AS currency, CAST(CAST(round(sum(CAST(effective_cost AS DOUBLE) * accelerator_part) * 1e9) AS BIGINT) * 0.000000001 AS DECIMAL(38,12)) AS cost FROM node_hours GROUP BY node_id, day) AS h ON h.node_id = s.node_id AND h.day = d.day
WHERE s.excess > 0
GROUP BY d.day, s.node_id, s.device
UNION ALL
SELECT d.day, 'samples from a card that no node has', 'accelerator_activity', s.node_id, 'no row of nodes describes a machine with cards of that name on that day', 'left out', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), CAST(sum(s.samples) AS BIGINT)
FROM device_samples AS s
JOIN build_days AS d ON d.day_number = s.hour_number / 24
LEFT JOIN (SELECT DISTINCT node_id, day_number FROM day_nodes WHERE accelerator_micro > 0) AS n ON n.node_id = s.node_id AND n.day_number = d.day_number
WHERE n.node_id IS NULL
GROUP BY d.day, s.node_id
UNION ALL
SELECT d.day, 'samples from more cards than a node has', 'accelerator_activity', n.node_id, 'more ids of cards than cards', 'counted for those who held them', h.currency, h.cost, CAST(s.cards AS BIGINT)
FROM (SELECT node_id, hour_number / 24 AS day_number, count(DISTINCT device) AS cards FROM device_samples WHERE NOT starts_with(device, 'MIG-') GROUP BY node_id, hour_number / 24) AS s
JOIN build_days AS d ON d.day_number = s.day_number
JOIN (SELECT node_id, day_number, max(accelerator_micro) AS micro FROM day_nodes WHERE accelerator_micro > 0 GROUP BY node_id, day_number) AS n ON n.node_id = s.node_id AND n.day_number = d.day_number
LEFT JOIN (SELECT node_id, day, max(currency) AS currency, CAST(CAST(round(sum(CAST(effective_cost AS DOUBLE) * accelerator_part) * 1e9) AS BIGINT) * 0.000000001 AS DECIMAL(38,12)) AS cost FROM node_hours GROUP BY node_id, day) AS h ON h.node_id = s.node_id AND h.day = d.day
WHERE s.cards * 1000000 > n.micro AND s.cards > 1
UNION ALL
SELECT d.day, 'a model on no workload', 'requests_hourly', u.model, 'nothing that ran in those hours says that it serves it', 'its tokens are without cost', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM unit_costs AS u
JOIN build_days AS d ON d.day = u.day
WHERE u.shared_by IS NULL
GROUP BY d.day, u.model
UNION ALL
SELECT d.day, r.kind, 'requests_hourly', r.model, r.detail, r.action, u.currency, CAST(sum(u.cost) AS DECIMAL(38,12)), CAST(sum(r."rows") AS BIGINT)
FROM (
  SELECT model, hour_number, 'tokens without requests' AS kind, 'tokens are told, but no request' AS detail, 'the tokens count' AS action, count(*) AS "rows"
  FROM hour_requests
  WHERE requests = 0 AND token_weight > 0
  GROUP BY model, hour_number
  UNION ALL
  SELECT model, hour_number, 'impossible counts of requests', 'negative, too large, or more of a part than of the whole', 'taken as unknown, or as the whole', count(*)
  FROM hour_requests
  WHERE strange
  GROUP BY model, hour_number
) AS r
JOIN build_days AS d ON d.day_number = r.hour_number / 24
LEFT JOIN (
  SELECT model, CAST(floor(to_unixtime("hour") / 3600) AS BIGINT) AS hour_number, max(currency) AS currency, sum(effective_cost) AS cost
  FROM unit_costs
  GROUP BY model, "hour"
) AS u ON u.model = r.model AND u.hour_number = r.hour_number
GROUP BY d.day, r.kind, r.model, r.detail, r.action, u.currency
UNION ALL
SELECT i.day, 'impossible size', i.dataset, i.subject, 'vCPU, memory or accelerators below 0, or more than any machine has', 'taken as unknown', CAST(NULL AS VARCHAR), CAST(NULL AS DECIMAL(38,12)), count(*)
FROM (
  SELECT x_day AS day, 'nodes' AS dataset, node_id AS subject
  FROM node_pieces
  WHERE NOT (coalesce(vcpu, 0e0) BETWEEN 0e0 AND 1e6 AND coalesce(memory_gib, 0e0) BETWEEN 0e0 AND 1e6 AND coalesce(accelerator_count, 0e0) BETWEEN 0e0 AND 1e6)
  UNION ALL
  SELECT x_day, 'workloads', workload_id
  FROM workload_pieces
  WHERE NOT (coalesce(request_vcpu, 0e0) BETWEEN 0e0 AND 1e6 AND coalesce(request_memory_gib, 0e0) BETWEEN 0e0 AND 1e6 AND coalesce(request_accelerators, 0e0) BETWEEN 0e0 AND 1e6)
) AS i
GROUP BY i.day, i.dataset, i.subject
