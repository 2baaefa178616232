#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "opencost/allocation_sql.hpp"
#include "opencost/assets.hpp"

namespace farthing {
namespace {

struct AssetColumn {
  const char* name;
  const char* sql;
};

// In the order of an asset's name.
constexpr AssetColumn kAssetColumns[] = {
    {"provider", "provider"}, {"account", "account"},        {"project", "project"},
    {"category", "category"}, {"cluster", "cluster"},        {"type", "type"},
    {"service", "service"},   {"providerID", "provider_id"}, {"name", "asset"}};

const AssetColumn* find_asset_column(const std::string& name) {
  const auto wanted = lower(name) == "assettype" ? std::string("type") : lower(name);
  const auto found = std::find_if(std::begin(kAssetColumns), std::end(kAssetColumns),
                                  [&](const auto& one) { return lower(one.name) == wanted; });
  return found == std::end(kAssetColumns) ? nullptr : &*found;
}

constexpr std::string_view kAssetLabel = "label:";

std::string asset_name_part(const std::string& name) {
  if (name.starts_with(kAssetLabel)) {
    const auto key = name.substr(kAssetLabel.size());
    return sql_literal(key + "=") + " || nullif(" + map_value_sql("labels", key) + ", '')";
  }
  return find_asset_column(name)->sql;
}

std::string asset_name_sql(std::vector<std::string> names) {
  if (names.empty()) {
    for (const auto& column : kAssetColumns) names.emplace_back(column.name);
  }
  std::vector<std::string> parts;
  for (const auto& name : names)
    parts.push_back("coalesce(nullif(" + asset_name_part(name) + ", ''), '__undefined__')");
  return "concat_ws('/', " + join(parts, ", ") + ")";
}

std::string common_asset_sql(const char* column) {
  return fmt::format("CASE WHEN count({0}) = count(*) AND min({0}) = max({0}) THEN min({0}) END", column);
}

// Machines as allocations know them: hours_sql() of the same sets comes before this.
std::string machines_sql() {
  return fmt::format(
      R"sql(SELECT n.step, 'Node' AS type, 'Compute' AS category, n.node_id AS asset, n.node_id AS provider_id, n.cluster, n.account,
    CASE WHEN NOT n.estimated THEN p.provider END AS provider, CAST(NULL AS VARCHAR) AS project, CASE WHEN h.orchestrator IN ('eks', 'kubernetes') THEN 'Kubernetes' ELSE upper(h.orchestrator) END AS service,
    h.instance_type, h.purchase_option, l.labels, n.currency, n.estimated, n.units, n.cpu_units, n.gpu_units, n.from_second, n.to_second,
    n.vcpu_hours * n.part AS cpu_hours, n.gib_hours * n.part AS ram_hours, n.accelerator_hours * n.part AS gpu_hours,
    greatest(n.hour, n.starts) AS started, least(n.hour + INTERVAL 1 HOUR, n.ends) AS ended
  FROM {} AS n
  JOIN node_hours AS h ON h.node_id = n.node_id AND h.hour = n.hour
  CROSS JOIN (SELECT CASE WHEN min(ProviderName) = max(ProviderName) THEN min(ProviderName) END AS provider FROM costs_daily) AS p
  LEFT JOIN (SELECT node_id, max_by(labels, start) AS labels FROM nodes GROUP BY 1) AS l ON l.node_id = n.node_id)sql",
      kHoursTable);
}

// Lines count where they begin. A root volume is part of its machine's hours.
std::string billed_assets_sql(const AssetQuestion& question) {
  return fmt::format(
      R"sql(SELECT s.step, b.type, CASE b.type WHEN 'Disk' THEN 'Storage' WHEN 'LoadBalancer' THEN 'Network' ELSE 'Management' END AS category,
    b.id AS asset, b.id AS provider_id, b.cluster, b.SubAccountId AS account, b.ProviderName AS provider, CAST(NULL AS VARCHAR) AS project, coalesce(b.x_ServiceCode, b.ServiceName) AS service,
    CAST(NULL AS VARCHAR), CAST(NULL AS VARCHAR), b.Tags AS labels, b.BillingCurrency AS currency, false,
    CAST(CAST(b.cost AS DECIMAL(25,12)) * CAST(1000000000000 AS DECIMAL(13,0)) AS HUGEINT) AS units, 0, 0, 0, 3600, NULL, NULL, NULL,
    b.ChargePeriodStart, b.ChargePeriodEnd
  FROM (
    SELECT *, {cost} AS cost, coalesce(ResourceId, x_UsageType) AS id,
      coalesce(Tags['aws:eks:cluster-name'], Tags['eks:cluster-name'], CASE WHEN type = 'ClusterManagement' THEN nullif(regexp_extract(ResourceId, 'cluster/(.+)$', 1), '') END) AS cluster
    FROM (
      SELECT *, CASE WHEN x_ServiceCode = 'AmazonEKS' THEN 'ClusterManagement' WHEN x_ServiceCode = 'AWSELB' THEN 'LoadBalancer' WHEN ResourceId LIKE 'vol-%' OR ResourceId LIKE '%:volume/vol-%' THEN 'Disk' END AS type
      FROM charges WHERE {days}
    ) WHERE type IS NOT NULL AND (type <> 'Disk' OR ResourceId NOT IN (SELECT DISTINCT labels['root_volume_id'] FROM nodes WHERE labels['root_volume_id'] IS NOT NULL))
  ) AS b JOIN sets AS s ON b.ChargePeriodStart >= s.starts AND b.ChargePeriodStart < s.ends)sql",
      fmt::arg("cost", named(question.basis).column), fmt::arg("days", days_of_window(question.window, "charge_date")));
}

