#include "collect/generate/org/true_sums.hpp"

#include <algorithm>
#include <span>

#include "collect/generate/org/list_table.hpp"
#include "collect/generate/org/servings.hpp"
#include "collect/generate/org/training_runs.hpp"

namespace farthing::generate::org {
namespace {

using enum ColumnType;

Decimal dollars_of(int128 picos) { return Decimal::from_units(picos); }

void put_cost(RowCells& cells, const TrueCost& cost) {
  for (const int128 amount : {cost.all, cost.cards, cost.used}) cells.decimal(dollars_of(amount));
}

std::vector<SourceColumn> with_costs(std::vector<SourceColumn> before, std::vector<SourceColumn> after) {
  for (const char* name : {"true_cost", "gpu_cost", "gpu_used_cost"}) before.push_back({name, kDecimal});
  before.insert(before.end(), after.begin(), after.end());
  return before;
}

// Parts of amounts that sum to them: the last who asks gets the rest.
class Parts128 {
 public:
  Parts128(const TrueCost& whole, std::int64_t weights) : left_(whole), weights_(weights) {}
  TrueCost next(std::int64_t weight) {
    TrueCost part{left_.all * weight / weights_, left_.cards * weight / weights_, left_.used * weight / weights_};
    left_.all -= part.all;
    left_.cards -= part.cards;
    left_.used -= part.used;
    weights_ -= weight;
    return part;
  }

 private:
  TrueCost left_;
  std::int64_t weights_;
};

struct TenantSum {
  std::size_t serving = 0;
  std::string tenant;  ///< "": nobody asked
  TrueCost cost;
  std::int64_t micros = 0, requests = 0;
};

struct ModelSum {
  TrueCost cost;
  int128 input = 0, output = 0, unasked = 0;
  std::int64_t requests = 0, input_tokens = 0, output_tokens = 0, cached_tokens = 0;
};

// Calls visit(cost of the hour, its requests) for each hour of a serving in which a pod was there.
template <typename Visit>
void for_hours(const Organisation& organisation, const TrueSums& sums, std::size_t serving, Visit visit) {
  auto next = std::ranges::find(organisation.requests, serving, &RequestHour::serving);
  for (std::int64_t hour = 0; hour < organisation.hours(); ++hour) {
    const auto first = next;
    while (next != organisation.requests.end() && next->serving == serving && next->hour == hour) ++next;
    const TrueCost& cost = sums.servings[serving][static_cast<std::size_t>(hour)];
    if (cost.all > 0) visit(cost, std::span(first, next));
  }
}

std::int64_t micros_of_request(const RequestHour& row) { return row.prefill_micros + row.decode_micros; }

ModelSum model_sum(const Organisation& organisation, const TrueSums& sums, std::size_t serving) {
  ModelSum sum;
  for_hours(organisation, sums, serving, [&](const TrueCost& cost, std::span<const RequestHour> asked) {
    sum.cost.add(cost);
    std::int64_t prefill = 0, all = 0;
    for (const auto& row : asked) {
      prefill += row.prefill_micros;
      all += micros_of_request(row);
      sum.requests += row.requests;
      sum.input_tokens += row.input;
      sum.output_tokens += row.output;
      sum.cached_tokens += row.cached;
    }
    const int128 input = all == 0 ? 0 : cost.all * prefill / all;
    sum.input += input;
    (all == 0 ? sum.unasked : sum.output) += cost.all - input;
  });
  return sum;
}

std::vector<TenantSum> tenant_sums(const Organisation& organisation, const TrueSums& sums, std::size_t serving) {
  const auto& tenants = servings()[serving].tenants;
  std::vector<TenantSum> all(tenants.size() + 1);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].serving = serving;
    if (i < tenants.size()) all[i].tenant = tenants[i].name;
  }
  for_hours(organisation, sums, serving, [&](const TrueCost& cost, std::span<const RequestHour> asked) {
    std::int64_t micros = 0;
    for (const auto& row : asked) micros += micros_of_request(row);
    if (micros == 0) return all.back().cost.add(cost);
    Parts128 parts(cost, micros);
    for (const auto& row : asked) {
      TenantSum& one = all[row.tenant];
      one.cost.add(parts.next(micros_of_request(row)));
      one.micros += micros_of_request(row);
      one.requests += row.requests;
    }
  });
  std::erase_if(all, [](const TenantSum& one) { return one.cost.all == 0; });
  return all;
}

