-- accelerator_day_amounts: what each container's part of a machine's cards cost in a day, and what of that computed. Made on
-- the way, not kept.
-- One row: a workload x group of machine_hour_rates (a node, day and kind of cost).
-- Inputs: workload_hour_shares, machine_hour_rates, node_hours, node_day_cards (what a machine's cards are).
-- Money is in 1e-12 of the currency, stated once per workload, hour and basis, cut off so that all together never exceed
-- the hour. `_unmeasured` is what nothing tells the use of; what is left of a cost after `_used` and `_unmeasured` was wasted.
-- `_parked` is the part of the waste in hours in which a container held memory (more than 5 % of its part of the card) but
-- hardly computed (less than 5 % of the time).
WITH priced AS (
  SELECT
    s.workload_key,
    r.group_key,
    s.accelerator_share AS share,
    coalesce(s.accelerator_used_share, 0e0) AS used_share,
    s.accelerator_measured_share AS measured_share,
    s.accelerator_used_share < s.accelerator_measured_share * 0.05e0
      AND s.accelerator_gib > 0.05e0 * c.card_gib * s.accelerator_share * n.accelerator_micro_seconds AS parked,
    CAST(s.accelerator_gib AS DOUBLE) / 3.6e9 AS gib_hours,
    n.accelerator_micro_seconds / 3.6e9 AS card_hours,
    s.told_by,
    r.billed_cost * n.accelerator_part AS billed_cost,
    r.effective_cost * n.accelerator_part AS effective_cost,
    r.net_billed_cost * n.accelerator_part AS net_billed_cost,
    r.net_effective_cost * n.accelerator_part AS net_effective_cost,
    r.contracted_cost * n.accelerator_part AS contracted_cost,
    r.list_cost * n.accelerator_part AS list_cost
  FROM workload_hour_shares AS s
  JOIN machine_hour_rates AS r ON r.node_key = s.node_key AND r.hour_number = s.hour_number
  JOIN node_hours AS n ON n.node_key = s.node_key AND n.hour_number = s.hour_number
  LEFT JOIN node_day_cards AS c ON c.node_key = s.node_key AND c.day_number = s.hour_number / 24
  WHERE s.accelerator_share > 0
)
SELECT
  workload_key,
  group_key,
  count(*) AS hours,
  min(told_by) AS told_by,
  CAST(sum(CAST(round(card_hours * share * 1e9) AS BIGINT)) AS BIGINT) AS held_nano,
  CAST(sum(CAST(round(card_hours * used_share * 1e9) AS BIGINT)) AS BIGINT) AS used_nano,
  CAST(sum(CAST(round(card_hours * measured_share * 1e9) AS BIGINT)) AS BIGINT) AS measured_nano,
  CAST(sum(CAST(round(gib_hours * 1e6) AS BIGINT)) AS BIGINT) AS gib_micro,
  CAST(sum(CAST(floor(billed_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
  CAST(sum(CAST(floor(billed_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_used,
  CAST(sum(CAST(floor(billed_cost * share * 1e12) AS BIGINT) - CAST(floor(billed_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(billed_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(billed_cost * used_share * 1e12) AS BIGINT) WHEN billed_cost IS NOT NULL THEN 0 END) AS BIGINT) AS billed_cost_parked,
  CAST(sum(CAST(floor(effective_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
  CAST(sum(CAST(floor(effective_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_used,
  CAST(sum(CAST(floor(effective_cost * share * 1e12) AS BIGINT) - CAST(floor(effective_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(effective_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(effective_cost * used_share * 1e12) AS BIGINT) WHEN effective_cost IS NOT NULL THEN 0 END) AS BIGINT) AS effective_cost_parked,
  CAST(sum(CAST(floor(net_billed_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
  CAST(sum(CAST(floor(net_billed_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_used,
  CAST(sum(CAST(floor(net_billed_cost * share * 1e12) AS BIGINT) - CAST(floor(net_billed_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(net_billed_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(net_billed_cost * used_share * 1e12) AS BIGINT) WHEN net_billed_cost IS NOT NULL THEN 0 END) AS BIGINT) AS net_billed_cost_parked,
  CAST(sum(CAST(floor(net_effective_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
  CAST(sum(CAST(floor(net_effective_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_used,
  CAST(sum(CAST(floor(net_effective_cost * share * 1e12) AS BIGINT) - CAST(floor(net_effective_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(net_effective_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(net_effective_cost * used_share * 1e12) AS BIGINT) WHEN net_effective_cost IS NOT NULL THEN 0 END) AS BIGINT) AS net_effective_cost_parked,
  CAST(sum(CAST(floor(contracted_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
  CAST(sum(CAST(floor(contracted_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_used,
  CAST(sum(CAST(floor(contracted_cost * share * 1e12) AS BIGINT) - CAST(floor(contracted_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(contracted_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(contracted_cost * used_share * 1e12) AS BIGINT) WHEN contracted_cost IS NOT NULL THEN 0 END) AS BIGINT) AS contracted_cost_parked,
  CAST(sum(CAST(floor(list_cost * share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost,
  CAST(sum(CAST(floor(list_cost * used_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_used,
  CAST(sum(CAST(floor(list_cost * share * 1e12) AS BIGINT) - CAST(floor(list_cost * measured_share * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_unmeasured,
  CAST(sum(CASE WHEN parked THEN CAST(floor(list_cost * measured_share * 1e12) AS BIGINT) - CAST(floor(list_cost * used_share * 1e12) AS BIGINT) WHEN list_cost IS NOT NULL THEN 0 END) AS BIGINT) AS list_cost_parked
FROM priced
GROUP BY workload_key, group_key
