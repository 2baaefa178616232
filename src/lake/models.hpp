// The SQL of models/, one file a table, as it was built into the program.
#pragma once
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace farthing {

/// The text of models/<name>.sql; aborts if there is no such model.
[[nodiscard]] std::string_view model_sql(std::string_view name);

}  // namespace farthing
