// The assets of the lake of support/opencost_lake.hpp, worked out by hand; other faults are in assets_test.cpp.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "opencost/assets.hpp"
#include "opencost/configs.hpp"
#include "opencost/older_filter.hpp"
#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace js = boost::json;

AssetQuestion assets_question(std::vector<std::string> aggregate, const char* filter = "") {
  AssetQuestion question;
  question.window = parse_window("2026-05-01T10:00:00Z,2026-05-01T12:00:00Z", {}).value();
  question.sets = {question.window};
  question.aggregate = std::move(aggregate);
  question.filter = parse_filter(filter).value();
  return question;
}

js::object assets_asked(const AssetQuestion& question) {
  const auto body = assets_body(opencost_view(), question);
  EXPECT_TRUE(body) << body.error().text();
  return js::parse(body.value_or("{}")).as_object();
}

std::vector<std::string> asset_costs(const js::value& set) {
  std::vector<std::string> costs;
  for (const auto& [name, asset] : set.as_object()) {
    const auto& total = asset.at("totalCost");
    costs.push_back(std::string(name) + " " +
                    (total.is_null() ? "null" : fmt::format("{:.9g}", total.to_number<double>())));
  }
  return costs;
}

std::vector<std::string> asset_costs_of(const AssetQuestion& question) {
  return asset_costs(assets_asked(question).at("data"));
}

TEST(AssetsGoldenTest, AggregatesAndFilters) {
  // Aggregates have their names.
  {
    EXPECT_THAT(asset_costs_of(assets_question({"type"})),
                ElementsAre("Node 22", "Disk 7.44", "LoadBalancer 0.48", "ClusterManagement 0.24"));
    EXPECT_THAT(asset_costs_of(assets_question({"assetType"})),
                ElementsAre("Node 22", HasSubstr("Disk"), HasSubstr("Load"), HasSubstr("Cluster")));
    EXPECT_THAT(asset_costs_of(assets_question({"category"})),
                ElementsAre("Compute 22", "Storage 7.44", "Network 0.48", "Management 0.24"));
    EXPECT_THAT(asset_costs_of(assets_question({"cluster"})), ElementsAre("prod 22.24", "__undefined__ 7.92"));
    EXPECT_THAT(asset_costs_of(assets_question({"name"}, "cluster:prod")),
                ElementsAre("i-gpu 16", "i-cpu 6", "arn:aws:eks:us-east-1:1:cluster/prod 0.24"));
    EXPECT_THAT(asset_costs_of(assets_question({"service", "type"})),
                ElementsAre("Kubernetes/Node 22", "AmazonEC2/Disk 7.44", "AWSELB/LoadBalancer 0.48",
                            "AmazonEKS/ClusterManagement 0.24"));
    EXPECT_THAT(asset_costs_of(assets_question({"label:pool"})),
                ElementsAre("pool=cards 16", "__undefined__ 8.16", "pool=general 6"));
    EXPECT_THAT(asset_costs_of(assets_question({}, R"(name:"i-gpu")")),
                ElementsAre("AWS/444455556666/__undefined__/Compute/prod/Node/Kubernetes/i-gpu/i-gpu 16"));
  }
  // Filters choose.
  {
    const std::pair<const char*, std::vector<std::string>> kCases[] = {
        {R"(assetType:"node"+cluster:"prod")", {"Node 22"}},
        {R"(type!:"NODE"+category!:"storage")", {"LoadBalancer 0.48", "ClusterManagement 0.24"}},
        {R"(providerID~:"vol"|service:"AWSELB")", {"Disk 7.44", "LoadBalancer 0.48"}},
        {R"(label[pool]:"cards")", {"Node 16"}},
        {R"(cluster:"__unallocated__"+account:"444455556666"+provider:"AWS")", {"Disk 7.44", "LoadBalancer 0.48"}},
        {R"(project:"x")", {}}};
    for (const auto& [filter, costs] : kCases)
      EXPECT_EQ(asset_costs_of(assets_question({"type"}, filter)), costs) << filter;
  }
  // Older filters choose the same.
  {
    const std::tuple<const char*, const char*, std::vector<std::string>> kCases[] = {
        {"filterTypes", "disk,load*", {"Disk 7.44", "LoadBalancer 0.48"}},
        {"filterClusters", "prod", {"Node 22", "ClusterManagement 0.24"}},
        {"filterLabels", "pool:general", {"Node 6"}},
        {"filterProviderIDs", "vol-1", {"Disk 7.44"}}};
    for (const auto& [parameter, text, costs] : kCases) {
      for (const auto& older : older_asset_filters()) {
        if (older.parameter != parameter) continue;
        auto question = assets_question({"type"});
        question.filter = parse_older_filter(older, text).value();
        EXPECT_EQ(asset_costs_of(question), costs) << parameter << "=" << text;
      }
    }
  }
  // Offset, limit and bases.
  {
    auto question = assets_question({"type"});
    question.limit = 2;
    question.offset = 1;
    EXPECT_THAT(asset_costs_of(question), ElementsAre("Disk 7.44", "LoadBalancer 0.48"));
    question.offset = 9;
    EXPECT_THAT(asset_costs_of(question), ElementsAre());
    question = assets_question({"type"}, "type:node");
    question.basis = CostBasis::kBilled;
    question.currency = "USD";
    EXPECT_THAT(asset_costs_of(question), ElementsAre("Node 22"));
    question.currency = "EUR";
    EXPECT_THAT(asset_costs_of(question), ElementsAre());
  }
}

