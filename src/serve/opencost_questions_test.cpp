#include "serve/opencost_questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/opencost_routes.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

const Timestamp kAskedAt = parse_timestamp("2026-10-15T13:45:30Z").value();

Result<AllocationQuestion> opencost_question(std::string_view query) {
  auto parameters = Parameters::parse(query, Parameters::Empty::kAbsent).value();
  auto question = allocation_question(parameters, kAskedAt);
  if (question) TRY_DONE(parameters.check_all_taken());
  return question;
}

std::string refused_allocation(std::string_view query) {
  const auto question = opencost_question(query);
  return question ? "it is understood" : question.error().text();
}

TEST(OpenCostQuestionsTest, WhatIsNotAskedForIsAsOpenCostHasIt) {
  const auto question = opencost_question("window=7d").value();
  EXPECT_EQ(question.sets, std::vector{question.window});
  EXPECT_TRUE(question.aggregate.empty());
  EXPECT_TRUE(question.filter.holds_always());
  EXPECT_FALSE(question.include_idle);
  EXPECT_EQ(question.share_idle, Split::kNone);
  EXPECT_EQ(question.share_split, Split::kWeighted);
  EXPECT_EQ(question.basis, CostBasis::kEffective);
  EXPECT_EQ(question.limit, std::nullopt);
}

TEST(OpenCostQuestionsTest, EachParameterIsUnderstood) {
  const auto question =
      opencost_question(
          "window=2d&aggregate=namespace,label:app&step=1d&resolution=1m&includeIdle=true&idleByNode=true&splitIdle="
          "true&"
          "shareIdle=even&shareNamespaces=a,b&shareLabels=app:x,tier:y:z&shareSplit=even&shareCost=12.5&sharelb=true&"
          "shareTenancyCosts=true&"
          "filter=pod:%22p%22&includeProportionalAssetResourceCosts=true&includeAggregatedMetadata=true&external=false&"
          "reconcile=true&reconcileNetwork=true&costMetric=cumulative&offset=3&limit=4&cost=list&currency=USD")
          .value();
  EXPECT_THAT(question.aggregate, ElementsAre("namespace", "label:app"));
  EXPECT_EQ(question.sets.size(), 2U);
  EXPECT_TRUE(question.include_idle && question.idle_by_node && question.split_idle && question.metadata);
  EXPECT_TRUE(question.proportional_costs);
  EXPECT_THAT(question.share_rules, ElementsAre("load balancers", "control plane"));
  EXPECT_EQ(question.share_idle, Split::kEven);
  EXPECT_THAT(question.share_namespaces, ElementsAre("a", "b"));
  EXPECT_THAT(question.share_labels, ElementsAre(Pair("app", "x"), Pair("tier", "y:z")));
  EXPECT_EQ(question.share_split, Split::kEven);
  EXPECT_EQ(question.share_cost.text(), "12.5");
  EXPECT_EQ(filter_text(question.filter), "pod:\"p\"");
  EXPECT_EQ(question.basis, CostBasis::kList);
  EXPECT_EQ(question.currency, "USD");
  EXPECT_EQ(question.offset, 3U);
  EXPECT_EQ(question.limit, 4U);
  EXPECT_TRUE(opencost_question("window=2d&idle=true").value().include_idle);
  EXPECT_EQ(opencost_question("window=2d&shareIdle=true").value().share_idle, Split::kWeighted);
}

TEST(OpenCostQuestionsTest, OlderFiltersAreTaken) {
  const auto question = opencost_question(
                            "window=2d&filterNamespaces=web,kube-*&filterLabels=app:shop&filterControllers=job:x&"
                            "filter=pod:%22p%22")
                            .value();
  EXPECT_EQ(
      filter_text(question.filter),
      R"(pod:"p"+(namespace:"web"|namespace<~:"kube-")+(controllerKind:"job"+controllerName:"x")+label[app]:"shop")");
  for (const auto& older : older_allocation_filters()) {
    const auto value = older.form == OlderFilter::Form::kText ? "=a" : "=a:b";
    EXPECT_TRUE(opencost_question("window=2d&" + std::string(older.parameter) + value)) << older.parameter;
  }
}

// As kubectl-cost and Kubecost's page send what nobody gave.
TEST(OpenCostQuestionsTest, AnEmptyParameterIsAbsent) {
  const auto question =
      opencost_question(
          "window=2d&aggregate=&filter=&filterNamespaces=&shareNamespaces=&shareLabels=&shareCost=&step=&"
          "accumulate=&shareSplit=&idle=&limit=&offset=&resolution=")
          .value();
  EXPECT_TRUE(question.aggregate.empty());
  EXPECT_TRUE(question.filter.holds_always());
  EXPECT_TRUE(question.share_namespaces.empty());
  EXPECT_EQ(question.sets, std::vector{question.window});
  EXPECT_THAT(refused_allocation("window="), HasSubstr("'window' is missing"));
  EXPECT_THAT(refused_allocation("window=2d&colour="), HasSubstr("no parameter 'colour'"));
}

