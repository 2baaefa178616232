// The questions of OpenCost's other addresses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/opencost_questions.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Timestamp kOthersAskedAt = parse_timestamp("2026-10-15T13:45:30Z").value();

template <typename Question>
using Understand = Result<Question> (*)(Parameters&, Timestamp);

template <typename Question>
Result<Question> other_question(Understand<Question> understand, std::string_view query) {
  auto parameters = Parameters::parse(query).value();
  auto question = understand(parameters, kOthersAskedAt);
  if (question) TRY_DONE(parameters.check_all_taken());
  return question;
}

Result<AssetQuestion> list_of_assets(Parameters& parameters, Timestamp now) {
  return asset_question(parameters, now, true);
}
Result<AssetQuestion> object_of_assets(Parameters& parameters, Timestamp now) {
  return asset_question(parameters, now, false);
}
Result<InferenceQuestion> inference_total(Parameters& parameters, Timestamp now) {
  return inference_question(parameters, now, false);
}
Result<InferenceQuestion> inference_series(Parameters& parameters, Timestamp now) {
  return inference_question(parameters, now, true);
}

template <typename Question>
void expect_refused(Understand<Question> understand, const std::vector<std::pair<const char*, const char*>>& cases) {
  for (const auto& [query, said] : cases) {
    const auto question = other_question<Question>(understand, query);
    ASSERT_FALSE(question) << query;
    EXPECT_EQ(question.error().kind, Error::Kind::kUsage) << query;
    EXPECT_THAT(question.error().text(), HasSubstr(said)) << query;
  }
}

TEST(OpenCostOthersTest, CloudCostsAreByDayUnlessAskedOtherwise) {
  const auto usual = other_question<CloudCostQuestion>(cloud_cost_question, "window=7d").value();
  EXPECT_EQ(usual.sets.size(), 7U);
  EXPECT_TRUE(usual.aggregate.empty());
  const auto asked = other_question<CloudCostQuestion>(
                         cloud_view_question,
                         "window=lastmonth&aggregate=service,tag:team&accumulate=all&filter=provider:AWS&currency=USD&"
                         "costMetric=ListCost&sortBy=name&sortByOrder=asc&offset=2&limit=3")
                         .value();
  EXPECT_EQ(asked.sets.size(), 1U);
  EXPECT_THAT(asked.aggregate, ElementsAre("service", "tag:team"));
  EXPECT_EQ(asked.metric, 0U);
  EXPECT_EQ(asked.order, CloudCostOrder::kName);
  EXPECT_FALSE(asked.descending);
  EXPECT_EQ(asked.offset, 2U);
  EXPECT_EQ(asked.limit, 3U);
  EXPECT_EQ(other_question<CloudCostQuestion>(cloud_view_question, "window=7d&limit=0").value().limit, std::nullopt);
  EXPECT_TRUE(
      other_question<CloudCostQuestion>(cloud_cost_question, "window=7d&aggregate=item").value().aggregate.empty());
  expect_refused<CloudCostQuestion>(cloud_view_question, {{"", "'window' is missing"},
                                                          {"window=7d&accumulate=some", "'accumulate' is all"},
                                                          {"window=7d&aggregate=colour", "choose of: invoiceEntityID"},
                                                          {"window=7d&filter=colour:red", "no field here"},
                                                          {"window=7d&costMetric=much", "choose of: listCost"},
                                                          {"window=7d&sortBy=size", "'sortBy' is"},
                                                          {"window=7d&sortByOrder=up", "'sortByOrder' is"}});
  expect_refused<CloudCostQuestion>(cloud_cost_question, {{"window=7d&sortBy=name", "no parameter 'sortBy'"}});
}

TEST(OpenCostOthersTest, AssetsAreAnObjectOrAListOfSets) {
  EXPECT_EQ(other_question<AssetQuestion>(object_of_assets, "window=2d&step=1d").value().sets.size(), 1U);
  const auto list = other_question<AssetQuestion>(
                        list_of_assets,
                        "window=2d&step=1d&aggregate=type,cluster&filter=assetType:node&cost=list&currency=USD&"
                        "disableAdjustments=true&offset=1&limit=2")
                        .value();
  EXPECT_TRUE(list.as_list);
  EXPECT_EQ(list.sets.size(), 2U);
  EXPECT_THAT(list.aggregate, ElementsAre("type", "cluster"));
  EXPECT_EQ(list.basis, CostBasis::kList);
  EXPECT_EQ(list.limit, 2U);
  expect_refused<AssetQuestion>(list_of_assets, {{"window=2d&aggregate=colour", "choose of: provider"},
                                                 {"window=2d&aggregate=label:", "choose of: provider"},
                                                 {"window=2d&filter=colour:red", "no field here"},
                                                 {"window=2d&disableAdjustments=perhaps", "true or false"},
                                                 {"window=2d&limit=0", "whole number"}});
}

TEST(OpenCostOthersTest, OlderFiltersAreTaken) {
  for (const auto& older : older_asset_filters()) {
    const auto query = "window=2d&" + std::string(older.parameter) + "=a:b";
    EXPECT_TRUE(other_question<AssetQuestion>(list_of_assets, query)) << query;
  }
  for (const auto& older : older_cloud_filters()) {
    const auto query = "window=2d&" + std::string(older.parameter) + "=a:b";
    EXPECT_TRUE(other_question<CloudCostQuestion>(cloud_cost_question, query)) << query;
  }
  expect_refused<AssetQuestion>(list_of_assets, {{"window=2d&filterTypes=*a", "a * can only be at the end"},
                                                 {"window=2d&filterPods=a", "no parameter 'filterPods'"}});
  expect_refused<InferenceQuestion>(inference_total, {{"window=2d&filterNamespaces=a", "no parameter"}});
}

TEST(OpenCostOthersTest, InferenceIsATotalOrASeries) {
  const auto total = other_question<InferenceQuestion>(inference_total, "window=7d&accumulate=day").value();
  EXPECT_EQ(total.sets.size(), 1U);
  EXPECT_FALSE(total.of_usage);
  EXPECT_THAT(total.aggregate, ElementsAre("model_name", "namespace"));
  const auto series = other_question<InferenceQuestion>(
                          inference_series,
                          "window=yesterday&accumulate=hour&costBasis=usage&aggregate=model_name&filter=namespace:chat&"
                          "granularity=model&recommendations=false&cost=billed&currency=USD")
                          .value();
  EXPECT_EQ(series.sets.size(), 24U);
  EXPECT_TRUE(series.of_usage);
  EXPECT_EQ(series.basis, CostBasis::kBilled);
  expect_refused<InferenceQuestion>(inference_series,
                                    {{"window=7d", "'accumulate' is missing"},
                                     {"window=7d&accumulate=all", "'accumulate' is hour"},
                                     {"window=7d&accumulate=day&costBasis=list", "'costBasis' is"},
                                     {"window=7d&accumulate=day&aggregate=colour", "choose of: model_name"},
                                     {"window=7d&accumulate=day&filter=colour:red", "no field here"},
                                     {"window=7d&accumulate=day&granularity=pod", "can only be model"},
                                     {"window=7d&accumulate=day&recommendations=true", "can't be true"}});
}

}  // namespace
}  // namespace farthing