// Seconds that an interval has in common with an hour of a pod.
std::int64_t lost_seconds(const TrainingRun& run, const Pod& pod, std::int64_t hour) {
  std::int64_t seconds = 0;
  for (const LostTime& lost : run.lost) {
    const RunPart& part = run.parts[lost.part];
    if (part.node == pod.node && part.start == pod.start) seconds += seconds_in(lost.start, lost.end, hour);
  }
  return seconds;
}

std::int64_t count_of(const TrainingRun& run, std::string_view kind) {
  return std::ranges::count_if(run.events, [&](const RunEvent& event) { return event.kind == kind; });
}

std::int64_t last_of(const TrainingRun& run, std::string_view kind) {
  std::int64_t last = 0;
  for (const RunEvent& event : run.events) last = event.kind == kind ? std::max(last, event.value) : last;
  return last;
}

}  // namespace

TrueSums::TrueSums(const Organisation& organisation)
    : pods(organisation.pods.size()),
      servings(org::servings().size(), std::vector<TrueCost>(static_cast<std::size_t>(organisation.hours()))),
      runs(organisation.runs.size()),
      lost(organisation.runs.size()) {}

void TrueSums::add(const Organisation& organisation, const PodHour& row) {
  const TrueCost cost{row.cost, row.card_cost, row.card_used};
  pods[row.pod].add(cost);
  const Pod& pod = organisation.pods[row.pod];
  if (pod.slot != Pod::kNone) {
    const int serving = serving_of(organisation.controllers[pod.controller].name);
    if (serving >= 0) servings[static_cast<std::size_t>(serving)][static_cast<std::size_t>(row.hour)].add(cost);
  }
  if (pod.run == Pod::kNone) return;
  const auto run = static_cast<std::size_t>(pod.run);
  runs[run].add(cost);
  lost[run] += int128{row.cost} * lost_seconds(organisation.runs[run], pod, row.hour) / row.seconds;
}

