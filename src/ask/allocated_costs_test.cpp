#include <gtest/gtest.h>

#include "support/asked.hpp"
#include "support/made_allocation.hpp"

namespace farthing {
namespace {

using AllocatedRows = std::vector<std::string>;

// Cluster prod: search 6, ads 3 (of which 1 estimated), an agent 0.5, idle 2.5; the control plane 2 and NAT 1 shared;
// S3 outside of clusters 4. In all 19, of it 18 in the bill.
MadeAllocation small_allocation() {
  MadeAllocation made;
  made.add(held_by("search", "6", {{"environment", "prod"}, {"service", "AmazonEC2"}}));
  made.add(held_by("ads", "2", {{"service", "AmazonEC2"}, {"day", "2026-10-06"}}));
  made.add(held_by("ads", "1", {{"estimated", "true"}, {"cost_source", "prices"}, {"day", "2026-10-06"}}));
  made.add({{"cost_kind", "system"}, {"cluster", "prod"}, {"namespace", "kube-system"}, {"cost", "0.5"}});
  made.add({{"cost_kind", "idle"}, {"cluster", "prod"}, {"node", "n1"}, {"owner", "search"}, {"cost", "2.5"}});
  made.add({{"cost_kind", "shared"}, {"reason", "control plane"}, {"cluster", "prod"}, {"cost", "2"}});
  made.add({{"cost_kind", "shared"}, {"reason", "NAT"}, {"account", "111"}, {"cost", "1"}});
  made.add({{"cost_kind", "not_covered"}, {"reason", "no container"}, {"service", "AmazonS3"}, {"cost", "4"}});
  return made;
}

TEST(AllocatedCostsTest, ByClusterAndNamespaceHoldTheWholeBillAndWhatIsEstimated) {
  auto made = small_allocation();
  const auto answer = made.ask({.period = {.month = "2026-10"}, .by = {"cluster", "namespace"}});
  EXPECT_EQ(answer.title, "Effective cost by cluster and namespace, 2026-10");
  EXPECT_EQ(header_text(answer), "cluster|namespace|effective_cost|currency");
  EXPECT_EQ(rows_text(answer), (AllocatedRows{"prod|search|6|USD", "NULL|NULL|5|USD", "prod|NULL|4.5|USD",
                                              "prod|ads|3|USD", "prod|kube-system|0.5|USD"}));
  ASSERT_TRUE(answer.total);
  EXPECT_EQ(row_text(*answer.total), "total|NULL|19|USD");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "estimated"),
            "includes 1 USD estimated from prices for 1 node- or workload-hour, not in the bill yet");
}

TEST(AllocatedCostsTest, AnUnmappedTeamIsItsOwnRowAndValuesAreShownAsTheyAreSpelled) {
  auto made = small_allocation();
  made.run("INSERT INTO dimension_spellings VALUES ('team', 'search', 'Search'), ('product', 'ads', 'Wrong')");
  const auto answer = made.ask({.by = {"team", "cost_kind"}});
  EXPECT_EQ(rows_text(answer), (AllocatedRows{"Search|allocated|6|USD", "NULL|not_covered|4|USD", "ads|allocated|3|USD",
                                              "NULL|shared|3|USD", "NULL|idle|2.5|USD", "NULL|system|0.5|USD"}));
}

TEST(AllocatedCostsTest, AConditionSpeaksOfDimensionsAndMovesNoMoney) {
  auto made = small_allocation();
  const auto answer = made.ask({.by = {"service"}, .where = "team IN ('ads', 'search') AND NOT estimated_hours"});
  EXPECT_EQ(answer.title.substr(0, 6), "error:") << "columns that are no dimensions have no name here";
  const auto chosen = made.ask({.by = {"service"}, .where = "team IN ('ads', 'search') AND account = '111'"});
  EXPECT_EQ(rows_text(chosen), (AllocatedRows{"AmazonEC2|8|USD", "NULL|1|USD"}));
  EXPECT_EQ(note_with(chosen, "left out"), "rows that lack what the condition names are left out: 10 USD");
}

