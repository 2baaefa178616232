// How an allocation is written, field by field.
#include "opencost/allocation_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

namespace farthing {
namespace {

using ::testing::UnorderedElementsAre;
namespace js = boost::json;

const TimeWindow kWrittenDay = parse_window("2026-05-01,2026-05-02", {}).value();

Decimal written_amount(const char* text) { return parse_decimal(text).value; }

// From 10:00 to 14:00. CPU: asks for 2 and holds them, 8 core-hours; its use is known for half of the time. Memory: 4
// GiB, unknown use. A card for an hour.
Allocation written_allocation() {
  Allocation made;
  made.properties = {.cluster = "prod",
                     .node = "i-1",
                     .namespace_name = "web",
                     .controller = "shop",
                     .controller_kind = "deployment",
                     .pod = "shop-1",
                     .container = "main",
                     .service = "front",
                     .accelerator = "NVIDIA L4",
                     .labels = {{"app", "shop"}},
                     .annotations = {{"owner", "o\"x"}}};
  made.start = parse_timestamp("2026-05-01T10:00:00Z").value();
  made.end = parse_timestamp("2026-05-01T14:00:00Z").value();
  made.run_hours = 4;
  made.shared = written_amount("0.5");
  auto& [cpu, ram, gpu] = made.resources;
  cpu = {.cost = written_amount("1.000000000001"),
         .idle = written_amount("0.25"),
         .hours = 8,
         .requested = 8,
         .limit = 16,
         .used = 2,
         .used_of = 2,
         .requested_of_known = 4};
  ram = {.cost = written_amount("0.75"), .idle = {}, .hours = 16, .requested = 16, .limit = {}, .used = {}};
  gpu = {.cost = written_amount("2"),
         .idle = {},
         .hours = 1,
         .requested = 1,
         .limit = {},
         .used = 0.75,
         .used_of = 1,
         .requested_of_known = 1};
  return made;
}

js::object allocation_written(const Allocation& allocation, const AllocationShown& shown = {}) {
  JsonWriter json;
  write_allocations(json, {{kWrittenDay, {{"shop", allocation}}}}, shown);
  return js::parse(json.take()).as_array().at(0).at("shop").as_object();
}

double number_in(const js::object& object, const char* name) { return object.at(name).to_number<double>(); }

std::vector<std::string> keys_of(const js::object& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object) keys.emplace_back(key);
  return keys;
}

TEST(AllocationJsonTest, EachFieldOfOpenCostsIsThere) {
  EXPECT_THAT(
      keys_of(allocation_written(written_allocation())),
      UnorderedElementsAre(
          "name", "properties", "window", "start", "end", "minutes", "cpuCores", "cpuCoreRequestAverage",
          "cpuCoreLimitAverage", "cpuCoreUsageAverage", "cpuCoreHours", "cpuCost", "cpuCostAdjustment", "cpuCostIdle",
          "cpuEfficiency", "gpuCount", "gpuHours", "gpuCost", "gpuCostAdjustment", "gpuCostIdle", "gpuEfficiency",
          "gpuAllocation", "networkTransferBytes", "networkReceiveBytes", "networkCost", "networkCrossZoneCost",
          "networkCrossRegionCost", "networkInternetCost", "networkCostAdjustment", "loadBalancerCost",
          "loadBalancerCostAdjustment", "lbAllocations", "pvBytes", "pvByteHours", "pvCost", "pvs", "pvCostAdjustment",
          "ramBytes", "ramByteRequestAverage", "ramByteLimitAverage", "ramByteUsageAverage", "ramByteHours", "ramCost",
          "ramCostAdjustment", "ramCostIdle", "ramEfficiency", "externalCost", "sharedCost", "totalCost",
          "totalEfficiency", "rawAllocationOnly", "proportionalAssetResourceCosts", "sharedCostBreakdown"));
}

TEST(AllocationJsonTest, TimesAndNames) {
  const auto written = allocation_written(written_allocation());
  EXPECT_EQ(written.at("name").as_string(), "shop");
  EXPECT_EQ(js::serialize(written.at("window")), R"({"start":"2026-05-01T00:00:00Z","end":"2026-05-02T00:00:00Z"})");
  EXPECT_EQ(written.at("start").as_string(), "2026-05-01T10:00:00Z");
  EXPECT_EQ(written.at("end").as_string(), "2026-05-01T14:00:00Z");
  EXPECT_EQ(number_in(written, "minutes"), 240);
  EXPECT_EQ(js::serialize(written.at("properties")),
            R"({"cluster":"prod","node":"i-1","container":"main","controller":"shop","controllerKind":"deployment",)"
            R"("namespace":"web","pod":"shop-1","services":["front"],"providerID":"i-1","labels":{"app":"shop"},)"
            R"("annotations":{"owner":"o\"x"}})");
}