TEST(OpenCostQuestionsTest, ListsMayHaveBlanks) {
  const auto question =
      opencost_question("window=2d&aggregate=namespace,+pod&shareNamespaces=a%20,b&shareLabels=x:y,+z:w").value();
  EXPECT_THAT(question.aggregate, ElementsAre("namespace", "pod"));
  EXPECT_THAT(question.share_namespaces, ElementsAre("a", "b"));
  EXPECT_THAT(question.share_labels, ElementsAre(Pair("x", "y"), Pair("z", "w")));
}

TEST(OpenCostQuestionsTest, SetsAreByStepOrCalendarOrOne) {
  EXPECT_EQ(opencost_question("window=7d&step=1d").value().sets.size(), 7U);
  EXPECT_EQ(opencost_question("window=7d&step=1d&accumulate=true").value().sets.size(), 1U);
  EXPECT_EQ(opencost_question("window=7d&accumulate=day").value().sets.size(), 7U);
  EXPECT_EQ(opencost_question("window=7d&accumulateBy=month").value().sets.size(), 1U);
  EXPECT_EQ(opencost_question("window=7d&step=window").value().sets.size(), 1U);
}

TEST(OpenCostQuestionsTest, WhatAParameterCantMeanIsRefused) {
  EXPECT_THAT(refused_allocation(""), HasSubstr("'window' is missing"));
  const std::pair<const char*, const char*> kRefused[] = {{"window=x", "'window' can't be 'x'"},
                                                          {"aggregate=colour", "nothing to aggregate by"},
                                                          {"aggregate=label:", "nothing to aggregate by"},
                                                          {"step=soon", "'step' is a duration"},
                                                          {"resolution=fine", "'resolution' is a duration"},
                                                          {"accumulate=some", "'accumulate' is"},
                                                          {"shareIdle=maybe", "'shareIdle' is"},
                                                          {"shareSplit=odd", "'shareSplit' is"},
                                                          {"shareCost=-1", "'shareCost' is"},
                                                          {"shareCost=much", "'shareCost' is"},
                                                          {"shareLabels=app", "shareLabels=app:proxy"},
                                                          {"filter=colour:red", "no field here"},
                                                          {"filter=pod", "filter: at sign"},
                                                          {"filterPods=a*b", "a * can only be at the end"},
                                                          {"filterLabels=app", "it isn't key:value"},
                                                          {"filterNamespaces=a,,b", "a value is missing"},
                                                          {"filterNamespace=a", "did you mean 'filterNamespaces'"},
                                                          {"shareTenancyCosts=maybe", "true or false"},
                                                          {"shareCost=NaN", "'shareCost' is"},
                                                          {"external=true", "/cloudCost"},
                                                          {"reconcile=false", "cost=list"},
                                                          {"reconcileNetwork=false", "the bill's"},
                                                          {"costMetric=rate", "cumulative"},
                                                          {"cost=median", "median"},
                                                          {"limit=0", "whole number"},
                                                          {"includeidle=true", "did you mean 'includeIdle'"}};
  for (const auto& [query, said] : kRefused) {
    const auto text = std::string(query).starts_with("window") ? std::string(query) : std::string("window=2d&") + query;
    EXPECT_THAT(refused_allocation(text), HasSubstr(said)) << query;
  }
}

// An answer is kept by its parameters: "today" of tomorrow must be another one.
TEST(OpenCostQuestionsTest, TheWindowIsSettled) {
  auto parameters = Parameters::parse("window=today").value();
  ASSERT_TRUE(allocation_question(parameters, kAskedAt));
  EXPECT_THAT(parameters.text(), HasSubstr("2026-10-15T00:00:00Z,2026-10-16T00:00:00Z"));
}

TEST(OpenCostQuestionsTest, EachAddressIsThereUnderKubecostsPrefixToo) {
  for (const auto& route : opencost_routes()) {
    EXPECT_TRUE(route.is_opencost);
    EXPECT_EQ(find_route(route.path), &route);
    if (!route.path.starts_with("/model")) EXPECT_NE(find_route("/model" + std::string(route.path)), nullptr);
  }
  EXPECT_EQ(find_route("/api/v1/costs")->is_opencost, false);
  EXPECT_EQ(find_route("/model/api/v1/costs"), nullptr);
}

}  // namespace
}  // namespace farthing
