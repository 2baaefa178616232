#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "opencost/allocation_names.hpp"
#include "opencost/allocation_sql.hpp"
#include "opencost/cloud_cost_question.hpp"

namespace farthing {
namespace {

// What a line is known by, of the bill and of its roll-up by day.
struct CloudColumn {
  const char* name;
  const char* sql;
  bool in_rollup;
};

constexpr const char* kCategory =
    "CASE WHEN ServiceCategory = 'Networking' THEN 'Network' WHEN ServiceCategory = 'Management and Governance' THEN "
    "'Management' WHEN ServiceCategory IN ('Compute', 'Storage') THEN ServiceCategory ELSE 'Other' END";

constexpr CloudColumn kCloudColumns[] = {{"invoiceEntityID", "BillingAccountId", true},
                                         {"accountID", "SubAccountId", true},
                                         {"provider", "ProviderName", true},
                                         {"providerID", "ResourceId", false},
                                         {"category", kCategory, true},
                                         {"service", "coalesce(x_ServiceCode, ServiceName)", true},
                                         {"regionID", "RegionId", true}};

constexpr std::string_view kCloudLabel = "label:", kCloudTag = "tag:";
constexpr std::int64_t kDayMicros = kMicrosPerDay;

std::string key_of_label(const std::string& name) {
  for (const auto prefix : {kCloudLabel, kCloudTag}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return {};
}

const CloudColumn* find_cloud_column(const std::string& name) {
  const auto found = std::find_if(std::begin(kCloudColumns), std::end(kCloudColumns),
                                  [&](const auto& one) { return lower(one.name) == lower(name); });
  return found == std::end(kCloudColumns) ? nullptr : &*found;
}

bool filter_is_of_rollup(const Filter& filter) {
  if (filter.kind == Filter::Kind::kTest) {
    const auto* column = find_cloud_column(filter.field);
    return column != nullptr && column->in_rollup;
  }
  return std::all_of(filter.parts.begin(), filter.parts.end(), filter_is_of_rollup);
}

// Whether the roll-up by day can answer.
bool is_of_rollup(const CloudCostQuestion& question, const std::vector<std::string>& names) {
  return filter_is_of_rollup(question.filter) &&
         std::all_of(names.begin(), names.end(),
                     [](const auto& name) {
                       const auto* column = find_cloud_column(name);
                       return column != nullptr && column->in_rollup;
                     }) &&
         std::all_of(question.sets.begin(), question.sets.end(), [](const auto& set) {
           return set.start.micros % kDayMicros == 0 && set.end.micros % kDayMicros == 0;
         });
}

std::string name_part_sql(const std::string& name) {
  const auto* column = find_cloud_column(name);
  const auto value = column != nullptr
                         ? std::string(column->sql)
                         : sql_literal(key_of_label(name) + "=") + " || " + map_value_sql("Tags", key_of_label(name));
  return fmt::format("coalesce(nullif({}, ''), {})", value, sql_literal(kUnallocated));
}

// What of the amortized cost is of Kubernetes: what the split laid on its clusters, by account and service, or lines of
// their machines, one by one.
constexpr const char* kOfRollup =
    "SELECT s.step, a.account AS SubAccountId, a.service AS ServiceName, a.currency AS BillingCurrency, "
    "sum(a.effective_cost) AS kubernetes\n    FROM workload_daily AS a JOIN sets AS s ON CAST(a.day AS TIMESTAMP) >= "
    "s.starts AND CAST(a.day AS TIMESTAMP) < s.ends\n    WHERE NOT a.estimated AND (a.orchestrator IN ('eks', "
    "'kubernetes') OR a.service LIKE '%Kubernetes%') AND {} GROUP BY 1, 2, 3, 4";

std::string rollup_lines_sql(const CloudCostQuestion& question) {
  std::string sums, columns;
  for (const auto& metric : kCloudCostMetrics) sums += fmt::format(", sum({0}) AS {0}", metric.column);
  for (const auto* column : {"BillingAccountId", "SubAccountId", "ProviderName", "ServiceCategory", "x_ServiceCode",
                             "ServiceName", "RegionId", "BillingCurrency"}) {
    columns += std::string(", ") + column;
  }
  // A service's Kubernetes part goes to its rows by what each costs.
  return fmt::format(
      R"sql(SELECT l.*, l.EffectiveCost * CAST(coalesce(CAST(k.kubernetes AS DOUBLE) / nullif(sum(CAST(l.EffectiveCost AS DOUBLE)) OVER (PARTITION BY l.step, l.SubAccountId, l.ServiceName, l.BillingCurrency), 0), 0) AS DOUBLE) AS kubernetes
  FROM (
    SELECT s.step{columns}, sum(lines) AS lines, sum(x_NetEffectiveCost_unknown_lines) AS without_net{sums}
    FROM costs_daily AS c JOIN sets AS s ON CAST(c.charge_date AS TIMESTAMP) >= s.starts AND CAST(c.charge_date AS TIMESTAMP) < s.ends
    WHERE {days} GROUP BY ALL
  ) AS l LEFT JOIN (
    {kubernetes}
  ) AS k ON k.step = l.step AND k.SubAccountId IS NOT DISTINCT FROM l.SubAccountId AND k.ServiceName IS NOT DISTINCT FROM l.ServiceName AND k.BillingCurrency IS NOT DISTINCT FROM l.BillingCurrency)sql",
      fmt::arg("columns", columns), fmt::arg("sums", sums),
      fmt::arg("days", days_of_window(question.window, "c.charge_date")),
      fmt::arg("kubernetes", fmt::format(kOfRollup, days_of_window(question.window, "a.day"))));
}

std::string bill_lines_sql(const CloudCostQuestion& question) {
  return fmt::format(
      R"sql(SELECT s.step, c.*, 1 AS lines, CASE WHEN c.x_NetEffectiveCost IS NULL THEN 1 ELSE 0 END AS without_net,
    CASE WHEN k.id IS NOT NULL OR c.x_ServiceCode = 'AmazonEKS' OR c.ServiceName LIKE '%Kubernetes%' THEN CAST(c.EffectiveCost AS DOUBLE) ELSE 0 END AS kubernetes
  FROM charges AS c JOIN sets AS s ON c.ChargePeriodStart >= s.starts AND c.ChargePeriodStart < s.ends
  LEFT JOIN (
    SELECT DISTINCT unnest([coalesce(resource_id, node_id), labels['root_volume_id']]) AS id FROM nodes WHERE orchestrator IN ('eks', 'kubernetes')
  ) AS k ON k.id = c.ResourceId
  WHERE {})sql",
      days_of_window(question.window, "c.charge_date"));
}

std::string metric_sum_sql(const CloudCostMetric& metric) {
  return metric.instead.empty() ? fmt::format("sum({})", metric.column)
                                : fmt::format("coalesce(sum({}), sum({}))", metric.column, metric.instead);
}

}  // namespace

