#include "collect/generate/org/commitments.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/node_lives.hpp"

namespace farthing::generate::org {
namespace {

class OrgCommitmentBooks : public ::testing::Test {
 protected:
  [[nodiscard]] const MachineType& type(std::string_view name) const {
    return *std::ranges::find(organisation.types, name, &MachineType::name);
  }
  Organisation organisation = small_organisation(6, 2, 20, 60);
  BillWorld world{organisation};
  OrgCommitments commitments{organisation, world};
};

TEST_F(OrgCommitmentBooks, ThePlanPaysAtItsRateUntilItIsUsedUp) {
  // m6i.4xlarge: 0.768 x 72 % = 0.55296 an hour.
  EXPECT_EQ(OrgCommitments::plan_cost(type("m6i.4xlarge"), 3'600), 552'960'000'000);
  EXPECT_EQ(OrgCommitments::plan_cost(type("m6i.4xlarge"), 1'800), 276'480'000'000);
  Picos paid = 0;
  std::int64_t last = 3'600;
  for (int i = 0; i < 1'000 && last == 3'600; ++i) {
    last = commitments.cover(type("m6i.4xlarge"), 3'600);
    paid += OrgCommitments::plan_cost(type("m6i.4xlarge"), last);
  }
  EXPECT_LT(last, 3'600);
  EXPECT_LE(paid, commitments.commitment());
  // Another second would be too much.
  EXPECT_GT(paid + OrgCommitments::plan_cost(type("m6i.4xlarge"), 1), commitments.commitment());
  EXPECT_EQ(commitments.cover(type("m6i.4xlarge"), 3'600), 0);
  EXPECT_EQ(commitments.end_hour(), paid);
  EXPECT_EQ(commitments.cover(type("m6i.4xlarge"), 60), 60) << "the next hour has a commitment of its own";
}

TEST_F(OrgCommitmentBooks, TheReservationPaysForSoManyInstancesOfItsType) {
  ASSERT_EQ(commitments.reserved(), pool_sizes(20)[2]) << "as the pool 'base' has";
  const std::int64_t all = commitments.reserved() * 3'600;
  EXPECT_EQ(commitments.reserve(type("m5.2xlarge"), 3'600), 0) << "another type";
  EXPECT_EQ(commitments.reserve(type("m6i.2xlarge"), 100), 100);
  EXPECT_EQ(commitments.reserve(type("m6i.2xlarge"), all), all - 100);
  EXPECT_EQ(commitments.reserve(type("m6i.2xlarge"), 1), 0);
  commitments.end_hour();
  EXPECT_EQ(commitments.reserve(type("m6i.2xlarge"), 50), 50);
  EXPECT_EQ(commitments.reserved_seconds_used(), all + 50);
  // m6i.2xlarge: 0.384 x 62 % = 0.23808, half of it upfront.
  EXPECT_EQ(commitments.reservation().upfront_per_hour, 119'040'000'000);
  EXPECT_EQ(commitments.reservation().recurring_per_hour, 119'040'000'000);
}

TEST_F(OrgCommitmentBooks, OnlyMachinesOnDemandThatNoReservationPaysAreCovered) {
  int covered = 0;
  for (const Node& node : organisation.nodes) {
    const bool may_be = OrgCommitments::is_covered(node);
    covered += may_be ? 1 : 0;
    if (node.buying != Buying::kOnDemand) EXPECT_FALSE(may_be) << node.id;
    if (node.pool != nullptr && std::string_view(node.pool->name) == "base") EXPECT_FALSE(may_be);
  }
  EXPECT_GT(covered, 0);
}

TEST_F(OrgCommitmentBooks, TheirTermsHoldTheMonth) {
  EXPECT_LT(*parse_timestamp(commitments.plan().begin), organisation.begin);
  EXPECT_GT(*parse_timestamp(commitments.plan().end), organisation.at(31 * kDaySeconds));
  EXPECT_LT(*parse_timestamp(commitments.reservation().begin), organisation.begin);
  EXPECT_TRUE(commitments.plan().arn.starts_with("arn:aws:savingsplans::" + organisation.accounts[0])) << "the payer's";
}

}  // namespace
}  // namespace farthing::generate::org
