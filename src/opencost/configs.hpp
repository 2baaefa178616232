// The answer to OpenCost's /getConfigs, which clients ask for the currency.
#pragma once
#include <string>

#include "ask/lake_view.hpp"

namespace farthing {

/// {"currencyCode": "USD"}: what the machines' costs are in; "XXX", which is none, if that is unknown or several.
[[nodiscard]] Result<std::string> configs_body(LakeView& view);

}  // namespace farthing
