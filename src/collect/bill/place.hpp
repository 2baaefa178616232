// Moves staged charges to their place in the lake, a version a month and payer, and makes the roll-ups of each.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "collect/bill/stage.hpp"
#include "lake/lake.hpp"
#include "lake/new_files.hpp"

namespace farthing {

/// The partitions of one staged month by dataset: charges, costs_daily, and split_charges if there are any. Their files
/// lie in the lake, but no snapshot names them yet.
using PlacedMonth = std::map<std::string, Partition>;

/// `source` names where the bill is from, without the payer.
[[nodiscard]] Result<std::vector<PlacedMonth>> place_staged_bill(Engine& engine, const Lake& lake,
                                                                 const StagedBill& bill, const std::string& source,
                                                                 UncommittedFolders& folders);

}  // namespace farthing
