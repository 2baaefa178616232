// OpenCost's metrics of the lake of support/opencost_lake.hpp, whose newest hour is the one from 11:00.
#include "opencost/gauges.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const std::vector<GaugeFamily>& all_gauges() {
  static const auto kFamilies = opencost_gauges(opencost_view()).value();
  return kFamilies;
}

// A sample a text: the value behind the labels that are asked for.
std::vector<std::string> gauge_samples(const std::string& name, const std::vector<std::string>& labels) {
  std::vector<std::string> samples;
  for (const auto& family : all_gauges()) {
    if (family.name != name) continue;
    for (const auto& sample : family.samples) {
      std::string text;
      for (const auto& wanted : labels) {
        for (const auto& [label, value] : sample.labels) text += label == wanted ? value + " " : "";
      }
      samples.push_back(text + fmt::format("{:.9g}", sample.value));
    }
  }
  return samples;
}

std::set<std::string> labels_of(const std::string& name) {
  std::set<std::string> labels;
  for (const auto& family : all_gauges()) {
    if (family.name != name) continue;
    for (const auto& [label, value] : family.samples.at(0).labels) labels.insert(label);
  }
  return labels;
}

TEST(GaugesTest, FamiliesAreValidAndHaveTheirLabels) {
  {
    std::vector<std::string> names;
    for (const auto& family : all_gauges()) names.push_back(family.name);
    EXPECT_THAT(names, UnorderedElementsAre(
                           "node_cpu_hourly_cost", "node_ram_hourly_cost", "node_gpu_hourly_cost", "node_gpu_count",
                           "node_total_hourly_cost", "kubecost_node_is_spot", "container_cpu_allocation",
                           "container_memory_allocation_bytes", "container_gpu_allocation",
                           "kubecost_cluster_management_cost", "kubecost_load_balancer_cost", "pv_hourly_cost",
                           "kubecost_network_zone_egress_cost", "kubecost_network_region_egress_cost",
                           "kubecost_network_internet_egress_cost", "kubecost_network_nat_gateway_egress_cost"));
  }
  // What dashboards join by.
  {
    const std::set<std::string> machine = {"cluster", "instance", "instance_type", "node", "provider_id", "region"};
    const std::set<std::string> container = {"cluster", "container", "instance", "namespace", "node", "pod"};
    for (const char* name : {"node_cpu_hourly_cost", "node_ram_hourly_cost", "node_gpu_hourly_cost", "node_gpu_count",
                             "node_total_hourly_cost", "kubecost_node_is_spot"}) {
      EXPECT_EQ(labels_of(name), machine) << name;
    }
    for (const char* name :
         {"container_cpu_allocation", "container_memory_allocation_bytes", "container_gpu_allocation"}) {
      EXPECT_EQ(labels_of(name), container) << name;
    }
    EXPECT_THAT(labels_of("pv_hourly_cost"), ElementsAre("persistentvolume", "provider_id", "volumename"));
    EXPECT_THAT(labels_of("kubecost_load_balancer_cost"), ElementsAre("load_balancer", "namespace", "service_name"));
    EXPECT_THAT(labels_of("kubecost_cluster_management_cost"), ElementsAre("cluster", "provisioner_name"));
    EXPECT_THAT(labels_of("kubecost_network_zone_egress_cost"), IsEmpty());
    EXPECT_THAT(gauge_samples("node_gpu_count", {"provider_id", "region", "instance_type", "cluster"}),
                ElementsAre("aws:///us-east-1a/i-cpu us-east-1 m5.xlarge prod 0",
                            "aws:///us-east-1b/i-gpu us-east-1 g5.xlarge prod 2"));
  }
  // Prometheus refuses a scrape with a family that is there twice or two samples of the same labels.
  {
    const auto is_name = [](const std::string& text) {
      return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      });
    };
    std::set<std::string> names;
    for (const auto& family : all_gauges()) {
      EXPECT_TRUE(names.insert(family.name).second) << family.name;
      EXPECT_TRUE(is_name(family.name)) << family.name;
      EXPECT_FALSE(family.help.empty()) << family.name;
      EXPECT_FALSE(family.samples.empty()) << family.name;
      std::set<std::vector<std::pair<std::string, std::string>>> samples;
      for (const auto& sample : family.samples) {
        EXPECT_TRUE(samples.insert(sample.labels).second) << family.name;
        std::set<std::string> labels;
        for (const auto& [label, value] : sample.labels) {
          EXPECT_TRUE(is_name(label)) << label;
          EXPECT_TRUE(labels.insert(label).second) << label;
        }
      }
    }
  }
}

