#include "opencost/allocation_sets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

namespace farthing {
namespace {

const TimeWindow kMadeSet = parse_window("2026-05-01,2026-05-02", {}).value();

Decimal of_text(const char* text) { return parse_decimal(text).value; }

AllocationCell made_cell(const std::string& cluster, const std::string& name, const char* cpu, const char* ram,
                         const char* gpu = "0") {
  AllocationCell cell;
  cell.pool = {cluster, ""};
  cell.name = name;
  cell.allocation.start = kMadeSet.start;
  cell.allocation.end = kMadeSet.end;
  cell.allocation.resources[kCpu].cost = of_text(cpu);
  cell.allocation.resources[kRam].cost = of_text(ram);
  cell.allocation.resources[kGpu].cost = of_text(gpu);
  return cell;
}

Pool made_pool(const char* cpu, const char* ram, const char* gpu = "0") {
  Pool pool;
  pool.cost = {of_text(cpu), of_text(ram), of_text(gpu)};
  return pool;
}

std::string total_of(const AllocationSet& set, const std::string& name) {
  for (const auto& row : set.rows) {
    if (row.name == name) return row.allocation.total_cost().text();
  }
  return "-";
}

TEST(AllocationSetsTest, IdleStaysInItsClusterAndResource) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("10", "10")}, {{"two", ""}, made_pool("5", "5", "8")}};
  input.cells = {made_cell("one", "a", "4", "0"), made_cell("one", "b", "1", "5"), made_cell("two", "b", "5", "5")};
  AllocationQuestion question;
  question.include_idle = true;
  question.share_idle = Split::kWeighted;
  const auto set = make_set(kMadeSet, input, question);
  // one: 5 of idle cpu go 4:1, 5 of idle ram to b alone. Nobody holds two's accelerators.
  EXPECT_EQ(total_of(set, "a"), "8");
  EXPECT_EQ(total_of(set, "b"), "22");
  EXPECT_EQ(total_of(set, "__idle__"), "8");
  question.share_idle = Split::kNone;
  question.split_idle = true;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "one/__idle__"), "10");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "two/__idle__"), "8");
}

TEST(AllocationSetsTest, WhatIsSharedTakesItsPartOfIdleAlong) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("12", "0")}};
  input.cells = {made_cell("one", "a", "4", "0"), made_cell("one", "proxy", "2", "0")};
  input.cells[1].shared = true;
  AllocationQuestion question;
  question.share_idle = Split::kWeighted;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "12");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "proxy"), "-");
  input.shared_lines = of_text("3");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "15");
}

TEST(AllocationSetsTest, WhoIsntChosenTakesItsPartOfWhatIsShared) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("8", "0")}};
  input.cells = {made_cell("one", "a", "4", "0"), made_cell("one", "b", "2", "0"), made_cell("one", "proxy", "2", "0")};
  input.cells[1].chosen = false;
  input.cells[2].shared = true;
  input.cells[2].chosen = false;
  AllocationQuestion question;
  question.filter = parse_filter("namespace:a").value();
  const auto set = make_set(kMadeSet, input, question);
  ASSERT_EQ(set.rows.size(), 1U);
  EXPECT_EQ(set.rows[0].allocation.shared.text(), "1.333333333333");
}

TEST(AllocationSetsTest, IdleByNodeStaysOnItsNode) {
  SetInput input;
  input.pools = {{{"one", "n1"}, made_pool("10", "0")}, {{"one", "n2"}, made_pool("10", "0")}};
  input.cells = {made_cell("one", "a", "5", "0"), made_cell("one", "b", "8", "0")};
  input.cells[0].pool.node = "n1";
  input.cells[1].pool.node = "n2";
  AllocationQuestion question;
  question.include_idle = true;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "7");
  question.share_idle = Split::kWeighted;  // 7 on 5 and 8
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "7.692307692308");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "12.307692307692");
  question.idle_by_node = true;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "10");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "10");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "-");
  question.share_idle = Split::kNone;
  question.split_idle = true;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "one/n1/__idle__"), "5");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "one/n2/__idle__"), "2");
}

TEST(AllocationSetsTest, MachinesWithoutAClusterAreOfOne) {
  SetInput input;
  input.pools = {{{"", ""}, made_pool("4", "0")}};
  input.cells = {made_cell("", "a", "1", "0")};
  AllocationQuestion question;
  question.include_idle = question.split_idle = true;
  const auto set = make_set(kMadeSet, input, question);
  EXPECT_EQ(total_of(set, "__unallocated__/__idle__"), "3");
  EXPECT_EQ(set.rows.at(0).allocation.properties.cluster, std::nullopt);
}

TEST(AllocationSetsTest, WithoutWorkloadsAllIsIdle) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("4", "2", "1")}};
  AllocationQuestion question;
  for (const auto share : {Split::kNone, Split::kWeighted, Split::kEven}) {
    question.share_idle = share;
    question.include_idle = false;
    EXPECT_TRUE(make_set(kMadeSet, input, question).rows.empty());
    question.include_idle = true;
    EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "7");
  }
  // Nobody is there who could take it: what is to be shared isn't laid on anybody.
  question.share_cost = of_text("31");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "7");
}

TEST(AllocationSetsTest, EvenSharesAreByNameAndNotByCell) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("10", "0")}};
  input.cells = {made_cell("one", "a", "1", "0"), made_cell("one", "a", "2", "0"), made_cell("one", "b", "3", "0")};
  AllocationQuestion question;
  question.share_idle = Split::kEven;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "5");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "5");
  question.share_idle = Split::kNone;
  question.share_split = Split::kEven;
  question.share_cost = of_text("62");  // 2 a day
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "4");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "4");
}

