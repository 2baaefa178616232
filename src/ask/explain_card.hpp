// The lines of --explain about cards: which card or slice a container held, what part of it and why, what it computed.
#pragma once
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// "4/7", "1", "2.5": a small fraction where it is one, else a number of four digits.
[[nodiscard]] std::string fraction_text(double number);

/// Of a container in an hour ('2026-10-01 08:00:00'): card and sharing of the machine, how many cards it held and why,
/// then the slots that it names with their activity, or its own telemetry.
[[nodiscard]] Done explain_card(Engine& engine, const std::string& node, const std::string& workload,
                                const std::string& hour, std::vector<std::string>& lines);

}  // namespace farthing