TEST(AllocationJsonTest, WhatIsntKnownOfNamesIsntThere) {
  auto allocation = written_allocation();
  allocation.properties = {};
  EXPECT_EQ(js::serialize(allocation_written(allocation).at("properties")), "{}");
  allocation.properties.service = "";
  allocation.properties.cluster = "";
  EXPECT_EQ(js::serialize(allocation_written(allocation).at("properties")), "{}");
}

TEST(AllocationJsonTest, CpuIsInCores) {
  const auto written = allocation_written(written_allocation());
  EXPECT_EQ(number_in(written, "cpuCores"), 2);
  EXPECT_EQ(number_in(written, "cpuCoreRequestAverage"), 2);
  EXPECT_EQ(number_in(written, "cpuCoreLimitAverage"), 4);
  // 2 used where 4 were asked for, of 8 in all: as if 4 were used in 4 hours.
  EXPECT_EQ(number_in(written, "cpuCoreUsageAverage"), 1);
  EXPECT_EQ(number_in(written, "cpuCoreHours"), 8);
  EXPECT_EQ(number_in(written, "cpuEfficiency"), 0.5);
  EXPECT_EQ(number_in(written, "cpuCostIdle"), 0.25);
  EXPECT_EQ(number_in(written, "cpuCostAdjustment"), 0);
}

TEST(AllocationJsonTest, MemoryIsInBytesAndItsUseIsUnknown) {
  constexpr double kGib = 1073741824;
  const auto written = allocation_written(written_allocation());
  EXPECT_EQ(number_in(written, "ramBytes"), 4 * kGib);
  EXPECT_EQ(number_in(written, "ramByteHours"), 16 * kGib);
  EXPECT_EQ(number_in(written, "ramByteRequestAverage"), 4 * kGib);
  for (const char* name : {"ramByteLimitAverage", "ramByteUsageAverage", "ramEfficiency"}) {
    EXPECT_TRUE(written.at(name).is_null()) << name;
  }
}

TEST(AllocationJsonTest, AcceleratorsAreFractionsWithTheirModel) {
  auto allocation = written_allocation();
  const auto written = allocation_written(allocation);
  EXPECT_EQ(number_in(written, "gpuCount"), 0.25);
  EXPECT_EQ(number_in(written, "gpuHours"), 1);
  EXPECT_EQ(number_in(written, "gpuEfficiency"), 0.75);
  EXPECT_EQ(js::serialize(written.at("gpuAllocation")),
            R"({"gpuModel":"NVIDIA L4","gpuRequestAverage":2.5E-1,"gpuUsageAverage":1.875E-1})");
  allocation.resources[kGpu] = {};
  EXPECT_TRUE(allocation_written(allocation).at("gpuAllocation").is_null());
}

