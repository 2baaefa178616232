// The truth is there to measure methods of allocation by: some methods must come nearer to it than others.
#include <gtest/gtest.h>

#include <map>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/org/usage.hpp"

namespace farthing::generate::org {
namespace {

using Worths = std::array<double, kResources>;  // of a vCPU, a GiB, a card
using CostByWorkload = std::map<std::pair<std::uint32_t, std::string>, double>;

// A machine's parts, were its resources worth so much.
Parts parts_of(const Node& node, const Worths& worths) {
  double sum = 0;
  for (std::size_t i = 0; i < kResources; ++i) sum += worths[i] * static_cast<double>(node.capacity[i]);
  Parts parts{};
  for (std::size_t i = 1; i < kResources; ++i) {
    parts[i] = static_cast<std::int64_t>(worths[i] * static_cast<double>(node.capacity[i]) / sum * 1e9);
  }
  parts[kVcpu] = kWhole - parts[kMemory] - parts[kAccelerator];
  return parts;
}

Worths market_worths(const Node& node) { return node.type->market; }
// OpenCost's defaults and AWS's ratios, from their documentation.
Worths opencost_worths(const Node&) { return {0.031611, 0.004237, 0.95}; }
Worths aws_worths(const Node& node) { return {9, 1, node.capacity[kAccelerator] > 0 ? 90.0 : 0.0}; }

CostByWorkload by_workload(const Organisation& organisation) {
  CostByWorkload costs;
  PodHours hours(organisation);
  for (auto some = hours.next(); !some.empty(); some = hours.next()) {
    for (const auto& row : some) {
      const Pod& pod = organisation.pods[row.pod];
      costs[{pod.controller, organisation.nodes[pod.node].id}] += static_cast<double>(row.cost) * 1e-12;
    }
  }
  return costs;
}

double error_of(const CostByWorkload& truth, const CostByWorkload& found) {
  double error = 0;
  for (const auto& [key, cost] : truth) error += std::abs(cost - found.at(key));
  return error;
}

CostByWorkload with_worths(Organisation organisation, Worths (*worths)(const Node&)) {
  for (Node& node : organisation.nodes) {
    if (node.type != nullptr) node.truth = parts_of(node, worths(node));
  }
  return by_workload(organisation);
}

// Held as if nobody used anything: what is reserved alone.
CostByWorkload by_requests(Organisation organisation) {
  for (Node& node : organisation.nodes) {
    if (node.type != nullptr) node.truth = parts_of(node, market_worths(node));
  }
  for (Controller& controller : organisation.controllers) controller.vcpu_use = controller.memory_use = 0;
  return by_workload(organisation);
}

class OrgTruth : public ::testing::TestWithParam<std::uint64_t> {
 protected:
  OrgTruth() {
    const BillWorld world(organisation);
    OrgBill bill(organisation, world);
    std::vector<BillLine> lines;
    while (bill.next(lines)) {
    }
  }
  Organisation organisation = small_organisation(GetParam(), 6, 20, 150);
};

TEST_P(OrgTruth, IsNearestToMarketWeights) {
  const auto truth = by_workload(organisation);
  const double market = error_of(truth, with_worths(organisation, market_worths));
  EXPECT_GT(market, 0) << "a seed draws other prices than the market's";
  EXPECT_LT(market, error_of(truth, with_worths(organisation, opencost_worths)));
  EXPECT_LT(market, error_of(truth, with_worths(organisation, aws_worths)));
}

TEST_P(OrgTruth, IsFarFromRequestsAlone) {
  const auto truth = by_workload(organisation);
  EXPECT_LT(error_of(truth, with_worths(organisation, market_worths)), error_of(truth, by_requests(organisation)));
}

TEST_P(OrgTruth, NeverCostsMoreThanTheMachine) {
  std::map<std::pair<std::uint32_t, std::int64_t>, Picos> held;
  PodHours hours(organisation);
  for (auto some = hours.next(); !some.empty(); some = hours.next()) {
    for (const auto& row : some) held[{organisation.pods[row.pod].node, row.hour}] += row.cost;
  }
  int full = 0;
  for (const auto& [key, cost] : held) {
    const Node& node = organisation.nodes[key.first];
    const Picos whole = node.costs[static_cast<std::size_t>(key.second - node.first_hour())];
    ASSERT_LE(cost, whole) << node.id;
    ASSERT_GE(cost, 0);
    full += cost > whole / 1000 * 999 ? 1 : 0;
  }
  EXPECT_GT(full, 0) << "a Fargate task is held wholly";
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrgTruth, ::testing::Values(1, 2, 3, 17, 1'000, 424'242));

}  // namespace
}  // namespace farthing::generate::org
