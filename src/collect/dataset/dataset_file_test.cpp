#include "collect/dataset/dataset_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

std::string chosen(const std::vector<std::string>& columns) {
  const auto* dataset = choose_dataset(columns);
  return dataset == nullptr ? "-" : dataset->name;
}

TEST(DatasetFile, IsToldByItsRequiredColumns) {
  EXPECT_EQ(chosen({"node_id", "start", "vcpu", "memory_gib"}), "nodes");
  EXPECT_EQ(chosen({"start", "workload_id", "node_id", "something"}), "workloads");
  EXPECT_EQ(chosen({"hour", "workload_id", "vcpu_hours"}), "usage_hourly");
  EXPECT_EQ(chosen({"service", "region", "unit", "price_usd"}), "prices");
  EXPECT_EQ(chosen({"time", "kind"}), "events");
}

TEST(DatasetFile, WithoutARequiredColumnItIsNone) {
  EXPECT_EQ(chosen({"node_id", "start", "vcpu"}), "-");
  EXPECT_EQ(chosen({}), "-");
  EXPECT_EQ(chosen({"Node_Id", "start", "vcpu", "memory_gib"}), "-");
}

// Has the required columns of nodes and of workloads: the rest decides.
TEST(DatasetFile, OfSeveralTheOneThatKnowsMostIsTaken) {
  const std::vector<std::string> both = {"node_id", "workload_id", "start", "vcpu", "memory_gib"};
  auto of_workloads = both;
  of_workloads.insert(of_workloads.end(), {"namespace", "pod", "container"});
  EXPECT_EQ(chosen(of_workloads), "workloads");
  auto of_nodes = both;
  of_nodes.insert(of_nodes.end(), {"instance_type", "zone", "allocatable_vcpu"});
  EXPECT_EQ(chosen(of_nodes), "nodes");
}

TEST(DatasetFile, ABillIsNone) {
  EXPECT_EQ(chosen({"lineItem/UsageStartDate", "lineItem/UnblendedCost", "bill/BillingPeriodStartDate"}), "-");
  EXPECT_EQ(chosen({"BilledCost", "ChargePeriodStart", "ChargeCategory", "Tags"}), "-");
}

}  // namespace
}  // namespace farthing
