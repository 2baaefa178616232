#include "opencost/cloud_cost.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <memory>

#include "ask/costs.hpp"
#include "base/text.hpp"
#include "support/allocation_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

CloudCostQuestion cloud_question(const std::string& window, const std::vector<std::string>& aggregate) {
  CloudCostQuestion question;
  question.window = parse_window(window, {}).value();
  question.sets = {question.window};
  question.aggregate = aggregate;
  return question;
}

CloudCostQuestion of_may(const std::vector<std::string>& aggregate) {
  return cloud_question("2026-05-01,2026-06-01", aggregate);
}

// A machine of EKS for $1, one that no cluster has for $2, and $3 of storage with a tag; then an asset's question too.
class BilledLake : public AllocationLakeFixture {
 public:
  void TestBody() override {}
  [[nodiscard]] const Lake& lake() const { return lake_; }
  void lay() const {
    take("nodes.csv", {node_row("i-1", {{"cluster", "prod"},
                                        {"orchestrator", "eks"},
                                        {"instance_type", "m5.xlarge"},
                                        {"purchase_option", "spot"},
                                        {"labels", R"({"root_volume_id": "vol-root"})"}})});
    take("workloads.csv", {container_row("a", "i-1")});
    bill({machine_line("i-1", "0.75"), machine_line("vol-root", "0.25"), machine_line("i-2", "2"),
          machine_line("vol-1", "0.5", {{"product/ProductName", "Amazon Elastic Block Store"}}),
          machine_line("arn:aws:eks:us-east-1:1:cluster/prod", "0.1",
                       {{"lineItem/ProductCode", "AmazonEKS"},
                        {"product/ProductName", "Amazon Elastic Container Service for Kubernetes"}}),
          machine_line("arn:aws:elasticloadbalancing:x:1:loadbalancer/app/web/1", "0.2",
                       {{"lineItem/ProductCode", "AWSELB"}, {"product/ProductName", "Elastic Load Balancing"}}),
          machine_line("bucket", "3",
                       {{"lineItem/ProductCode", "AmazonS3"},
                        {"product/ProductName", "Amazon Simple Storage Service"},
                        {"resourceTags/user:team", "search"},
                        {"lineItem/UsageStartDate", "2026-05-02T10:00:00Z"},
                        {"lineItem/UsageEndDate", "2026-05-02T11:00:00Z"}})});
    build();
  }
};

class CloudCostTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<BilledLake>();
    made_->lay();
    view_.emplace(LakeView::open(made_->lake(), std::nullopt).value());
  }
  static void TearDownTestSuite() {
    view_.reset();
    made_.reset();
  }
  // "name amortized kubernetes%".
  static std::vector<std::string> rows_of(const CloudCostQuestion& question, std::size_t set = 0) {
    const auto answer = ask_cloud_cost(*view_, question);
    if (!answer) return {"error: " + answer.error().text()};
    std::vector<std::string> rows;
    for (const auto& cost : answer->sets.at(set)) {
      rows.push_back(fmt::format("{} {} {:.0f}%", cost.name, cost.costs[4].value_or(Decimal{}).text(),
                                 cost.kubernetes_part() * 100));
    }
    return rows;
  }
  static boost::json::value data_of(const Result<std::string>& body) {
    return boost::json::parse(body.value()).as_object().at("data");
  }
  static inline std::unique_ptr<BilledLake> made_;
  static inline std::optional<LakeView> view_;
};

TEST_F(CloudCostTest, TheBillByWhatItsLinesAreKnownBy) {
  EXPECT_THAT(rows_of(of_may({"service"})),
              ElementsAre("AWSELB 0.2 0%", "AmazonEC2 3.5 29%", "AmazonEKS 0.1 100%", "AmazonS3 3 0%"));
  EXPECT_THAT(
      rows_of(of_may({"service", "providerID"})),
      ElementsAre(HasSubstr("AWSELB/arn"), "AmazonEC2/i-1 0.75 100%", "AmazonEC2/i-2 2 0%", "AmazonEC2/vol-1 0.5 0%",
                  "AmazonEC2/vol-root 0.25 100%", HasSubstr("AmazonEKS/arn"), "AmazonS3/bucket 3 0%"));
  EXPECT_THAT(rows_of(of_may({"tag:team"})), ElementsAre("__unallocated__ 3.8 29%", "team=search 3 0%"));
  EXPECT_THAT(rows_of(of_may({"colour"})), ElementsAre(HasSubstr("nothing to aggregate by")));
  EXPECT_EQ(rows_of(of_may({})).size(), 7U);
}

TEST_F(CloudCostTest, TheRollUpAndTheLinesSayTheSame) {
  for (const auto& name : {"service", "accountID", "provider", "category", "regionID", "invoiceEntityID"}) {
    auto by_day = of_may({name}), by_line = of_may({name});
    by_line.filter = parse_filter("providerID!:\"nothing\"").value();
    EXPECT_EQ(rows_of(by_day), rows_of(by_line)) << name;
  }
}

