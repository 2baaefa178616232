// What models served, as the models of a day read it.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// How many input tokens an output token counts as where no times of prefill and decode are known.
inline constexpr double kInputTokensOfAnOutputToken = 2.5;
/// What a cached input token costs, as a part of another one.
inline constexpr double kCostOfACachedToken = 0.1;

/// Makes hour_requests: the rows of requests_hourly of these days, numbered, with what a model's cost falls on them by.
[[nodiscard]] Done make_hour_requests(Engine& engine, const std::vector<std::string>& days);

}  // namespace farthing
