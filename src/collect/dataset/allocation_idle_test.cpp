// Idle laid on by each mode, worked by hand.
#include <gtest/gtest.h>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

// By AWS's weights (9 to 1) each machine costs .02 a unit: `a` has 36 units of vCPU and 16 of memory, `b` 72 and 16,
// `c` 18 and 2. p holds 9 and 4 of a, q 36 and 4 of b, nobody holds c.
class AllocationIdleTest : public AllocationLakeFixture {
 protected:
  void take_cluster(bool with_c) const {
    const DatasetRow prod = {{"cluster", "prod"}};
    std::vector<DatasetRow> nodes = {node_row("a", prod), node_row("b", {{"cluster", "prod"}, {"vcpu", "8"}})};
    std::vector<CurFields> lines = {machine_line("a", "1.04"), machine_line("b", "1.76")};
    if (with_c) {
      nodes.push_back(node_row("c", {{"cluster", "prod"}, {"vcpu", "2"}, {"memory_gib", "2"}}));
      lines.push_back(machine_line("c", "0.4"));
    }
    // Another cluster's idle is its own.
    nodes.push_back(node_row("far", {{"cluster", "dev"}}));
    lines.push_back(machine_line("far", "7"));
    take("n.csv", nodes);
    take("w.csv", {container_row("p", "a"), container_row("q", "b", {{"request_vcpu", "4"}})});
    bill(lines);
    build();
  }
  [[nodiscard]] std::string idle_left(const std::string& mode) const {
    return ask(
        "SELECT node, round(sum(effective_cost), 9) FROM (SELECT node, cost_kind, effective_cost FROM "
        "allocation_daily UNION ALL SELECT node, cost_kind, effective_cost FROM idle_moves WHERE idle_mode = '" +
        mode + "') WHERE cost_kind = 'idle' GROUP BY 1 ORDER BY 1");
  }
};

TEST_F(AllocationIdleTest, OfTwoMachines) {
  take_cluster(false);
  EXPECT_NEAR(cost_of("p"), 0.26, 1e-9);
  EXPECT_NEAR(cost_of("q"), 0.80, 1e-9);
  // 27 and 12 units of a, 36 and 12 of b.
  EXPECT_NEAR(idle_of("p", "by_node"), 0.78, 1e-9);
  EXPECT_NEAR(idle_of("q", "by_node"), 0.96, 1e-9);
  // 63 units of vCPU as 9 to 36, 24 of memory as 4 to 4.
  EXPECT_NEAR(idle_of("p", "by_cluster"), 0.02 * (63.0 / 5 + 12), 1e-9);
  EXPECT_NEAR(idle_of("q", "by_cluster"), 0.02 * (63.0 * 4 / 5 + 12), 1e-9);
  EXPECT_NEAR(idle_of("p", "by_cost"), 1.74 * 26 / 106, 1e-9);
  EXPECT_NEAR(idle_of("q", "by_cost"), 1.74 * 80 / 106, 1e-9);
  for (const char* mode : {"by_node", "by_cluster", "by_cost"}) EXPECT_EQ(idle_left(mode), "a|0;b|0;far|7") << mode;
}

TEST_F(AllocationIdleTest, AMachineThatNobodyHoldsFallsOnTheOthersOfItsClusterOnly) {
  take_cluster(true);
  EXPECT_NEAR(idle_of("p", "by_node"), 0.78, 1e-9);
  EXPECT_NEAR(idle_of("p", "by_cluster"), 0.02 * (81.0 / 5 + 13), 1e-9);
  EXPECT_NEAR(idle_of("q", "by_cluster"), 0.02 * (81.0 * 4 / 5 + 13), 1e-9);
  EXPECT_NEAR(idle_of("p", "by_cost"), 2.14 * 26 / 106, 1e-9);
  EXPECT_NEAR(idle_of("q", "by_cost"), 2.14 * 80 / 106, 1e-9);
  EXPECT_EQ(idle_left("by_node"), "a|0;b|0;c|0.4;far|7");
  EXPECT_EQ(idle_left("by_cluster"), "a|0;b|0;c|0;far|7");
  EXPECT_EQ(idle_left("by_cost"), "a|0;b|0;c|0;far|7");
}

