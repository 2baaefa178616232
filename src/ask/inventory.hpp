// What a snapshot holds, and what can be asked of it.
#pragma once
#include "ask/answer.hpp"
#include "domain/allocation.hpp"
#include "lake/snapshot.hpp"

namespace farthing {

/// A row a month, source and currency of the bill: import, imported_at, period, source, format, lines, control_total,
/// currency, gaps.
[[nodiscard]] Answer list_imports(const Snapshot& snapshot);

/// A row a dataset or table of models that has rows: dataset, rows, bytes, partitions (days or months), first, last.
[[nodiscard]] Answer list_datasets(const Snapshot& snapshot);

/// A row a dimension: name; of, which is `workloads` (the roll-up of allocation answers it), `bill`, or `both`.
/// tag:KEY and cost_category:KEY are of the bill as well.
[[nodiscard]] Answer list_dimensions(const Snapshot& snapshot, const AllocationConfig& config);

}  // namespace farthing