TEST(AllocationJsonTest, MoneyHasAllItsDecimals) {
  JsonWriter json;
  write_allocations(json, {{kWrittenDay, {{"shop", written_allocation()}}}}, {});
  const auto text = json.take();
  for (const char* part : {R"("cpuCost":1.000000000001,)", R"("ramCost":0.75,)", R"("gpuCost":2,)",
                           R"("sharedCost":0.5,)", R"("totalCost":4.250000000001,)", R"("externalCost":0,)"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part;
  }
}

// Nobody knows which workload a line of transfer, of a load balancer or of a volume is of: that isn't 0.
TEST(AllocationJsonTest, WhatTheBillDoesntSplitIsNull) {
  const auto written = allocation_written(written_allocation());
  for (const char* name :
       {"networkCost", "networkCrossZoneCost", "networkCrossRegionCost", "networkInternetCost", "networkTransferBytes",
        "networkReceiveBytes", "loadBalancerCost", "lbAllocations", "pvBytes", "pvByteHours", "pvCost", "pvs",
        "rawAllocationOnly", "sharedCostBreakdown", "proportionalAssetResourceCosts"}) {
    EXPECT_TRUE(written.at(name).is_null()) << name;
  }
  for (const char* name : {"networkCostAdjustment", "loadBalancerCostAdjustment", "pvCostAdjustment"}) {
    EXPECT_EQ(number_in(written, name), 0) << name;
  }
  auto allocation = written_allocation();
  allocation.network_in = 5;
  allocation.network_out = 6;
  EXPECT_EQ(number_in(allocation_written(allocation), "networkReceiveBytes"), 5);
  EXPECT_EQ(number_in(allocation_written(allocation), "networkTransferBytes"), 6);
}

TEST(AllocationJsonTest, TotalEfficiencyIsWithAccelerators) {
  // Of CPU 0.5 at 1, of the card 0.75 at 2; of memory nothing is known.
  EXPECT_NEAR(number_in(allocation_written(written_allocation()), "totalEfficiency"), 2.0 / 3, 1e-9);
  auto allocation = written_allocation();
  for (auto& resource : allocation.resources) resource.used.reset();
  EXPECT_TRUE(allocation_written(allocation).at("totalEfficiency").is_null());
}

TEST(AllocationJsonTest, AMomentIsNoDivisionByZero) {
  auto allocation = written_allocation();
  allocation.end = allocation.start;
  const auto written = allocation_written(allocation);
  EXPECT_EQ(number_in(written, "minutes"), 0);
  EXPECT_EQ(number_in(written, "cpuCores"), 0);
  EXPECT_TRUE(written.at("cpuCoreRequestAverage").is_null());
}

TEST(AllocationJsonTest, PartsOfNodesAreByName) {
  auto allocation = written_allocation();
  allocation.nodes = {{"prod",
                       "i-1",
                       {written_amount("1"), written_amount("2"), written_amount("0")},
                       {written_amount("4"), written_amount("4"), written_amount("0")}}};
  const auto written = allocation_written(allocation, {.proportional_costs = true});
  const auto& part = written.at("proportionalAssetResourceCosts").at("prod,i-1,Node,i-1").as_object();
  EXPECT_EQ(number_in(part, "cpuPercentage"), 0.25);
  EXPECT_EQ(number_in(part, "ramPercentage"), 0.5);
  EXPECT_EQ(number_in(part, "gpuPercentage"), 0);  // of nothing
  EXPECT_EQ(number_in(part, "nodeResourceCostPercentage"), 0.375);
  EXPECT_EQ(number_in(part, "cpuTotal"), 4);
  EXPECT_EQ(part.at("type").as_string(), "Node");
  EXPECT_EQ(part.at("providerID").as_string(), "i-1");
}

TEST(AllocationJsonTest, SetsAreAListAlsoWithoutRows) {
  JsonWriter json;
  write_allocations(json, {}, {});
  EXPECT_EQ(json.take(), "[]");
  JsonWriter other;
  write_allocations(other, {{kWrittenDay, {}}, {kWrittenDay, {}}}, {});
  EXPECT_EQ(other.take(), "[{},{}]");
}

TEST(AllocationJsonTest, SummariesHaveFewerFieldsAndTheirStep) {
  JsonWriter json;
  write_summaries(json, {{kWrittenDay, {{"shop", written_allocation()}}}}, kWrittenDay);
  const auto written = js::parse(json.take()).as_object();
  EXPECT_EQ(written.at("step").as_int64(), 86'400'000'000'000);
  EXPECT_EQ(js::serialize(written.at("window")), R"({"start":"2026-05-01T00:00:00Z","end":"2026-05-02T00:00:00Z"})");
  const auto& row = written.at("sets").at(0).at("allocations").at("shop").as_object();
  EXPECT_THAT(
      keys_of(row),
      UnorderedElementsAre("name", "properties", "start", "end", "cpuCoreRequestAverage", "cpuCoreUsageAverage",
                           "cpuCost", "cpuCostIdle", "gpuRequestAverage", "gpuUsageAverage", "gpuCost", "gpuCostIdle",
                           "networkCost", "loadBalancerCost", "pvCost", "ramByteRequestAverage", "ramByteUsageAverage",
                           "ramCost", "ramCostIdle", "sharedCost", "externalCost", "totalCost", "totalEfficiency"));
  EXPECT_EQ(number_in(row, "gpuUsageAverage"), 0.1875);
  EXPECT_TRUE(row.at("ramByteUsageAverage").is_null());
  EXPECT_TRUE(row.at("pvCost").is_null());
  JsonWriter none;
  write_summaries(none, {}, kWrittenDay);
  EXPECT_EQ(js::parse(none.take()).at("step").as_int64(), 86'400'000'000'000);
}

}  // namespace
}  // namespace farthing
