// When each pool's machines come and go.
#pragma once
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// The least that a pool can be split to: one machine of each.
[[nodiscard]] int least_nodes();
/// The most machines of each pool at once, by pool_shapes(); they sum to `nodes`. At least 1 each.
[[nodiscard]] std::vector<int> pool_sizes(int nodes);
/// All machines of the clusters, by their start. Steady pools are never empty; lives begin and end at odd seconds but
/// for the first and the last second of the organisation.
[[nodiscard]] std::vector<Node> node_lives(const Organisation& organisation);
/// How much people ask at an hour from the month's beginning, of 1000: by the hour of the day, less on weekends.
[[nodiscard]] std::int64_t demand_permille(const Organisation& organisation, std::int64_t hour);
/// Hexadecimal digits for ids.
[[nodiscard]] std::string hex_text(std::uint64_t bits, int digits);

}  // namespace farthing::generate::org
