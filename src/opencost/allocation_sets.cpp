#include "opencost/allocation_sets.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "opencost/allocation_names.hpp"
#include "opencost/distribute.hpp"

namespace farthing {
namespace {

using Idle = std::map<PoolKey, std::array<Decimal, kResources>>;

PoolKey key_of_pool(const PoolKey& key, const AllocationQuestion& question) {
  return question.idle_by_node ? key : PoolKey{key.cluster, ""};
}

Idle idle_of(const SetInput& input, const AllocationQuestion& question) {
  Idle idle;
  for (const auto& [key, pool] : input.pools) {
    auto& of_pool = idle[key_of_pool(key, question)];
    for (std::size_t i = 0; i < kResources; ++i) of_pool[i] += pool.cost[i];
  }
  for (const auto& cell : input.cells) {
    auto& of_pool = idle[key_of_pool(cell.pool, question)];
    for (std::size_t i = 0; i < kResources; ++i) of_pool[i] -= cell.allocation.resources[i].cost;
  }
  return idle;
}

// What a workload's part of a pool's idle goes by: its cost of the resource, or the same for each name.
std::vector<Decimal> idle_weights(const std::vector<AllocationCell*>& cells, std::size_t resource, Split split) {
  std::vector<Decimal> weights;
  std::set<std::string_view> seen;
  for (const auto* cell : cells) {
    const auto once = Decimal::from_integer(seen.insert(cell->name).second ? 1 : 0);
    weights.push_back(split == Split::kEven ? once : cell->allocation.resources[resource].cost);
  }
  return weights;
}

// What is laid on leaves `idle`; what nobody takes stays.
void share_idle(SetInput& input, const AllocationQuestion& question, Idle& idle) {
  std::map<PoolKey, std::vector<AllocationCell*>> by_pool;
  for (auto& cell : input.cells) by_pool[key_of_pool(cell.pool, question)].push_back(&cell);
  for (auto& [key, cells] : by_pool) {
    for (std::size_t i = 0; i < kResources; ++i) {
      const auto parts = distribute(idle[key][i], idle_weights(cells, i, question.share_idle));
      for (std::size_t c = 0; c < cells.size(); ++c) {
        auto& figures = cells[c]->allocation.resources[i];
        figures.cost += parts[c];
        figures.idle += parts[c];
        idle[key][i] -= parts[c];
      }
    }
  }
}

// Of idle that is shown apart, a filter leaves what the chosen would be laid on.
void filter_idle(const SetInput& input, const AllocationQuestion& question, Idle& idle) {
  std::map<PoolKey, std::array<Decimal, kResources>> all, chosen;
  for (const auto& cell : input.cells) {
    const auto key = key_of_pool(cell.pool, question);
    for (std::size_t i = 0; i < kResources; ++i) {
      all[key][i] += cell.allocation.resources[i].cost;
      if (cell.chosen) chosen[key][i] += cell.allocation.resources[i].cost;
    }
  }
  for (auto& [key, of_pool] : idle) {
    for (std::size_t i = 0; i < kResources; ++i) of_pool[i] = part_of(of_pool[i], chosen[key][i], all[key][i]);
  }
}

// By name and whether it was chosen, as the filter may hold for a part of those of a name.
using MergedRows = std::map<std::pair<std::string, bool>, Allocation>;

void merge_into(MergedRows& rows, const std::string& name, bool chosen, const Allocation& allocation) {
  const auto [place, is_new] = rows.try_emplace({name, chosen}, allocation);
  if (!is_new) place->second.add(allocation);
}

void share_costs(MergedRows& rows, Decimal amount, Split split) {
  std::vector<Decimal> weights;
  for (const auto& [key, row] : rows) {
    weights.push_back(split == Split::kEven ? Decimal::from_integer(1) : row.direct_cost());
  }
  const auto parts = distribute(amount, weights);
  std::size_t next = 0;
  for (auto& [key, row] : rows) row.shared += parts[next++];
}

void note_nodes(SetInput& input) {
  for (auto& cell : input.cells) {
    NodePart part{cell.pool.cluster, cell.pool.node, {}, input.pools[cell.pool].cost};
    for (std::size_t i = 0; i < kResources; ++i) part.cost[i] = cell.allocation.resources[i].cost;
    cell.allocation.nodes = {part};
  }
}

std::string idle_name(const PoolKey& key, const AllocationQuestion& question) {
  std::string name(kIdleName);
  if (!question.split_idle) return name;
  if (question.idle_by_node) name.insert(0, key.node + "/");
  return (key.cluster.empty() ? std::string(kUnallocated) : key.cluster) + "/" + name;
}

void add_idle_rows(const TimeWindow& set, const Idle& idle, const AllocationQuestion& question, MergedRows& rows) {
  for (const auto& [key, of_pool] : idle) {
    if (std::all_of(of_pool.begin(), of_pool.end(), [](Decimal amount) { return amount == Decimal{}; })) continue;
    Allocation row;
    row.start = set.start;
    row.end = set.end;
    if (!key.cluster.empty()) row.properties.cluster = key.cluster;
    if (question.idle_by_node) row.properties.node = key.node;
    for (std::size_t i = 0; i < kResources; ++i) row.resources[i].cost = of_pool[i];
    merge_into(rows, idle_name(key, question), true, row);
  }
}

}  // namespace

AllocationSet make_set(const TimeWindow& set, SetInput input, const AllocationQuestion& question) {
  if (question.proportional_costs) note_nodes(input);
  auto idle = idle_of(input, question);
  if (question.share_idle != Split::kNone) share_idle(input, question, idle);
  if (!question.filter.holds_always()) filter_idle(input, question, idle);

  MergedRows rows, shared_rows;
  for (const auto& cell : input.cells)
    merge_into(cell.shared ? shared_rows : rows, cell.name, cell.chosen, cell.allocation);
  // Nobody is there to share with: then what is shared stays what it is.
  if (rows.empty()) {
    rows.swap(shared_rows);
  } else {
    Decimal amount = part_of_months(question.share_cost, set) + input.shared_lines;
    for (const auto& [key, row] : shared_rows) amount += row.direct_cost();
    share_costs(rows, amount, question.share_split);
  }
  std::erase_if(rows, [](const auto& row) { return !row.first.second; });
  if (question.include_idle) add_idle_rows(set, idle, question, rows);

  AllocationSet made{set, {}};
  for (auto& [key, row] : rows) made.rows.push_back({key.first, std::move(row)});
  std::stable_sort(made.rows.begin(), made.rows.end(),
                   [](const auto& a, const auto& b) { return a.allocation.total_cost() > b.allocation.total_cost(); });
  return made;
}

Decimal part_of_months(Decimal a_month, const TimeWindow& window) {
  if (a_month == Decimal{}) return {};
  Decimal sum;
  for (const auto& period : periods_of(window, Calendar::kMonth).value_or(std::vector<TimeWindow>())) {
    const auto month = month_of(period.start);
    const TimeWindow whole{parse_month(month).value_or(period.start),
                           parse_month(shift_month(month, 1)).value_or(period.end)};
    sum += part_of(a_month, Decimal::from_integer(period.seconds()), Decimal::from_integer(whole.seconds()));
  }
  return sum;
}

}  // namespace farthing