TEST(AllocatedCostsTest, AConditionTakesAValueAsItIsShownOrInItsNormalForm) {
  auto made = small_allocation();
  made.run("INSERT INTO dimension_spellings VALUES ('team', 'search', 'Search & Co')");
  for (const auto* where : {"team = 'Search & Co'", "team = 'search'", "'SEARCH & CO' = team",
                            "team IN ('nobody', 'search & co')", "coalesce(team, '') = 'search'"}) {
    EXPECT_EQ(rows_text(made.ask({.by = {"team"}, .where = where})), AllocatedRows{"Search & Co|6|USD"}) << where;
  }
  // Another column's text stays what it is.
  EXPECT_TRUE(made.ask({.where = "namespace = 'Search & Co'"}).rows.empty());
}

TEST(AllocatedCostsTest, TheExplanationGoesDownToTheHourTheSharesAndTheLinesOfTheBill) {
  auto made = small_allocation();
  made.run("UPDATE allocation_daily SET node = 'n1' WHERE workload_id = 'search'");
  made.add_to("node_hours", {{"node_id", "n1"},
                             {"hour", "2026-10-05 07:00:00"},
                             {"cost", "8"},
                             {"cost_source", "bill"},
                             {"vcpu_part", "0.9"},
                             {"memory_part", "0.1"},
                             {"accelerator_part", "0"}});
  made.add_to("allocation_shares", {{"node_id", "n1"},
                                    {"hour", "2026-10-05 07:00:00"},
                                    {"workload_id", "search"},
                                    {"vcpu_share", "0.75"},
                                    {"memory_share", "0.5"}});
  made.run("INSERT INTO nodes (node_id, resource_id) VALUES ('n1', 'i-0abc')");
  made.run(
      "INSERT INTO charges (ResourceId, ChargePeriodStart, ChargePeriodEnd, x_SourceFile) VALUES ('i-0abc', "
      "'2026-10-05 07:00:00', '2026-10-05 08:00:00', 'bill.csv'), ('i-0abc', '2026-10-05 08:00:00', '2026-10-05 "
      "09:00:00', 'late.csv')");
  const auto answer = made.ask({.by = {"team"}, .where = "team = 'search'", .explain = true});
  Answer lines;
  lines.notes = answer.explanation;
  const auto line_with = [&](const char* text) { return note_with(lines, text); };
  EXPECT_EQ(line_with("formula"),
            "formula: sum of effective_cost over the rows of allocation_daily of all data that meet "
            "the condition, by \"dimensions\"['team'], currency");
  EXPECT_EQ(line_with("settings"), "settings: weights market, share_by max, idle separate, shared off");
  EXPECT_EQ(line_with("cost source"), "cost source bill: 6 USD, 1 rows of the roll-up, 1 hours (of the bill: lines)");
  EXPECT_EQ(line_with("row prod"), "row prod / search / - on n1, 2026-10-05: 6 USD for 1 hours");
  EXPECT_EQ(line_with("node-hour 2026"),
            "  node-hour 2026-10-05 07:00:00 of n1: 8 USD (bill) x (vCPU 0.9 x 0.75 + memory 0.1 x 0.5)");
  EXPECT_EQ(line_with("lines of the bill behind"), "    lines of the bill behind it: 1 in bill.csv");
  EXPECT_EQ(answer.explanation.back(), "snapshot: 7, written at 2026-11-25T00:00:00Z");
}

TEST(AllocatedCostsTest, DaysAndComparisonsAreOfTheRollUp) {
  auto made = small_allocation();
  const auto days = made.ask({.by = {"team"}, .where = "team = 'ads'", .granularity = Granularity::kDay});
  EXPECT_EQ(rows_text(days), AllocatedRows{"2026-10-06|ads|3|USD"});
  const auto compared = made.ask(
      {.period = {.from = "2026-10-06", .to = "2026-10-07"}, .by = {"cluster"}, .compare = "2026-10-05..2026-10-06"});
  EXPECT_EQ(rows_text(compared), (AllocatedRows{"prod|3|11|-8|-72.73|USD", "NULL|0|5|-5|-100|USD"}));
}

