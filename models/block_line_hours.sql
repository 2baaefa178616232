-- block_line_hours: where what was paid for a Capacity Block at once meets its machines. Made on the way, not kept.
-- One row: a line of the bill for a block (its part of one day) x node x hour in which the node was there.
-- Inputs: block_lines (lines for blocks, cut at midnight, with how many instances are reserved), day_nodes (intervals of
-- nodes in whole seconds with their reservation, neither open nor overlapping).
-- `until` and `total` count seconds of reserved instances, so what no machine took of `total` is the unused part. If more
-- machines ran than are said to be reserved, together they have what is reserved, each by its seconds.
WITH line_hours AS (
  SELECT
    l.line_id,
    l.block,
    l.instances,
    l.instances * (l.ends - l.begins) AS total,
    h.hour_number,
    greatest(l.begins, h.hour_number * 3600) AS begins,
    least(l.ends, h.hour_number * 3600 + 3600) AS ends
  FROM block_lines AS l
  CROSS JOIN UNNEST(sequence(l.begins / 3600, (l.ends - 1) / 3600)) AS h(hour_number)
), node_pieces AS (
  SELECT
    n.node_key,
    n.reservation,
    h.hour_number,
    greatest(n.begins, h.hour_number * 3600) AS begins,
    least(n.ends, h.hour_number * 3600 + 3600) AS ends
  FROM day_nodes AS n
  CROSS JOIN UNNEST(sequence(n.begins / 3600, (n.ends - 1) / 3600)) AS h(hour_number)
  WHERE n.reservation IS NOT NULL
), met AS (
  SELECT
    l.line_id,
    n.node_key,
    l.hour_number,
    l.total,
    l.instances * (l.ends - l.begins) AS reserved,
    CAST(sum(least(l.ends, n.ends) - greatest(l.begins, n.begins)) AS BIGINT) AS ran
  FROM line_hours AS l
  JOIN node_pieces AS n ON n.reservation = l.block AND n.hour_number = l.hour_number
  WHERE least(l.ends, n.ends) > greatest(l.begins, n.begins)
  GROUP BY l.line_id, n.node_key, l.hour_number, l.total, l.instances * (l.ends - l.begins)
), counted AS (
  SELECT
    line_id,
    node_key,
    hour_number,
    total,
    reserved,
    ran,
    CAST(sum(ran) OVER (PARTITION BY line_id, hour_number ORDER BY node_key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS ran_until,
    CAST(sum(ran) OVER (PARTITION BY line_id, hour_number) AS BIGINT) AS ran_together
  FROM met
), taken AS (
  SELECT
    line_id,
    node_key,
    hour_number,
    total,
    CASE WHEN ran_together <= reserved THEN ran ELSE ran_until * reserved / ran_together - (ran_until - ran) * reserved / ran_together END AS seconds
  FROM counted
)
SELECT
  line_id,
  node_key,
  hour_number,
  seconds,
  CAST(sum(seconds) OVER (PARTITION BY line_id ORDER BY hour_number, node_key ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS until,
  total
FROM taken