// Weights are what a row costs with its idle: who has more of both takes more of what is shared.
TEST(AllocationSetsTest, SharedCostsWeighWithIdle) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("12", "0")}, {{"two", ""}, made_pool("4", "0")}};
  input.cells = {made_cell("one", "a", "4", "0"), made_cell("two", "b", "4", "0")};
  AllocationQuestion question;
  question.share_cost = of_text("124");  // 4 a day
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "6");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "6");
  question.share_idle = Split::kWeighted;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "15");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "b"), "5");
}

TEST(AllocationSetsTest, RowsWithTheSameCostAreInOrderOfTheirNames) {
  SetInput input;
  for (const char* name : {"c", "a", "d", "b"}) input.cells.push_back(made_cell("one", name, "1", "0"));
  input.cells.push_back(made_cell("one", "z", "2", "0"));
  std::string names;
  for (const auto& row : make_set(kMadeSet, input, {}).rows) names += row.name;
  EXPECT_EQ(names, "zabcd");
}

TEST(AllocationSetsTest, CreditsMayExceedWhatIsHeld) {
  SetInput input;
  input.pools = {{{"one", ""}, made_pool("-2", "0")}};
  input.cells = {made_cell("one", "a", "-1", "0")};
  AllocationQuestion question;
  question.include_idle = true;
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "-1");
  question.share_idle = Split::kWeighted;  // who weighs nothing takes nothing
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "__idle__"), "-1");
  EXPECT_EQ(total_of(make_set(kMadeSet, input, question), "a"), "-1");
}

// Pools, cells and questions at random: the rows sum to the pools and what else is shared.
TEST(AllocationSetsTest, RowsSumToThePoolsWhateverIsAsked) {
  std::mt19937 random(3);
  const auto some = [&](unsigned most) { return random() % most; };
  const auto amount = [&] { return Decimal::from_units(static_cast<std::int64_t>(random()) * 1'000); };
  for (int round = 0; round < 200; ++round) {
    SetInput input;
    Decimal whole;
    for (int p = 0; p < 3; ++p) {
      const PoolKey key{some(2) == 0 ? "one" : "two", "n" + std::to_string(p)};
      auto& pool = input.pools[key];
      for (int c = 0; c < 3; ++c) {
        AllocationCell cell;
        cell.pool = key;
        cell.name = std::string(1, static_cast<char>('a' + some(4)));
        cell.shared = some(5) == 0;
        for (std::size_t i = 0; i < kResources; ++i) {
          cell.allocation.resources[i].cost = some(3) == 0 ? Decimal{} : amount();
          pool.cost[i] += cell.allocation.resources[i].cost + (some(3) == 0 ? Decimal{} : amount());
        }
        input.cells.push_back(cell);
      }
      for (const auto cost : pool.cost) whole += cost;
    }
    input.shared_lines = amount();
    const bool has_takers =
        std::any_of(input.cells.begin(), input.cells.end(), [](const auto& one) { return !one.shared; });
    if (has_takers) whole += input.shared_lines;
    AllocationQuestion question;
    question.include_idle = true;
    question.idle_by_node = some(2) == 0;
    question.split_idle = some(2) == 0;
    question.share_idle = std::array{Split::kNone, Split::kWeighted, Split::kEven}.at(some(3));
    question.share_split = some(2) == 0 ? Split::kWeighted : Split::kEven;
    question.proportional_costs = some(2) == 0;
    Decimal sum;
    for (const auto& row : make_set(kMadeSet, input, question).rows) {
      sum += row.allocation.total_cost();
      for (const auto& resource : row.allocation.resources) EXPECT_LE(resource.idle, resource.cost);
    }
    EXPECT_EQ(sum, whole) << round;
  }
}

TEST(AllocationSetsTest, OfANameOnlyWhatAllHaveInCommonIsSaid) {
  SetInput input;
  input.cells = {made_cell("one", "a", "1", "0"), made_cell("two", "a", "1", "0")};
  input.cells[0].allocation.properties = {
      .cluster = "one", .namespace_name = "web", .labels = {{"app", "x"}, {"tier", "y"}}};
  input.cells[1].allocation.properties = {
      .cluster = "two", .namespace_name = "web", .labels = {{"app", "x"}, {"tier", "z"}}};
  const auto set = make_set(kMadeSet, input, {});
  ASSERT_EQ(set.rows.size(), 1U);
  const auto& properties = set.rows[0].allocation.properties;
  EXPECT_EQ(properties.cluster, std::nullopt);
  EXPECT_EQ(properties.namespace_name, "web");
  EXPECT_EQ(properties.labels, (std::map<std::string, std::string>{{"app", "x"}}));
}

TEST(AllocationSetsTest, EfficiencyIsWeightedByCostWithAccelerators) {
  auto cell = made_cell("one", "a", "1", "1", "8");
  auto& [cpu, ram, gpu] = cell.allocation.resources;
  cpu.used = 1, cpu.requested_of_known = 2;
  gpu.used = 1, gpu.requested_of_known = 4;
  EXPECT_DOUBLE_EQ(cell.allocation.efficiency().value(), (0.5 * 1 + 0.25 * 8) / 9);
  ram.used = 3;
  EXPECT_EQ(ram.efficiency(), 1);
  ram.used = 0;
  EXPECT_EQ(ram.efficiency(), 0);
}

TEST(AllocationSetsTest, ACostAMonthIsSplitBySeconds) {
  EXPECT_EQ(part_of_months(of_text("31"), kMadeSet).text(), "1");
  const auto two_months = parse_window("2026-04-30,2026-05-02", {}).value();
  EXPECT_EQ(part_of_months(of_text("930"), two_months).text(), "61");
}

}  // namespace
}  // namespace farthing
