#include "opencost/allocation_cells.hpp"

#include <fmt/format.h>

#include <set>

#include "base/text.hpp"
#include "lake/model_tables.hpp"
#include "opencost/figure_reader.hpp"

namespace farthing {
namespace {

Done read_pools(const Rows& rows, AllocationInput& input) {
  std::set<Cell> currencies;
  for (const auto& row : rows.rows) {
    FigureReader reader(row);
    auto& set = input.sets.at(static_cast<std::size_t>(reader.count()));
    const PoolKey key{reader.text(), reader.text()};
    const auto currency = reader.cell();
    Pool pool;
    const auto total = reader.units();
    pool.cost[kCpu] = reader.units();
    pool.cost[kGpu] = reader.units();
    pool.cost[kRam] = total - pool.cost[kCpu] - pool.cost[kGpu];
    input.estimated += reader.units();
    input.unknown_hours += reader.count();
    for (auto& hours : pool.hours) hours = reader.known();
    pool.start = reader.moment();
    pool.end = reader.moment();
    if (reader.too_large()) return sum_too_large();
    if (total != Decimal{} && currency) currencies.insert(currency);
    auto [place, is_new] = set.pools.try_emplace(key, pool);
    if (is_new) continue;
    for (std::size_t i = 0; i < kResources; ++i) {
      place->second.cost[i] += pool.cost[i];
      place->second.hours[i] += pool.hours[i];
    }
  }
  if (currencies.size() > 1) {
    std::vector<std::string> names;
    for (const auto& one : currencies) names.push_back(one.value_or("?"));
    return misuse("the machines' costs are in " + join(names, ", ") + ", which have no sum",
                  "ask for one of them: currency=" + names.front());
  }
  if (!currencies.empty()) input.currency = *currencies.begin();
  return {};
}

AllocationProperties read_properties(FigureReader& reader) {
  AllocationProperties properties;
  for (auto* cell : {&properties.cluster, &properties.node, &properties.namespace_name, &properties.controller,
                     &properties.controller_kind, &properties.pod, &properties.container, &properties.service,
                     &properties.accelerator}) {
    *cell = reader.cell();
  }
  return properties;
}

Allocation read_allocation(FigureReader& reader) {
  Allocation made;
  made.properties = read_properties(reader);
  made.start = reader.moment();
  made.end = reader.moment();
  auto& resources = made.resources;
  const auto total = reader.units();
  resources[kCpu].cost = reader.units();
  resources[kGpu].cost = reader.units();
  resources[kRam].cost = total - resources[kCpu].cost - resources[kGpu].cost;
  for (auto& resource : resources) resource.hours = reader.known();
  for (auto& resource : resources) resource.requested = reader.hours();
  resources[kCpu].limit = reader.hours();
  resources[kRam].limit = reader.hours();
  for (auto& resource : resources) resource.used = reader.hours();
  for (auto& resource : resources) resource.requested_of_known = reader.known();
  for (auto& resource : resources) resource.used_of = reader.known();
  made.run_hours = reader.known();
  made.network_in = reader.number();
  made.network_out = reader.number();
  return made;
}

Done read_cells(const Rows& rows, AllocationInput& input) {
  for (const auto& row : rows.rows) {
    FigureReader reader(row);
    auto& set = input.sets.at(static_cast<std::size_t>(reader.count()));
    AllocationCell cell;
    cell.pool = {reader.text(), reader.text()};
    cell.name = reader.text();
    cell.shared = reader.flag();
    cell.chosen = reader.flag();
    cell.allocation = read_allocation(reader);
    if (reader.too_large()) return sum_too_large();
    set.cells.push_back(std::move(cell));
  }
  return {};
}

Done read_metadata(Engine& engine, const AllocationQuestion& question, HeldBy by, AllocationInput& input) {
  TRY(const auto sql, metadata_sql(question, by));
  TRY(const auto rows, engine.query(sql));
  std::map<std::pair<std::string, std::string>, AllocationProperties> found;
  for (const auto& row : rows.rows) {
    RowReader reader(row);
    const auto step = reader.text(), name = reader.text(), kind = reader.text(), key = reader.text();
    auto& properties = found[{step, name}];
    (kind == "labels" ? properties.labels : properties.annotations)[key] = reader.text();
  }
  for (std::size_t step = 0; step < input.sets.size(); ++step) {
    for (auto& cell : input.sets[step].cells) {
      const auto place = found.find({std::to_string(step), cell.name});
      if (place == found.end()) continue;
      cell.allocation.properties.labels = place->second.labels;
      cell.allocation.properties.annotations = place->second.annotations;
    }
  }
  return {};
}

}  // namespace

HeldBy held_by(const Snapshot& snapshot, const AllocationQuestion& question) {
  if (!is_of_days(question)) return HeldBy::kHours;
  std::set<std::string> days;
  for (const auto& partition : snapshot.partitions(kWorkloadDays)) days.insert(partition.period);
  for (const auto& partition : snapshot.partitions(kAllocationShares)) {
    if (!days.contains(partition.period)) return HeldBy::kHours;
  }
  return HeldBy::kDays;
}

Result<AllocationInput> read_allocations(Engine& engine, const AllocationQuestion& question, HeldBy by) {
  TRY(const auto cells, cells_sql(question, by));  // what isn't understood is said before anything is read
  TRY_DONE(engine.run(hours_sql(question)));
  AllocationInput input;
  input.sets.resize(question.sets.size());
  TRY(const auto pools, engine.query(pools_sql(question)));
  TRY_DONE(read_pools(pools, input));
  TRY(const auto rows, engine.query(cells, kMostCells));
  if (rows.cut) {
    return misuse(fmt::format("the answer has more than {} rows", with_thousands(kMostCells)),
                  "ask for a shorter window, longer steps or a coarser aggregate");
  }
  TRY_DONE(read_cells(rows, input));
  if (question.metadata) TRY_DONE(read_metadata(engine, question, by, input));
  return input;
}

}  // namespace farthing
