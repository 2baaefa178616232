-- node_hours: what each machine had in each hour, and what that hour cost on each basis.
-- One row: a node x an hour in which it was there.
-- Partition: day. Inputs: day_nodes (intervals of nodes in whole seconds, neither open nor overlapping), day_charges (the
-- bill's lines of these nodes), machine_line_hours (where both meet), machine_weights and allocation_weights (what a vCPU,
-- a GiB and an accelerator weigh in a machine's price), price_estimates (what a node's hour costs where no line says so).
-- Capacity is in micro-vCPU-seconds, micro-GiB-seconds and micro-card-seconds. Seconds are counted between whole seconds,
-- so that cutting an interval in two changes nothing. A line's money falls on the hours of its interval in proportion to
-- the seconds that the node was there; an hour's part is the difference of two stated sums, so the hours of a line sum to
-- it exactly. The account is the one that the bill says, if a line tells. A cost that one of the lines doesn't state is NULL, as is a cost in several currencies. Without a line the
-- hour is estimated: from the node's known price, else from what it cost when it was last billed, else from the list;
-- without any its cost is NULL. Weights of a machine that don't say what its accelerator weighs are no weights of it while it
-- has one. That stands in the columns, as engines join by a condition of both sides row by row.
WITH pieces AS (
  SELECT
    n.node_key,
    n.begins,
    h.hour_number,
    least(n.ends, h.hour_number * 3600 + 3600) - greatest(n.begins, h.hour_number * 3600) AS seconds,
    n.vcpu_micro,
    n.gib_micro,
    n.accelerator_micro,
    n.hourly_cost_nano
  FROM day_nodes AS n
  CROSS JOIN UNNEST(sequence(n.begins / 3600, (n.ends - 1) / 3600)) AS h(hour_number)
), capacity AS (
  SELECT
    node_key,
    hour_number,
    max(begins) AS described_at,
    CAST(sum(seconds) AS BIGINT) AS seconds,
    CAST(sum(vcpu_micro * seconds) AS BIGINT) AS vcpu,
    CAST(sum(gib_micro * seconds) AS BIGINT) AS gib,
    CAST(sum(accelerator_micro * seconds) AS BIGINT) AS accelerator,
    CASE WHEN count(hourly_cost_nano) = count(*) THEN CAST(sum(hourly_cost_nano * seconds) AS BIGINT) END AS known_nano_seconds
  FROM pieces
  GROUP BY node_key, hour_number
), billed AS (
  SELECT
    p.node_key,
    p.hour_number,
    count(*) AS lines,
    (min(c.currency) = max(c.currency) AND count(c.currency) = count(*)) OR count(c.currency) = 0 AS one_currency,
    min(c.currency) AS currency,
    max(CASE WHEN c.block IS NULL THEN c.account END) AS account,
    max(c.account) AS payer,
    max(c.block) AS capacity_block,
    CASE WHEN bool_or(c.purchase_option = 'capacity_block') THEN 'capacity_block' ELSE max(c.purchase_option) END AS purchase_option,
    max(c.service) AS service,
    CASE WHEN count(c.billed_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.billed_cost ELSE CASE WHEN p.until = p.total THEN c.billed_cost ELSE CAST(round(CAST(c.billed_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.billed_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS billed_cost,
    CASE WHEN count(c.effective_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.effective_cost ELSE CASE WHEN p.until = p.total THEN c.effective_cost ELSE CAST(round(CAST(c.effective_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.effective_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS effective_cost,
    CAST(sum(CASE WHEN c.block IS NOT NULL THEN
      CASE WHEN p.seconds = p.total THEN c.effective_cost ELSE CASE WHEN p.until = p.total THEN c.effective_cost ELSE CAST(round(CAST(c.effective_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.effective_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END END) AS DECIMAL(38,12)) AS capacity_block_cost,
    CASE WHEN count(c.net_billed_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.net_billed_cost ELSE CASE WHEN p.until = p.total THEN c.net_billed_cost ELSE CAST(round(CAST(c.net_billed_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.net_billed_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS net_billed_cost,
    CASE WHEN count(c.net_effective_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.net_effective_cost ELSE CASE WHEN p.until = p.total THEN c.net_effective_cost ELSE CAST(round(CAST(c.net_effective_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.net_effective_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS net_effective_cost,
    CASE WHEN count(c.contracted_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.contracted_cost ELSE CASE WHEN p.until = p.total THEN c.contracted_cost ELSE CAST(round(CAST(c.contracted_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.contracted_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS contracted_cost,
    CASE WHEN count(c.list_cost) = count(*) THEN CAST(sum(
      CASE WHEN p.seconds = p.total THEN c.list_cost ELSE CASE WHEN p.until = p.total THEN c.list_cost ELSE CAST(round(CAST(c.list_cost AS DOUBLE) * p.until / p.total * 1e12) AS BIGINT) * 0.000000000001 END
      - CAST(round(CAST(c.list_cost AS DOUBLE) * (p.until - p.seconds) / p.total * 1e12) AS BIGINT) * 0.000000000001 END) AS DECIMAL(38,12)) END AS list_cost
  FROM machine_line_hours AS p
  JOIN day_charges AS c ON c.line_id = p.line_id AND c.node_key = p.node_key
  GROUP BY p.node_key, p.hour_number
), priced AS (
  SELECT
    c.node_key,
    c.hour_number,
    c.described_at,
    c.seconds,
    c.vcpu,
    c.gib,
    c.accelerator,
    b.lines,
    b.one_currency,
    b.currency,
    CASE WHEN b.lines IS NULL THEN n.account WHEN b.account IS NULL AND b.capacity_block IS NOT NULL THEN coalesce(n.account, b.payer) ELSE b.account END AS account,
    b.capacity_block,
    b.capacity_block_cost,
    coalesce(b.purchase_option, n.purchase_option) AS purchase_option,
    b.service,
    b.billed_cost,
    b.effective_cost,
    b.net_billed_cost,
    b.net_effective_cost,
    b.contracted_cost,
    b.list_cost,
    CASE
      WHEN c.known_nano_seconds IS NOT NULL THEN CAST(round(c.known_nano_seconds / 3.6e0) AS BIGINT) * 0.000000000001
      ELSE CAST(round(e.hourly_cost * c.seconds / 3600e0 * 1e12) AS BIGINT) * 0.000000000001
    END AS estimated_cost,
    CASE
      WHEN c.known_nano_seconds IS NOT NULL THEN CAST(round(c.known_nano_seconds / 3.6e0) AS BIGINT) * 0.000000000001
      ELSE CAST(round(e.hourly_list_cost * c.seconds / 3600e0 * 1e12) AS BIGINT) * 0.000000000001
    END AS estimated_list_cost,
    CASE WHEN c.known_nano_seconds IS NOT NULL THEN 'nodes' WHEN e.hourly_cost IS NOT NULL THEN e.source ELSE 'no_price' END AS estimate_source,
    CASE WHEN c.known_nano_seconds IS NOT NULL THEN 'USD' ELSE e.currency END AS estimate_currency,
    CASE WHEN m.accelerator IS NOT NULL OR c.accelerator = 0 THEN coalesce(m.name, a.name) ELSE a.name END AS weights,
    CASE WHEN m.accelerator IS NOT NULL OR c.accelerator = 0 THEN coalesce(m.vcpu, a.vcpu) ELSE a.vcpu END * c.vcpu AS vcpu_weight,
    CASE WHEN m.accelerator IS NOT NULL OR c.accelerator = 0 THEN coalesce(m.gib, a.gib) ELSE a.gib END * c.gib AS memory_weight,
    CASE WHEN c.accelerator > 0 THEN coalesce(m.accelerator, a.accelerator) * c.accelerator ELSE 0e0 END AS accelerator_weight
  FROM capacity AS c
  JOIN day_nodes AS n ON n.node_key = c.node_key AND n.begins = c.described_at
  JOIN allocation_weights AS a ON a.has_accelerator = (c.accelerator > 0) AND a.spot = n.spot
  LEFT JOIN machine_weights AS m ON m.machine = n.machine
  LEFT JOIN price_estimates AS e ON e.node_key = c.node_key AND e.day_number = c.hour_number / 24
  LEFT JOIN billed AS b ON b.node_key = c.node_key AND b.hour_number = c.hour_number
)
SELECT
  CAST(date_trunc('day', TIMESTAMP '1970-01-01 00:00:00' + w.hour_number * INTERVAL '1' HOUR) AS DATE) AS day,
  TIMESTAMP '1970-01-01 00:00:00' + w.hour_number * INTERVAL '1' HOUR AS hour,
  n.node_id,
  w.account,
  n.region,
  n.zone,
  n.cluster,
  n.orchestrator,
  n.node_pool,
  n.instance_type,
  w.purchase_option,
  n.accelerator_model,
  n.owner,
  w.service,
  w.seconds,
  w.vcpu AS vcpu_micro_seconds,
  w.gib AS gib_micro_seconds,
  w.accelerator AS accelerator_micro_seconds,
  w.weights,
  w.vcpu_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS vcpu_part,
  w.memory_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS memory_part,
  w.accelerator_weight / nullif(w.vcpu_weight + w.memory_weight + w.accelerator_weight, 0e0) AS accelerator_part,
  CASE WHEN w.lines IS NOT NULL THEN 'bill' ELSE w.estimate_source END AS cost_source,
  w.lines IS NULL AS estimated,
  CASE WHEN w.lines IS NULL THEN w.estimate_currency WHEN w.one_currency THEN w.currency END AS currency,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.billed_cost WHEN w.lines IS NULL THEN w.estimated_cost END AS DECIMAL(38,12)) AS billed_cost,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.effective_cost WHEN w.lines IS NULL THEN w.estimated_cost END AS DECIMAL(38,12)) AS effective_cost,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.net_billed_cost END AS DECIMAL(38,12)) AS net_billed_cost,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.net_effective_cost END AS DECIMAL(38,12)) AS net_effective_cost,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.contracted_cost WHEN w.lines IS NULL THEN w.estimated_cost END AS DECIMAL(38,12)) AS contracted_cost,
  CAST(CASE WHEN w.lines IS NOT NULL AND w.one_currency THEN w.list_cost WHEN w.lines IS NULL THEN w.estimated_list_cost END AS DECIMAL(38,12)) AS list_cost,
  coalesce(w.lines, 0) AS bill_lines,
  w.capacity_block,
  CASE WHEN w.one_currency THEN w.capacity_block_cost END AS capacity_block_cost,
  w.node_key,
  w.hour_number
FROM priced AS w
JOIN day_nodes AS n ON n.node_key = w.node_key AND n.begins = w.described_at
