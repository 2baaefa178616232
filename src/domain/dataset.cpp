#include "domain/dataset.hpp"

#include <algorithm>

namespace farthing {
namespace {

using Type = DatasetType;

constexpr DatasetColumn kNodes[] = {
    {"node_id", Type::kText, true},
    {"start", Type::kTime, true},
    {"end", Type::kTime, false},
    {"resource_id", Type::kText, false},
    {"account", Type::kText, false},
    {"region", Type::kText, false},
    {"zone", Type::kText, false},
    {"cluster", Type::kText, false},
    {"orchestrator", Type::kText, false},
    {"node_pool", Type::kText, false},
    {"instance_type", Type::kText, false},
    {"purchase_option", Type::kText, false},
    {"vcpu", Type::kNumber, true},
    {"memory_gib", Type::kNumber, true},
    {"allocatable_vcpu", Type::kNumber, false},
    {"allocatable_memory_gib", Type::kNumber, false},
    {"accelerator_model", Type::kText, false},
    {"accelerator_count", Type::kNumber, false},
    {"accelerator_sharing", Type::kText, false},
    {"accelerator_replicas", Type::kNumber, false},
    {"hourly_cost_usd", Type::kMoney, false},
    {"labels", Type::kMap, false},
};

constexpr DatasetColumn kWorkloads[] = {
    {"workload_id", Type::kText, true},
    {"node_id", Type::kText, true},
    {"start", Type::kTime, true},
    {"end", Type::kTime, false},
    {"account", Type::kText, false},
    {"cluster", Type::kText, false},
    {"orchestrator", Type::kText, false},
    {"namespace", Type::kText, false},
    {"workload", Type::kText, false},
    {"controller_kind", Type::kText, false},
    {"ecs_service", Type::kText, false},
    {"task_family", Type::kText, false},
    {"pod", Type::kText, false},
    {"container", Type::kText, false},
    {"request_vcpu", Type::kNumber, false},
    {"request_memory_gib", Type::kNumber, false},
    {"limit_vcpu", Type::kNumber, false},
    {"limit_memory_gib", Type::kNumber, false},
    {"request_accelerators", Type::kNumber, false},
    {"accelerator_profile", Type::kText, false},
    {"accelerator_percent", Type::kNumber, false},
    {"accelerator_memory_gib", Type::kNumber, false},
    {"accelerator_cores", Type::kNumber, false},
    {"accelerator_ids", Type::kTextList, false},
    {"accelerator_claim", Type::kText, false},
    {"system", Type::kBoolean, false},
    {"run", Type::kText, false},
    {"model", Type::kText, false},
    {"model_version", Type::kText, false},
    {"tenant", Type::kText, false},
    {"labels", Type::kMap, false},
    {"tags", Type::kMap, false},
};

constexpr DatasetColumn kUsageHourly[] = {
    {"workload_id", Type::kText, true},          {"hour", Type::kTime, true},
    {"vcpu_hours", Type::kNumber, false},        {"gib_hours", Type::kNumber, false},
    {"accelerator_hours", Type::kNumber, false}, {"accelerator_memory_gib_hours", Type::kNumber, false},
    {"network_in_bytes", Type::kNumber, false},  {"network_out_bytes", Type::kNumber, false},
};

constexpr DatasetColumn kAcceleratorActivity[] = {
    {"node_id", Type::kText, true},
    {"accelerator_id", Type::kText, true},
    {"start", Type::kTime, true},
    {"seconds", Type::kNumber, true},
    {"active_seconds", Type::kNumber, false},
    {"memory_gib_seconds", Type::kNumber, false},
    {"energy_joules", Type::kNumber, false},
    {"held_by", Type::kTextList, false},
};

constexpr DatasetColumn kRequestsHourly[] = {
    {"model", Type::kText, true},
    {"hour", Type::kTime, true},
    {"model_version", Type::kText, false},
    {"endpoint", Type::kText, false},
    {"tenant", Type::kText, false},
    {"cluster", Type::kText, false},
    {"namespace", Type::kText, false},
    {"requests", Type::kNumber, true},
    {"input_tokens", Type::kNumber, false},
    {"output_tokens", Type::kNumber, false},
    {"cached_tokens", Type::kNumber, false},
    {"prefill_seconds", Type::kNumber, false},
    {"decode_seconds", Type::kNumber, false},
    {"latency_seconds_sum", Type::kNumber, false},
    {"errors", Type::kNumber, false},
};

constexpr DatasetColumn kRuns[] = {
    {"run", Type::kText, true},    {"name", Type::kText, false},   {"framework", Type::kText, false},
    {"owner", Type::kText, false}, {"status", Type::kText, false}, {"start", Type::kTime, true},
    {"end", Type::kTime, false},   {"tags", Type::kMap, false},    {"selector", Type::kMap, false},
};

constexpr DatasetColumn kRunEvents[] = {
    {"run", Type::kText, true},      {"time", Type::kTime, true},  {"kind", Type::kText, true},
    {"value", Type::kNumber, false}, {"note", Type::kText, false},
};

constexpr DatasetColumn kPrices[] = {
    {"service", Type::kText, true},     {"region", Type::kText, true},
    {"unit", Type::kText, true},        {"price_usd", Type::kMoney, true},
    {"sku", Type::kText, false},        {"instance_type", Type::kText, false},
    {"os", Type::kText, false},         {"purchase_option", Type::kText, false},
    {"commitment", Type::kText, false}, {"valid_from", Type::kTime, false},
    {"valid_to", Type::kTime, false},   {"source", Type::kText, false},
    {"as_of", Type::kDate, false},
};

constexpr DatasetColumn kEvents[] = {
    {"time", Type::kTime, true},     {"kind", Type::kText, true},       {"title", Type::kText, false},
    {"cluster", Type::kText, false}, {"namespace", Type::kText, false}, {"workload", Type::kText, false},
    {"account", Type::kText, false}, {"url", Type::kText, false},       {"tags", Type::kMap, false},
};

constexpr std::string_view kNodesKey[] = {"node_id", "start"};
constexpr std::string_view kWorkloadsKey[] = {"workload_id", "start"};
constexpr std::string_view kUsageKey[] = {"workload_id", "hour"};
constexpr std::string_view kActivityKey[] = {"node_id", "accelerator_id", "start"};
constexpr std::string_view kRequestsKey[] = {"model",  "hour",    "model_version", "endpoint",
                                             "tenant", "cluster", "namespace"};
constexpr std::string_view kRunsKey[] = {"run"};
constexpr std::string_view kRunEventsKey[] = {"run", "time", "kind"};
constexpr std::string_view kPricesKey[] = {"service", "region",          "unit",       "sku",       "instance_type",
                                           "os",      "purchase_option", "commitment", "valid_from"};
constexpr std::string_view kEventsKey[] = {"time", "kind", "title", "cluster", "namespace", "workload", "account"};

constexpr Dataset kDatasets[] = {
    {"nodes", kNodes, kNodesKey, DatasetTime::kInterval, {}},
    {"workloads", kWorkloads, kWorkloadsKey, DatasetTime::kInterval, {}},
    {"usage_hourly", kUsageHourly, kUsageKey, DatasetTime::kMoment, "hour"},
    {"accelerator_activity", kAcceleratorActivity, kActivityKey, DatasetTime::kMoment, "start"},
    {"requests_hourly", kRequestsHourly, kRequestsKey, DatasetTime::kMoment, "hour"},
    {"runs", kRuns, kRunsKey, DatasetTime::kTimeless, {}},
    {"run_events", kRunEvents, kRunEventsKey, DatasetTime::kMoment, "time"},
    {"prices", kPrices, kPricesKey, DatasetTime::kTimeless, {}},
    {"events", kEvents, kEventsKey, DatasetTime::kMoment, "time"},
};

}  // namespace

const DatasetColumn* Dataset::find(std::string_view column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const auto& one) { return one.name == column; });
  return found == columns.end() ? nullptr : &*found;
}

std::span<const Dataset> datasets() { return kDatasets; }

const Dataset* find_dataset(std::string_view name) {
  const auto found = std::find_if(std::begin(kDatasets), std::end(kDatasets),
                                  [&](const auto& dataset) { return dataset.name == name; });
  return found == std::end(kDatasets) ? nullptr : &*found;
}

std::string_view sql_type(DatasetType type) {
  switch (type) {
    case Type::kText:
      return "VARCHAR";
    case Type::kNumber:
      return "DOUBLE";
    case Type::kMoney:
      return "DECIMAL(38,12)";
    case Type::kTime:
      return "TIMESTAMP";
    case Type::kDate:
      return "DATE";
    case Type::kBoolean:
      return "BOOLEAN";
    case Type::kMap:
      return "MAP(VARCHAR, VARCHAR)";
    case Type::kTextList:
      return "VARCHAR[]";
  }
  return "VARCHAR";
}

}  // namespace farthing
