#include "collect/generate/org/controllers.hpp"

#include <algorithm>

#include "collect/generate/random.hpp"

namespace farthing::generate::org {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

Labels team(const char* value) { return {{"team", value}, {"environment", "prod"}}; }

// Use in permille of the size: search reserves four times what it uses, ads uses more than it asks for.
void add_training(std::vector<Controller>& all) {
  all.push_back({kTrain, Kind::kDaemonSet, "kube-system", "node-agent", "agent", "platform", 0, 15, 15, 300, 600});
  all.back().labels = {{"app", "node-agent"}};
  Controller gpu{kTrain, Kind::kJob, "ml-train", "pretrain-llm", "trainer", "research", 50, 100, 100, 700, 900};
  gpu.accelerators = true;
  gpu.labels = team("research");
  all.push_back(gpu);
  gpu.name = "finetune-ranker";
  gpu.space = "recsys-train";
  gpu.team = "recsys";
  gpu.weight = 30;
  gpu.labels = team("rec_sys");
  all.push_back(gpu);
  gpu.name = "vision-sweep";
  gpu.space = "default";
  gpu.team = "vision";
  gpu.weight = 20;
  gpu.labels = {{"app", "vision-sweep"}};
  all.push_back(gpu);
  all.push_back({kTrain, Kind::kJob, "ml-train", "tokenize", "worker", "research", 25, 150, 60, 850, 500});
  all.back().labels = team("Research");
  all.push_back({kTrain, Kind::kDeployment, "data", "feature-cache", "cache", "data-platform", 30, 40, 280, 250, 950});
  all.back().labels = team("data_platform");
  all.push_back({kTrain, Kind::kCronJob, "data", "snapshot", "snapshot", "data-platform", 15, 60, 60, 900, 500});
  all.back().labels = team("data-platform");
  all.push_back({kTrain, Kind::kDeployment, "mlops", "notebooks", "jupyter", "research", 25, 130, 130, 120, 350});
  all.back().labels = {{"owner", "ml research"}};
}

void add_serving(std::vector<Controller>& all) {
  all.push_back(
      {kServe, Kind::kDaemonSet, "kube-system", "log-shipper", "fluent-bit", "platform", 0, 15, 20, 500, 700});
  all.back().labels = {{"app", "log-shipper"}};
  all.push_back({kServe, Kind::kDeployment, "search", "query-api", "api", "search", 22, 130, 90, 250, 350});
  all.back().labels = team("search");
  all.push_back({kServe, Kind::kDeployment, "search", "embedder", "encoder", "search", 10, 160, 110, 260, 300});
  all.back().labels = team("Search-Team");
  all.push_back({kServe, Kind::kDeployment, "ads", "bidder", "bidder", "ads", 18, 70, 60, 1450, 1250});
  all.back().labels = team("ads");
  all.push_back({kServe, Kind::kDeployment, "ads", "auction-log", "logger", "ads", 8, 40, 90, 1200, 1400});
  all.back().labels = team("ADS");
  all.push_back({kServe, Kind::kDeployment, "recsys", "ranker", "ranker", "recsys", 16, 90, 190, 750, 900});
  all.back().labels = team("recsys");
  all.push_back({kServe, Kind::kStatefulSet, "recsys", "feature-store", "store", "recsys", 4, 60, 260, 400, 950});
  all.back().labels = team("rec-sys");
  all.push_back({kServe, Kind::kDeployment, "chat", "gateway", "gateway", "assistant", 10, 80, 50, 650, 600});
  all.back().labels = {{"Team", "assistant"}};
  all.push_back({kServe, Kind::kDeployment, "default", "legacy-api", "app", "assistant", 6, 100, 100, 550, 800});
  all.back().requests = false;
  all.push_back({kServe, Kind::kJob, "search", "reindex", "indexer", "search", 9, 150, 120, 800, 600});
  all.back().labels = team("srch");
  all.push_back({kServe, Kind::kCronJob, "ads", "budget-sync", "sync", "ads", 9, 30, 30, 900, 700});
  all.back().labels = team("Ads ");
  all.push_back({kServe, Kind::kCronJob, "ops", "cert-check", "check", "platform", 4, 20, 20, 300, 400});
  all.back().requests = false;
}

void add_tasks(std::vector<Controller>& all) {
  all.push_back({kTasks, Kind::kDaemonSet, "", "metrics-agent", "agent", "platform", 0, 15, 15, 350, 600});
  all.back().labels = {{"Team", "platform"}};
  Controller gpu{kTasks, Kind::kEcsService, "", "image-captioner", "model", "vision", 40, 100, 100, 650, 850};
  gpu.accelerators = true;
  gpu.labels = {{"Team", "vision"}};
  all.push_back(gpu);
  gpu.name = "ad-creative";
  gpu.team = "ads";
  gpu.labels = {{"Team", "AdS"}};
  all.push_back(gpu);
  gpu.kind = Kind::kBatchJob;
  gpu.name = "render-batch";
  gpu.container = "render";
  gpu.team = "vision";
  gpu.weight = 25;
  gpu.labels = {};
  all.push_back(gpu);
  all.push_back({kTasks, Kind::kEcsService, "", "thumbnailer", "app", "vision", 30, 140, 60, 800, 600});
  all.back().labels = {{"Team", "Vision"}};
  all.push_back({kTasks, Kind::kBatchJob, "", "nightly-etl", "etl", "data-platform", 25, 120, 160, 900, 900});
  all.back().labels = {{"Team", "Data Platform"}};
  all.push_back({kTasks, Kind::kEcsService, "", "checkout-fraud", "scorer", "fraud", 25, 80, 120, 500, 650});
  all.back().labels = {{"owner", "fraud"}};
}

}  // namespace

std::vector<Controller> make_controllers() {
  std::vector<Controller> all;
  add_training(all);
  add_serving(all);
  add_tasks(all);
  return all;
}

std::vector<Rollout> make_rollouts(const Organisation& organisation) {
  std::vector<Rollout> rollouts;
  Dice dice(mix(organisation.plan.seed ^ 0x2011u));
  for (std::size_t i = 0; i < organisation.controllers.size(); ++i) {
    const Kind kind = organisation.controllers[i].kind;
    if ((kind != Kind::kDeployment && kind != Kind::kEcsService) || organisation.controllers[i].estate) continue;
    for (std::uint64_t n = dice.below(4); n > 0; --n) {
      const auto at = 1 + static_cast<std::int64_t>(dice.below(static_cast<std::uint64_t>(organisation.seconds) - 1));
      rollouts.push_back({i, at});
    }
  }
  std::ranges::sort(rollouts, {}, &Rollout::at);
  return rollouts;
}

}  // namespace farthing::generate::org