// Nobody holds a card: by node and by cluster their idle has no taker; by cost it has.
TEST_F(AllocationIdleTest, IdleOfAResourceThatNobodyHoldsStays) {
  take("n.csv", {node_row("g", {{"cluster", "prod"}, {"vcpu", "8"}, {"memory_gib", "8"}, {"accelerator_count", "1"}})});
  take("w.csv", {container_row("p", "g", {{"request_vcpu", "4"}})});
  bill({machine_line("g", "1.7")});
  build();
  // 7.2 + .8 + 9 = 17 units at .1; p holds 3.6 and .4.
  EXPECT_NEAR(cost_of("p"), 0.4, 1e-9);
  EXPECT_NEAR(idle_of("p", "by_node"), 0.4, 1e-9);
  EXPECT_NEAR(idle_of("p", "by_cluster"), 0.4, 1e-9);
  EXPECT_NEAR(idle_of("p", "by_cost"), 1.3, 1e-9);
  EXPECT_EQ(idle_left("by_node"), "g|0.9");
  EXPECT_EQ(idle_left("by_cost"), "g|0");
  EXPECT_EQ(ask("SELECT vcpu_idle, memory_idle, accelerator_idle, round(effective_cost, 9) FROM idle_hours"),
            "0.5|0.5|1|1.3");
}

// A g5.12xlarge by the market: a vCPU costs 7/200, a GiB 97/28000, the rest is its four cards.
TEST_F(AllocationIdleTest, EqualsTheWorkedExampleOfMarketWeights) {
  const double vcpu = 7.0 / 200, gib = 97.0 / 28'000, card = (5.672 - 48 * vcpu - 192 * gib) / 4;
  take(
      "n.csv",
      {node_row(
          "n", {{"vcpu", "48"}, {"memory_gib", "192"}, {"accelerator_count", "4"}, {"instance_type", "g5.12xlarge"}})});
  const auto asks = [](const char* vcpus, const char* gibs, const char* cards) {
    return DatasetRow{{"request_vcpu", vcpus}, {"request_memory_gib", gibs}, {"request_accelerators", cards}};
  };
  take("w.csv", {container_row("A", "n", asks("8", "32", "")), container_row("B", "n", asks("4", "16", "")),
                 container_row("G", "n", asks("16", "64", "2"))});
  const auto used = [](const char* id, const char* vcpus, const char* gibs) {
    return DatasetRow{
        {"workload_id", id}, {"hour", "2026-05-01T10:00:00Z"}, {"vcpu_hours", vcpus}, {"gib_hours", gibs}};
  };
  take("u.csv", {used("A", "10", "24"), used("B", "2", "20"), used("G", "12", "48")});
  bill({machine_line("n", "5.672")});
  build("market");
  // What each holds: the larger of what it asked for and used.
  const double a = 10 * vcpu + 32 * gib, b = 4 * vcpu + 20 * gib, g = 16 * vcpu + 64 * gib + 2 * card;
  EXPECT_NEAR(a, 0.4608571429, 1e-10);
  EXPECT_NEAR(g, 2.4451428571, 1e-10);
  EXPECT_NEAR(cost_of("A"), a, 1e-9);
  EXPECT_NEAR(cost_of("B"), b, 1e-9);
  EXPECT_NEAR(cost_of("G"), g, 1e-9);
  EXPECT_NEAR(number("SELECT effective_cost FROM allocation_daily WHERE cost_kind = 'idle'"), 2.5567142857, 1e-9);
  // Idle are 18 vCPU of 30 held, 76 GiB of 116, 2 cards of 2.
  EXPECT_NEAR(with_idle("A"), a + 10 * vcpu * 18 / 30 + 32 * gib * 76 / 116, 1e-9);
  EXPECT_NEAR(with_idle("B"), 0.338680, 1e-6);
  EXPECT_NEAR(with_idle("G"), 4.589833, 1e-6);
  const double factor = 5.672 / (a + b + g);
  EXPECT_NEAR(with_idle("A", "by_cost"), a * factor, 1e-9);
  EXPECT_NEAR(with_idle("G", "by_cost"), g * factor, 1e-9);
}

}  // namespace
}  // namespace farthing
