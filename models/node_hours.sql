-- node_hours: what each machine had in each hour, and what that hour cost on each basis.
-- One row: a node x an hour in which it was there.
-- Partition: day. Inputs: day_nodes (nodes whose intervals neither are open nor overlap), day_charges (the bill's lines
-- of their resources: line_id, resource_id, begins, ends, currency and the six costs).
-- Capacity is in micro-vCPU-seconds, micro-GiB-seconds and micro-card-seconds. Seconds are counted between whole seconds,
-- so that cutting an interval in two changes nothing. A line's money falls on the hours of its interval in proportion to
-- the seconds that the node was there; an hour's part is the difference of two stated sums, so the hours of a line sum to
-- it exactly. A cost that one of the lines doesn't state is NULL, as is a cost in several currencies. Without a line the
-- hour is estimated from the node's known price; without that its cost is NULL.
WITH pieces AS (
  SELECT
    n.node_id,
    n.resource_id,
    n."start",
    h.hour,
    greatest(n."start", h.hour) AS begins,
    least(n."end", h.hour + INTERVAL '1' HOUR) AS ends,
    CAST(round(n.vcpu * 1e6) AS BIGINT) AS vcpu_micro,
    CAST(round(n.memory_gib * 1e6) AS BIGINT) AS gib_micro,
    CAST(round(coalesce(n.accelerator_count, 0e0) * 1e6) AS BIGINT) AS accelerator_micro,
    n.hourly_cost_usd
  FROM day_nodes AS n
  CROSS JOIN UNNEST(sequence(date_trunc('hour', n."start"), n."end", INTERVAL '1' HOUR)) AS h(hour)
  WHERE h.hour < n."end"
), timed AS (
  SELECT
    p.*,
    date_diff('second', date_trunc('second', p.begins), date_trunc('second', p.ends)) AS seconds
  FROM pieces AS p
), capacity AS (
  SELECT
    node_id,
    hour,
    max("start") AS described_at,
    CAST(sum(seconds) AS BIGINT) AS seconds,
    CAST(sum(vcpu_micro * seconds) AS BIGINT) AS vcpu,
    CAST(sum(gib_micro * seconds) AS BIGINT) AS gib,
    CAST(sum(accelerator_micro * seconds) AS BIGINT) AS accelerator,
    sum(CAST(hourly_cost_usd AS DOUBLE) * seconds / 3600e0) AS known_cost
  FROM timed
  GROUP BY node_id, hour
), line_hours AS (
  SELECT
    c.line_id,
    t.node_id,
    t.hour,
    CAST(sum(date_diff('second', date_trunc('second', greatest(t.begins, c.begins)), date_trunc('second', least(t.ends, c.ends)))) AS BIGINT) AS seconds
  FROM timed AS t
  JOIN day_charges AS c ON c.resource_id = t.resource_id AND c.begins < t.ends AND c.ends > t.begins
  GROUP BY c.line_id, t.node_id, t.hour
), counted AS (
  SELECT
    line_id,
    node_id,
    hour,
    seconds,
    CAST(sum(seconds) OVER (PARTITION BY line_id ORDER BY hour, node_id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS until,
    CAST(sum(seconds) OVER (PARTITION BY line_id) AS BIGINT) AS total
  FROM line_hours
  WHERE seconds > 0
), parts AS (
  SELECT
    line_id,
    node_id,
    hour,
    until = total AS is_last,
    CAST(until AS DOUBLE) / total AS until,
    CAST(until - seconds AS DOUBLE) / total AS before
  FROM counted
), billed AS (
  SELECT
    p.node_id,
    p.hour,
    min(c.currency) AS currency,
    max(c.currency) AS last_currency,
    count(c.currency) AS lines_with_currency,
    count(*) AS lines,
    CASE WHEN count(c.billed_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.billed_cost ELSE CAST(round(CAST(c.billed_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.billed_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS billed_cost,
    CASE WHEN count(c.effective_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.effective_cost ELSE CAST(round(CAST(c.effective_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.effective_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS effective_cost,
    CASE WHEN count(c.net_billed_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.net_billed_cost ELSE CAST(round(CAST(c.net_billed_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.net_billed_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS net_billed_cost,
    CASE WHEN count(c.net_effective_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.net_effective_cost ELSE CAST(round(CAST(c.net_effective_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.net_effective_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS net_effective_cost,
    CASE WHEN count(c.contracted_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.contracted_cost ELSE CAST(round(CAST(c.contracted_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.contracted_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS contracted_cost,
    CASE WHEN count(c.list_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.is_last THEN c.list_cost ELSE CAST(round(CAST(c.list_cost AS DOUBLE) * p.until * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.list_cost AS DOUBLE) * p.before * 1e12) AS BIGINT) * 0.000000000001) AS DECIMAL(38,12)) END AS list_cost
  FROM parts AS p
  JOIN day_charges AS c ON c.line_id = p.line_id
  GROUP BY p.node_id, p.hour
), weighted AS (
  SELECT
    c.*,
    w.vcpu * c.vcpu AS vcpu_weight,
    w.gib * c.gib AS memory_weight,
    w.accelerator * c.accelerator AS accelerator_weight
  FROM capacity AS c
  JOIN allocation_weights AS w ON w.has_accelerator = (c.accelerator > 0)
)
SELECT
  CAST(date_trunc('day', w.hour) AS DATE) AS day,
  w.hour,
  w.node_id,
  n.account,
  n.region,
  n.zone,
  n.cluster,
  n.orchestrator,
  n.node_pool,
  n.instance_type,
  n.purchase_option,
  n.accelerator_model,
  w.seconds,
  w.vcpu AS vcpu_micro_seconds,
  w.gib AS gib_micro_seconds,
  w.accelerator AS accelerator_micro_seconds,
  w.vcpu_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS vcpu_part,
  w.memory_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS memory_part,
  w.accelerator_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS accelerator_part,
  CASE WHEN b.lines IS NOT NULL THEN 'bill' WHEN w.known_cost IS NOT NULL THEN 'nodes' ELSE 'no_price' END AS cost_source,
  b.lines IS NULL AS estimated,
  CASE WHEN b.lines IS NULL AND w.known_cost IS NOT NULL THEN 'USD' WHEN b.lines = b.lines_with_currency AND b.currency = b.last_currency THEN b.currency END AS currency,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.billed_cost WHEN b.lines IS NULL THEN CAST(round(w.known_cost * 1e12) AS BIGINT) * 0.000000000001 END AS DECIMAL(38,12)) AS billed_cost,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.effective_cost WHEN b.lines IS NULL THEN CAST(round(w.known_cost * 1e12) AS BIGINT) * 0.000000000001 END AS DECIMAL(38,12)) AS effective_cost,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.net_billed_cost END AS DECIMAL(38,12)) AS net_billed_cost,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.net_effective_cost END AS DECIMAL(38,12)) AS net_effective_cost,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.contracted_cost WHEN b.lines IS NULL THEN CAST(round(w.known_cost * 1e12) AS BIGINT) * 0.000000000001 END AS DECIMAL(38,12)) AS contracted_cost,
  CAST(CASE WHEN b.currency = b.last_currency OR b.last_currency IS NULL AND b.lines IS NOT NULL THEN b.list_cost WHEN b.lines IS NULL THEN CAST(round(w.known_cost * 1e12) AS BIGINT) * 0.000000000001 END AS DECIMAL(38,12)) AS list_cost
FROM weighted AS w
JOIN day_nodes AS n ON n.node_id = w.node_id AND n."start" = w.described_at
LEFT JOIN billed AS b ON b.node_id = w.node_id AND b.hour = w.hour
ORDER BY 1, 3, 2
