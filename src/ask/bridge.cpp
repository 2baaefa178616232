#include "ask/bridge.hpp"

#include <algorithm>
#include <map>

namespace farthing {
namespace {

struct Presence {
  bool before = false, after = false;
};

std::map<std::size_t, Presence> presences(std::span<const BridgeLeaf> leaves) {
  std::map<std::size_t, Presence> found;
  for (const auto& leaf : leaves) {
    auto& one = found[leaf.identity];
    one.before = one.before || leaf.before.there;
    one.after = one.after || leaf.after.there;
  }
  return found;
}

Decimal at_rate_before(const BridgeLeaf& leaf) {
  if (!leaf.rate_before || leaf.after.quantity == Decimal{}) return leaf.after.measured;
  return multiply_then_divide(leaf.after.quantity, leaf.rate_before->cost, leaf.rate_before->quantity)
      .value_or(leaf.after.measured);
}

void add_to_pool(const BridgeLeaf& leaf, BridgePool& pool) {
  pool.id = leaf.pool;
  pool.row = leaf.row;
  pool.cost_before += leaf.before.measured;
  pool.cost_after += leaf.after.measured;
  pool.quantity_before += leaf.before.quantity;
  pool.quantity_after += leaf.after.quantity;
  pool.at_rates_before += at_rate_before(leaf);
}

void add_pool(const BridgePool& pool, BridgeParts& parts) {
  const auto at_mix_before = multiply_then_divide(pool.quantity_after, pool.cost_before, pool.quantity_before);
  if (!at_mix_before) {
    parts.other += pool.cost_after - pool.cost_before;
    return;
  }
  parts.quantity += *at_mix_before - pool.cost_before;
  parts.mix += pool.at_rates_before - *at_mix_before;
  parts.price += pool.cost_after - pool.at_rates_before;
}

}  // namespace

std::vector<BridgePool> bridge_pools(std::span<const BridgeLeaf> leaves) {
  const auto there = presences(leaves);
  std::map<std::size_t, BridgePool> pools;
  for (const auto& leaf : leaves) {
    const auto& identity = there.at(leaf.identity);
    if (identity.before && identity.after) add_to_pool(leaf, pools[leaf.pool]);
  }
  std::vector<BridgePool> all;
  for (const auto& [id, pool] : pools) all.push_back(pool);
  return all;
}

std::vector<BridgeParts> bridge(std::span<const BridgeLeaf> leaves, std::size_t rows) {
  std::vector<BridgeParts> all(rows);
  const auto there = presences(leaves);
  for (const auto& leaf : leaves) {
    auto& parts = all.at(leaf.row);
    parts.idle += leaf.after.idle - leaf.before.idle;
    parts.unknown = parts.unknown || leaf.before.unknown || leaf.after.unknown;
    const auto& identity = there.at(leaf.identity);
    if (!identity.before) {
      parts.added += leaf.after.measured + leaf.after.unmeasured;
    } else if (!identity.after) {
      parts.gone -= leaf.before.measured + leaf.before.unmeasured;
    } else {
      parts.other += leaf.after.unmeasured - leaf.before.unmeasured;
    }
  }
  for (const auto& pool : bridge_pools(leaves)) add_pool(pool, all.at(pool.row));
  return all;
}

}  // namespace farthing
