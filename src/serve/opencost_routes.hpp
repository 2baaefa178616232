// The addresses of OpenCost and Kubecost. openapi.json doesn't describe them, docs/reference/opencost.md does.
#pragma once
#include <vector>

#include "serve/routes.hpp"

namespace farthing {

/// Each under its own name and under Kubecost's prefix /model.
[[nodiscard]] const std::vector<Route>& opencost_routes();

}  // namespace farthing
