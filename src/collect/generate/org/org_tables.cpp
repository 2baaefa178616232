#include "collect/generate/org/org_tables.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "collect/generate/org/cards.hpp"
#include "collect/generate/org/estate.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/org/org_names.hpp"
#include "collect/generate/org/row_table.hpp"
#include "collect/generate/org/servings.hpp"
#include "collect/generate/org/training_runs.hpp"

namespace farthing::generate::org {
namespace {

using enum ColumnType;
using Entries = std::vector<std::pair<std::string, std::string>>;

double units(std::int64_t millionths) { return static_cast<double>(millionths) / static_cast<double>(kMicro); }

// What pools of ECS are called where no EC2 machine is behind them.
std::string_view pool_of(const Node& node) {
  if (node.pool != nullptr) return node.pool->name;
  return node.buying == Buying::kFargateSpot ? "FARGATE_SPOT" : "FARGATE";
}

class NodeRows {
 public:
  explicit NodeRows(const Organisation& organisation) : organisation_(organisation) {}
  static std::vector<SourceColumn> columns() {
    return {{"node_id", kText},
            {"start", kTimestamp},
            {"end", kTimestamp},
            {"account", kText},
            {"region", kText},
            {"zone", kText},
            {"cluster", kText},
            {"orchestrator", kText},
            {"node_pool", kText},
            {"instance_type", kText},
            {"purchase_option", kText},
            {"vcpu", kDouble},
            {"memory_gib", kDouble},
            {"allocatable_vcpu", kDouble},
            {"allocatable_memory_gib", kDouble},
            {"accelerator_model", kText},
            {"accelerator_count", kDouble},
            {"accelerator_sharing", kText},
            {"accelerator_replicas", kDouble},
            {"labels", kMap}};
  }
  void begin_batch() {}
  bool next(RowCells& cells) {
    if (at_ == organisation_.nodes.size()) return false;
    put(cells, organisation_.nodes[at_++]);
    return true;
  }

 private:
  void put(RowCells& cells, const Node& node) const {
    const ClusterShape& cluster = kClusterShapes[node.cluster];
    const bool machine = node.type != nullptr;
    cells.text(node.id);
    cells.time(organisation_.at(node.start));
    cells.time(organisation_.at(node.end));
    cells.text(organisation_.accounts[cluster.account]);
    cells.lasting("us-east-1");
    cells.text(std::string("us-east-1") + node.zone);
    cells.lasting(cluster.name);
    cells.lasting(cluster.orchestrator);
    cells.lasting(pool_of(node));
    cells.text_if(machine ? node.type->name : "");
    cells.lasting(name_of(node.buying));
    cells.number(units(node.capacity[kVcpu]));
    cells.number(units(node.capacity[kMemory]));
    cells.number(units(machine ? node.capacity[kVcpu] / 100 * 94 : node.capacity[kVcpu]));
    cells.number(units(machine ? node.capacity[kMemory] / 100 * 93 : node.capacity[kMemory]));
    cells.text_if(machine ? node.type->accelerator_model : "");
    cells.number(units(node.capacity[kAccelerator]));
    cells.text_if(machine ? node.pool->sharing : "");
    machine&& node.pool->replicas > 0 ? cells.number(node.pool->replicas) : cells.null();
    Entries labels;
    if (machine) {
      labels = {{"root_volume_id", node.volume}, {"node_pool", node.pool->name}};
      if (*node.pool->owner != 0) labels.emplace_back("team", node.pool->owner);
      if (node.buying == Buying::kCapacityBlock)
        labels.emplace_back("capacity_reservation_id", block_id(organisation_));
    }
    cells.map(labels);
  }

  const Organisation& organisation_;
  std::size_t at_ = 0;
};

class WorkloadRows {
 public:
  explicit WorkloadRows(const Organisation& organisation) : organisation_(organisation) {}
  static std::vector<SourceColumn> columns() {
    return {{"workload_id", kText},
            {"node_id", kText},
            {"start", kTimestamp},
            {"end", kTimestamp},
            {"account", kText},
            {"cluster", kText},
            {"orchestrator", kText},
            {"namespace", kText},
            {"workload", kText},
            {"controller_kind", kText},
            {"ecs_service", kText},
            {"task_family", kText},
            {"pod", kText},
            {"container", kText},
            {"request_vcpu", kDouble},
            {"request_memory_gib", kDouble},
            {"limit_vcpu", kDouble},
            {"limit_memory_gib", kDouble},
            {"request_accelerators", kDouble},
            {"accelerator_profile", kText},
            {"accelerator_percent", kDouble},
            {"accelerator_memory_gib", kDouble},
            {"accelerator_cores", kDouble},
            {std::string(kHeldColumn), kText},
            {"accelerator_claim", kText},
            {"system", kBoolean},
            {"run", kText},
            {"model", kText},
            {"model_version", kText},
            {"labels", kMap},
            {"tags", kMap}};
  }
  void begin_batch() {}
  bool next(RowCells& cells) {
    if (at_ == organisation_.pods.size()) return false;
    put(cells, organisation_.pods[at_++]);
    return true;
  }

