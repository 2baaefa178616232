#include "opencost/allocation_set.hpp"

#include <algorithm>

namespace farthing {
namespace {

void add_known(std::optional<double>& sum, const std::optional<double>& other) {
  if (other) sum = sum.value_or(0) + *other;
}

void keep_same(Cell& cell, const Cell& other) {
  if (cell != other) cell.reset();
}

void keep_same(std::map<std::string, std::string>& map, const std::map<std::string, std::string>& other) {
  std::erase_if(map, [&](const auto& entry) {
    const auto found = other.find(entry.first);
    return found == other.end() || found->second != entry.second;
  });
}

}  // namespace

void ResourceFigures::add(const ResourceFigures& other) {
  cost += other.cost;
  idle += other.idle;
  hours += other.hours;
  add_known(requested, other.requested);
  add_known(limit, other.limit);
  add_known(used, other.used);
  used_of += other.used_of;
  requested_of_known += other.requested_of_known;
}

std::optional<double> ResourceFigures::efficiency() const {
  if (!used) return std::nullopt;
  if (requested_of_known > 0) return *used / requested_of_known;
  return *used > 0 ? 1 : 0;
}

void AllocationProperties::keep_common(const AllocationProperties& other) {
  keep_same(cluster, other.cluster);
  keep_same(node, other.node);
  keep_same(namespace_name, other.namespace_name);
  keep_same(controller, other.controller);
  keep_same(controller_kind, other.controller_kind);
  keep_same(pod, other.pod);
  keep_same(container, other.container);
  keep_same(service, other.service);
  keep_same(accelerator, other.accelerator);
  keep_same(labels, other.labels);
  keep_same(annotations, other.annotations);
}

Decimal Allocation::direct_cost() const {
  Decimal sum;
  for (const auto& resource : resources) sum += resource.cost;
  return sum;
}

std::optional<double> Allocation::efficiency() const {
  double weighted = 0, weight = 0;
  for (const auto& resource : resources) {
    const auto known = resource.efficiency();
    const auto cost = resource.cost.to_double();
    if (!known || cost <= 0) continue;
    weighted += *known * cost;
    weight += cost;
  }
  return weight > 0 ? std::optional(weighted / weight) : std::nullopt;
}

void Allocation::add(const Allocation& other) {
  properties.keep_common(other.properties);
  start = std::min(start, other.start);
  end = std::max(end, other.end);
  for (std::size_t i = 0; i < kResources; ++i) resources[i].add(other.resources[i]);
  run_hours += other.run_hours;
  add_known(network_in, other.network_in);
  add_known(network_out, other.network_out);
  shared += other.shared;
  nodes.insert(nodes.end(), other.nodes.begin(), other.nodes.end());
}

}  // namespace farthing
