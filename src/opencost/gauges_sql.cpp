#include "opencost/gauges_sql.hpp"

#include <fmt/format.h>

namespace farthing {
namespace {

// Machines of the newest hour. A part of an hour counts as the whole would cost.
constexpr const char* kMachineGauges = R"sql(
SELECT n.node_id AS node, n.node_id AS instance, coalesce(n.instance_type, '') AS instance_type, coalesce(n.region, '') AS region,
  CASE WHEN n.node_id LIKE 'i-%' AND n.zone <> '' THEN 'aws:///' || n.zone || '/' || n.node_id ELSE n.node_id END AS provider_id, coalesce(n.cluster, '') AS cluster,
  cost * vcpu_part / nullif(vcpu_micro_seconds / 3600e6, 0), cost * memory_part / nullif(gib_micro_seconds / 3600e6, 0),
  CASE WHEN accelerator_micro_seconds > 0 THEN cost * accelerator_part / (accelerator_micro_seconds / 3600e6) END,
  accelerator_micro_seconds / 1e6 / nullif(seconds, 0), cost * 3600 / nullif(seconds, 0),
  CASE WHEN purchase_option LIKE '%spot%' THEN 1 WHEN purchase_option IS NOT NULL THEN 0 END
FROM (SELECT *, CAST(effective_cost AS DOUBLE) AS cost FROM node_hours WHERE hour = (SELECT max(hour) FROM node_hours)) AS n
ORDER BY node)sql";

constexpr const char* kContainerGauges = R"sql(
SELECT coalesce(f.container, '') AS container, s.node_id AS node, s.node_id AS instance, coalesce(f.namespace, '') AS namespace,
  coalesce(f.pod, s.workload_id) AS pod, coalesce(n.cluster, '') AS cluster,
  sum(s.vcpu_share * n.vcpu_micro_seconds / 3600e6), sum(s.memory_share * n.gib_micro_seconds / 3600e6) * 1073741824,
  CASE WHEN sum(s.accelerator_share) > 0 THEN sum(s.accelerator_share * n.accelerator_micro_seconds / 3600e6) END
FROM allocation_shares AS s
JOIN node_hours AS n ON n.node_id = s.node_id AND n.hour = s.hour
LEFT JOIN workload_facts AS f ON f.workload_id = s.workload_id AND f.day = s.day
WHERE s.hour = (SELECT max(hour) FROM node_hours) GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 4, 5)sql";

// Of the newest day of the bill that has lines of the service, by the hours that they cover.
constexpr const char* kHourlyOfNewestDay = R"sql(
SELECT {labels}, CAST(sum(EffectiveCost) AS DOUBLE) / nullif((max(epoch(ChargePeriodEnd)) - min(epoch(ChargePeriodStart))) / 3600, 0)
FROM charges WHERE x_ServiceCode = '{service}' AND EffectiveCost IS NOT NULL
  AND charge_date = (SELECT max(charge_date) FROM costs_daily WHERE x_ServiceCode = '{service}')
GROUP BY ALL ORDER BY ALL)sql";

// A GiB-month as the bill has it, by the hours of the month.
constexpr const char* kVolumeGauges = R"sql(
SELECT ResourceId AS volumename, ResourceId AS persistentvolume, ResourceId AS provider_id,
  CAST(sum(EffectiveCost) AS DOUBLE) / nullif(CAST(sum(ConsumedQuantity) AS DOUBLE), 0) / (24 * day(last_day(max(charge_date))))
FROM charges WHERE ResourceId LIKE '%vol-%' AND ConsumedUnit IN ('GB-Mo', 'GB-month', 'GB-Months')
  AND charge_date = (SELECT max(charge_date) FROM costs_daily)
GROUP BY 1, 2, 3 ORDER BY 1)sql";

