// A question in the user's own SQL.
#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ask/answer.hpp"
#include "lake/lake.hpp"

namespace farthing {

/// What one query may use. Beyond `time` it is an error; beyond `rows` or `bytes` the answer is cut and says so.
struct QueryLimits {
  std::chrono::milliseconds time = std::chrono::seconds(60);
  std::size_t rows = 100'000;
  std::size_t bytes = 256u << 20;  ///< of the result, as it is held in memory
  std::string memory = "700MB";    ///< of the engine; what doesn't fit is spilled to a folder that goes away afterwards
  int threads = 0;                 ///< 0: as many as there are cores
};

/// Runs one SELECT over charges, split_charges, costs_daily and the datasets that users bring, of the snapshot `as_of`
/// (the current one if absent), in an engine of its own that can read the lake's folder only and is thrown away. What
/// check_query refuses is a usage error, and so is what the engine can't bind or compute.
[[nodiscard]] Result<Answer> ask_query(const Lake& lake, std::optional<std::int64_t> as_of, std::string_view sql,
                                       const QueryLimits& limits = {});

}  // namespace farthing
