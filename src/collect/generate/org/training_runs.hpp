// Training runs: who trains what, on which machines, how far it came, and what interruptions took back.
#pragma once
#include <string>
#include <vector>

#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

struct RunShape {
  const char* id = "";  ///< with the month behind it: "ranker-wide-2026-10"
  const char* name = "";
  const char* framework = "";
  const char* controller = "";
  const char* team = "";
  int from = 0, to = 0;  ///< permille of the organisation's time; of its Capacity Block's on one
  int step_millis = 0;   ///< how long a step takes
  int steps_in_epoch = 0;
  bool block = false;             ///< on the Capacity Block, else on spot machines of gpu-training
  bool whole = false;             ///< all cards of a machine, else half of them
  bool selector = false;          ///< its workloads are told by a label, they don't name the run
  const char* ends = "finished";  ///< "failed": it fails; "running": not within the month
};
[[nodiscard]] const std::vector<RunShape>& run_shapes();
[[nodiscard]] std::string run_id(const Organisation& organisation, const TrainingRun& run);
/// The label by which runs with a selector are known.
inline constexpr const char* kRunLabel = "training.kubeflow.org/job-name";

/// Plans runs on the machines that are there: fills organisation.runs and adds their pods. At most so many at once.
void add_runs(Organisation& organisation, std::size_t most);

}  // namespace farthing::generate::org