TEST(GaugesTest, SamplesAreOfTheNewestHour) {
  // Machines have their prices by unit.
  {
    EXPECT_THAT(gauge_samples("node_total_hourly_cost", {"node"}), ElementsAre("i-cpu 3", "i-gpu 8"));
    EXPECT_THAT(gauge_samples("node_cpu_hourly_cost", {"node"}), ElementsAre("i-cpu 0.375", "i-gpu 0.2"));
    EXPECT_THAT(gauge_samples("node_ram_hourly_cost", {"node"}),
                ElementsAre("i-cpu 0.0416666667", "i-gpu 0.0222222222"));
    EXPECT_THAT(gauge_samples("node_gpu_hourly_cost", {"node"}), ElementsAre("i-gpu 2"));  // the other has no card
    EXPECT_THAT(gauge_samples("node_gpu_count", {"node"}), ElementsAre("i-cpu 0", "i-gpu 2"));
    EXPECT_THAT(gauge_samples("kubecost_node_is_spot", {"node"}), ElementsAre("i-cpu 0", "i-gpu 1"));
  }
  // Containers have what they held.
  {
    EXPECT_THAT(
        gauge_samples("container_cpu_allocation", {"namespace", "pod", "container", "node"}),
        UnorderedElementsAre("web shop-1 main i-cpu 1", "kube-system agent-1 agent i-cpu 1", "ai chat-0 vllm i-gpu 5"));
    EXPECT_THAT(gauge_samples("container_memory_allocation_bytes", {"pod"}),
                UnorderedElementsAre("shop-1 1.93273528e+10", "agent-1 9.66367642e+09", "chat-0 4.83183821e+10"));
    EXPECT_THAT(gauge_samples("container_gpu_allocation", {"pod"}), ElementsAre("chat-0 0.5"));
  }
  // What is beside machines is of the bill.
  {
    EXPECT_THAT(gauge_samples("kubecost_cluster_management_cost", {"provisioner_name", "cluster"}),
                ElementsAre("EKS prod 0.24"));
    EXPECT_THAT(gauge_samples("kubecost_load_balancer_cost", {"load_balancer"}), ElementsAre("lb-1 0.48"));
    EXPECT_THAT(gauge_samples("pv_hourly_cost", {"persistentvolume", "volumename"}), ElementsAre("vol-1 vol-1 0.0001"));
    EXPECT_THAT(gauge_samples("kubecost_network_zone_egress_cost", {}), ElementsAre("0.01"));
    EXPECT_THAT(gauge_samples("kubecost_network_region_egress_cost", {}), ElementsAre("0.02"));
    EXPECT_THAT(gauge_samples("kubecost_network_internet_egress_cost", {}), ElementsAre("0.09"));
    EXPECT_THAT(gauge_samples("kubecost_network_nat_gateway_egress_cost", {}), ElementsAre("0.045"));
  }
  // Prices and what is held make what an allocation costs.
  {
    // chat in the hour: 5 vCPU, 45 GiB and half a card, at the prices of i-gpu.
    auto question = allocation_question_of("2026-05-01T11:00:00Z,2026-05-01T12:00:00Z", {"pod"});
    EXPECT_THAT(allocation_rows(question), testing::Contains("chat-0 1+1+1"));
    const auto value = [](const std::string& text) { return std::stod(text.substr(text.rfind(' ') + 1)); };
    const auto cpu = value(gauge_samples("node_cpu_hourly_cost", {"node"}).at(1));
    const auto ram = value(gauge_samples("node_ram_hourly_cost", {"node"}).at(1));
    const auto gpu = value(gauge_samples("node_gpu_hourly_cost", {"node"}).at(0));
    EXPECT_NEAR(cpu * 5 + ram * 45 + gpu * 0.5, 3, 1e-6);
  }
}

}  // namespace
}  // namespace farthing