TEST(AllocatedCostsTest, IdleLaidOnConservesTheSumInEveryMode) {
  auto made = small_allocation();
  // By node: search 2, ads 0.5.
  made.add_to("idle_moves", held_by("search", "2", {{"idle_mode", "by_node"}}));
  made.add_to("idle_moves", held_by("ads", "0.5", {{"idle_mode", "by_node"}}));
  made.add_to("idle_moves",
              {{"idle_mode", "by_node"}, {"cost_kind", "idle"}, {"node", "n1"}, {"cluster", "prod"}, {"cost", "-2.5"}});
  const auto separate = made.ask({.by = {"team"}, .idle = "separate"});
  EXPECT_EQ(rows_text(separate), (AllocatedRows{"NULL|10|USD", "search|6|USD", "ads|3|USD"}));
  const auto by_node = made.ask({.by = {"team"}, .idle = "by_node"});
  EXPECT_EQ(rows_text(by_node), (AllocatedRows{"search|8|USD", "NULL|7.5|USD", "ads|3.5|USD"}));
  const auto to_owner = made.ask({.by = {"team", "cost_kind"}, .where = "team = 'search'", .idle = "to_pool_owner"});
  EXPECT_EQ(rows_text(to_owner), AllocatedRows{"search|allocated|8.5|USD"});
  for (const auto* mode : {"separate", "by_cost", "by_node", "by_cluster", "to_pool_owner"}) {
    EXPECT_EQ(rows_text(made.ask({.idle = mode})), AllocatedRows{"19|USD"}) << mode;
  }
}

TEST(AllocatedCostsTest, InstanceTypeIsTheBillsAloneAndTheRollUpsBesideACluster) {
  auto made = small_allocation();
  EXPECT_TRUE(rows_text(made.ask({.by = {"instance_type"}})).empty()) << "there are no lines of a bill";
  EXPECT_EQ(rows_text(made.ask({.by = {"instance_type"}, .where = "cluster = 'prod'"})), AllocatedRows{"NULL|14|USD"});
}

TEST(AllocatedCostsTest, WhatTheRollUpLacksIsAnErrorOfUsageThatSaysWhatToDo) {
  auto made = small_allocation();
  const auto text = [&](const CostsQuestion& question) { return made.ask(question).title; };
  EXPECT_EQ(text({.by = {"cluster", "sku"}}),
            "error: 'sku' is known of the bill's lines only, which aren't split to workloads (ask for it without "
            "workloads' dimensions, --idle and --shared)");
  EXPECT_NE(text({.by = {"cluster", "tag:team"}}).find("farthing.yaml"), std::string::npos);
  EXPECT_NE(text({.by = {"cluster"}, .where = "tags['a'] = 'b'"}).find("'tags' is known"), std::string::npos);
  EXPECT_NE(text({.by = {"pod"}, .granularity = Granularity::kHour}).find("allocated_costs"), std::string::npos);
  EXPECT_NE(text({.by = {"pod"}, .quantity = true}).find("--quantity"), std::string::npos);
  EXPECT_NE(text({.idle = "by_magic"}).find("to_pool_owner"), std::string::npos);
  EXPECT_NE(text({.by = {"cluster", "cluster"}}).find("twice"), std::string::npos);
  EXPECT_EQ(text({.by = {"cluster", "namespce"}}),
            "error: there is no dimension 'namespce' (did you mean "
            "'namespace'?)");
}

TEST(AllocatedCostsTest, AnUnknownCostIsCountedAndNotZero) {
  auto made = small_allocation();
  made.add(held_by("labs", "NULL", {{"hours", "24"}}));
  const auto answer = made.ask({.by = {"team"}, .where = "team = 'labs'"});
  EXPECT_EQ(rows_text(answer), AllocatedRows{"labs|NULL|USD"});
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "unknown"),
            "effective cost is unknown for 24 node- or workload-hours, which are in no sum");
}

TEST(AllocatedCostsTest, WithoutABuildThereAreNoRowsAndANoteSaysHowToMakeThem) {
  MadeAllocation made;
  made.snapshot.datasets["nodes"].partitions.push_back({});
  const auto answer = made.ask({.by = {"team"}});
  EXPECT_TRUE(answer.rows.empty());
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "farthing build"), "nothing is split to workloads yet: run farthing build");
}

TEST(AllocatedCostsTest, DaysThatAreOlderThanTheirInputsAreSaid) {
  auto made = small_allocation();
  Partition nodes;
  nodes.period = "2026-10-05";
  nodes.version = "v2";
  made.snapshot.datasets["nodes"].partitions.push_back(nodes);
  const auto answer = made.ask({.by = {"team"}});
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(note_with(answer, "older"),
            "1 day is older than the data that came in since (2026-10-05): run farthing build");
}

}  // namespace
}  // namespace farthing
