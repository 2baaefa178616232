#include "lake/allocation_weights.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::HasSubstr;

class AllocationWeightsTest : public ::testing::Test {
 protected:
  Done make(const std::string& weights, const std::string& share_by = "max",
            const std::vector<MachineWeights>& market = {}) {
    BuildSettings settings;
    settings.config.weights = weights;
    settings.config.share_by = share_by;
    settings.market = market;
    return make_allocation_settings(engine_, settings);
  }
  [[nodiscard]] std::string asked(const std::string& sql) {
    const auto rows = engine_.query(sql);
    if (!rows) return rows.error().text();
    std::string text;
    for (const auto& row : rows->rows) {
      text += text.empty() ? "" : ";";
      for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "|") + row[i].value_or("-");
    }
    return text;
  }

  Engine engine_ = Engine::open().value();
};

// Nine to one; with cards 90 : 9 : 1, which is 9 cards to .9 and .1.
TEST_F(AllocationWeightsTest, OfAwsAreRatiosWhateverTheMachineCosts) {
  ASSERT_TRUE(make("aws"));
  EXPECT_EQ(asked("SELECT DISTINCT has_accelerator, vcpu / gib, accelerator / vcpu FROM allocation_weights ORDER BY 1"),
            "false|9|0;true|9|10");
  EXPECT_EQ(asked("SELECT count(*) FROM machine_weights"), "0");
}

TEST_F(AllocationWeightsTest, OfOpenCostKnowSpot) {
  ASSERT_TRUE(make("opencost"));
  EXPECT_EQ(asked("SELECT spot, vcpu, gib, accelerator FROM allocation_weights WHERE has_accelerator ORDER BY 1"),
            "false|0.031611|0.004237|0.95;true|0.006655|0.000892|0.95");
}

TEST_F(AllocationWeightsTest, EveryKindOfMachineHasOneRow) {
  for (const char* weights : {"aws", "opencost", "market"}) {
    engine_ = Engine::open().value();
    ASSERT_TRUE(make(weights));
    EXPECT_EQ(asked("SELECT count(*), count(DISTINCT (has_accelerator, spot)), count(vcpu), count(gib) FROM "
                    "allocation_weights"),
              "4|4|4|4")
        << weights;
  }
}

TEST_F(AllocationWeightsTest, OfTheMarketKeepAllDigitsAndWhatIsUnknown) {
  const std::vector<MachineWeights> market = {{"it's.large", 7.0 / 200, 97.0 / 28'000, std::nullopt, "c5, m5"},
                                              {"g5.12xlarge", 0.1 + 0.2, 1e-300, 0.0, "g5"}};
  ASSERT_TRUE(make("market", "max", market));
  EXPECT_EQ(asked("SELECT machine, name, accelerator FROM machine_weights ORDER BY 1"),
            "g5.12xlarge|market: g5|0;it's.large|market: c5, m5|-");
  const auto rows = engine_.query("SELECT vcpu, gib FROM machine_weights ORDER BY machine");
  ASSERT_TRUE(rows);
  EXPECT_EQ(std::stod(*rows->rows[0][0]), 0.1 + 0.2);
  EXPECT_EQ(std::stod(*rows->rows[1][0]), 7.0 / 200);
  EXPECT_EQ(std::stod(*rows->rows[1][1]), 97.0 / 28'000);
}

TEST_F(AllocationWeightsTest, OfTheMarketAreNotAskedForByOthers) {
  ASSERT_TRUE(make("aws", "max", {{"m5.large", 1, 2, 3.0, "x"}}));
  EXPECT_EQ(asked("SELECT count(*) FROM machine_weights"), "0");
}

TEST_F(AllocationWeightsTest, WhatIsSharedByIsTwoSwitches) {
  for (const auto& [name, expected] :
       std::map<std::string, std::string>{{"max", "1|1"}, {"request", "1|0"}, {"usage", "0|1"}}) {
    engine_ = Engine::open().value();
    ASSERT_TRUE(make("aws", name));
    EXPECT_EQ(asked("SELECT takes_request, takes_usage FROM allocation_settings"), expected) << name;
  }
}

TEST_F(AllocationWeightsTest, UnknownNamesAreMistakesOfTheUser) {
  const auto weights = make("gcp"), share_by = make("aws", "limits");
  ASSERT_FALSE(weights);
  EXPECT_THAT(weights.error().text(), HasSubstr("'gcp'"));
  EXPECT_THAT(weights.error().text(), HasSubstr("aws, opencost, market"));
  ASSERT_FALSE(share_by);
  EXPECT_THAT(share_by.error().text(), HasSubstr("max, request, usage"));
}

}  // namespace
}  // namespace farthing
