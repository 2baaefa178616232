-- accelerator_hours: what of a machine's cards each container held in each hour. Made on the way, not kept.
-- One row: a workload x node x hour in which it held a part of a card.
-- Inputs: accelerator_claims (a container's part of a card by interval, in 1e-12 of a card), card_excess (what of that is
-- more than there is of a card that several name).
-- Held is in micro-card-seconds; `excess` is what was cut off. `unit` is the part of a card that a slice is.
WITH pieces AS (
  SELECT
    c.workload_key,
    c.node_key,
    h.hour_number,
    c.shared,
    c.unit,
    c.pico * (least(c.ends, h.hour_number * 3600 + 3600) - greatest(c.begins, h.hour_number * 3600)) AS held
  FROM accelerator_claims AS c
  CROSS JOIN UNNEST(sequence(c.begins / 3600, (c.ends - 1) / 3600)) AS h(hour_number)
), held AS (
  SELECT workload_key, node_key, hour_number, bool_or(shared) AS shared, max(unit) AS unit, CAST(round(sum(held) / 1e6) AS BIGINT) AS held
  FROM pieces
  GROUP BY workload_key, node_key, hour_number
), cut_off AS (
  SELECT
    c.workload_key,
    c.node_key,
    h.hour_number,
    CAST(round(sum(c.pico * (least(c.ends, h.hour_number * 3600 + 3600) - greatest(c.begins, h.hour_number * 3600))) / 1e6) AS BIGINT) AS excess
  FROM card_excess AS c
  CROSS JOIN UNNEST(sequence(c.begins / 3600, (c.ends - 1) / 3600)) AS h(hour_number)
  GROUP BY c.workload_key, c.node_key, h.hour_number
)
SELECT
  h.workload_key,
  h.node_key,
  h.hour_number,
  h.shared,
  h.unit,
  h.held - coalesce(c.excess, 0) AS held,
  coalesce(c.excess, 0) AS excess
FROM held AS h
LEFT JOIN cut_off AS c ON c.workload_key = h.workload_key AND c.node_key = h.node_key AND c.hour_number = h.hour_number
