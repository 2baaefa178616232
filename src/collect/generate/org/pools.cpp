// The pools of machines.
#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

const char* name_of(Buying buying) {
  static constexpr const char* kNames[] = {"on_demand", "spot", "fargate", "fargate_spot", "capacity_block"};
  return kNames[static_cast<std::size_t>(buying)];
}

const char* name_of(Kind kind) {
  static constexpr const char* kNames[] = {"Deployment", "StatefulSet", "DaemonSet", "Job",
                                           "CronJob",    "ECSService",  "BatchJob"};
  return kNames[static_cast<std::size_t>(kind)];
}

const std::vector<PoolShape>& pool_shapes() {
  using enum Buying;
  using enum Demand;
  static const std::vector<PoolShape> shapes = {
      {"system", kTrain, kOnDemand, kSteady, 50, 100, "platform", {"m6i.4xlarge", "m5.4xlarge"}, false, true},
      {"gpu-training",
       kTrain,
       kSpot,
       kCampaigns,
       250,
       40,
       "research",
       {"g5.12xlarge", "g6.12xlarge", "p4d.24xlarge"},
       false,
       false},
      {"base", kServe, kOnDemand, kSteady, 75, 100, "platform", {"m6i.2xlarge", "m5.2xlarge"}, true, false},
      {"inference",
       kServe,
       kOnDemand,
       kDaily,
       175,
       100,
       "",
       {"c6i.4xlarge", "m6i.4xlarge", "r6i.2xlarge"},
       false,
       false},
      {"inference-spot",
       kServe,
       kSpot,
       kDaily,
       325,
       100,
       "",
       {"c7i.4xlarge", "m7i.2xlarge", "r7i.2xlarge", "c6i.2xlarge"},
       false,
       false},
      {"cp-spot", kTasks, kSpot, kSteady, 88, 40, "ads", {"g5.2xlarge", "g4dn.12xlarge"}, false, false},
      {"cp-on-demand", kTasks, kOnDemand, kSteady, 37, 40, "ads", {"g4dn.xlarge", "g5.2xlarge"}, false, false},
  };
  return shapes;
}

}  // namespace farthing::generate::org