Result<std::size_t> parse_cost_metric(std::string_view name) {
  std::vector<std::string> known;
  for (std::size_t i = 0; i < kCloudCosts; ++i) {
    if (lower(name) == lower(kCloudCostMetrics[i].name)) return i;
    known.emplace_back(kCloudCostMetrics[i].name);
  }
  return misuse("'" + std::string(name) + "' is no cost metric", "choose of: " + join(known, ", "));
}

const std::vector<std::string>& usual_cloud_aggregates() {
  static const std::vector<std::string> kUsual = {"invoiceEntityID", "accountID", "provider",
                                                  "providerID",      "category",  "service"};
  return kUsual;
}

Done check_cloud_aggregates(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const auto& one : kCloudColumns) known.emplace_back(one.name);
  for (const auto& name : names) {
    if (find_cloud_column(name) == nullptr && key_of_label(name).empty()) {
      return misuse("'" + name + "' is nothing to aggregate by",
                    "choose of: " + join(known, ", ") + ", label:KEY, tag:KEY");
    }
  }
  return {};
}

const std::vector<FilterColumn>& cloud_filter_columns() {
  static const std::vector<FilterColumn> kColumns = {{"invoiceEntityID", "BillingAccountId"},
                                                     {"accountID", "SubAccountId"},
                                                     {"provider", "ProviderName", false, true},
                                                     {"providerID", "ResourceId"},
                                                     {"category", kCategory, false, true},
                                                     {"service", "coalesce(x_ServiceCode, ServiceName)"},
                                                     {"regionID", "RegionId"},
                                                     {"label", "Tags", true},
                                                     {"tag", "Tags", true}};
  return kColumns;
}

Result<std::string> cloud_cost_sql(const CloudCostQuestion& question) {
  const auto& names = question.aggregate.empty() ? usual_cloud_aggregates() : question.aggregate;
  TRY_DONE(check_cloud_aggregates(names));
  TRY(const auto chosen, filter_sql(question.filter, cloud_filter_columns()));
  const bool rollup = is_of_rollup(question, names);
  std::vector<std::string> parts, properties, sums;
  for (const auto& name : names) parts.push_back(name_part_sql(name));
  for (const auto& column : kCloudColumns) {
    const std::string sql = rollup && !column.in_rollup ? "CAST(NULL AS VARCHAR)" : column.sql;
    properties.push_back(fmt::format("CASE WHEN count({0}) = count(*) AND min({0}) = max({0}) THEN min({0}) END", sql));
  }
  for (const auto& metric : kCloudCostMetrics) sums.push_back(metric_sum_sql(metric));
  const auto currency = question.currency ? " AND BillingCurrency = " + sql_literal(*question.currency) : std::string();
  return fmt::format(
      "WITH sets(step, starts, ends) AS ({}), lines AS (\n  {}\n)\nSELECT step, concat_ws('/', {}) AS name, "
      "BillingCurrency, {}, {}, round(sum(kubernetes), 9), CAST(sum(lines) AS BIGINT), CAST(sum(without_net) AS "
      "BIGINT)\n"
      "FROM lines WHERE {}{} GROUP BY step, name, BillingCurrency ORDER BY step, name, BillingCurrency",
      sets_values(question.sets), rollup ? rollup_lines_sql(question) : bill_lines_sql(question), join(parts, ", "),
      join(properties, ", "), join(sums, ", "), chosen, currency);
}

}  // namespace farthing