// What a GB cost that left a zone, a region or AWS, or went through a NAT gateway, in the newest 30 days of the bill.
constexpr const char* kNetworkGauges = R"sql(
SELECT CAST(sum(EffectiveCost) FILTER (WHERE kind = 'zone') AS DOUBLE) / nullif(CAST(sum(ConsumedQuantity) FILTER (WHERE kind = 'zone') AS DOUBLE), 0),
  CAST(sum(EffectiveCost) FILTER (WHERE kind = 'region') AS DOUBLE) / nullif(CAST(sum(ConsumedQuantity) FILTER (WHERE kind = 'region') AS DOUBLE), 0),
  CAST(sum(EffectiveCost) FILTER (WHERE kind = 'internet') AS DOUBLE) / nullif(CAST(sum(ConsumedQuantity) FILTER (WHERE kind = 'internet') AS DOUBLE), 0),
  CAST(sum(EffectiveCost) FILTER (WHERE kind = 'nat') AS DOUBLE) / nullif(CAST(sum(ConsumedQuantity) FILTER (WHERE kind = 'nat') AS DOUBLE), 0)
FROM (
  SELECT EffectiveCost, ConsumedQuantity, CASE WHEN x_UsageType LIKE '%DataTransfer-Regional-Bytes' THEN 'zone'
    WHEN x_UsageType LIKE '%-AWS-Out-Bytes' THEN 'region' WHEN x_UsageType LIKE '%DataTransfer-Out-Bytes' THEN 'internet'
    WHEN x_UsageType LIKE '%NatGateway-Bytes' THEN 'nat' END AS kind
  FROM charges WHERE ConsumedUnit IN ('GB', 'Gigabytes') AND charge_date > (SELECT max(charge_date) FROM costs_daily) - INTERVAL 30 DAY
))sql";

}  // namespace

const std::vector<GaugeQuery>& gauge_queries() {
  static const std::vector<GaugeQuery> kQueries = {
      {kMachineGauges,
       6,
       {{"node_cpu_hourly_cost", "Hourly cost of a vCPU of this node"},
        {"node_ram_hourly_cost", "Hourly cost of a GiB of memory of this node"},
        {"node_gpu_hourly_cost", "Hourly cost of an accelerator of this node"},
        {"node_gpu_count", "Accelerators of this node"},
        {"node_total_hourly_cost", "Hourly cost of this node"},
        {"kubecost_node_is_spot", "Whether this node can be interrupted"}}},
      {kContainerGauges,
       6,
       {{"container_cpu_allocation", "vCPU that a container held, the larger of reserved and used"},
        {"container_memory_allocation_bytes", "Bytes of memory that a container held"},
        {"container_gpu_allocation", "Accelerators that a container held"}}},
      {fmt::format(fmt::runtime(kHourlyOfNewestDay), fmt::arg("service", "AmazonEKS"),
                   fmt::arg("labels",
                            "'EKS' AS provisioner_name, coalesce(nullif(regexp_extract(ResourceId, "
                            "'cluster/(.+)$', 1), ''), ResourceId, '') AS cluster")),
       2,
       {{"kubecost_cluster_management_cost", "Hourly cost of a cluster's control plane"}}},
      {fmt::format(
           fmt::runtime(kHourlyOfNewestDay), fmt::arg("service", "AWSELB"),
           fmt::arg("labels", "coalesce(ResourceId, '') AS load_balancer, '' AS namespace, '' AS service_name")),
       3,
       {{"kubecost_load_balancer_cost", "Hourly cost of a load balancer"}}},
      {kVolumeGauges, 3, {{"pv_hourly_cost", "Hourly cost of a GiB of a volume"}}},
      {kNetworkGauges,
       0,
       {{"kubecost_network_zone_egress_cost", "Cost of a GB between zones"},
        {"kubecost_network_region_egress_cost", "Cost of a GB between regions"},
        {"kubecost_network_internet_egress_cost", "Cost of a GB to the internet"},
        {"kubecost_network_nat_gateway_egress_cost", "Cost of a GB through a NAT gateway, in either direction"}}}};
  return kQueries;
}

}  // namespace farthing
