#include "serve/questions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Question>
Question understood(Result<Question> (*question)(Parameters&), std::string_view query) {
  auto parameters = Parameters::parse(query).value();
  auto made = question(parameters);
  EXPECT_TRUE(made) << query;
  EXPECT_TRUE(parameters.check_all_taken()) << query;
  return made ? *made : Question{};
}

std::string refused_costs(std::string_view query) {
  auto parameters = Parameters::parse(query).value();
  const auto made = costs_question(parameters);
  if (made) return "it is understood";
  EXPECT_EQ(made.error().kind, Error::Kind::kUsage);
  return made.error().text();
}

TEST(QuestionsTest, CostsHaveTheCommandLinesOptions) {
  const auto question = understood(costs_question,
                                   "month=2026-10&by=team,tag%3AUnit&where=region%3D'x'&cost=billed&quantity=true&"
                                   "granularity=day&compare=previous&top=5&explain=1&idle=by_node&shared=on");
  EXPECT_EQ(question.period.month, "2026-10");
  EXPECT_THAT(question.by, ElementsAre("team", "tag:Unit"));
  EXPECT_EQ(question.where, "region='x'");
  EXPECT_EQ(question.basis, CostBasis::kBilled);
  EXPECT_TRUE(question.quantity);
  EXPECT_EQ(question.granularity, Granularity::kDay);
  EXPECT_EQ(question.compare, "previous");
  EXPECT_EQ(question.top, 5);
  EXPECT_TRUE(question.explain);
  EXPECT_EQ(question.idle, "by_node");
  EXPECT_EQ(question.shared, true);
}

TEST(QuestionsTest, WhatIsNotAskedForStaysAsTheCommandLineHasIt) {
  const auto question = understood(costs_question, "");
  EXPECT_TRUE(question.by.empty());
  EXPECT_EQ(question.basis, CostBasis::kEffective);
  EXPECT_EQ(question.top, std::nullopt);
  EXPECT_EQ(question.shared, std::nullopt);
  EXPECT_EQ(understood(costs_question, "shared=off").shared, false);
  const auto dates = understood(costs_question, "from=2026-10-01&to=2026-10-03").period;
  EXPECT_EQ(dates.from, "2026-10-01");
  EXPECT_EQ(dates.to, "2026-10-03");
  EXPECT_EQ(understood(costs_question, "last=30d").period.last, "30d");
}

TEST(QuestionsTest, OthersToo) {
  const auto compare =
      understood(compare_question, "last=14d&with=2026-09&by=team&where=zone%3D'a'&cost=net_billed&top=4");
  EXPECT_EQ(compare.period.last, "14d");
  EXPECT_EQ(compare.with, "2026-09");
  EXPECT_THAT(compare.by, ElementsAre("team"));
  EXPECT_EQ(compare.where, "zone='a'");
  EXPECT_EQ(compare.basis, CostBasis::kNetBilled);
  EXPECT_EQ(compare.top, 4);
  EXPECT_TRUE(understood(compare_question, "explain=true").explain);
  const auto idle = understood(idle_question, "by=cluster,hour_of_week&cost=list&top=3&last=7d");
  EXPECT_THAT(idle.by, ElementsAre("cluster", "hour_of_week"));
  EXPECT_EQ(idle.basis, CostBasis::kList);
  EXPECT_EQ(idle.top, 3);
  EXPECT_EQ(understood(unmapped_question, "").dimension, "team");
  EXPECT_EQ(understood(unmapped_question, "dimension=product").dimension, "product");
  EXPECT_EQ(understood(reconcile_question, "month=2026-10").month, "2026-10");
  EXPECT_TRUE(understood(commitments_question, "explain=on").explain);
  EXPECT_EQ(understood(asked_format, ""), OutputFormat::kJson);
  EXPECT_EQ(understood(asked_format, "format=xlsx"), OutputFormat::kXlsx);
  EXPECT_EQ(understood(asked_snapshot, "as_of=3"), 3);
  EXPECT_EQ(understood(asked_snapshot, ""), std::nullopt);
}

TEST(QuestionsTest, WhatCantBeUnderstoodIsRefused) {
  EXPECT_THAT(refused_costs("cost=median"), HasSubstr("median"));
  EXPECT_THAT(refused_costs("granularity=minute"), HasSubstr("minute"));
  EXPECT_THAT(refused_costs("top=0"), HasSubstr("'top' is a whole number"));
  for (const char* query : {"shared=maybe", "shared=true", "shared=1"})
    EXPECT_THAT(refused_costs(query), HasSubstr("'shared' is on or off")) << query;
}

}  // namespace
}  // namespace farthing
