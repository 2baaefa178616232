// Makes an organisation from its plan.
#pragma once
#include "base/result.hpp"
#include "collect/generate/org/organisation.hpp"

namespace farthing::generate::org {

/// The plan with its month; misuse of days, nodes, pods or month.
[[nodiscard]] Result<OrgPlan> checked_plan(OrgPlan plan);
/// Everything but the bill's money (Node::costs). `plan` is checked. The same plan gives the same organisation.
[[nodiscard]] Result<Organisation> make_organisation(const OrgPlan& plan);

}  // namespace farthing::generate::org
