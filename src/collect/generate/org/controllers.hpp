// Who runs what: deployments, jobs and services of teams that label them well, badly or not at all.
#pragma once
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

[[nodiscard]] std::vector<Controller> make_controllers();
/// A few dozen rollouts of deployments and services at odd seconds, by time.
[[nodiscard]] std::vector<Rollout> make_rollouts(const Organisation& organisation);

}  // namespace farthing::generate::org
