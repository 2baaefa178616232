// The bill of the lake of support/opencost_lake.hpp, worked out by hand: machines 22, volume 7.44, transfer 2.4, NAT
// 0.9, load balancer 0.48, control plane 0.24: 33.46.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "opencost/cloud_cost.hpp"
#include "opencost/older_filter.hpp"
#include "support/opencost_lake.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
namespace js = boost::json;

CloudCostQuestion bill_question(std::vector<std::string> aggregate, const char* filter = "") {
  CloudCostQuestion question;
  question.window = parse_window("2026-05-01,2026-05-02", {}).value();
  question.sets = {question.window};
  question.aggregate = std::move(aggregate);
  question.filter = parse_filter(filter).value();
  return question;
}

std::vector<std::string> bill_rows(const CloudCostQuestion& question, std::size_t set = 0) {
  const auto answer = ask_cloud_cost(opencost_view(), question);
  if (!answer) return {"error: " + answer.error().text()};
  std::vector<std::string> rows;
  for (const auto& cost : answer->sets.at(set)) {
    rows.push_back(fmt::format("{} {}", cost.name, cost.costs[4].value_or(Decimal{}).text()));
  }
  return rows;
}

js::value bill_data(const Result<std::string>& body) {
  EXPECT_TRUE(body) << body.error().text();
  return js::parse(body.value()).as_object().at("data");
}

TEST(CloudCostGoldenTest, AggregatesAndFilters) {
  // Aggregates have their names.
  {
    EXPECT_THAT(bill_rows(bill_question({"service"})), ElementsAre("AWSELB 0.48", "AmazonEC2 32.74", "AmazonEKS 0.24"));
    EXPECT_THAT(bill_rows(bill_question({"provider"})), ElementsAre("AWS 33.46"));
    EXPECT_THAT(bill_rows(bill_question({"accountID", "invoiceEntityID"})),
                ElementsAre("444455556666/111122223333 33.46"));
    EXPECT_THAT(bill_rows(bill_question({"providerID"}, R"(service:"AmazonEC2")")),
                ElementsAre("__unallocated__ 2.4", "i-cpu 6", "i-gpu 16", "nat-1 0.9", "vol-1 7.44"));
    EXPECT_THAT(bill_rows(bill_question({"tag:team"})), ElementsAre("__unallocated__ 33.46"));
  }
  // Older filters choose.
  {
    const std::tuple<const char*, const char*, std::vector<std::string>> kCases[] = {
        {"filterServices", "AmazonE*", {"AmazonEC2 32.74", "AmazonEKS 0.24"}},
        {"filterServices", "AWSELB,AmazonEKS", {"AWSELB 0.48", "AmazonEKS 0.24"}},
        {"filterProviderIDs", "i-*", {"AmazonEC2 22"}},
        {"filterAccountIDs", "444455556666", {"AWSELB 0.48", "AmazonEC2 32.74", "AmazonEKS 0.24"}},
        {"filterInvoiceEntityIDs", "9*", {}},
        {"filterProviders", "aws", {"AWSELB 0.48", "AmazonEC2 32.74", "AmazonEKS 0.24"}}};
    for (const auto& [parameter, text, rows] : kCases) {
      for (const auto& older : older_cloud_filters()) {
        if (older.parameter != parameter) continue;
        auto question = bill_question({"service"});
        question.filter = parse_older_filter(older, text).value();
        EXPECT_EQ(bill_rows(question), rows) << parameter << "=" << text;
      }
    }
  }
  // A filter and its contrary are the bill.
  {
    for (const char* test :
         {R"(service|:"AWSELB")", R"(providerID|~:"i-")", R"(category|:"compute")", R"(tag[team]|:"x")"}) {
      std::string text(test);
      const auto mark = text.find('|');
      Decimal sum;
      for (const char* negation : {"", "!"}) {
        auto filter = text;
        filter.replace(mark, 1, negation);
        const auto answer = ask_cloud_cost(opencost_view(), bill_question({"provider"}, filter.c_str())).value();
        for (const auto& cost : answer.sets.at(0)) sum += cost.costs[4].value_or(Decimal{});
      }
      EXPECT_EQ(sum.text(), "33.46") << test;
    }
  }
  // Of another currency there is nothing.
  {
    auto question = bill_question({"provider"});
    question.currency = "EUR";
    EXPECT_THAT(bill_rows(question), ElementsAre());
    question.currency = "USD";
    EXPECT_THAT(bill_rows(question), ElementsAre("AWS 33.46"));
  }
  // Hours and days sum to the same.
  {
    auto question = bill_question({"provider"});
    question.sets = periods_of(question.window, Calendar::kHour).value();
    EXPECT_THAT(bill_rows(question, 9), ElementsAre());
    EXPECT_THAT(bill_rows(question, 10), ElementsAre("AWS 22.46"));  // all but the second hour of machines
    EXPECT_THAT(bill_rows(question, 11), ElementsAre("AWS 11"));
  }
}

