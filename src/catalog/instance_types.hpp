// The bundled catalog: what each EC2 instance type has, and what it costs on demand.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/decimal.hpp"

namespace farthing {

/// One EC2 instance type, as AWS describes it.
struct InstanceType {
  std::string name;                      ///< "g5.12xlarge"
  std::string family;                    ///< "g5": the name up to its dot
  double vcpu = 0;                       ///< more than 0
  double memory_gib = 0;                 ///< more than 0
  std::string accelerator_model;         ///< "A10G", "Trainium2", "FPGA VU47P", "Media U30"; empty without one
  double accelerator_count = 0;          ///< cards; a fraction where the type has a part of one; 0 without
  std::optional<Decimal> on_demand_usd;  ///< per hour of Linux in us-east-1; nothing where it isn't known
};

/// All types, sorted by name. Made once; safe to call from any thread.
[[nodiscard]] std::span<const InstanceType> instance_types();
/// nullptr if the catalog has no type of that name.
[[nodiscard]] const InstanceType* find_instance_type(std::string_view name);

}  // namespace farthing
