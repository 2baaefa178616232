// Allocations as OpenCost's clients know them: what workloads of a name held in a time, and what it cost.
#pragma once
#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "lake/engine.hpp"
#include "opencost/window.hpp"

namespace farthing {

/// CPU in cores, memory in GiB, accelerators in cards.
inline constexpr std::size_t kCpu = 0, kRam = 1, kGpu = 2, kResources = 3;

/// Of one resource. Hours are core-hours, GiB-hours and card-hours; what nobody knows is nothing.
struct ResourceFigures {
  Decimal cost;                     ///< with idle that was laid on
  Decimal idle;                     ///< of it: idle that was laid on
  double hours = 0;                 ///< held
  std::optional<double> requested;  ///< hours
  std::optional<double> limit;      ///< hours
  std::optional<double> used;       ///< hours, where usage is known
  double used_of = 0;               ///< hours of running in which usage is known
  double requested_of_known = 0;    ///< hours that were requested in the time in which usage is known

  void add(const ResourceFigures& other);
  /// Used by what was requested; 1 if nothing was requested and something used. Nothing if usage is unknown.
  [[nodiscard]] std::optional<double> efficiency() const;
};

/// What an allocation's workloads have in common.
struct AllocationProperties {
  Cell cluster, node, namespace_name, controller, controller_kind, pod, container, service, accelerator;
  std::map<std::string, std::string> labels, annotations;

  /// Keeps what both have.
  void keep_common(const AllocationProperties& other);
};

/// What of a node's cost an allocation has, by resource, as parts of it.
struct NodePart {
  std::string cluster, node;
  std::array<Decimal, kResources> cost, whole;
};

struct Allocation {
  AllocationProperties properties;
  Timestamp start, end;  ///< when the first began and the last ended, in the set
  std::array<ResourceFigures, kResources> resources;
  double run_hours = 0;  ///< of all workloads together
  std::optional<double> network_in, network_out;
  Decimal shared;  ///< of what is shared
  std::vector<NodePart> nodes;

  [[nodiscard]] Decimal direct_cost() const;
  [[nodiscard]] Decimal total_cost() const { return direct_cost() + shared; }
  /// Of the resources whose efficiency is known, weighted by what each costs.
  [[nodiscard]] std::optional<double> efficiency() const;
  void add(const Allocation& other);
};

struct NamedAllocation {
  std::string name;
  Allocation allocation;
};

struct AllocationSet {
  TimeWindow window;
  std::vector<NamedAllocation> rows;  ///< the dearest first
};

}  // namespace farthing