std::shared_ptr<TableSource> make_true_runs_table(const Organisation& organisation, const TrueSums& sums) {
  std::vector<std::size_t> numbers(organisation.runs.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = i;
  const auto put = [&organisation, &sums](RowCells& cells, std::size_t number) {
    const TrainingRun& run = organisation.runs[number];
    cells.text(run_id(organisation, run));
    cells.lasting(run_shapes()[run.shape].team);
    cells.integer(static_cast<std::int64_t>(run.parts.size()));
    put_cost(cells, sums.runs[number]);
    cells.decimal(dollars_of(sums.lost[number]));
    cells.integer(std::max(last_of(run, "step"), last_of(run, "checkpoint")));
    for (const char* kind : {"epoch", "checkpoint", "interruption"}) cells.integer(count_of(run, kind));
  };
  return list_table(
      with_costs({{"run", kText}, {"team", kText}, {"workloads", kInteger}}, {{"interruption_cost", kDecimal},
                                                                              {"steps", kInteger},
                                                                              {"epochs", kInteger},
                                                                              {"checkpoints", kInteger},
                                                                              {"interruptions", kInteger}}),
      std::move(numbers), put);
}

std::shared_ptr<TableSource> make_true_models_table(const Organisation& organisation, const TrueSums& sums) {
  std::vector<std::pair<std::size_t, ModelSum>> models;
  for (std::size_t i = 0; i < servings().size(); ++i) {
    auto sum = model_sum(organisation, sums, i);
    if (sum.cost.all > 0) models.emplace_back(i, sum);
  }
  const auto put = [](RowCells& cells, const std::pair<std::size_t, ModelSum>& model) {
    const auto& [number, sum] = model;
    cells.lasting(servings()[number].model);
    cells.lasting(servings()[number].version);
    put_cost(cells, sum.cost);
    for (const int128 amount : {sum.input, sum.output, sum.unasked}) cells.decimal(dollars_of(amount));
    for (const auto count : {sum.requests, sum.input_tokens, sum.output_tokens, sum.cached_tokens})
      cells.integer(count);
  };
  return list_table(with_costs({{"model", kText}, {"model_version", kText}}, {{"input_cost", kDecimal},
                                                                              {"output_cost", kDecimal},
                                                                              {"unasked_cost", kDecimal},
                                                                              {"requests", kInteger},
                                                                              {"input_tokens", kInteger},
                                                                              {"output_tokens", kInteger},
                                                                              {"cached_tokens", kInteger}}),
                    std::move(models), put);
}

std::shared_ptr<TableSource> make_true_tenants_table(const Organisation& organisation, const TrueSums& sums) {
  std::vector<TenantSum> tenants;
  for (std::size_t i = 0; i < servings().size(); ++i) {
    for (auto& one : tenant_sums(organisation, sums, i)) tenants.push_back(std::move(one));
  }
  const auto put = [](RowCells& cells, const TenantSum& one) {
    cells.lasting(servings()[one.serving].model);
    cells.lasting(servings()[one.serving].version);
    cells.text_if(one.tenant);
    put_cost(cells, one.cost);
    cells.number(static_cast<double>(one.micros) / 1e6);
    cells.integer(one.requests);
  };
  return list_table(with_costs({{"model", kText}, {"model_version", kText}, {"tenant", kText}},
                               {{"compute_seconds", kDouble}, {"requests", kInteger}}),
                    std::move(tenants), put);
}

std::shared_ptr<TableSource> make_true_teams_table(const Organisation& organisation, const TrueSums& sums) {
  std::map<std::string, TrueCost> teams;
  for (std::size_t i = 0; i < sums.pods.size(); ++i) {
    teams[organisation.controllers[organisation.pods[i].controller].team].add(sums.pods[i]);
  }
  std::vector<std::pair<std::string, TrueCost>> rows(teams.begin(), teams.end());
  const auto put = [](RowCells& cells, const std::pair<std::string, TrueCost>& team) {
    cells.text(team.first);
    put_cost(cells, team.second);
  };
  return list_table(with_costs({{"team", kText}}, {}), std::move(rows), put);
}

std::vector<PoolSum> pool_sums(const Organisation& organisation, const TrueSums& sums) {
  std::vector<PoolSum> pools;
  const auto of_pool = [&](const Node& node) -> PoolSum& {
    const auto found = std::ranges::find(pools, node.pool, &PoolSum::pool);
    if (found != pools.end()) return *found;
    pools.push_back({.pool = node.pool});
    return pools.back();
  };
  for (const Node& node : organisation.nodes) {
    if (node.capacity[kAccelerator] == 0) continue;
    PoolSum& sum = of_pool(node);
    for (const Picos cost : node.costs) {
      sum.machines += cost;
      sum.cards += int128{cost} * node.truth[kAccelerator] / kWhole;
    }
  }
  for (std::size_t i = 0; i < sums.pods.size(); ++i) {
    const Node& node = organisation.nodes[organisation.pods[i].node];
    if (node.capacity[kAccelerator] > 0) of_pool(node).held.add(sums.pods[i]);
  }
  return pools;
}

std::shared_ptr<TableSource> make_true_pools_table(const std::vector<PoolSum>& pools) {
  const auto put = [](RowCells& cells, const PoolSum& sum) {
    cells.lasting(kClusterShapes[sum.pool->cluster].name);
    cells.lasting(sum.pool->name);
    cells.text_if(sum.pool->owner);
    for (const int128 amount : {sum.machines, sum.cards, sum.held.cards, sum.held.used}) {
      cells.decimal(dollars_of(amount));
    }
  };
  return list_table({{"cluster", kText},
                     {"node_pool", kText},
                     {"owner", kText},
                     {"machines_cost", kDecimal},
                     {"gpu_cost", kDecimal},
                     {"gpu_held_cost", kDecimal},
                     {"gpu_used_cost", kDecimal}},
                    pools, put);
}

}  // namespace farthing::generate::org
