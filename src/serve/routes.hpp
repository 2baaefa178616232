// Which address is which question.
#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ask/lake_view.hpp"
#include "domain/allocation.hpp"
#include "report/output_format.hpp"
#include "serve/parameters.hpp"

namespace farthing {

/// Works an answer out, as JSON or as a file of `format`.
using WorkOut = std::function<Result<std::string>(const Lake& lake, LakeView& view, OutputFormat format)>;

struct Route {
  std::string_view path;  ///< "/api/v1/costs"
  bool is_table = true;   ///< only a table can be a workbook
  /// Understands the parameters; those that it doesn't take are left. `config` outlives what comes back.
  Result<WorkOut> (*understand)(Parameters& parameters, const AllocationConfig& config);
  bool is_opencost = false;  ///< its errors are as OpenCost's clients know them
};

/// More rows than that are an error that says how to ask for fewer: a page or a script wants an answer, not the data.
inline constexpr std::size_t kMostRows = 5'000;

[[nodiscard]] const std::vector<Route>& routes();
/// The route of a path, of routes() or opencost_routes(); null if there is none.
[[nodiscard]] const Route* find_route(std::string_view path);
/// What else the API answers, as openapi.json names it.
[[nodiscard]] const std::vector<std::string>& other_addresses();

}  // namespace farthing
