// The question `compare`: what changed between two periods, and by what: price, quantity, mix, new, gone, idle.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ask/answer.hpp"
#include "ask/lake_view.hpp"
#include "domain/allocation.hpp"
#include "domain/cost_basis.hpp"
#include "domain/period.hpp"

namespace farthing {

struct CompareQuestion {
  PeriodChoice period = {};              ///< nothing: the last 7 complete days
  std::optional<std::string> with = {};  ///< "previous", "2026-09" or "2026-09-01..2026-09-15"; nothing: previous
  std::vector<std::string> by = {};  ///< dimensions as in `costs`; nothing: team if workloads are there, else service
  std::optional<std::string> where = {};  ///< a condition
  CostBasis basis = CostBasis::kEffective;
  std::optional<int> top = {};  ///< the largest changes of each currency; all others become one row
  bool explain = false;
};

/// Columns: the dimensions, named as asked; `before`, `after`, `change`, `change_percent` (DOUBLE), the parts `price`,
/// `quantity`, `mix`, `new`, `gone`, `idle`, `other`, which sum to `change` to the last digit (bridge.hpp says what
/// they are), and `currency` (unless a dimension has that name). Rows: a combination of dimensions and currency, the
/// largest change first, whichever way it goes. `periods` say what is compared.
/// Questions that name a dimension of workloads are answered from the roll-up of allocation: quantities are node-hours
/// there, and idle is what nobody held of machines; else from the lines of the bill: quantities are those of SKUs, and
/// idle is unused commitments. NULL: a side without data or with unknown costs only, and then the change
/// and its parts.
[[nodiscard]] Result<Answer> ask_compare(LakeView& view, const CompareQuestion& question,
                                         const AllocationConfig& config = {});

/// The same over an engine that has the tables of `snapshot`.
[[nodiscard]] Result<Answer> answer_compare(Engine& engine, const Snapshot& snapshot, const CompareQuestion& question,
                                            const AllocationConfig& config = {});

}  // namespace farthing
