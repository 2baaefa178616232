// A fingerprint of each day of the bill, so that a new delivery rebuilds only the days whose lines changed.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "lake/capacity_blocks.hpp"
#include "lake/engine.hpp"
#include "lake/lake.hpp"
#include "lake/new_files.hpp"

namespace farthing {

/// What the bill says of a day: how many lines and their fingerprint, of all deliveries together.
struct ChargeDay {
  std::int64_t lines = 0;
  std::string fingerprint;
};

/// The days of the bill by date ("2026-10-03"), and the partitions of `charge_days` that hold them: those that are
/// there for the deliveries of the snapshot, and new ones (in `folders`, not committed) for deliveries that came since.
/// What is paid for a Capacity Block is said of each day of the block.
struct ChargeDays {
  std::map<std::string, ChargeDay> days;
  std::vector<Partition> partitions;
  std::vector<BlockLine> blocks;  ///< lines that days beyond their own read, as they lie on the block's time
};

/// `columns`: what conditions read of charges besides what models read.
[[nodiscard]] Result<ChargeDays> find_charge_days(Engine& engine, const Lake& lake, const Snapshot& snapshot,
                                                  const std::vector<std::string>& columns, UncommittedFolders& folders);

/// Those that the last build found. The engine has the snapshot's views.
[[nodiscard]] Result<ChargeDays> known_charge_days(Engine& engine, const Snapshot& snapshot);
/// The billing periods of deliveries that came since.
[[nodiscard]] std::vector<std::string> periods_without_charge_days(const Snapshot& snapshot);

}  // namespace farthing
