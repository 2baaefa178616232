-- accelerator_hours: what of a machine's cards each container held in each hour. Made on the way, not kept.
-- One row: a workload x node x hour in which it held a part of a card.
-- Inputs: accelerator_claims (a container's part of a card by interval, in 1e-12 of a card), device_claims (the same by
-- the cards that it names), node_hours.
-- Held is in micro-card-seconds. Who names the same card can't hold more of it than there is: their parts of that hour are
-- scaled down to the card (or to the slice, whose part of a card is `card_part`). `excess` is what was cut off. `unit` is the part of a card that a slice is.
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
), card_pieces AS (
  SELECT
    c.workload_key,
    c.node_key,
    c.card_id,
    c.card_part,
    h.hour_number,
    c.pico * (least(c.ends, h.hour_number * 3600 + 3600) - greatest(c.begins, h.hour_number * 3600)) AS held
  FROM device_claims AS c
  CROSS JOIN UNNEST(sequence(c.begins / 3600, (c.ends - 1) / 3600)) AS h(hour_number)
  WHERE c.card_id IS NOT NULL
), cards AS (
  SELECT node_key, card_id, hour_number, max(card_part) AS card_part, CAST(round(sum(held) / 1e6) AS BIGINT) AS held
  FROM card_pieces
  GROUP BY node_key, card_id, hour_number
), full_cards AS (
  SELECT
    c.node_key,
    c.card_id,
    c.hour_number,
    CAST(c.held - least(n.accelerator_micro_seconds, CAST(round(c.card_part * 1e6 * n.seconds) AS BIGINT)) AS DOUBLE) / c.held AS over_part
  FROM cards AS c
  JOIN node_hours AS n ON n.node_key = c.node_key AND n.hour_number = c.hour_number
  WHERE c.held > least(n.accelerator_micro_seconds, CAST(round(c.card_part * 1e6 * n.seconds) AS BIGINT)) + 1000
), cut_off AS (
  SELECT p.workload_key, p.node_key, p.hour_number, CAST(round(sum(CAST(round(p.held * f.over_part) AS BIGINT)) / 1e6) AS BIGINT) AS excess
  FROM card_pieces AS p
  JOIN full_cards AS f ON f.node_key = p.node_key AND f.card_id = p.card_id AND f.hour_number = p.hour_number
  GROUP BY p.workload_key, p.node_key, p.hour_number
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
