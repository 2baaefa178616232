#include "opencost/assets.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::HasSubstr;

class AssetsTest : public AllocationLakeFixture {
 protected:
  void lay() const {
    take("nodes.csv", {node_row("i-1", {{"cluster", "prod"},
                                        {"orchestrator", "eks"},
                                        {"instance_type", "m5.xlarge"},
                                        {"memory_gib", "36"},
                                        {"purchase_option", "spot"},
                                        {"labels", R"({"root_volume_id": "vol-root", "zone": "a"})"}}),
                       node_row("i-2", {{"cluster", "tasks"}, {"orchestrator", "ecs"}}),
                       node_row("i-3", {{"cluster", "new"}, {"hourly_cost_usd", "2"}})});
    take("workloads.csv", {container_row("a", "i-1")});
    bill({machine_line("i-1", "0.75", {{"lineItem/UsageType", "SpotUsage:m5.xlarge"}}),
          machine_line("vol-root", "0.25"), machine_line("vol-1", "0.5"),
          machine_line("arn:aws:eks:us-east-1:1:cluster/prod", "0.1", {{"lineItem/ProductCode", "AmazonEKS"}}),
          machine_line("lb-1", "0.2", {{"lineItem/ProductCode", "AWSELB"}})});
    build();
  }
  boost::json::value ask(AssetQuestion question) const {
    question.window = parse_window("2026-05-01T10:00:00Z,2026-05-01T12:00:00Z", {}).value();
    if (question.sets.empty()) question.sets = {question.window};
    auto view = LakeView::open(lake_, std::nullopt).value();
    const auto body = assets_body(view, question);
    return boost::json::parse(body ? *body : "\"" + body.error().text() + "\"");
  }
};

TEST_F(AssetsTest, MachinesVolumesLoadBalancersAndControlPlanes) {
  lay();
  const auto by_type = ask({.aggregate = {"type"}});
  const auto& data = by_type.at("data").as_object();
  EXPECT_EQ(data.size(), 4U);
  // i-2 has no known cost, which is said and isn't 0.
  EXPECT_EQ(data.at("Node").at("totalCost").to_number<double>(), 3);
  EXPECT_THAT(std::string(by_type.at("warning").as_string()), HasSubstr("1 hours have no known cost"));
  EXPECT_THAT(std::string(by_type.at("warning").as_string()), HasSubstr("2.00 are estimated"));
  EXPECT_EQ(data.at("Disk").at("totalCost").as_double(), 0.5);
  EXPECT_EQ(data.at("LoadBalancer").at("totalCost").as_double(), 0.2);
  EXPECT_EQ(data.at("ClusterManagement").at("properties").at("cluster").as_string(), "prod");

  const auto node =
      ask({.aggregate = {"name"}, .filter = parse_filter("assetType:node+cluster:prod").value()}).at("data").at("i-1");
  EXPECT_EQ(node.at("nodeType").as_string(), "m5.xlarge");
  EXPECT_EQ(node.at("cpuCores").to_number<double>(), 4);
  EXPECT_EQ(node.at("cpuCost").as_double(), 0.5);
  EXPECT_EQ(node.at("ramCost").as_double(), 0.5);
  EXPECT_EQ(node.at("preemptible").to_number<double>(), 1);
  EXPECT_EQ(node.at("minutes").to_number<double>(), 60);

  const auto unknown = ask({.filter = parse_filter("cluster:tasks").value()}).at("data").as_object();
  ASSERT_EQ(unknown.size(), 1U);
  EXPECT_TRUE(unknown.begin()->value().at("totalCost").is_null());
  EXPECT_THAT(std::string(unknown.begin()->key()), HasSubstr("/Compute/tasks/Node/ECS/i-2/i-2"));

  // Kubecost's list of sets; half an hour is half of the hour.
  AssetQuestion steps{.aggregate = {"label:zone"}, .filter = parse_filter("label[zone]:a").value(), .as_list = true};
  steps.sets = steps_of(parse_window("2026-05-01T10:00:00Z,2026-05-01T12:00:00Z", {}).value(), 1'800).value();
  const auto list = ask(steps).at("data").as_array();
  ASSERT_EQ(list.size(), 4U);
  EXPECT_EQ(list[0].at("zone=a").at("totalCost").as_double(), 0.5);
  EXPECT_TRUE(list[3].as_object().empty());

  EXPECT_THAT(std::string(ask({.aggregate = {"colour"}}).as_string()), HasSubstr("nothing to aggregate by"));
  EXPECT_EQ(ask({.limit = 1}).at("data").as_object().size(), 1U);
}

}  // namespace
}  // namespace farthing
