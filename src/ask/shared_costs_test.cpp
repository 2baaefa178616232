#include <gtest/gtest.h>

#include <random>

#include "base/decimal.hpp"
#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

using SharedRows = std::vector<std::string>;

SharedCostRule shared_rule(const std::string& split, const std::string& scope) {
  return {.name = "plane", .when = "true", .split = split, .scope = scope, .to = "team", .parts = {}, .metric = {}};
}

// Cluster prod: search 6 and ads 2 (in two rows of 0.5 and 1.5); cluster test: ads 2. A system row and idle, which take
// nothing. The shared cost is 8 of prod.
MadeAllocation shared_allocation(const SharedCostRule& rule) {
  MadeAllocation made;
  made.add(held_by("search", "6", {{"network_out_bytes", "10"}}));
  made.add(held_by("ads", "0.5", {{"network_out_bytes", "10"}}));
  made.add(held_by("ads", "1.5", {{"network_out_bytes", "20"}, {"day", "2026-10-07"}}));
  made.add(held_by("ads", "2", {{"cluster", "test"}, {"account", "222"}}));
  made.add({{"cost_kind", "system"}, {"cluster", "prod"}, {"namespace", "kube-system"}, {"cost", "5"}});
  made.add({{"cost_kind", "idle"}, {"cluster", "prod"}, {"node", "n1"}, {"cost", "3"}});
  made.add({{"cost_kind", "shared"}, {"reason", "plane"}, {"cluster", "prod"}, {"account", "111"}, {"cost", "8"}});
  made.config.shared = {rule};
  return made;
}

SharedRows by_team_and_kind(MadeAllocation& made, const std::string& more = "") {
  return rows_text(made.ask({.by = {"cluster", "team", "cost_kind"},
                             .where = more.empty() ? std::nullopt : std::optional(more),
                             .shared = true}));
}

TEST(SharedCostsTest, ProportionalFollowsDirectCostWithinTheScope) {
  // prod's direct cost is 8: search takes 8 x 6/8 = 6, ads 8 x 2/8 = 2; the other cluster nothing.
  auto made = shared_allocation(shared_rule("proportional", "cluster"));
  EXPECT_EQ(by_team_and_kind(made),
            (SharedRows{"prod|search|allocated|12|USD", "prod|NULL|system|5|USD", "prod|ads|allocated|4|USD",
                        "prod|NULL|idle|3|USD", "test|ads|allocated|2|USD"}));
  // All have 10: search 8 x 6/10 = 4.8, ads in prod 1.6, ads in test 1.6.
  made.config.shared = {shared_rule("proportional", "all")};
  EXPECT_EQ(by_team_and_kind(made, "team IS NOT NULL"),
            (SharedRows{"prod|search|allocated|10.8|USD", "prod|ads|allocated|3.6|USD", "test|ads|allocated|3.6|USD"}));
}

TEST(SharedCostsTest, EvenGivesEachValueTheSameAndFollowsCostWithinIt) {
  auto made = shared_allocation(shared_rule("even", "cluster"));
  // 4 each. Of ads' 4 the row of day 5 takes 0.5/2, that of day 7 the rest.
  EXPECT_EQ(rows_text(made.ask({.by = {"day"}, .where = "team = 'ads' AND cluster = 'prod'", .shared = true})),
            (SharedRows{"2026-10-07|4.5|USD", "2026-10-05|1.5|USD"}));
  EXPECT_EQ(by_team_and_kind(made, "cost_kind = 'allocated' AND cluster = 'prod'"),
            (SharedRows{"prod|search|allocated|10|USD", "prod|ads|allocated|6|USD"}));
}

TEST(SharedCostsTest, FixedPartsLeaveWhatIsMissingToOneShared) {
  auto rule = shared_rule("fixed", "cluster");
  rule.parts = {{"search", "0.25"}, {"ads", "0.5"}, {"gone", "0.125"}};
  auto made = shared_allocation(rule);
  const auto answer = made.ask({.by = {"team", "cost_kind"}, .where = "cluster = 'prod'", .shared = true});
  // search 6 + 2, ads 2 + 4; 'gone' holds nothing, so its part stays with what is missing to 1: 2.
  EXPECT_EQ(rows_text(answer), (SharedRows{"search|allocated|8|USD", "ads|allocated|6|USD", "NULL|system|5|USD",
                                           "NULL|idle|3|USD", "NULL|shared|2|USD"}));
  EXPECT_EQ(note_with(answer, "stays shared"), "2 USD of 'plane' stays shared: nobody takes it by its rule");
}

TEST(SharedCostsTest, ByMetricFollowsWhatWasUsed) {
  auto rule = shared_rule("by_metric", "cluster");
  rule.metric = "network_out_bytes";
  auto made = shared_allocation(rule);
  // 10, 10 and 20 of 40 bytes: search 2, ads 6.
  EXPECT_EQ(by_team_and_kind(made, "cost_kind = 'allocated' AND cluster = 'prod'"),
            (SharedRows{"prod|ads|allocated|8|USD", "prod|search|allocated|8|USD"}));
}

