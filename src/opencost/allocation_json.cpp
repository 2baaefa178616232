#include "opencost/allocation_json.hpp"

#include <fmt/format.h>

namespace farthing {
namespace {

constexpr double kBytesOfGib = 1073741824;

double hours_between(const Allocation& allocation) {
  return static_cast<double>(allocation.end.micros - allocation.start.micros) / 3.6e9;
}

std::optional<double> per(const std::optional<double>& amount, double hours) {
  return amount && hours > 0 ? std::optional(*amount / hours) : std::nullopt;
}
double mean(double amount, double hours) { return hours > 0 ? amount / hours : 0; }
std::optional<double> times(const std::optional<double>& amount, double factor) {
  return amount ? std::optional(*amount * factor) : std::nullopt;
}

// Used in the time in which usage is known, as if it were so all the time: by what was requested, which is of those
// that need the resource, else by how long they ran.
std::optional<double> used_average(const ResourceFigures& figures, const Allocation& allocation) {
  if (!figures.used || figures.used_of <= 0) return std::nullopt;
  const bool by_request = figures.requested && figures.requested_of_known > 0;
  const auto scale =
      by_request ? *figures.requested / figures.requested_of_known : allocation.run_hours / figures.used_of;
  return per(*figures.used * scale, hours_between(allocation));
}

void write_map(JsonWriter& json, std::string_view name, const std::map<std::string, std::string>& map) {
  if (map.empty()) return;
  json.key(name);
  json.open('{');
  for (const auto& [key, value] : map) json.field(key, value);
  json.close('}');
}

void write_properties(JsonWriter& json, const AllocationProperties& properties) {
  json.key("properties");
  json.open('{');
  json.field_if("cluster", properties.cluster);
  json.field_if("node", properties.node);
  json.field_if("container", properties.container);
  json.field_if("controller", properties.controller);
  json.field_if("controllerKind", properties.controller_kind);
  json.field_if("namespace", properties.namespace_name);
  json.field_if("pod", properties.pod);
  if (properties.service && !properties.service->empty()) {
    json.key("services");
    json.open('[');
    json.value(*properties.service);
    json.close(']');
  }
  json.field_if("providerID", properties.node);
  write_map(json, "labels", properties.labels);
  write_map(json, "annotations", properties.annotations);
  json.close('}');
}

void write_cpu(JsonWriter& json, const Allocation& allocation, double hours) {
  const auto& cpu = allocation.resources[kCpu];
  json.field("cpuCores", mean(cpu.hours, hours));
  json.field("cpuCoreRequestAverage", per(cpu.requested, hours));
  json.field("cpuCoreLimitAverage", per(cpu.limit, hours));
  json.field("cpuCoreUsageAverage", used_average(cpu, allocation));
  json.field("cpuCoreHours", cpu.hours);
  json.field("cpuCost", cpu.cost);
  json.field("cpuCostAdjustment", Decimal{});
  json.field("cpuCostIdle", cpu.idle);
  json.field("cpuEfficiency", cpu.efficiency());
}

void write_gpu(JsonWriter& json, const Allocation& allocation, double hours) {
  const auto& gpu = allocation.resources[kGpu];
  json.field("gpuCount", mean(gpu.hours, hours));
  json.field("gpuHours", gpu.hours);
  json.field("gpuCost", gpu.cost);
  json.field("gpuCostAdjustment", Decimal{});
  json.field("gpuCostIdle", gpu.idle);
  json.field("gpuEfficiency", gpu.efficiency());
  json.key("gpuAllocation");
  if (gpu.hours <= 0) return json.null();
  json.open('{');
  json.field("gpuModel", allocation.properties.accelerator.value_or(""));
  json.field("gpuRequestAverage", per(gpu.requested, hours));
  json.field("gpuUsageAverage", used_average(gpu, allocation));
  json.close('}');
}

void write_network(JsonWriter& json, const Allocation& allocation) {
  json.field("networkTransferBytes", allocation.network_out);
  json.field("networkReceiveBytes", allocation.network_in);
  // Which workload's transfer, load balancer or volume a line of the bill is, nobody knows: that isn't 0.
  for (const auto* name : {"networkCost", "networkCrossZoneCost", "networkCrossRegionCost", "networkInternetCost",
                           "loadBalancerCost", "lbAllocations", "pvBytes", "pvByteHours", "pvCost", "pvs"}) {
    json.null_field(name);
  }
  for (const auto* name : {"networkCostAdjustment", "loadBalancerCostAdjustment", "pvCostAdjustment"}) {
    json.field(name, Decimal{});
  }
}

void write_ram(JsonWriter& json, const Allocation& allocation, double hours) {
  const auto& ram = allocation.resources[kRam];
  json.field("ramBytes", mean(ram.hours * kBytesOfGib, hours));
  json.field("ramByteRequestAverage", times(per(ram.requested, hours), kBytesOfGib));
  json.field("ramByteLimitAverage", times(per(ram.limit, hours), kBytesOfGib));
  json.field("ramByteUsageAverage", times(used_average(ram, allocation), kBytesOfGib));
  json.field("ramByteHours", ram.hours * kBytesOfGib);
  json.field("ramCost", ram.cost);
  json.field("ramCostAdjustment", Decimal{});
  json.field("ramCostIdle", ram.idle);
  json.field("ramEfficiency", ram.efficiency());
}

double part_percent(Decimal part, Decimal whole) {
  return whole == Decimal{} ? 0 : part.to_double() / whole.to_double();
}

void write_node_parts(JsonWriter& json, const std::vector<NodePart>& parts) {
  json.key("proportionalAssetResourceCosts");
  json.open('{');
  for (const auto& part : parts) {
    Decimal cost, whole;
    for (std::size_t i = 0; i < kResources; ++i) {
      cost += part.cost[i];
      whole += part.whole[i];
    }
    json.key(part.cluster + "," + part.node + ",Node," + part.node);
    json.open('{');
    json.field("cluster", part.cluster);
    json.field("name", part.node);
    json.field("type", "Node");
    json.field("providerID", part.node);
    json.field("cpuPercentage", part_percent(part.cost[kCpu], part.whole[kCpu]));
    json.field("gpuPercentage", part_percent(part.cost[kGpu], part.whole[kGpu]));
    json.field("ramPercentage", part_percent(part.cost[kRam], part.whole[kRam]));
    json.field("nodeResourceCostPercentage", part_percent(cost, whole));
    json.field("cpuTotal", part.whole[kCpu]);
    json.field("gpuTotal", part.whole[kGpu]);
    json.field("ramTotal", part.whole[kRam]);
    json.close('}');
  }
  json.close('}');
}

void write_times(JsonWriter& json, const Allocation& allocation, const TimeWindow& window) {
  json.window_field(window);
  json.field("start", allocation.start);
  json.field("end", allocation.end);
  json.field("minutes", hours_between(allocation) * 60);
}

void write_allocation(JsonWriter& json, const NamedAllocation& row, const TimeWindow& window,
                      const AllocationShown& shown) {
  const auto& allocation = row.allocation;
  const auto hours = hours_between(allocation);
  json.open('{');
  json.field("name", row.name);
  write_properties(json, allocation.properties);
  write_times(json, allocation, window);
  write_cpu(json, allocation, hours);
  write_gpu(json, allocation, hours);
  write_network(json, allocation);
  write_ram(json, allocation, hours);
  json.field("externalCost", Decimal{});
  json.field("sharedCost", allocation.shared);
  json.field("totalCost", allocation.total_cost());
  json.field("totalEfficiency", allocation.efficiency());
  if (shown.proportional_costs) {
    write_node_parts(json, allocation.nodes);
  } else {
    json.null_field("proportionalAssetResourceCosts");
  }
  json.null_field("rawAllocationOnly");
  json.null_field("sharedCostBreakdown");
  json.close('}');
}

void write_summary(JsonWriter& json, const NamedAllocation& row) {
  const auto& allocation = row.allocation;
  const auto& [cpu, ram, gpu] = allocation.resources;
  const auto hours = hours_between(allocation);
  json.open('{');
  json.field("name", row.name);
  write_properties(json, allocation.properties);
  json.field("start", allocation.start);
  json.field("end", allocation.end);
  json.field("cpuCoreRequestAverage", per(cpu.requested, hours));
  json.field("cpuCoreUsageAverage", used_average(cpu, allocation));
  json.field("cpuCost", cpu.cost);
  json.field("cpuCostIdle", cpu.idle);
  json.field("gpuRequestAverage", per(gpu.requested, hours));
  json.field("gpuUsageAverage", used_average(gpu, allocation));
  json.field("gpuCost", gpu.cost);
  json.field("gpuCostIdle", gpu.idle);
  for (const auto* name : {"networkCost", "loadBalancerCost", "pvCost"}) json.null_field(name);
  json.field("ramByteRequestAverage", times(per(ram.requested, hours), kBytesOfGib));
  json.field("ramByteUsageAverage", times(used_average(ram, allocation), kBytesOfGib));
  json.field("ramCost", ram.cost);
  json.field("ramCostIdle", ram.idle);
  json.field("sharedCost", allocation.shared);
  json.field("externalCost", Decimal{});
  json.field("totalCost", allocation.total_cost());
  json.field("totalEfficiency", allocation.efficiency());
  json.close('}');
}

}  // namespace

void write_allocations(JsonWriter& json, const std::vector<AllocationSet>& sets, const AllocationShown& shown) {
  json.open('[');
  for (const auto& set : sets) {
    json.open('{');
    for (const auto& row : set.rows) {
      json.key(row.name);
      write_allocation(json, row, set.window, shown);
    }
    json.close('}');
  }
  json.close(']');
}

void write_summaries(JsonWriter& json, const std::vector<AllocationSet>& sets, const TimeWindow& window) {
  json.open('{');
  json.field("step", (sets.empty() ? window : sets.back().window).seconds() * 1'000'000'000);
  json.key("sets");
  json.open('[');
  for (const auto& set : sets) {
    json.open('{');
    json.key("allocations");
    json.open('{');
    for (const auto& row : set.rows) {
      json.key(row.name);
      write_summary(json, row);
    }
    json.close('}');
    json.window_field(set.window);
    json.close('}');
  }
  json.close(']');
  json.window_field(window);
  json.close('}');
}

}  // namespace farthing
