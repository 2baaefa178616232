#include "catalog/instance_types.hpp"

#include <algorithm>
#include <vector>

#include "base/result.hpp"
#include "catalog/catalog_file.hpp"

namespace farthing {
namespace {

std::optional<Decimal> list_price(std::string_view field) {
  if (field.empty()) return std::nullopt;
  const auto price = parse_decimal(field);
  FARTHING_CHECK(price.status == ParsedDecimal::Status::kExact);
  return price.value;
}

std::vector<InstanceType> read_types() {
  std::vector<InstanceType> types;
  for (const auto& row : catalog_rows("instance_types")) {
    types.push_back({.name = row[0],
                     .family = row[0].substr(0, row[0].find('.')),
                     .vcpu = catalog_number(row[1]),
                     .memory_gib = catalog_number(row[2]),
                     .accelerator_model = row[3],
                     .accelerator_count = row[4].empty() ? 0 : catalog_number(row[4]),
                     .on_demand_usd = list_price(row[5])});
  }
  std::ranges::sort(types, {}, &InstanceType::name);
  return types;
}

}  // namespace

std::span<const InstanceType> instance_types() {
  static const std::vector<InstanceType> types = read_types();
  return types;
}

const InstanceType* find_instance_type(std::string_view name) {
  const auto types = instance_types();
  const auto at = std::ranges::lower_bound(types, name, {}, &InstanceType::name);
  return at != types.end() && at->name == name ? &*at : nullptr;
}

}  // namespace farthing
