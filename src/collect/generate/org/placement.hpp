// Puts pods on machines, second by second.
#pragma once
#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// Adds to organisation.pods, and the Fargate tasks to organisation.nodes, whose machines are there already. Pods that
/// are there before (of the estate, of runs) stay where and when they are, and count.
/// So many chains of pods as plan.pods run from the first second to the last: when a pod ends, its chain's next one
/// begins in the same second, on the same machine or another of the cluster, so the pods that run are always as many.
void place_pods(Organisation& organisation);

}  // namespace farthing::generate::org
