// Ids and names of pods and tasks.
#pragma once
#include <string>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

struct PodNames {
  std::string workload_id;  ///< pod UID or task ARN, and the container's name
  std::string pod;          ///< "query-api-5d9c8b7f6a-x2k4p"; a task's ARN
};
[[nodiscard]] PodNames names_of(const Organisation& organisation, const Pod& pod);
/// Only the first of them, which is wanted often.
[[nodiscard]] std::string workload_id_of(const Organisation& organisation, const Pod& pod);

}  // namespace farthing::generate::org