std::string cut_units(const char* units) {
  return fmt::format("sum({0} * to_second // 3600 - {0} * from_second // 3600)", units);
}

}  // namespace

Done check_asset_aggregates(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& column : kAssetColumns) known.emplace_back(column.name);
  for (const auto& name : names) {
    const bool is_label = name.starts_with(kAssetLabel) && name.size() > kAssetLabel.size();
    if (!is_label && find_asset_column(name) == nullptr) {
      return misuse("'" + name + "' is nothing to aggregate by", "choose of: " + join(known, ", ") + ", label:KEY");
    }
  }
  return {};
}

const std::vector<FilterColumn>& asset_filter_columns() {
  static const std::vector<FilterColumn> kColumns = {{"name", "asset"},
                                                     {"assetType", "type", false, true},
                                                     {"type", "type", false, true},
                                                     {"cluster", "cluster"},
                                                     {"category", "category", false, true},
                                                     {"project", "project"},
                                                     {"provider", "provider"},
                                                     {"providerID", "provider_id"},
                                                     {"account", "account"},
                                                     {"service", "service"},
                                                     {"label", "labels", true}};
  return kColumns;
}

Result<std::string> assets_sql(const AssetQuestion& question) {
  TRY_DONE(check_asset_aggregates(question.aggregate));
  TRY(const auto chosen, filter_sql(question.filter, asset_filter_columns()));
  std::vector<std::string> properties;
  for (const auto* column : {"type", "category", "asset", "provider_id", "cluster", "account", "provider", "service",
                             "instance_type", "purchase_option"}) {
    properties.push_back(common_asset_sql(column));
  }
  const auto currency = question.currency ? " AND coalesce(currency, " + sql_literal(*question.currency) +
                                                ") = " + sql_literal(*question.currency)
                                          : std::string();
  return fmt::format(
      R"sql(WITH sets(step, starts, ends) AS ({}), assets AS (
  {}
  UNION ALL
  {}
)
SELECT step, {} AS name, {}, {}, {}, {},
  sum(CAST(round(cpu_hours * 1e9) AS BIGINT)), sum(CAST(round(ram_hours * 1e9) AS BIGINT)), sum(CAST(round(gpu_hours * 1e9) AS BIGINT)),
  min(started), max(ended), CASE WHEN count(DISTINCT currency) = 1 THEN min(currency) WHEN count(currency) > 0 THEN '' END, count(*) - count(units), {}
FROM assets WHERE {}{} GROUP BY 1, 2 ORDER BY 1, sum(units) DESC NULLS LAST, 2)sql",
      sets_values(question.sets), machines_sql(), billed_assets_sql(question), asset_name_sql(question.aggregate),
      join(properties, ", "), cut_units("units"), cut_units("cpu_units"), cut_units("gpu_units"),
      cut_units("CASE WHEN estimated THEN units ELSE 0 END"), chosen, currency);
}

}  // namespace farthing
