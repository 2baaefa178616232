#include "focus/model.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace farthing {
namespace {

TEST(FocusModelTest, TheBundledModelHasAllRules) {
  const auto model = bundled_focus_model(true);
  ASSERT_TRUE(model) << model.error().text();
  EXPECT_EQ(model->rules.size(), 621u);
  EXPECT_EQ(model->root, "CostAndUsage-D-000-M");
  EXPECT_EQ(model->criteria.size(), 18u);
  const auto count = [&](auto is) {
    return std::count_if(model->rules.begin(), model->rules.end(), [&](const auto& one) { return is(one.second); });
  };
  EXPECT_EQ(count([](const auto& rule) { return rule.is_static; }), 420);
  EXPECT_EQ(count([](const auto& rule) { return rule.is_static && rule.must(); }), 349 + 45);
  EXPECT_EQ(count([](const auto& rule) { return rule.erratum.has_value(); }), 0);
}

TEST(FocusModelTest, ARuleIsItsCheckAndItsCondition) {
  const auto model = bundled_focus_model(true).value();
  const auto& rule = model.rules.at("SubAccountType-C-005-C");
  EXPECT_EQ(rule.reference, "SubAccountType");
  EXPECT_EQ(rule.keyword, "MUST NOT");
  EXPECT_EQ(rule.requirement->function, "CheckNotValue");
  EXPECT_EQ(rule.requirement->value, std::nullopt);
  EXPECT_EQ(rule.condition->column, "SubAccountId");
  EXPECT_TRUE(model.rules.at("BilledCost-C-005-C").requirement->number);
  EXPECT_EQ(model.rules.at("SkuPriceId-C-008-M").requirement->value, "1");
}

TEST(FocusModelTest, EachErratumHasAReasonAndChangesItsRule) {
  const auto model = bundled_focus_model(false).value();
  int errata = 0;
  for (const auto& [id, rule] : model.rules) {
    if (!rule.erratum) continue;
    ++errata;
    EXPECT_FALSE(rule.erratum->empty()) << id;
  }
  EXPECT_EQ(errata, 22);
  EXPECT_EQ(model.rules.at("ConsumedQuantity-C-006-C").condition->function, "CheckNotValue");
  EXPECT_EQ(model.rules.at("SubAccountType-C-003-C").requirement->function, "AND");
  EXPECT_TRUE(model.rules.at("InvoiceId-C-003-C").never_violated);
}

TEST(FocusModelTest, AModelThatIsNoneSaysWhatIsWrong) {
  const auto error = [](const char* text, const char* errata = "") {
    return parse_focus_model(text, errata).error().text();
  };
  EXPECT_NE(error("{").find("requirements model"), std::string::npos);
  EXPECT_EQ(error("[]"), "requirements model: is no JSON object");
  EXPECT_EQ(error("{}"), "requirements model: has no ModelRules");
  EXPECT_EQ(error(R"({"ModelRules":{"A":{}}})"), "requirements model: rule A has no ValidationCriteria");
  const char* one =
      R"({"ModelRules":{"A":{"ValidationCriteria":{}}},"ModelDatasets":{"CostAndUsage":{"ModelRules":["A"]}}})";
  EXPECT_EQ(error(one, R"({"B":{"Reason":"?"}})"), "requirements model: the erratum 'B' fits no rule");
  EXPECT_EQ(error(R"({"ModelRules":{}})"), "requirements model: names no rule of CostAndUsage to begin with");
  EXPECT_EQ(
      error(R"({"ModelRules":{"A":{"ValidationCriteria":{"Requirement":{"CheckFunction":"AND","Items":[{}]}}}}})"),
      "A: an item of its check is no check");
}

}  // namespace
}  // namespace farthing
