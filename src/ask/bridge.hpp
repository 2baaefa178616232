// From one period's cost to another's: how much of the change is price, how much quantity, mix, and so on.
#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "base/decimal.hpp"

namespace farthing {

/// What one thing cost in one period.
struct BridgeSide {
  bool there = false;  ///< it had cost other than idle, be it 0
  Decimal measured;    ///< cost that a quantity stands beside
  Decimal quantity;
  Decimal unmeasured;    ///< cost without a quantity: fees, taxes, credits
  Decimal idle;          ///< cost of what nobody used
  bool unknown = false;  ///< some of its costs aren't known: no change can be told
};

/// cost / quantity.
struct UnitRate {
  Decimal cost, quantity;
};

/// One thing at one price: a SKU, or a workload on one type of machine.
struct BridgeLeaf {
  std::size_t row = 0;       ///< of the answer
  std::size_t identity = 0;  ///< what is new or gone as a whole, e.g. the workload on all its machines
  std::size_t pool = 0;      ///< within which a shift from one price to another is mix; of one row and one unit
  BridgeSide before, after;
  std::optional<UnitRate> rate_before;  ///< what a unit of it cost before, if that is known
};

/// The change of one row. The sum of all parts is the change, to the last digit.
struct BridgeParts {
  Decimal price, quantity, mix, added, gone, idle, other;
  bool unknown = false;  ///< some cost on a side isn't known: the parts are those of what is
};

/// What price, quantity and mix of things that were there before and after are worked out from.
struct BridgePool {
  std::size_t id = 0, row = 0;
  Decimal cost_before, cost_after, quantity_before, quantity_after;
  Decimal at_rates_before;  ///< what the quantities after would have cost
};

[[nodiscard]] std::vector<BridgePool> bridge_pools(std::span<const BridgeLeaf> leaves);

/// Of each of `rows` rows. An identity without cost before is `added`, one without cost after is `gone`. Of the others,
/// per pool with quantities q and rates r of leaves: quantity = cost before x (sum of q after / sum of q before - 1),
/// mix = sum of q after x r before, less cost before x (sum of q after / sum of q before), price = cost after - sum of
/// q after x r before. Where no rate before is known, the rate after counts as that: no change of price. Costs without
/// a quantity, and pools that had none before, are `other`.
[[nodiscard]] std::vector<BridgeParts> bridge(std::span<const BridgeLeaf> leaves, std::size_t rows);

}  // namespace farthing
