-- machine_line_hours: where a line of the bill meets the machine that it pays for. Made on the way, not kept.
-- One row: a line of the bill (its part of one day) x node x hour in which the node was there.
-- Inputs: day_nodes (intervals of nodes in whole seconds, neither open nor overlapping), day_charges (lines of the bill
-- that belong to a node, cut at midnight).
-- `until` and `total` count the seconds of the line that lie on a node, in order of time.
WITH line_pieces AS (
  SELECT
    c.line_id,
    c.node_key,
    h.hour_number,
    greatest(c.begins, h.hour_number * 3600) AS begins,
    least(c.ends, h.hour_number * 3600 + 3600) AS ends
  FROM day_charges AS c
  CROSS JOIN UNNEST(sequence(c.begins / 3600, (c.ends - 1) / 3600)) AS h(hour_number)
), node_pieces AS (
  SELECT
    n.node_key,
    h.hour_number,
    greatest(n.begins, h.hour_number * 3600) AS begins,
    least(n.ends, h.hour_number * 3600 + 3600) AS ends
  FROM day_nodes AS n
  CROSS JOIN UNNEST(sequence(n.begins / 3600, (n.ends - 1) / 3600)) AS h(hour_number)
), met AS (
  SELECT
    l.line_id,
    l.node_key,
    l.hour_number,
    CAST(sum(least(l.ends, n.ends) - greatest(l.begins, n.begins)) AS BIGINT) AS seconds
  FROM line_pieces AS l
  JOIN node_pieces AS n ON n.node_key = l.node_key AND n.hour_number = l.hour_number
  WHERE least(l.ends, n.ends) > greatest(l.begins, n.begins)
  GROUP BY l.line_id, l.node_key, l.hour_number
)
SELECT
  line_id,
  node_key,
  hour_number,
  seconds,
  CAST(sum(seconds) OVER (PARTITION BY line_id ORDER BY hour_number, node_key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS until,
  CAST(sum(seconds) OVER (PARTITION BY line_id) AS BIGINT) AS total
FROM met
