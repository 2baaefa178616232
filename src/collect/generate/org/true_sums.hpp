// What things truly cost: sums over the pod-hours by workload, run, model, tenant, team and pool.
#pragma once
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "collect/generate/org/organisation.hpp"
#include "collect/generate/org/usage.hpp"
#include "lake/table_source.hpp"

namespace farthing::generate::org {

/// Effective money: in all, of cards, of cards while they computed.
struct TrueCost {
  int128 all = 0, cards = 0, used = 0;
  void add(const TrueCost& other) {
    all += other.all;
    cards += other.cards;
    used += other.used;
  }
};

/// Filled while the pod-hours pass once.
struct TrueSums {
  std::vector<TrueCost> pods;                   ///< by pod
  std::vector<std::vector<TrueCost>> servings;  ///< by serving and hour
  std::vector<TrueCost> runs;                   ///< by run
  std::vector<int128> lost;                     ///< by run: what interruptions took back

  explicit TrueSums(const Organisation& organisation);
  void add(const Organisation& organisation, const PodHour& row);
};

/// run, team, workloads, true_cost, gpu_cost, gpu_used_cost, interruption_cost, steps, epochs, checkpoints,
/// interruptions.
[[nodiscard]] std::shared_ptr<TableSource> make_true_runs_table(const Organisation& organisation, const TrueSums& sums);
/// model, model_version, true_cost, gpu_cost, gpu_used_cost, input_cost, output_cost, unasked_cost, requests, ...: a
/// model's hour falls on prefill and decode as its cards computed; an hour without a request is unasked.
[[nodiscard]] std::shared_ptr<TableSource> make_true_models_table(const Organisation& organisation,
                                                                  const TrueSums& sums);
/// model, model_version, tenant, true_cost, gpu_cost, gpu_used_cost, compute_seconds, requests: an hour's cost by the
/// seconds that the cards computed for each; tenant is NULL where nobody asked.
[[nodiscard]] std::shared_ptr<TableSource> make_true_tenants_table(const Organisation& organisation,
                                                                   const TrueSums& sums);
/// team, true_cost, gpu_cost, gpu_used_cost: of its workloads.
[[nodiscard]] std::shared_ptr<TableSource> make_true_teams_table(const Organisation& organisation,
                                                                 const TrueSums& sums);
/// What machines with cards of a pool cost.
struct PoolSum {
  const PoolShape* pool = nullptr;
  int128 machines = 0, cards = 0;
  TrueCost held = {};
};
[[nodiscard]] std::vector<PoolSum> pool_sums(const Organisation& organisation, const TrueSums& sums);
/// cluster, node_pool, owner, machines_cost, gpu_cost, gpu_held_cost, gpu_used_cost.
[[nodiscard]] std::shared_ptr<TableSource> make_true_pools_table(const std::vector<PoolSum>& pools);

}  // namespace farthing::generate::org