TEST_F(CloudCostTest, TheyAgreeWithCosts) {
  const auto costs = ask_costs(*view_, {.by = {"service"}}).value();
  Decimal all, ours;
  for (const auto& row : costs.rows) all += parse_decimal(*row.at(1)).value;
  const auto answer = ask_cloud_cost(*view_, of_may({"service"})).value();
  for (const auto& cost : answer.sets.at(0)) ours += *cost.costs[4];
  EXPECT_EQ(ours, all);
}

TEST_F(CloudCostTest, LinesCountInTheSetWhereTheyBegin) {
  auto question = of_may({"provider"});
  question.sets = periods_of(question.window, Calendar::kDay).value();
  EXPECT_EQ(question.sets.size(), 31U);
  EXPECT_EQ(rows_of(question, 0).size(), 1U);
  EXPECT_THAT(rows_of(question, 1).at(0), HasSubstr(" 3 0%"));
  EXPECT_TRUE(rows_of(question, 2).empty());
  auto hour = cloud_question("2026-05-02T10:00:00Z,2026-05-02T10:30:00Z", {"service"});
  EXPECT_THAT(rows_of(hour), ElementsAre("AmazonS3 3 0%"));
}

TEST_F(CloudCostTest, FiltersChoose) {
  const std::pair<const char*, const char*> kFilters[] = {
      {R"(service:"AmazonS3")", "AmazonS3 3 0%"},
      {R"(label[team]:"search")", "AmazonS3 3 0%"},
      {R"(category:"management"|service:"AmazonEKS")", "AmazonEKS 0.1 100%"},
      {R"(providerID:"i-2")", "AmazonEC2 2 0%"}};
  for (const auto& [filter, row] : kFilters) {
    auto question = of_may({"service"});
    question.filter = parse_filter(filter).value();
    EXPECT_THAT(rows_of(question), ElementsAre(row)) << filter;
  }
}

TEST_F(CloudCostTest, ABillWithoutNetCostsSaysSo) {
  const auto answer = ask_cloud_cost(*view_, of_may({"service"})).value();
  EXPECT_THAT(join(answer.warnings, "; "), HasSubstr("7 of 7 lines have no net cost"));
  EXPECT_EQ(answer.sets.at(0).at(1).costs[2], answer.sets.at(0).at(1).costs[4]);
}

TEST_F(CloudCostTest, ViewsAreTablesTotalsAndGraphs) {
  auto question = of_may({"service"});
  question.limit = 1;
  const auto table = data_of(cloud_table_body(*view_, question)).as_array();
  ASSERT_EQ(table.size(), 1U);
  EXPECT_EQ(table[0].at("name").as_string(), "AmazonEC2");
  EXPECT_EQ(table[0].at("cost").as_double(), 3.5);
  question.order = CloudCostOrder::kName;
  question.offset = 1;
  EXPECT_EQ(data_of(cloud_table_body(*view_, question)).at(0).at("name").as_string(), "AmazonEKS");
  question.order = CloudCostOrder::kKubernetesPercent;
  question.offset = 0;
  EXPECT_EQ(data_of(cloud_table_body(*view_, question)).at(0).at("name").as_string(), "AmazonEKS");
  const auto totals = data_of(cloud_totals_body(*view_, question));
  EXPECT_EQ(totals.at("numResults").as_int64(), 4);
  EXPECT_EQ(totals.at("combined").at("cost").as_double(), 6.8);
  question.order = CloudCostOrder::kCost;
  const auto graph = data_of(cloud_graph_body(*view_, question)).at(0).at("items").as_array();
  ASSERT_EQ(graph.size(), 2U);
  EXPECT_EQ(graph[1].at("name").as_string(), "Other");
  EXPECT_DOUBLE_EQ(graph[1].at("value").to_number<double>(), 3.3);
  EXPECT_EQ(parse_cost_metric("AmortizedNetCost").value(), 2U);
  EXPECT_FALSE(parse_cost_metric("cost"));
}

TEST_F(CloudCostTest, BodiesHaveSetsUnderOpenCostsNames) {
  const auto data = data_of(cloud_cost_body(*view_, of_may({"service"})));
  const auto& set = data.at("sets").at(0);
  EXPECT_EQ(set.at("cloudCosts").at("AmazonS3").at("listCost").as_object().contains("kubernetesPercent"), true);
  EXPECT_EQ(set.at("cloudCosts").at("AmazonS3").at("properties").at("service").as_string(), "AmazonS3");
  EXPECT_EQ(set.at("aggregationProperties").at(0).as_string(), "service");
  EXPECT_EQ(data_of(cloud_status_body(*view_)).as_array().size(), 1U);
}

}  // namespace
}  // namespace farthing
