// What FOCUS says of a charge beyond its costs. Source: FOCUS 1.2, and how AWS's columns fill it.
#pragma once
#include <optional>
#include <string_view>

#include "collect/generate/charge.hpp"

namespace farthing::generate {

/// "" and nothing are NULL.
struct FocusFacts {
  std::string_view publisher = "AWS";
  std::string_view description;
  std::string_view resource_id, resource_type;
  std::string_view sku_id, sku_price_id, sku_meter, sku_price_details;
  std::string_view commitment_id, commitment_name, commitment_category, commitment_type, commitment_status,
      commitment_unit;
  std::optional<Figure> commitment_quantity;
  std::optional<Figure> consumed_quantity, pricing_quantity;
  std::string_view consumed_unit, pricing_unit;
  std::optional<Figure> list_price, contracted_price;
  std::string_view operation, usage_type;
};

/// The texts live as long as `line`, its world and its commitments.
[[nodiscard]] FocusFacts focus_facts(const BillLine& line, const Charge& charge);

}  // namespace farthing::generate
