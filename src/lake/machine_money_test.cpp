// models/machine_line_hours.sql and the money that node_hours makes of it, on tables made by hand.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "base/text.hpp"
#include "lake/models.hpp"
#include "support/engine_fixture.hpp"

namespace farthing {
namespace {

class MachineMoneyTest : public EngineFixture {
 protected:
  void SetUp() override {
    EngineFixture::SetUp();
    run("CREATE TABLE day_nodes (node_key BIGINT, node_id VARCHAR, begins BIGINT, ends BIGINT, account VARCHAR, region "
        "VARCHAR, zone VARCHAR, cluster VARCHAR, orchestrator VARCHAR, node_pool VARCHAR, instance_type VARCHAR, "
        "purchase_option VARCHAR, accelerator_model VARCHAR, owner VARCHAR, spot BOOLEAN, machine VARCHAR, vcpu_micro "
        "BIGINT, gib_micro BIGINT, accelerator_micro BIGINT, hourly_cost_nano BIGINT)");
    run("CREATE TABLE day_charges (line_id BIGINT, node_key BIGINT, begins BIGINT, ends BIGINT, account VARCHAR, "
        "service "
        "VARCHAR, purchase_option VARCHAR, currency VARCHAR, billed_cost DECIMAL(38,12), effective_cost "
        "DECIMAL(38,12), "
        "net_billed_cost DECIMAL(38,12), net_effective_cost DECIMAL(38,12), contracted_cost DECIMAL(38,12), list_cost "
        "DECIMAL(38,12), block VARCHAR)");
    run("CREATE TABLE price_estimates (node_key BIGINT, day_number BIGINT, hourly_cost DOUBLE, hourly_list_cost "
        "DOUBLE, "
        "source VARCHAR, currency VARCHAR)");
    run("CREATE TABLE machine_weights (machine VARCHAR, vcpu DOUBLE, gib DOUBLE, accelerator DOUBLE, name VARCHAR)");
    run("CREATE TABLE allocation_weights AS SELECT * FROM (VALUES (false, false, 9e0, 1e0, 0e0, 'aws'), (true, false, "
        "0.9e0, 0.1e0, 9e0, 'aws')) AS v(has_accelerator, spot, vcpu, gib, accelerator, name)");
    run("CREATE VIEW machine_line_hours AS " + std::string(model_sql("machine_line_hours")));
    run("CREATE VIEW node_hours AS " + std::string(model_sql("node_hours")));
  }
  void node(int key, int begins, int ends, const std::string& machine = "m", int cards = 0) {
    run(
        fmt::format("INSERT INTO day_nodes (node_key, node_id, begins, ends, spot, machine, vcpu_micro, gib_micro, "
                    "accelerator_micro) VALUES ({0}, 'n{0}', {1}, {2}, false, '{3}', 4000000, 16000000, {4})",
                    key, begins, ends, machine, cards * 1'000'000));
  }
  void line(int id, int key, int begins, int ends, const std::string& effective,
            const std::string& currency = "'USD'") {
    run(
        fmt::format("INSERT INTO day_charges VALUES ({}, {}, {}, {}, '111', 'EC2', 'on_demand', {}, 0, {}, NULL, NULL, "
                    "{}, {}, NULL)",
                    id, key, begins, ends, currency, effective, effective, effective));
  }
};

TEST_F(MachineMoneyTest, ALineFallsOnTheSecondsThatItsMachineWasThere) {
  node(1, 1800, 9000);
  line(1, 1, 0, 10'800, "3");
  // 1,800, 3,600 and 1,800 of 7,200 seconds.
  EXPECT_EQ(ask("SELECT hour_number, seconds, until, total FROM machine_line_hours ORDER BY 1"),
            "0|1800|1800|7200;1|3600|5400|7200;2|1800|7200|7200");
  EXPECT_EQ(ask("SELECT hour_number, effective_cost, billed_cost, net_billed_cost FROM node_hours ORDER BY 1"),
            "0|0.75|0|-;1|1.5|0|-;2|0.75|0|-");
}

TEST_F(MachineMoneyTest, ALineThatMeetsNoSecondIsInNoHour) {
  node(1, 0, 3600);
  line(1, 1, 3600, 7200, "3");
  EXPECT_EQ(ask("SELECT count(*) FROM machine_line_hours"), "0");
  EXPECT_EQ(ask("SELECT cost_source, estimated, effective_cost FROM node_hours"), "no_price|true|-");
}

TEST_F(MachineMoneyTest, TwoMachinesOfOneResourceShareItsLine) {
  node(1, 0, 1200);
  node(2, 1200, 3600);
  line(1, 1, 0, 3600, "1");
  line(1, 2, 0, 3600, "1");
  EXPECT_EQ(ask("SELECT node_id, effective_cost FROM node_hours ORDER BY 1"), "n1|0.333333333333;n2|0.666666666667");
}

TEST_F(MachineMoneyTest, CostsInTwoCurrenciesAreUnknownAndNotAdded) {
  node(1, 0, 3600);
  line(1, 1, 0, 3600, "1");
  line(2, 1, 0, 3600, "2", "'EUR'");
  EXPECT_EQ(ask("SELECT currency, effective_cost, bill_lines FROM node_hours"), "-|-|2");
}

TEST_F(MachineMoneyTest, WeightsOfTheTypeGoBeforeThoseOfAllAndAreNotUsedForCardsThatTheyDontKnow) {
  run("INSERT INTO machine_weights VALUES ('m', 3e0, 1e0, NULL, 'market: m')");
  node(1, 0, 3600);
  node(2, 0, 3600, "m", 2);
  node(3, 0, 3600, "other");
  // 4 x 3 to 16 x 1; with cards 4 x .9 + 16 x .1 + 2 x 9 = 23.2; 4 x 9 to 16.
  EXPECT_EQ(ask("SELECT node_id, weights, round(vcpu_part, 6), round(memory_part, 6), round(accelerator_part, 6) FROM "
                "node_hours ORDER BY 1"),
            "n1|market: m|0.428571|0.571429|0;n2|aws|0.155172|0.068966|0.775862;n3|aws|0.692308|0.307692|0");
}

TEST_F(MachineMoneyTest, OfRandomLinesEachOneIsInTheHoursToTheLastDigit) {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](int most) { return static_cast<int>(random() % static_cast<unsigned>(most)); };
    run("DELETE FROM day_nodes; DELETE FROM day_charges");
    for (int key = 1; key <= 5; ++key) {
      int begins = below(10'000);
      for (int i = 0; i < 3; ++i) {
        const int ends = begins + 1 + below(20'000);
        node(key, begins, ends);
        begins = ends + below(3'000);
      }
    }
    for (int id = 1; id <= 40; ++id) {
      const int begins = below(60'000);
      line(id, 1 + below(5), begins, begins + 1 + below(26'000),
           fmt::format("{}{}.{:06}{:06}", below(9) == 0 ? "-" : "", below(1'000), below(1'000'000), below(1'000'000)));
    }
    EXPECT_EQ(
        ask("SELECT sum(effective_cost) FROM node_hours"),
        ask("SELECT sum(effective_cost) FROM day_charges WHERE line_id IN (SELECT line_id FROM machine_line_hours)"))
        << "seed " << seed;
    EXPECT_EQ(ask("SELECT count(*) FROM node_hours WHERE bill_lines = 0 AND effective_cost IS NOT NULL"), "0");
  }
}

}  // namespace
}  // namespace farthing