TEST(CloudCostGoldenTest, ViewsAndBodies) {
  // An order is of cost, name or Kubernetes.
  {
    auto question = bill_question({"providerID"}, R"(service:"AmazonEC2")");
    const auto names = [&] {
      std::string text;
      const auto rows = bill_data(cloud_table_body(opencost_view(), question));
      for (const auto& row : rows.as_array()) {
        text += std::string(row.at("name").as_string()) + " ";
      }
      return text;
    };
    EXPECT_EQ(names(), "i-gpu vol-1 i-cpu __unallocated__ nat-1 ");
    question.descending = false;
    EXPECT_EQ(names(), "nat-1 __unallocated__ i-cpu vol-1 i-gpu ");
    question.order = CloudCostOrder::kName;
    EXPECT_EQ(names(), "__unallocated__ i-cpu i-gpu nat-1 vol-1 ");
    question.descending = true;
    EXPECT_EQ(names(), "vol-1 nat-1 i-gpu i-cpu __unallocated__ ");
    question.order = CloudCostOrder::kKubernetesPercent;  // machines of EKS, then what isn't
    EXPECT_THAT(names(), testing::StartsWith("i-cpu i-gpu "));
    question.limit = 1;
    question.offset = 1;
    EXPECT_EQ(names(), "i-gpu ");
    question.offset = 5;
    EXPECT_EQ(names(), "");
  }
  // Graphs are the table set by set.
  {
    auto question = bill_question({"service"});
    question.sets = periods_of(question.window, Calendar::kHour).value();
    question.limit = 1;
    const auto graph = bill_data(cloud_graph_body(opencost_view(), question)).as_array();
    ASSERT_EQ(graph.size(), 24U);
    EXPECT_EQ(graph[10].at("start").as_string(), "2026-05-01T10:00:00Z");
    EXPECT_EQ(js::serialize(graph[9].at("items")), "[]");
    const auto items = graph[10].at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].at("name").as_string(), "AmazonEC2");
    EXPECT_DOUBLE_EQ(items[0].at("value").to_number<double>(), 21.74);
    EXPECT_EQ(items[1].at("name").as_string(), "Other");
    EXPECT_DOUBLE_EQ(items[1].at("value").to_number<double>(), 0.72);
    EXPECT_EQ(graph[11].at("items").as_array().size(), 1U);  // nothing is left for others
  }
  // Totals are of all also with a limit.
  {
    auto question = bill_question({"service"});
    question.limit = 1;
    const auto totals = bill_data(cloud_totals_body(opencost_view(), question));
    EXPECT_EQ(totals.at("numResults").as_int64(), 3);
    EXPECT_DOUBLE_EQ(totals.at("combined").at("cost").to_number<double>(), 33.46);
    EXPECT_EQ(totals.at("combined").at("name").as_string(), "Totals");
    // Machines of EKS 22 and its control plane 0.24.
    EXPECT_NEAR(totals.at("combined").at("kubernetesPercent").to_number<double>(), 22.24 / 33.46, 1e-6);
  }
  // A body has five costs with their part.
  {
    const auto data = bill_data(cloud_cost_body(opencost_view(), bill_question({}, R"(providerID:"i-gpu")")));
    const auto& costs = data.at("sets").at(0).at("cloudCosts").as_object();
    ASSERT_EQ(costs.size(), 1U);
    EXPECT_EQ(std::string(costs.begin()->key()), "111122223333/444455556666/AWS/i-gpu/Compute/AmazonEC2");
    const auto& cost = costs.begin()->value().as_object();
    for (const char* name : {"netCost", "amortizedNetCost", "invoicedCost", "amortizedCost"}) {
      EXPECT_EQ(cost.at(name).at("cost").to_number<double>(), 16) << name;
      EXPECT_EQ(cost.at(name).at("kubernetesPercent").to_number<double>(), 1) << name;
    }
    EXPECT_TRUE(cost.contains("listCost"));
    EXPECT_EQ(cost.at("properties").at("providerID").as_string(), "i-gpu");
    EXPECT_EQ(data.at("sets").at(0).at("aggregationProperties").as_array().size(), 6U);
  }
}