TEST(AssetsGoldenTest, FieldsAndSets) {
  // A machine has its fields.
  {
    const auto node = assets_asked(assets_question({"name"}, "name:i-gpu")).at("data").at("i-gpu").as_object();
    const auto number = [&](const char* name) { return node.at(name).to_number<double>(); };
    EXPECT_EQ(node.at("type").as_string(), "Node");
    EXPECT_EQ(node.at("nodeType").as_string(), "g5.xlarge");
    EXPECT_EQ(number("cpuCores"), 10);
    EXPECT_EQ(number("ramBytes"), 90 * 1073741824.0);
    EXPECT_EQ(number("gpuCount"), 2);
    EXPECT_EQ(number("cpuCoreHours"), 20);
    EXPECT_EQ(number("ramByteHours"), 180 * 1073741824.0);
    EXPECT_EQ(number("GPUHours"), 4);
    EXPECT_EQ(number("cpuCost"), 4);
    EXPECT_EQ(number("ramCost"), 4);
    EXPECT_EQ(number("gpuCost"), 8);
    EXPECT_EQ(number("totalCost"), 16);
    EXPECT_EQ(number("preemptible"), 1);
    EXPECT_EQ(number("adjustment"), 0);
    EXPECT_EQ(number("discount"), 0);
    EXPECT_EQ(number("minutes"), 120);
    EXPECT_EQ(node.at("start").as_string(), "2026-05-01T10:00:00Z");
    EXPECT_EQ(
        js::serialize(node.at("properties")),
        R"({"category":"Compute","provider":"AWS","account":"444455556666","service":"Kubernetes","cluster":"prod",)"
        R"("name":"i-gpu","providerID":"i-gpu"})");
  }
  // What is no machine has no cores.
  {
    const auto disk = assets_asked(assets_question({"name"}, "type:disk")).at("data").at("vol-1").as_object();
    EXPECT_EQ(disk.at("type").as_string(), "Disk");
    for (const char* name : {"nodeType", "cpuCores", "ramBytes", "cpuCost", "preemptible"})
      EXPECT_FALSE(disk.contains(name)) << name;
    // What has nothing in common says so.
    const auto all = assets_asked(assets_question({"provider"})).at("data").at("AWS").as_object();
    EXPECT_EQ(all.at("type").as_string(), "Shared");
    EXPECT_EQ(js::serialize(all.at("properties")), R"({"provider":"AWS","account":"444455556666"})");
  }
  // Sets are a list and sum to the window.
  {
    for (const std::int64_t step : {3'600, 1'800, 1'111}) {
      auto question = assets_question({"type"}, "type:node");
      question.as_list = true;
      question.sets = steps_of(question.window, step).value();
      double sum = 0;
      const auto data = assets_asked(question).at("data").as_array();
      EXPECT_EQ(data.size(), question.sets.size());
      for (const auto& set : data) sum += set.at("Node").at("totalCost").to_number<double>();
      EXPECT_NEAR(sum, 22, 1e-9) << step;
    }
    // Lines of the bill count where they begin: at 10:00.
    auto question = assets_question({"type"}, "type:disk");
    question.as_list = true;
    question.sets = steps_of(question.window, 3'600).value();
    const auto data = assets_asked(question).at("data").as_array();
    EXPECT_THAT(asset_costs(data.at(0)), ElementsAre("Disk 7.44"));
    EXPECT_THAT(asset_costs(data.at(1)), ElementsAre());
  }
  // Nothing is to warn of.
  EXPECT_FALSE(assets_asked(assets_question({"type"})).contains("warning"));
}

TEST(ConfigsTest, TheCurrencyIsTheMachines) {
  EXPECT_EQ(configs_body(opencost_view()).value(), "{\"code\":200,\"data\":{\"currencyCode\":\"USD\"}}\n");
}

}  // namespace
}  // namespace farthing