 private:
  void put(RowCells& cells, const Pod& pod) const {
    const Controller& controller = organisation_.controllers[pod.controller];
    const ClusterShape& cluster = kClusterShapes[controller.cluster];
    const bool ecs = controller.cluster == kTasks;
    const PodNames names = names_of(organisation_, pod);
    cells.text(names.workload_id);
    cells.text(organisation_.nodes[pod.node].id);
    cells.time(organisation_.at(pod.start));
    cells.time(organisation_.at(pod.end));
    cells.text(organisation_.accounts[cluster.account]);
    cells.lasting(cluster.name);
    cells.lasting(cluster.orchestrator);
    cells.text_if(controller.space);
    cells.lasting(controller.name);
    cells.lasting(name_of(controller.kind));
    cells.text_if(ecs && controller.kind != Kind::kBatchJob ? controller.name : "");
    cells.text_if(ecs ? controller.name : "");
    cells.text(names.pod);
    cells.lasting(controller.container);
    put_requests(cells, pod);
    cells.boolean(controller.kind == Kind::kDaemonSet);
    Entries labels = ecs ? Entries() : controller.labels;
    put_run_and_model(cells, pod, labels);
    cells.map(labels);
    Entries tags;
    if (ecs) tags = controller.labels;
    if (controller.kind == Kind::kBatchJob) tags.emplace_back("aws:batch:job-queue", "default-queue");
    cells.map(tags);
  }
  // No request is NULL; a limit is twice the vCPUs, a quarter more memory.
  void put_requests(RowCells& cells, const Pod& pod) const {
    const auto put_if = [&](std::int64_t amount) { amount == 0 ? cells.null() : cells.number(units(amount)); };
    put_if(pod.request[kVcpu]);
    put_if(pod.request[kMemory]);
    put_if(pod.request[kVcpu] * 2);
    put_if(pod.request[kMemory] / 4 * 5);
    put_cards(cells, pod);
  }
  // A slice, a replica and a claim count as one.
  void put_cards(RowCells& cells, const Pod& pod) const {
    if (pod.slot == Pod::kNone) {
      pod.request[kAccelerator] == 0 ? cells.null() : cells.number(units(pod.request[kAccelerator]));
      for (int i = 0; i < 4; ++i) cells.null();
      cells.text_if(join(held_ids(organisation_, pod), " "));
      return cells.null();
    }
    const EstateSlot& slot = estate_slots()[static_cast<std::size_t>(pod.slot)];
    const PoolShape& pool = *organisation_.nodes[pod.node].pool;
    const std::string_view sharing = pool.sharing;
    const auto put_if = [&](bool there, double amount) { there ? cells.number(amount) : cells.null(); };
    put_if(sharing != "neuron" && (sharing != "mps" || pool.replicas > 0), slot.cards);
    cells.text_if(sharing == "mig" ? mig_layout(pool, slot.card)[static_cast<std::size_t>(slot.slice)] : "");
    put_if(slot.percent > 0, slot.percent);
    put_if(slot.gib > 0, slot.gib);
    put_if(sharing == "neuron", 1);
    cells.text_if(join(held_ids(organisation_, pod), " "));
    cells.text_if(slot.claim);
  }
  void put_run_and_model(RowCells& cells, const Pod& pod, Entries& labels) const {
    std::string run;
    if (pod.run != Pod::kNone) {
      const TrainingRun& of_it = organisation_.runs[static_cast<std::size_t>(pod.run)];
      run = run_id(organisation_, of_it);
      if (run_shapes()[of_it.shape].selector) labels.emplace_back(kRunLabel, std::exchange(run, ""));
    }
    const int serving = pod.slot == Pod::kNone ? -1 : serving_of(organisation_.controllers[pod.controller].name);
    cells.text_if(run);
    cells.text_if(serving < 0 ? "" : servings()[static_cast<std::size_t>(serving)].model);
    cells.text_if(serving < 0 ? "" : servings()[static_cast<std::size_t>(serving)].version);
  }

  const Organisation& organisation_;
  std::size_t at_ = 0;
};

class TrueWorkloadRows {
 public:
  TrueWorkloadRows(const Organisation& organisation, const TrueSums& sums) : organisation_(organisation), sums_(sums) {}
  static std::vector<SourceColumn> columns() {
    return {{"workload_id", kText}, {"team", kText},         {"cluster", kText},     {"namespace", kText},
            {"workload", kText},    {"true_cost", kDecimal}, {"gpu_cost", kDecimal}, {"gpu_used_cost", kDecimal}};
  }
  void begin_batch() {}
  bool next(RowCells& cells) {
    if (at_ == organisation_.pods.size()) return false;
    const Pod& pod = organisation_.pods[at_];
    const Controller& controller = organisation_.controllers[pod.controller];
    cells.text(workload_id_of(organisation_, pod));
    cells.lasting(controller.team);
    cells.lasting(kClusterShapes[controller.cluster].name);
    cells.text_if(controller.space);
    cells.lasting(controller.name);
    const TrueCost& cost = sums_.pods[at_++];
    for (const int128 amount : {cost.all, cost.cards, cost.used}) cells.decimal(Decimal::from_units(amount));
    return true;
  }

 private:
  const Organisation& organisation_;
  const TrueSums& sums_;
  std::size_t at_ = 0;
};

}  // namespace

std::shared_ptr<TableSource> make_nodes_table(const Organisation& organisation) {
  return std::make_shared<RowTable<NodeRows, const Organisation>>(organisation);
}

std::shared_ptr<TableSource> make_workloads_table(const Organisation& organisation) {
  return std::make_shared<RowTable<WorkloadRows, const Organisation>>(organisation);
}

std::shared_ptr<TableSource> make_true_workloads_table(const Organisation& organisation, const TrueSums& sums) {
  return std::make_shared<RowTable<TrueWorkloadRows, const Organisation, const TrueSums>>(organisation, sums);
}

}  // namespace farthing::generate::org