TEST(SharedCostsTest, WithoutATargetOrARuleItStaysSharedAndIsNamed) {
  auto made = shared_allocation(shared_rule("proportional", "cluster"));
  made.run("UPDATE allocation_daily SET cluster = NULL WHERE cost_kind = 'shared'");
  const auto no_cluster = made.ask({.by = {"cost_kind"}, .where = "cost_kind = 'shared'", .shared = true});
  EXPECT_EQ(rows_text(no_cluster), SharedRows{"shared|8|USD"});
  EXPECT_EQ(note_with(no_cluster, "stays"), "8 USD of 'plane' stays shared: nobody takes it by its rule");
  made.config.shared[0].name = "other";
  const auto no_rule = made.ask({.by = {"cost_kind"}, .where = "cost_kind = 'shared'", .shared = true});
  EXPECT_EQ(rows_text(no_rule), SharedRows{"shared|8|USD"});
  EXPECT_EQ(note_with(no_rule, "stays"),
            "8 USD of 'plane' stays shared: farthing.yaml has no such rule any more, run farthing build");
}

TEST(SharedCostsTest, AWrongRuleIsAnErrorOfUsage) {
  auto rule = shared_rule("by_metric", "cluster");
  rule.metric = "heat";
  EXPECT_NE(shared_allocation(rule).ask({.shared = true}).title.find("there is no metric 'heat'"), std::string::npos);
  EXPECT_NE(shared_allocation(shared_rule("odd", "all")).ask({.shared = true}).title.find("no split 'odd'"),
            std::string::npos);
}

TEST(SharedCostsTest, IdleAndSharedAreLaidOnIndependently) {
  auto made = shared_allocation(shared_rule("proportional", "cluster"));
  made.add_to("idle_moves", held_by("ads", "3", {{"idle_mode", "by_cost"}}));
  made.add_to("idle_moves", {{"idle_mode", "by_cost"}, {"cost_kind", "idle"}, {"cluster", "prod"}, {"cost", "-3"}});
  // The shares follow the cost before idle: ads has 2 + 2 + 3.
  const auto answer = made.ask({.by = {"team"}, .where = "cluster = 'prod'", .idle = "by_cost", .shared = true});
  EXPECT_EQ(rows_text(answer), (SharedRows{"search|12|USD", "ads|7|USD", "NULL|5|USD"}));
}

// Odd amounts of many rows, periods, accounts and clusters; the rule's share of each may end in any digit.
MadeAllocation random_allocation(unsigned seed) {
  std::mt19937 random(seed);
  const auto pick = [&](unsigned n) { return std::to_string(random() % n); };
  MadeAllocation made;
  for (int i = 0; i < 60; ++i) {
    const MadeRow more = {{"cluster", "c" + pick(3)},
                          {"account", "a" + pick(2)},
                          {"workload_id", "w" + pick(9)},
                          {"day", "2026-10-0" + std::to_string(1 + random() % 9)},
                          {"estimated", random() % 5 == 0 ? "true" : "false"},
                          {"network_out_bytes", pick(1000)},
                          {"currency", random() % 7 == 0 ? "EUR" : "USD"}};
    made.add(held_by("t" + pick(4), "0." + pick(1'000'000'000) + pick(1000), more));
  }
  for (int i = 0; i < 12; ++i) {
    made.add({{"cost_kind", "shared"},
              {"reason", "r" + pick(4)},
              {"cluster", "c" + pick(3)},
              {"account", "a" + pick(2)},
              {"cost", (random() % 4 == 0 ? "-" : "") + pick(1000) + "." + pick(1'000'000'000)}});
  }
  SharedCostRule fixed = shared_rule("fixed", "account"), metric = shared_rule("by_metric", "all");
  fixed.parts = {{"t0", "0.3"}, {"t1", "0.1"}, {"t3", "0.6"}};
  metric.metric = "network_out_bytes";
  made.config.shared = {shared_rule("proportional", "cluster"), shared_rule("even", "all"), fixed, metric};
  for (std::size_t i = 0; i < 4; ++i) made.config.shared[i].name = "r" + std::to_string(i);
  return made;
}

Decimal sum_of_column(const Answer& answer, std::size_t column, const std::string& currency) {
  Decimal sum;
  for (const auto& row : answer.rows) {
    if (row.back() == currency) sum += parse_sum(row[column].value_or("0")).value_or(Decimal{});
  }
  return sum;
}

TEST(SharedCostsTest, AnyGroupingAndAnyRuleSumToTheSameToTheLastDigit) {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    auto made = random_allocation(seed);
    const auto plain = made.ask({.by = {"cost_kind"}, .shared = false});
    for (const auto& by :
         std::vector<std::vector<std::string>>{{"team"}, {"cluster", "namespace"}, {"account", "cost_kind", "day"}}) {
      const auto answer = made.ask({.by = by, .shared = true});
      for (const auto* currency : {"USD", "EUR"}) {
        EXPECT_EQ(sum_of_column(answer, by.size(), currency).text(), sum_of_column(plain, 1, currency).text())
            << seed << " by " << by[0] << " in " << currency;
      }
    }
  }
}

TEST(SharedCostsTest, AConditionAndItsContraryShareOutTheSameMoney) {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    auto made = random_allocation(seed);
    const auto with = [&](const char* where) {
      return sum_of_column(made.ask({.by = {"team"}, .where = where, .shared = true}), 1, "USD");
    };
    const auto all = sum_of_column(made.ask({.by = {"team"}, .shared = true}), 1, "USD");
    EXPECT_EQ((with("team = 't1'") + with("coalesce(team, '') <> 't1'")).text(), all.text()) << seed;
  }
}

}  // namespace
}  // namespace farthing
