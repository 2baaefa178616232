#include "opencost/allocation_sets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
