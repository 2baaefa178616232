// What is around each answer of OpenCost's addresses.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "opencost/json_writer.hpp"

namespace farthing {

/// {"code": 200, "data": ..., "warning": "..."}; no warning if there is nothing to say.
[[nodiscard]] std::string opencost_answer(const std::function<void(JsonWriter&)>& write_data,
                                          const std::vector<std::string>& warnings);
/// {"code": 400, "message": "..."}
[[nodiscard]] std::string opencost_error(int code, const Error& error);

}  // namespace farthing
