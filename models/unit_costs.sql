-- unit_costs: what models served and what that cost, hour by hour.
-- One row: a model x version x endpoint x tenant x cluster x namespace x hour x kind of cost. Cost in an hour without any
-- request is a row without tokens; tokens without a workload of their model have no cost, and an hour without both is no row (the model was scaled to zero).
-- Partition: day. Inputs: model_hours (cost pools), hour_requests (what was served, `request_row` numbers it).
-- A pool's cost falls on the requests of that hour that are its own (version, cluster, namespace and tenant are the same, or
-- one side doesn't say): by seconds of prefill and decode, where one lacks them by tokens (an output token counts as 2.5
-- input tokens), where one lacks those by requests; without any request, evenly. A part is the difference of two rounded sums, so the parts of a pool
-- sum to it. `input_part` is the part of a row's cost that is for its input: by the same times or tokens. `cached_part` is the
-- part of that for cached tokens, each of which costs a tenth of another.
WITH pairs AS (
  SELECT
    p.pool,
    r.request_row,
    r.requests,
    r.busy_seconds,
    r.token_weight,
    count(*) OVER (PARTITION BY p.pool) AS candidates,
    count(r.busy_seconds) OVER (PARTITION BY p.pool) AS timed,
    count(r.token_weight) OVER (PARTITION BY p.pool) AS counted,
    sum(r.busy_seconds) OVER (PARTITION BY p.pool) AS all_seconds,
    sum(r.token_weight) OVER (PARTITION BY p.pool) AS all_tokens,
    sum(r.requests) OVER (PARTITION BY p.pool) AS all_requests
  FROM model_hours AS p
  JOIN hour_requests AS r ON r.model = p.model AND r.hour_number = p.hour_number
    AND coalesce(r.model_version = p.model_version, true) AND coalesce(r.cluster = p.cluster, true)
    AND coalesce(r.namespace = p.namespace, true) AND coalesce(r.tenant = p.tenant, true)
), weighed AS (
  SELECT
    pool,
    request_row,
    CASE WHEN timed = candidates AND all_seconds > 0 THEN busy_seconds WHEN counted = candidates AND all_tokens > 0 THEN token_weight WHEN all_requests > 0 THEN coalesce(requests, 0e0) ELSE 1e0 END AS weight,
    CASE WHEN timed = candidates AND all_seconds > 0 THEN 'time' WHEN counted = candidates AND all_tokens > 0 THEN 'tokens' WHEN all_requests > 0 THEN 'requests' ELSE 'no requests' END AS shared_by
  FROM pairs
), weights AS (
  SELECT
    pool,
    request_row,
    weight,
    shared_by,
    sum(weight) OVER (PARTITION BY pool ORDER BY request_row) AS upto
  FROM weighed
), ranges AS (
  SELECT
    pool,
    request_row,
    weight,
    shared_by,
    upto,
    coalesce(lag(upto) OVER (PARTITION BY pool ORDER BY request_row), 0e0) AS since,
    max(upto) OVER (PARTITION BY pool) AS total
  FROM weights
), parted AS (
  SELECT
    w.request_row,
    w.shared_by,
    p.pool,
    p.model_version,
    p.cluster,
    p.namespace,
    p.currency,
    p.estimated,
    p.card_nano * w.weight / w.total AS card_nano,
    p.used_nano * w.weight / w.total AS used_nano,
    CAST(round(p.billed_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.billed_cost * w.since / w.total) AS BIGINT) AS billed_cost,
    CAST(round(p.billed_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.billed_cost_idle * w.since / w.total) AS BIGINT) AS billed_cost_idle,
    CAST(round(p.billed_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.billed_cost_used * w.since / w.total) AS BIGINT) AS billed_cost_used,
    CAST(round(p.billed_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.billed_cost_unmeasured * w.since / w.total) AS BIGINT) AS billed_cost_unmeasured,
    CAST(round(p.effective_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.effective_cost * w.since / w.total) AS BIGINT) AS effective_cost,
    CAST(round(p.effective_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.effective_cost_idle * w.since / w.total) AS BIGINT) AS effective_cost_idle,
    CAST(round(p.effective_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.effective_cost_used * w.since / w.total) AS BIGINT) AS effective_cost_used,
    CAST(round(p.effective_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.effective_cost_unmeasured * w.since / w.total) AS BIGINT) AS effective_cost_unmeasured,
    CAST(round(p.net_billed_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.net_billed_cost * w.since / w.total) AS BIGINT) AS net_billed_cost,
    CAST(round(p.net_billed_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.net_billed_cost_idle * w.since / w.total) AS BIGINT) AS net_billed_cost_idle,
    CAST(round(p.net_billed_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.net_billed_cost_used * w.since / w.total) AS BIGINT) AS net_billed_cost_used,
    CAST(round(p.net_billed_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.net_billed_cost_unmeasured * w.since / w.total) AS BIGINT) AS net_billed_cost_unmeasured,
    CAST(round(p.net_effective_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.net_effective_cost * w.since / w.total) AS BIGINT) AS net_effective_cost,
    CAST(round(p.net_effective_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.net_effective_cost_idle * w.since / w.total) AS BIGINT) AS net_effective_cost_idle,
    CAST(round(p.net_effective_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.net_effective_cost_used * w.since / w.total) AS BIGINT) AS net_effective_cost_used,
    CAST(round(p.net_effective_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.net_effective_cost_unmeasured * w.since / w.total) AS BIGINT) AS net_effective_cost_unmeasured,
    CAST(round(p.contracted_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.contracted_cost * w.since / w.total) AS BIGINT) AS contracted_cost,
    CAST(round(p.contracted_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.contracted_cost_idle * w.since / w.total) AS BIGINT) AS contracted_cost_idle,
    CAST(round(p.contracted_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.contracted_cost_used * w.since / w.total) AS BIGINT) AS contracted_cost_used,
    CAST(round(p.contracted_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.contracted_cost_unmeasured * w.since / w.total) AS BIGINT) AS contracted_cost_unmeasured,
    CAST(round(p.list_cost * w.upto / w.total) AS BIGINT) - CAST(round(p.list_cost * w.since / w.total) AS BIGINT) AS list_cost,
    CAST(round(p.list_cost_idle * w.upto / w.total) AS BIGINT) - CAST(round(p.list_cost_idle * w.since / w.total) AS BIGINT) AS list_cost_idle,
    CAST(round(p.list_cost_used * w.upto / w.total) AS BIGINT) - CAST(round(p.list_cost_used * w.since / w.total) AS BIGINT) AS list_cost_used,
    CAST(round(p.list_cost_unmeasured * w.upto / w.total) AS BIGINT) - CAST(round(p.list_cost_unmeasured * w.since / w.total) AS BIGINT) AS list_cost_unmeasured
  FROM ranges AS w
  JOIN model_hours AS p ON p.pool = w.pool
), costs AS (
  SELECT
    request_row,
    currency,
    estimated,
    row_number() OVER (PARTITION BY request_row ORDER BY currency, estimated) AS nth,
    min(shared_by) AS shared_by,
    CASE WHEN min(model_version) = max(model_version) THEN min(model_version) END AS model_version,
    CASE WHEN min(cluster) = max(cluster) THEN min(cluster) END AS cluster,
    CASE WHEN min(namespace) = max(namespace) THEN min(namespace) END AS namespace,
    sum(CAST(round(card_nano) AS BIGINT)) AS card_nano,
    sum(CAST(round(used_nano) AS BIGINT)) AS used_nano,
    CAST(sum(billed_cost) AS BIGINT) AS billed_cost,
    CAST(sum(billed_cost_idle) AS BIGINT) AS billed_cost_idle,
    CAST(sum(billed_cost_used) AS BIGINT) AS billed_cost_used,
    CAST(sum(billed_cost_unmeasured) AS BIGINT) AS billed_cost_unmeasured,
    CAST(sum(effective_cost) AS BIGINT) AS effective_cost,
    CAST(sum(effective_cost_idle) AS BIGINT) AS effective_cost_idle,
    CAST(sum(effective_cost_used) AS BIGINT) AS effective_cost_used,
    CAST(sum(effective_cost_unmeasured) AS BIGINT) AS effective_cost_unmeasured,
    CAST(sum(net_billed_cost) AS BIGINT) AS net_billed_cost,
    CAST(sum(net_billed_cost_idle) AS BIGINT) AS net_billed_cost_idle,
    CAST(sum(net_billed_cost_used) AS BIGINT) AS net_billed_cost_used,
    CAST(sum(net_billed_cost_unmeasured) AS BIGINT) AS net_billed_cost_unmeasured,
    CAST(sum(net_effective_cost) AS BIGINT) AS net_effective_cost,
    CAST(sum(net_effective_cost_idle) AS BIGINT) AS net_effective_cost_idle,
    CAST(sum(net_effective_cost_used) AS BIGINT) AS net_effective_cost_used,
    CAST(sum(net_effective_cost_unmeasured) AS BIGINT) AS net_effective_cost_unmeasured,
    CAST(sum(contracted_cost) AS BIGINT) AS contracted_cost,
    CAST(sum(contracted_cost_idle) AS BIGINT) AS contracted_cost_idle,
    CAST(sum(contracted_cost_used) AS BIGINT) AS contracted_cost_used,
    CAST(sum(contracted_cost_unmeasured) AS BIGINT) AS contracted_cost_unmeasured,
    CAST(sum(list_cost) AS BIGINT) AS list_cost,
    CAST(sum(list_cost_idle) AS BIGINT) AS list_cost_idle,
    CAST(sum(list_cost_used) AS BIGINT) AS list_cost_used,
    CAST(sum(list_cost_unmeasured) AS BIGINT) AS list_cost_unmeasured
  FROM parted
  GROUP BY request_row, currency, estimated
), all_rows AS (
  SELECT
    r.hour_number,
    r.model,
    coalesce(r.model_version, c.model_version) AS model_version,
    r.endpoint,
    r.tenant,
    coalesce(r.cluster, c.cluster) AS cluster,
    coalesce(r.namespace, c.namespace) AS namespace,
    c.currency,
    c.estimated,
    c.shared_by,
    CASE WHEN coalesce(c.nth, 1) = 1 THEN r.requests WHEN r.requests IS NOT NULL THEN 0e0 END AS requests,
    CASE WHEN coalesce(c.nth, 1) = 1 THEN r.errors WHEN r.errors IS NOT NULL THEN 0e0 END AS errors,
    CASE WHEN coalesce(c.nth, 1) = 1 THEN r.input_tokens WHEN r.input_tokens IS NOT NULL THEN 0e0 END AS input_tokens,
    CASE WHEN coalesce(c.nth, 1) = 1 THEN r.output_tokens WHEN r.output_tokens IS NOT NULL THEN 0e0 END AS output_tokens,
    CASE WHEN coalesce(c.nth, 1) = 1 THEN r.cached_tokens WHEN r.cached_tokens IS NOT NULL THEN 0e0 END AS cached_tokens,
    r.input_part,
    r.input_part_by,
    r.cached_part,
    c.card_nano,
    c.used_nano,
    c.billed_cost,
    c.billed_cost_idle,
    c.billed_cost_used,
    c.billed_cost_unmeasured,
    c.effective_cost,
    c.effective_cost_idle,
    c.effective_cost_used,
    c.effective_cost_unmeasured,
    c.net_billed_cost,
    c.net_billed_cost_idle,
    c.net_billed_cost_used,
    c.net_billed_cost_unmeasured,
    c.net_effective_cost,
    c.net_effective_cost_idle,
    c.net_effective_cost_used,
    c.net_effective_cost_unmeasured,
    c.contracted_cost,
    c.contracted_cost_idle,
    c.contracted_cost_used,
    c.contracted_cost_unmeasured,
    c.list_cost,
    c.list_cost_idle,
    c.list_cost_used,
    c.list_cost_unmeasured
  FROM hour_requests AS r
  LEFT JOIN costs AS c ON c.request_row = r.request_row
  WHERE c.request_row IS NOT NULL OR r.requests IS NULL OR r.requests > 0 OR coalesce(r.input_tokens, 0e0) + coalesce(r.output_tokens, 0e0) > 0
  UNION ALL
  SELECT
    p.hour_number,
    p.model,
    p.model_version,
    CAST(NULL AS VARCHAR),
    p.tenant,
    p.cluster,
    p.namespace,
    p.currency,
    p.estimated,
    'no requests',
    CAST(0 AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS DOUBLE),
    CAST(NULL AS VARCHAR),
    CAST(NULL AS DOUBLE),
    p.card_nano,
    p.used_nano,
    p.billed_cost,
    p.billed_cost_idle,
    p.billed_cost_used,
    p.billed_cost_unmeasured,
    p.effective_cost,
    p.effective_cost_idle,
    p.effective_cost_used,
    p.effective_cost_unmeasured,
    p.net_billed_cost,
    p.net_billed_cost_idle,
    p.net_billed_cost_used,
    p.net_billed_cost_unmeasured,
    p.net_effective_cost,
    p.net_effective_cost_idle,
    p.net_effective_cost_used,
    p.net_effective_cost_unmeasured,
    p.contracted_cost,
    p.contracted_cost_idle,
    p.contracted_cost_used,
    p.contracted_cost_unmeasured,
    p.list_cost,
    p.list_cost_idle,
    p.list_cost_used,
    p.list_cost_unmeasured
  FROM model_hours AS p
  LEFT JOIN (SELECT DISTINCT pool FROM pairs) AS w ON w.pool = p.pool
  WHERE w.pool IS NULL
)
SELECT
  CAST(date_trunc('day', TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR) AS DATE) AS day,
  TIMESTAMP '1970-01-01 00:00:00' + hour_number * INTERVAL '1' HOUR AS hour,
  model,
  model_version,
  endpoint,
  tenant,
  cluster,
  namespace,
  currency,
  estimated,
  shared_by,
  requests,
  errors,
  input_tokens,
  output_tokens,
  cached_tokens,
  input_part,
  input_part_by,
  cached_part,
  card_nano / 1e9 AS card_hours,
  used_nano / 1e9 AS used_card_hours,
  CAST((billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost,
  CAST((billed_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_idle,
  CAST((billed_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_used,
  CAST((billed_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS billed_cost_unmeasured,
  CAST((effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost,
  CAST((effective_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_idle,
  CAST((effective_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_used,
  CAST((effective_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS effective_cost_unmeasured,
  CAST((net_billed_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost,
  CAST((net_billed_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_idle,
  CAST((net_billed_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_used,
  CAST((net_billed_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS net_billed_cost_unmeasured,
  CAST((net_effective_cost) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost,
  CAST((net_effective_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_idle,
  CAST((net_effective_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_used,
  CAST((net_effective_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS net_effective_cost_unmeasured,
  CAST((contracted_cost) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost,
  CAST((contracted_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_idle,
  CAST((contracted_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_used,
  CAST((contracted_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS contracted_cost_unmeasured,
  CAST((list_cost) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost,
  CAST((list_cost_idle) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_idle,
  CAST((list_cost_used) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_used,
  CAST((list_cost_unmeasured) * 0.000000000001 AS DECIMAL(38,12)) AS list_cost_unmeasured
FROM all_rows