TEST(CloudCostTypeTest, PartsAreBetweenNoneAndAll) {
  CloudCost cost;
  EXPECT_EQ(cost.kubernetes_part(), 0);
  cost.kubernetes = 5;
  EXPECT_EQ(cost.kubernetes_part(), 0);  // of nothing
  cost.costs[4] = Decimal::from_integer(10);
  EXPECT_EQ(cost.kubernetes_part(), 0.5);
  cost.kubernetes = 11;
  EXPECT_EQ(cost.kubernetes_part(), 1);
  cost.kubernetes = -1;
  EXPECT_EQ(cost.kubernetes_part(), 0);
  cost.costs[4] = Decimal::from_integer(-10);  // a credit
  EXPECT_EQ(cost.kubernetes_part(), 0);
}

TEST(CloudCostTypeTest, WhatIsUnknownStaysSoUntilSomethingIsKnown) {
  CloudCost one, other;
  one.add(other);
  EXPECT_EQ(one.costs[0], std::nullopt);
  other.costs[0] = Decimal::from_integer(2);
  other.kubernetes = 1;
  one.add(other);
  one.add(other);
  EXPECT_EQ(one.costs[0], Decimal::from_integer(4));
  EXPECT_EQ(one.costs[1], std::nullopt);
  EXPECT_EQ(one.kubernetes, 2);
}

TEST(CloudCostTypeTest, MetricsAreNamedInAnyCase) {
  for (std::size_t i = 0; i < kCloudCosts; ++i) {
    EXPECT_EQ(parse_cost_metric(kCloudCostMetrics[i].name).value(), i);
  }
  EXPECT_EQ(parse_cost_metric("LISTCOST").value(), 0U);
  for (const char* name : {"", "cost", "list", "amortized", "amortizedcosts"}) {
    EXPECT_THAT(parse_cost_metric(name).error().text(), HasSubstr("choose of: listCost")) << name;
  }
}

TEST(CloudCostTypeTest, AggregatesAreNamedInAnyCaseAndLabelsHaveKeys) {
  EXPECT_TRUE(check_cloud_aggregates({}));
  EXPECT_TRUE(check_cloud_aggregates({"SERVICE", "providerid", "tag:team", "label:a:b"}));
  for (const char* name : {"", "tag:", "label:", "region", "item"}) {
    EXPECT_THAT(check_cloud_aggregates({"service", name}).error().text(), HasSubstr("nothing to aggregate by")) << name;
  }
}

}  // namespace
}  // namespace farthing
