// What the model calls dynamic and its official tool leaves unchecked, as far as one file can tell: identities of
// costs, commitments, placeholders, names of columns; and what FOCUS 1.3 says of allocated charges.
#pragma once
#include <vector>

#include "base/result.hpp"
#include "focus/findings.hpp"

namespace farthing {

/// What each row and the header can tell, under the ids of the rules of the model that say it.
[[nodiscard]] std::vector<HeldRule> own_row_checks(const FocusFile& file);
/// What sums tell: each commitment against its purchases, the allocated charges of each origin.
[[nodiscard]] Result<std::vector<FocusFinding>> own_sum_checks(Engine& engine, const FocusFile& file);

}  // namespace farthing
