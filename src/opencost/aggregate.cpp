#include "opencost/aggregate.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "opencost/allocation_names.hpp"

namespace farthing {
namespace {

struct NamedColumn {
  const char* name;
  const char* sql;
};

constexpr const char* kKind = "lower(controller_kind)";

constexpr NamedColumn kAggregates[] = {
    {"cluster", "cluster"},
    {"node", "node"},
    {"namespace", "namespace"},
    {"controllerKind", kKind},
    {"controller", "CASE WHEN controller_kind <> '' THEN lower(controller_kind) || ':' || workload ELSE workload END"},
    {"service", "ecs_service"},
    {"pod", "pod"},
    {"container", "container"},
    {"deployment", "CASE WHEN lower(controller_kind) = 'deployment' THEN workload END"},
    {"statefulset", "CASE WHEN lower(controller_kind) = 'statefulset' THEN workload END"},
    {"daemonset", "CASE WHEN lower(controller_kind) = 'daemonset' THEN workload END"},
    {"job", "CASE WHEN lower(controller_kind) = 'job' THEN workload END"},
    {"providerID", "node"},
    {"account", "account"},
    {"team", "dimensions['team']"},
    {"product", "dimensions['product']"},
    {"environment", "dimensions['environment']"},
    {"owner", "dimensions['owner']"},
    {"department", "dimensions['department']"},
};

constexpr std::string_view kLabel = "label:", kAnnotation = "annotation:";

std::string or_unallocated(const std::string& sql) {
  return fmt::format("coalesce(nullif({}, ''), {})", sql, sql_literal(kUnallocated));
}

std::string keyed_sql(const char* map, const std::string& key) {
  return or_unallocated(fmt::format("{} || nullif({}, '')", sql_literal(key + "="), map_value_sql(map, key)));
}

}  // namespace

Result<std::string> aggregate_sql(const std::string& name) {
  if (name.starts_with(kLabel) && name.size() > kLabel.size()) return keyed_sql("labels", name.substr(kLabel.size()));
  if (name.starts_with(kAnnotation) && name.size() > kAnnotation.size()) {
    return keyed_sql("tags", name.substr(kAnnotation.size()));
  }
  std::vector<std::string> known;
  for (const auto& one : kAggregates) {
    if (lower(one.name) == lower(name)) return or_unallocated(one.sql);
    known.emplace_back(one.name);
  }
  return misuse("'" + name + "' is nothing to aggregate by",
                "choose of: " + join(known, ", ") + ", label:KEY, annotation:KEY");
}

Result<std::string> aggregate_name_sql(const std::vector<std::string>& names) {
  if (names.empty()) {
    return fmt::format("concat_ws('/', {}, {}, {}, {}, {})", or_unallocated("cluster"), or_unallocated("node"),
                       or_unallocated("namespace"), or_unallocated("coalesce(pod, workload_id)"),
                       or_unallocated("container"));
  }
  std::vector<std::string> parts;
  for (const auto& name : names) {
    TRY(auto sql, aggregate_sql(name));
    parts.push_back(std::move(sql));
  }
  return parts.size() == 1 ? parts.front() : "concat_ws('/', " + join(parts, ", ") + ")";
}

bool needs_labels(const std::vector<std::string>& names) {
  return std::any_of(names.begin(), names.end(), [](const auto& name) { return name.find(':') != std::string::npos; });
}

bool needs_labels(const Filter& filter) {
  const auto field = lower(filter.field);
  return field == "label" || field == "annotation" ||
         std::any_of(filter.parts.begin(), filter.parts.end(), [](const auto& part) { return needs_labels(part); });
}

const std::vector<FilterColumn>& allocation_filter_columns() {
  static const std::vector<FilterColumn> kColumns = {{"cluster", "cluster"},
                                                     {"node", "node"},
                                                     {"namespace", "namespace"},
                                                     {"controllerName", "workload"},
                                                     {"controllerKind", "controller_kind", false, true},
                                                     {"container", "container"},
                                                     {"pod", "pod"},
                                                     {"services", "ecs_service"},
                                                     {"label", "labels", true},
                                                     {"annotation", "tags", true},
                                                     {"nodeLabel", "node_labels", true},
                                                     {"account", "account"},
                                                     {"providerID", "node"},
                                                     {"department", "dimensions['department']"},
                                                     {"environment", "dimensions['environment']"},
                                                     {"owner", "dimensions['owner']"},
                                                     {"product", "dimensions['product']"},
                                                     {"team", "dimensions['team']"},
                                                     // As they were called before.
                                                     {"controller", "workload"},
                                                     {"service", "ecs_service"}};
  return kColumns;
}

}  // namespace farthing
