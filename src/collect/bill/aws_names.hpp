// Names that a bill does not spell out, as functions of text for SQL.
#pragma once
#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// "us-west-2" -> "US West (Oregon)"; an unknown region keeps its id.
[[nodiscard]] std::string_view region_name(std::string_view region);
/// "arn:aws:eks:us-east-1:1:cluster/a" -> "eks:cluster", "i-0ab" -> "ec2:instance"; no data if it can't be told.
[[nodiscard]] std::string_view resource_type(std::string_view resource_id);
/// "USW2-BoxUsage:m5.large" -> "BoxUsage": without the region's prefix and the size.
[[nodiscard]] std::string_view sku_meter(std::string_view usage_type);

/// Registers the three under their names.
[[nodiscard]] Done add_aws_names(Engine& engine);

}  // namespace farthing
