// The lines of --explain below a figure of GPUs, models and runs: what a container held of a machine, hour by hour,
// computed again; which card or slice of it; the bill's lines behind an hour.
#pragma once
#include <string>
#include <vector>

#include "domain/cost_basis.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// A container on a machine on a day, or in one hour of it.
struct HeldPart {
  std::string day, node, workload;
  Cell hour = {};  ///< as '2026-10-01 08:00:00'; else all of the day
  Cell currency = {};
  bool only_accelerators = false;  ///< their part of the machine's price; else all that was held
};

/// Its node-hours with their sum computed again beside what is `stated` (nothing: it isn't stated), then the dearest of
/// them: cost x parts x shares, the card, and the bill's lines. Reads that day's partitions.
[[nodiscard]] Done explain_held_part(Engine& engine, const CostBasisName& basis, const HeldPart& part,
                                     const Cell& stated, std::vector<std::string>& lines);

/// "lines of the bill behind it: 3 in a.csv", and the dearest with their period, file and line.
[[nodiscard]] Done explain_bill_lines(Engine& engine, const CostBasisName& basis, const std::string& node,
                                      const std::string& hour, std::vector<std::string>& lines);

/// "vCPU 0.9 x 0.25 + memory 0.1 x 0.5" of a row's cells from `first` on: part and share of vCPU, memory, accelerators.
[[nodiscard]] std::string parts_words(const std::vector<Cell>& row, std::size_t first);

/// The part of a machine that a container held in its dearest hour: `found` has at most one row of day, hour, currency,
/// node and workload.
[[nodiscard]] Done explain_largest_container(Engine& engine, const CostBasisName& basis, const Rows& found,
                                             std::vector<std::string>& lines);

}  // namespace farthing
