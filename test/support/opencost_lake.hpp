// The lake of which the tests of OpenCost's interface ask, with amounts that can be worked out by hand.
#pragma once
#include <string>
#include <vector>

#include "ask/lake_view.hpp"
#include "opencost/allocation_question.hpp"

namespace farthing {

/// Built at the first call and kept for the whole process, as questions leave it as it was. On 2026-05-01 from 10:00 to
/// 12:00, cluster prod:
///
///   machine, an hour            cpu   ram   gpu       container, both hours              cpu   ram   gpu
///   i-cpu  $3.00  4 vCPU        1.5   1.5             web/shop         1 vCPU, 18 GiB    0.75  1.5
///                36 GiB                               kube-system/agent 1 vCPU, 9 GiB    0.75  0.75
///   i-gpu  $8.00 10 vCPU        2     2     4         ai/chat   5 vCPU, 45 GiB, 2 of 8   2     2     2
///                90 GiB, 2 cards of 4 replicas each   ai/train  2.5 vCPU, 33.75, 1 of 8  0.5   0.75  0.5 (first hour)
///   together 22                                       nobody                             3     2     5.5
///
/// Beside them: the control plane 0.24, a load balancer 0.48, 100 GB of a volume for a month 7.44, and 20 GB each
/// between zones 0.2, between regions 0.4, to the internet 1.8 and through a NAT gateway 0.9. shop uses half of what it
/// asked for; of chat that is known for the first hour; of the others nothing is.
[[nodiscard]] LakeView& opencost_view();

/// The two hours as one set.
[[nodiscard]] AllocationQuestion of_two_hours(const std::vector<std::string>& aggregate);
[[nodiscard]] AllocationQuestion allocation_question_of(const std::string& window,
                                                        const std::vector<std::string>& aggregate);
/// A set's rows as "name cpu+ram+gpu", with "shared ..." behind those that have something of it; or "error: ...".
[[nodiscard]] std::vector<std::string> allocation_rows(const AllocationQuestion& question, std::size_t set = 0);
/// What all rows of all sets cost.
[[nodiscard]] Decimal allocation_total(const AllocationQuestion& question);

}  // namespace farthing
