-- workload_days: what each container held of a machine in a day, by resource, and what that cost. OpenCost's interface
-- reads it for whole days.
-- One row: a workload x node x day.
-- Partition: day. Inputs: workload_hour_shares, node_hours, node_keys, workload_facts (what is known of a workload on a
-- day, one row each), day_reserved (what it reserved on average, when it ran, and what went over the network).
-- Money is effective cost in 1e-12 of the currency; an amount is the one of the roll-up, of which the vCPU's and the
-- accelerators' part are cut off and memory's is the rest. Hours are in 1e-9: of vCPU, GiB, cards and of running; `_known` is
-- running in which the use is known. Network is NULL on all but one of the machines of a workload's day.
WITH hours AS (
  SELECT
    s.workload_key,
    s.node_key,
    s.hour_number,
    CAST(round(s.seconds / 3600e0 * 1e9) AS BIGINT) AS run,
    CAST(floor(CAST(n.effective_cost AS DOUBLE) * s.cost_share * 1e12) AS BIGINT) AS total,
    coalesce(CAST(floor(CAST(n.effective_cost AS DOUBLE) * s.vcpu_share * n.vcpu_part * 1e12) AS BIGINT), 0) AS cpu_most,
    coalesce(CAST(floor(CAST(n.effective_cost AS DOUBLE) * s.accelerator_share * n.accelerator_part * 1e12) AS BIGINT), 0) AS gpu_most,
    s.accelerator_share,
    CAST(round(s.vcpu_share * (n.vcpu_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS cpu_hours,
    CAST(round(s.memory_share * (n.gib_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS ram_hours,
    CAST(round(s.accelerator_share * (n.accelerator_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS gpu_hours,
    CAST(round(s.vcpu_used_share * (n.vcpu_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS used_cpu,
    CAST(round(s.memory_used_share * (n.gib_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS used_ram,
    CAST(round(s.accelerator_used_share * (n.accelerator_micro_seconds / 3600e6) * 1e9) AS BIGINT) AS used_gpu
  FROM workload_hour_shares AS s
  JOIN node_hours AS n ON n.node_key = s.node_key AND n.hour_number = s.hour_number
), parted AS (
  SELECT
    *,
    CASE WHEN cpu_most < total THEN cpu_most ELSE total END AS cpu,
    CASE
      WHEN coalesce(accelerator_share, 0e0) <= 0 THEN CASE WHEN total IS NOT NULL THEN 0 END
      WHEN gpu_most < total - CASE WHEN cpu_most < total THEN cpu_most ELSE total END THEN gpu_most
      ELSE total - CASE WHEN cpu_most < total THEN cpu_most ELSE total END
    END AS gpu
  FROM hours
), days AS (
  SELECT
    workload_key,
    node_key,
    hour_number / 24 AS day_number,
    min(hour_number) AS first_hour,
    max(hour_number) AS last_hour,
    CAST(sum(total) AS BIGINT) AS total,
    CAST(sum(cpu) AS BIGINT) AS cpu,
    CAST(sum(gpu) AS BIGINT) AS gpu,
    CAST(sum(cpu_hours) AS BIGINT) AS cpu_hours,
    CAST(sum(ram_hours) AS BIGINT) AS ram_hours,
    CAST(sum(gpu_hours) AS BIGINT) AS gpu_hours,
    CAST(sum(run) AS BIGINT) AS hours,
    CAST(sum(CASE WHEN used_cpu IS NOT NULL THEN run END) AS BIGINT) AS cpu_known,
    CAST(sum(CASE WHEN used_ram IS NOT NULL THEN run END) AS BIGINT) AS ram_known,
    CAST(sum(CASE WHEN used_gpu IS NOT NULL THEN run END) AS BIGINT) AS gpu_known,
    CAST(sum(used_cpu) AS BIGINT) AS used_cpu,
    CAST(sum(used_ram) AS BIGINT) AS used_ram,
    CAST(sum(used_gpu) AS BIGINT) AS used_gpu
  FROM parted
  GROUP BY workload_key, node_key, hour_number / 24
), firsts AS (
  SELECT workload_key, day_number, min(node_key) AS node_key
  FROM days
  GROUP BY workload_key, day_number
)
SELECT
  f.day,
  n.node_id,
  f.workload_id,
  f.namespace,
  f.ecs_service,
  f.workload,
  f.controller_kind,
  f.pod,
  f.container,
  TIMESTAMP '1970-01-01 00:00:00' + d.first_hour * INTERVAL '1' HOUR AS first_hour,
  TIMESTAMP '1970-01-01 00:00:00' + d.last_hour * INTERVAL '1' HOUR AS last_hour,
  r.started,
  r.ended,
  d.total,
  d.cpu,
  d.gpu,
  d.cpu_hours,
  d.ram_hours,
  d.gpu_hours,
  d.hours,
  d.cpu_known,
  d.ram_known,
  d.gpu_known,
  d.used_cpu,
  d.used_ram,
  d.used_gpu,
  r.request_vcpu,
  r.request_memory_gib,
  r.request_accelerators,
  r.limit_vcpu,
  r.limit_memory_gib,
  CASE WHEN o.node_key IS NOT NULL THEN r.network_in END AS network_in,
  CASE WHEN o.node_key IS NOT NULL THEN r.network_out END AS network_out
FROM days AS d
JOIN node_keys AS n ON n.node_key = d.node_key
JOIN workload_facts AS f ON f.workload_key = d.workload_key AND CAST(floor(to_unixtime(CAST(f.day AS TIMESTAMP)) / 86400) AS BIGINT) = d.day_number
LEFT JOIN day_reserved AS r ON r.workload_key = d.workload_key AND r.day_number = d.day_number
LEFT JOIN firsts AS o ON o.workload_key = d.workload_key AND o.day_number = d.day_number AND o.node_key = d.node_key
