#include "collect/generate/org/true_sums.hpp"

#include <gtest/gtest.h>

#include "collect/generate/org/made_organisation_test.hpp"
#include "collect/generate/org/org_bill.hpp"
#include "collect/generate/org/servings.hpp"
#include "lake/engine.hpp"

namespace farthing::generate::org {
namespace {

class OrgTrueSums : public ::testing::Test {
 protected:
  struct Made {
    Organisation organisation;
    OrgMoney money;
    TrueSums sums;
    Made() : organisation(small_organisation(3, 8, 20, 150)), sums(organisation) {
      const BillWorld world(organisation);
      OrgBill bill(organisation, world);
      std::vector<BillLine> lines;
      while (bill.next(lines)) {
      }
      money = bill.money();
      PodHours hours(organisation);
      for (auto some = hours.next(); !some.empty(); some = hours.next()) {
        for (const auto& row : some) sums.add(organisation, row);
      }
    }
  };
  static const Made& made() {
    static const Made once;
    return once;
  }
  static std::string ask(const std::shared_ptr<TableSource>& table, const std::string& sql) {
    auto engine = Engine::open({.threads = 1});
    EXPECT_TRUE(engine->add_table("t", table).has_value());
    const auto rows = engine->query(sql);
    return rows ? rows->rows.at(0).at(0).value_or("-") : rows.error().text();
  }
  static std::string text(int128 picos) { return Decimal::from_units(picos).text(); }
  template <typename Wanted>
  static TrueCost of_pods(Wanted wanted) {
    TrueCost sum;
    for (std::size_t i = 0; i < made().sums.pods.size(); ++i) {
      if (wanted(made().organisation.pods[i])) sum.add(made().sums.pods[i]);
    }
    return sum;
  }
  static std::string_view name_of_pod(const Pod& pod) { return made().organisation.controllers[pod.controller].name; }
};

TEST_F(OrgTrueSums, CardsAreAPartOfACostAndTheirUseOfThat) {
  int used = 0;
  for (const TrueCost& cost : made().sums.pods) {
    ASSERT_LE(cost.cards, cost.all);
    ASSERT_LE(cost.used, cost.cards);
    used += cost.used > 0 ? 1 : 0;
  }
  EXPECT_GT(used, 100);
  EXPECT_EQ(of_pods([](const Pod& pod) { return name_of_pod(pod) == "gpu-notebook"; }).used, 0);
}

TEST_F(OrgTrueSums, TenantsSumToTheirModelAndModelsToTheirPods) {
  const auto models = make_true_models_table(made().organisation, made().sums);
  const auto tenants = make_true_tenants_table(made().organisation, made().sums);
  const auto served = of_pods([](const Pod& pod) { return serving_of(name_of_pod(pod)) >= 0; });
  EXPECT_EQ(ask(models, "SELECT sum(true_cost) FROM t()"), text(served.all));
  EXPECT_EQ(ask(tenants, "SELECT sum(true_cost) FROM t()"), text(served.all));
  EXPECT_EQ(ask(tenants, "SELECT sum(gpu_cost) FROM t()"), text(served.cards));
  EXPECT_EQ(ask(tenants, "SELECT sum(gpu_used_cost) FROM t()"), text(served.used));
  EXPECT_EQ(ask(models, "SELECT count(*) FROM t() WHERE input_cost + output_cost + unasked_cost <> true_cost"), "0");
  EXPECT_EQ(ask(models, "SELECT true_cost = unasked_cost AND true_cost > 0 FROM t() WHERE model = 'legacy-7b'"),
            "true");
  EXPECT_EQ(ask(models, "SELECT count(*) FROM t() WHERE model = 'chat-8b'"), "2") << "two versions";
  EXPECT_EQ(ask(models, "SELECT input_cost > 0 AND output_cost > input_cost FROM t() WHERE model = 'code-13b'"),
            "true");
}

TEST_F(OrgTrueSums, RunsSumToTheirPods) {
  const auto runs = make_true_runs_table(made().organisation, made().sums);
  EXPECT_EQ(ask(runs, "SELECT sum(true_cost) FROM t()"),
            text(of_pods([](const Pod& pod) { return pod.run != Pod::kNone; }).all));
  EXPECT_EQ(ask(runs, "SELECT count(*) FROM t() WHERE interruption_cost > true_cost OR gpu_used_cost > gpu_cost"), "0");
  EXPECT_EQ(ask(runs, "SELECT sum(interruption_cost) > 0 FROM t() WHERE interruptions > 0"), "true");
  EXPECT_EQ(ask(runs, "SELECT count(*) FROM t() WHERE steps = 0 OR checkpoints = 0"), "0");
}

TEST_F(OrgTrueSums, TheBlocksFeeIsThePriceOfItsMachinesHours) {
  // Six of eight days, from 11:30 to 11:30: 6 x 24 x 31.464.
  EXPECT_EQ(text(made().money.block), "4530.816");
  const auto runs = make_true_runs_table(made().organisation, made().sums);
  EXPECT_EQ(ask(runs, "SELECT true_cost BETWEEN 2000 AND 4530 FROM t() WHERE run LIKE 'llm-pretrain%'"), "true")
      << "then nobody trains";
  EXPECT_LT(made().money.block_used, made().money.block) << "its machine ends half an hour before it does";
  EXPECT_GT(made().money.block_used, made().money.block * 99 / 100);
  for (const Node& node : made().organisation.nodes) {
    if (node.buying != Buying::kCapacityBlock) continue;
    // A whole hour, and what its root volume costs.
    EXPECT_GT(node.costs.at(node.costs.size() / 2), kBlockPrice);
    EXPECT_LT(node.costs.at(node.costs.size() / 2), kBlockPrice + kPicosPerDollar / 10);
  }
}

TEST_F(OrgTrueSums, TeamsAndPoolsSumToAll) {
  const auto teams = make_true_teams_table(made().organisation, made().sums);
  const auto pools = make_true_pools_table(pool_sums(made().organisation, made().sums));
  const auto all = of_pods([](const Pod&) { return true; });
  EXPECT_EQ(ask(teams, "SELECT sum(true_cost) FROM t()"), text(all.all));
  EXPECT_EQ(ask(pools, "SELECT sum(gpu_held_cost) FROM t()"), text(all.cards));
  EXPECT_EQ(ask(pools, "SELECT sum(gpu_used_cost) FROM t()"), text(all.used));
  // A card held wholly can exceed its part of the machine by what rounding down to 10^-12 an hour left of it.
  EXPECT_EQ(
      ask(pools, "SELECT count(*) FROM t() WHERE gpu_held_cost > gpu_cost + 0.000001 OR gpu_cost > machines_cost"),
      "0");
  EXPECT_EQ(ask(pools, "SELECT owner FROM t() WHERE node_pool = 'gpu-block'"), "research");
}

}  // namespace
}  // namespace farthing::generate::org
