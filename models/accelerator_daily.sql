-- accelerator_daily: what accelerators cost, who held them, and what of that computed. `farthing gpu` reads it.
-- One row: a workload x node x day ('held'); what nobody held of a node x day ('idle'), and what of cards cut by MIG was left
-- beside slices that were held ('fragmented').
-- Partition: day. Inputs: accelerator_day_amounts, machine_days, machine_hour_rates, node_hours, machine_hours_held,
-- workload_facts, node_day_cards, card_counts (a node x hour: how many cards containers name).
-- The costs of a day and node sum to what its accelerators cost. A held cost = used + unmeasured + what was wasted. A cost is
-- NULL where it isn't known. Cards without ids that are cut by MIG count as filled one after another.
WITH hours AS (
  SELECT
    r.group_key,
    n.node_key,
    n.accelerator_micro_seconds / 3.6e9 AS card_hours,
    r.accelerator_held,
    CASE
      WHEN c.sharing = 'mig' AND r.accelerator_held > 0
        THEN least(1e0, greatest(ceil(r.accelerator_held * n.accelerator_micro_seconds / (n.seconds * 1e6) - 1e-6), coalesce(CAST(k.cards AS DOUBLE), 0e0)) * n.seconds * 1e6 / n.accelerator_micro_seconds) - r.accelerator_held
      ELSE 0e0
    END AS fragmented,
    r.billed_cost * n.accelerator_part AS billed_cost,
    r.effective_cost * n.accelerator_part AS effective_cost,
    r.net_billed_cost * n.accelerator_part AS net_billed_cost,
    r.net_effective_cost * n.accelerator_part AS net_effective_cost,
    r.contracted_cost * n.accelerator_part AS contracted_cost,
    r.list_cost * n.accelerator_part AS list_cost
  FROM node_hours AS n
  JOIN machine_hour_rates AS r ON r.node_key = n.node_key AND r.hour_number = n.hour_number
  LEFT JOIN node_day_cards AS c ON c.node_key = n.node_key AND c.day_number = n.hour_number / 24
  LEFT JOIN card_counts AS k ON k.node_key = n.node_key AND k.hour_number = n.hour_number
  WHERE n.accelerator_micro_seconds > 0
), whole AS (
  SELECT
    group_key,
    count(*) AS hours,
    CAST(sum(CAST(round(card_hours * 1e9) AS BIGINT)) AS BIGINT) AS card_nano,
    CAST(sum(CAST(round(card_hours * fragmented * 1e9) AS BIGINT)) AS BIGINT) AS fragmented_nano,
    CAST(sum(CAST(round(billed_cost * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost,
    CAST(sum(CAST(floor(billed_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS billed_cost_fragmented,
    CAST(sum(CAST(round(effective_cost * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost,
    CAST(sum(CAST(floor(effective_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS effective_cost_fragmented,
    CAST(sum(CAST(round(net_billed_cost * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost,
    CAST(sum(CAST(floor(net_billed_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS net_billed_cost_fragmented,
    CAST(sum(CAST(round(net_effective_cost * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost,
    CAST(sum(CAST(floor(net_effective_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS net_effective_cost_fragmented,
    CAST(sum(CAST(round(contracted_cost * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost,
    CAST(sum(CAST(floor(contracted_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS contracted_cost_fragmented,
    CAST(sum(CAST(round(list_cost * 1e12) AS BIGINT)) AS BIGINT) AS list_cost,
    CAST(sum(CAST(floor(list_cost * fragmented * 1e12) AS BIGINT)) AS BIGINT) AS list_cost_fragmented
  FROM hours
  GROUP BY group_key
), taken AS (
  SELECT
    group_key,
    CAST(sum(held_nano) AS BIGINT) AS held_nano,
    CAST(sum(billed_cost) AS BIGINT) AS billed_cost,
    CAST(sum(effective_cost) AS BIGINT) AS effective_cost,
    CAST(sum(net_billed_cost) AS BIGINT) AS net_billed_cost,
    CAST(sum(net_effective_cost) AS BIGINT) AS net_effective_cost,
    CAST(sum(contracted_cost) AS BIGINT) AS contracted_cost,
    CAST(sum(list_cost) AS BIGINT) AS list_cost
  FROM accelerator_day_amounts
  GROUP BY group_key
), left_over AS (
  SELECT
    w.group_key,
    w.hours,
    w.card_nano - coalesce(t.held_nano, 0) AS idle_nano,
    least(w.fragmented_nano, greatest(w.card_nano - coalesce(t.held_nano, 0), 0)) AS fragmented_nano,
    w.billed_cost - coalesce(t.billed_cost, 0) AS billed_cost,
    least(w.billed_cost_fragmented, greatest(w.billed_cost - coalesce(t.billed_cost, 0), 0)) AS billed_cost_fragmented,
    w.effective_cost - coalesce(t.effective_cost, 0) AS effective_cost,
    least(w.effective_cost_fragmented, greatest(w.effective_cost - coalesce(t.effective_cost, 0), 0)) AS effective_cost_fragmented,
    w.net_billed_cost - coalesce(t.net_billed_cost, 0) AS net_billed_cost,
    least(w.net_billed_cost_fragmented, greatest(w.net_billed_cost - coalesce(t.net_billed_cost, 0), 0)) AS net_billed_cost_fragmented,
    w.net_effective_cost - coalesce(t.net_effective_cost, 0) AS net_effective_cost,
    least(w.net_effective_cost_fragmented, greatest(w.net_effective_cost - coalesce(t.net_effective_cost, 0), 0)) AS net_effective_cost_fragmented,
    w.contracted_cost - coalesce(t.contracted_cost, 0) AS contracted_cost,
    least(w.contracted_cost_fragmented, greatest(w.contracted_cost - coalesce(t.contracted_cost, 0), 0)) AS contracted_cost_fragmented,
    w.list_cost - coalesce(t.list_cost, 0) AS list_cost,
    least(w.list_cost_fragmented, greatest(w.list_cost - coalesce(t.list_cost, 0), 0)) AS list_cost_fragmented
  FROM whole AS w
  LEFT JOIN taken AS t ON t.group_key = w.group_key
), amounts AS (
  SELECT
    group_key,
    workload_key,
    'held' AS what,
    hours,
    told_by,
    held_nano AS card_nano,
    used_nano,
    measured_nano,
    gib_micro,
    billed_cost,
    billed_cost_used,
    billed_cost_unmeasured,
    billed_cost_parked,
    effective_cost,
    effective_cost_used,
    effective_cost_unmeasured,
    effective_cost_parked,
    net_billed_cost,
    net_billed_cost_used,
    net_billed_cost_unmeasured,
    net_billed_cost_parked,
    net_effective_cost,
    net_effective_cost_used,
    net_effective_cost_unmeasured,
    net_effective_cost_parked,
    contracted_cost,
    contracted_cost_used,
    contracted_cost_unmeasured,
    contracted_cost_parked,
    list_cost,
    list_cost_used,
    list_cost_unmeasured,
    list_cost_parked
  FROM accelerator_day_amounts
  UNION ALL
  SELECT
    group_key,
    CAST(NULL AS BIGINT),
    'idle',
    hours,
    CAST(NULL AS VARCHAR),
    idle_nano - fragmented_nano,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    billed_cost - billed_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    effective_cost - effective_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    net_billed_cost - net_billed_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    net_effective_cost - net_effective_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    contracted_cost - contracted_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    list_cost - list_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT)
  FROM left_over
  UNION ALL
  SELECT
    group_key,
    CAST(NULL AS BIGINT),
    'fragmented',
    hours,
    CAST(NULL AS VARCHAR),
    fragmented_nano,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    billed_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    effective_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    net_billed_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    net_effective_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    contracted_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    list_cost_fragmented,
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT),
    CAST(NULL AS BIGINT)
  FROM left_over
  WHERE fragmented_nano > 0
)
SELECT
  m.day,
  m.billing_period,
  a.what,
  coalesce(f.system, false) AS system,
  m.account,
  m.region,
  m.zone,
  m.cluster,
  m.orchestrator,
  m.node_pool,
  m.node_id AS node,
  m.instance_type,
  m.purchase_option,
  m.accelerator_model AS accelerator,
  m.owner,
  f.namespace,
  f.ecs_service,
  f.workload,
  f.controller_kind,
  f.pod,
  f.container,
  f.workload_id,
  f.run,
  f.model,
  f.model_version,
  f.tenant,
  CASE WHEN a.workload_key IS NULL THEN coalesce(c.sharing, 'none') ELSE f.gpu_sharing END AS gpu_sharing,
  f.mig_profile,
  f.dimensions,
  m.currency,
  m.estimated,
  m.cost_source,
  a.hours,
  a.told_by,
  a.card_nano / 1e9 AS card_hours,
  a.used_nano / 1e9 AS used_card_hours,
  a.measured_nano / 1e9 AS measured_card_hours,
  a.gib_micro / 1e6 AS memory_gib_hours,
  CAST((a.billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost,
  CAST((a.billed_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_used,
  CAST((a.billed_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_unmeasured,
  CAST((a.billed_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_parked,
  CAST((a.effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost,
  CAST((a.effective_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_used,
  CAST((a.effective_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_unmeasured,
  CAST((a.effective_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_parked,
  CAST((a.net_billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost,
  CAST((a.net_billed_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_used,
  CAST((a.net_billed_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_unmeasured,
  CAST((a.net_billed_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_parked,
  CAST((a.net_effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost,
  CAST((a.net_effective_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_used,
  CAST((a.net_effective_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_unmeasured,
  CAST((a.net_effective_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_parked,
  CAST((a.contracted_cost) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost,
  CAST((a.contracted_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_used,
  CAST((a.contracted_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_unmeasured,
  CAST((a.contracted_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_parked,
  CAST((a.list_cost) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost,
  CAST((a.list_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_used,
  CAST((a.list_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_unmeasured,
  CAST((a.list_cost_parked) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_parked
FROM amounts AS a
JOIN machine_days AS m ON m.group_key = a.group_key
LEFT JOIN workload_facts AS f ON f.workload_key = a.workload_key AND f.day = m.day
LEFT JOIN node_day_cards AS c ON c.node_key = m.node_key AND c.day_number = CAST(floor(to_unixtime(CAST(m.day AS TIMESTAMP)) / 86400) AS BIGINT)
