// How busy cards were, hour by hour, and who held them: samples of any length become hours.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Makes device_samples (the days' samples summed by hour and holders), device_hours (one row: a card or slice x hour x
/// holders, how long it was seen and how long its compute units were active) and device_holders (who held it). Needs
/// the tables of make_accelerator_claims(), and the samples of the day before each of `days`, which may last into it.
[[nodiscard]] Done make_device_hours(Engine& engine, const std::vector<std::string>& days);

}  // namespace farthing
