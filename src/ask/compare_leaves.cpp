#include "ask/compare_leaves.hpp"

#include <algorithm>

#include "ask/compare_sql.hpp"
#include "ask/row_reader.hpp"

namespace farthing {
namespace {

using Cells = std::vector<Cell>;

// Numbers for what is told apart by its cells.
class Numbers {
 public:
  std::size_t of(Cells cells) { return numbers_.try_emplace(std::move(cells), numbers_.size()).first->second; }

 private:
  std::map<Cells, std::size_t> numbers_;
};

BridgeSide read_side(RowReader& reader) {
  BridgeSide side;
  side.there = reader.count() > 0;
  side.unknown = reader.count() > 0;
  side.measured = reader.sum();
  side.quantity = reader.sum();
  side.unmeasured = reader.sum();
  side.idle = reader.sum();
  return side;
}

Cells some_of(const Cells& row, std::size_t from, std::size_t count) {
  const auto begin = row.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(count)};
}

Result<std::size_t> row_of(const std::map<RowKey, std::size_t>& rows, const RowKey& key) {
  const auto found = rows.find(key);
  if (found == rows.end())
    return fail("a part of the change belongs to no row", "compare", "this is a fault of Farthing");
  return found->second;
}

// A leaf as far as its row and figures say; `keys` stand between them.
Result<BridgeLeaf> read_leaf(const Cells& row, const RowKey& key, std::size_t keys,
                             const std::map<RowKey, std::size_t>& rows) {
  BridgeLeaf leaf;
  TRY(leaf.row, row_of(rows, key));
  const auto figures = some_of(row, key.size() + keys, row.size() - key.size() - keys);
  RowReader reader(figures);
  leaf.before = read_side(reader);
  leaf.after = read_side(reader);
  if (reader.overflow()) return sum_too_large();
  return leaf;
}

struct MachineRate {
  std::optional<UnitRate> before, after;
};

std::optional<UnitRate> read_rate(RowReader& reader) {
  const auto cost = reader.amount(), hours = reader.amount();
  const bool known = cost && hours && *cost > Decimal{} && *hours > Decimal{};
  return known ? std::optional(UnitRate{*cost, *hours}) : std::nullopt;
}

Result<std::map<Cells, MachineRate>> read_machine_rates(Engine& engine, const AllocatedPlan& plan) {
  TRY(const auto read, engine.query(machine_rates_sql(plan)));
  std::map<Cells, MachineRate> rates;
  for (const auto& row : read.rows) {
    const auto figures = some_of(row, 4, 4);
    RowReader reader(figures);
    MachineRate rate;
    rate.before = read_rate(reader);
    rate.after = read_rate(reader);
    if (reader.overflow()) return sum_too_large();
    rates[some_of(row, 0, 4)] = rate;
  }
  return rates;
}

// Node-hours' worth of machine: what the cost would have bought. Cost at no known rate has no quantity.
void measure(BridgeSide& side, const std::optional<UnitRate>& rate) {
  const auto hours = rate ? multiply_then_divide(side.measured, rate->quantity, rate->cost) : std::nullopt;
  if (hours) {
    side.quantity = *hours;
    return;
  }
  side.unmeasured += side.measured;
  side.measured = Decimal{};
}

// How values of the i-th dimension are shown.
using ShownValues = std::vector<std::map<std::string, std::string>>;

Result<ShownValues> read_shown_values(Engine& engine, const AllocatedPlan& plan) {
  ShownValues shown(plan.dimensions.size());
  TRY(const auto read, engine.query("SELECT dimension, value, max(spelling) FROM dimension_spellings GROUP BY 1, 2"));
  for (const auto& row : read.rows) {
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (row[0] == plan.dimensions[i].key && row[1] && row[2]) shown[i][*row[1]] = *row[2];
    }
  }
  return shown;
}

RowKey shown_key(RowKey key, const ShownValues& shown) {
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!key[i]) continue;
    const auto found = shown[i].find(*key[i]);
    if (found != shown[i].end()) key[i] = found->second;
  }
  return key;
}

}  // namespace

Result<ComparedThings> read_bill_leaves(Engine& engine, const CostsPlan& plan,
                                        const std::map<RowKey, std::size_t>& rows) {
  TRY(const auto read, engine.query(bill_leaves_sql(plan)));
  const std::size_t key_size = plan.by.size() + 1;
  Numbers identities, pools;
  ComparedThings things;
  for (const auto& row : read.rows) {
    auto key = some_of(row, 0, key_size);
    TRY(auto leaf, read_leaf(row, key, kBillKeys, rows));
    leaf.identity = identities.of(some_of(row, 0, key_size + kBillKeys));
    leaf.rate_before = UnitRate{leaf.before.measured, leaf.before.quantity};
    const auto& unit = row[key_size + kBillKeys - 1];
    key.push_back(unit);
    leaf.pool = pools.of(std::move(key));
    if (leaf.pool == things.units.size()) things.units.push_back(unit.value_or("of no unit"));
    things.leaves.push_back(leaf);
  }
  return things;
}

Result<ComparedThings> read_workload_leaves(Engine& engine, const AllocatedPlan& plan,
                                            const std::map<RowKey, std::size_t>& rows) {
  TRY(const auto rates, read_machine_rates(engine, plan));
  TRY(const auto shown, read_shown_values(engine, plan));
  TRY(const auto read, engine.query(workload_leaves_sql(plan)));
  const std::size_t key_size = plan.dimensions.size() + 1;
  Numbers identities;
  ComparedThings things;
  things.units.assign(rows.size(), "node-hours");
  for (const auto& row : read.rows) {
    TRY(auto leaf, read_leaf(row, shown_key(some_of(row, 0, key_size), shown), kWorkloadKeys, rows));
    leaf.identity = identities.of(some_of(row, 0, key_size + 4));
    leaf.pool = leaf.row;
    Cells machine = some_of(row, key_size - 1, 1);
    const auto type = some_of(row, key_size + 4, 3);
    machine.insert(machine.end(), type.begin(), type.end());
    const auto found = rates.find(machine);
    const MachineRate rate = found == rates.end() ? MachineRate{} : found->second;
    measure(leaf.before, rate.before);
    measure(leaf.after, rate.after);
    leaf.rate_before = rate.before;
    things.leaves.push_back(leaf);
  }
  return things;
}

}  // namespace farthing
