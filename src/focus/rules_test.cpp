#include "focus/rules.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

// A model whose root leads to these rules: {id: the rest of the rule}.
FocusModel model_of(const std::string& root_items, const std::string& rules) {
  const std::string text =
      R"({"ModelDatasets":{"CostAndUsage":{"ModelRules":["R"]}},"ApplicabilityCriteria":{"A":{},"B":{}},"ModelRules":{"R":{"Type":"Static",
    "ValidationCriteria":{"Keyword":"MUST","Requirement":{"CheckFunction":"AND","Items":[)" +
      root_items + "]}}}," + rules + "}}";
  auto model = parse_focus_model(text, "");
  if (!model) ADD_FAILURE() << model.error().text();
  return model.value_or(FocusModel());
}

std::string to(const std::string& id) { return R"({"CheckFunction":"CheckModelRule","ModelRuleId":")" + id + "\"}"; }
std::string null_check(const char* function, const std::string& column) {
  return std::string(R"({"CheckFunction":")") + function + R"(","ColumnName":")" + column + R"(","Value":null})";
}
std::string rule(const std::string& id, const std::string& requirement, const std::string& condition = "{}",
                 const std::string& more = "") {
  return "\"" + id + R"(":{"Type":"Static",)" + more +
         R"("ValidationCriteria":{"Keyword":"MUST","MustSatisfy":"says","Requirement":)" + requirement +
         R"(,"Condition":)" + condition + "}}";
}
std::string all_of(const std::string& items) { return R"({"CheckFunction":"AND","Items":[)" + items + "]}"; }
std::string one_of(const std::string& items) { return R"({"CheckFunction":"OR","Items":[)" + items + "]}"; }

FocusFile file_of(const std::vector<std::string>& columns) {
  FocusFile file;
  file.text = true;
  for (const auto& name : columns) file.columns.push_back({name, FocusType::kText});
  return file;
}

std::string shown(const HeldRules& held) {
  std::string text;
  for (const auto& one : held.rules) text += one.id + ": " + (one.of_file ? "the file lacks it" : one.violation) + "\n";
  return text;
}

TEST(HeldRulesTest, ARowCountsIfTheConditionsOfAllThatLeadToARuleHold) {
  const auto model =
      model_of(to("C"), rule("C", all_of(to("L")), null_check("CheckValue", "ChargeClass")) + "," +
                            rule("L", null_check("CheckNotValue", "BilledCost"), null_check("CheckNotValue", "SkuId")));
  EXPECT_EQ(shown(held_rules(model, file_of({"BilledCost", "ChargeClass", "SkuId"}), {})),
            "L: \"ChargeClass\" IS NULL AND (\"SkuId\" IS NOT NULL AND \"BilledCost\" IS NULL)\n");
  // What a condition asks of a column that isn't there is asked of nothing.
  EXPECT_EQ(shown(held_rules(model, file_of({"BilledCost", "SkuId"}), {})),
            "L: CAST(NULL AS VARCHAR) IS NULL AND (\"SkuId\" IS NOT NULL AND \"BilledCost\" IS NULL)\n");
}

TEST(HeldRulesTest, ARuleWithTwoWaysToItHoldsWhereBothDo) {
  const auto model =
      model_of(to("C") + "," + to("L"), rule("C", all_of(to("L")), null_check("CheckValue", "ChargeClass")) + "," +
                                            rule("L", null_check("CheckNotValue", "BilledCost")));
  EXPECT_EQ(shown(held_rules(model, file_of({"BilledCost", "ChargeClass"}), {})),
            "L: \"ChargeClass\" IS NULL AND (\"BilledCost\" IS NULL)\n");
}

TEST(HeldRulesTest, OfSeveralOneMustHold) {
  const auto model = model_of(to("O"), rule("O", one_of(to("A") + "," + to("B"))) + "," +
                                           rule("A", null_check("CheckValue", "SkuId")) + "," +
                                           rule("B", null_check("CheckNotValue", "SkuPriceId")));
  EXPECT_EQ(shown(held_rules(model, file_of({"SkuId", "SkuPriceId"}), {})),
            "O: ((\"SkuId\" IS NOT NULL) AND (\"SkuPriceId\" IS NULL))\n");
  // If one of them can't be told, neither can the whole.
  EXPECT_EQ(held_rules(model, file_of({"SkuId"}), {}).untold, std::vector<std::string>{"O"});
}

TEST(HeldRulesTest, WhatNoFileTellsPasses) {
  auto dynamic = rule("D", "{}");
  dynamic.replace(dynamic.find("Static"), 6, "Dynamic");
  const auto model = model_of(to("D") + "," + to("O"), dynamic + "," + rule("O", one_of(to("D") + "," + to("A"))) +
                                                           "," + rule("A", null_check("CheckValue", "SkuId")));
  const auto held = held_rules(model, file_of({"SkuId"}), {});
  EXPECT_EQ(held.dynamic, 1u);
  EXPECT_EQ(shown(held), "O: false\n");
}

TEST(HeldRulesTest, ARuleAppliesIfOneOfItsCriteriaIsSupported) {
  const auto criteria = R"("ApplicabilityCriteria":["A","B"],)";
  const auto model = model_of(
      to("C"), rule("C", all_of(to("L")), "{}", criteria) + "," + rule("L", null_check("CheckNotValue", "BilledCost")));
  const auto file = file_of({"BilledCost"});
  EXPECT_EQ(held_rules(model, file, {.version = "", .unsupported = {"A"}}).rules.size(), 1u);
  const auto none = held_rules(model, file, {.version = "", .unsupported = {"A", "B"}});
  EXPECT_TRUE(none.rules.empty());
  EXPECT_EQ(none.not_applied, 1u);
}

TEST(HeldRulesTest, ColumnsOfALaterVersionArentAskedFor) {
  const auto present = [](const char* column) {
    return std::string(R"({"CheckFunction":"ColumnPresent","ColumnName":")") + column + "\"}";
  };
  const auto model = model_of(to("P") + "," + to("Q") + "," + to("L"),
                              rule("P", present("InvoiceId")) + "," + rule("Q", present("BilledCost")) + "," +
                                  rule("L", null_check("CheckNotValue", "InvoiceId")));
  const auto old = held_rules(model, file_of({}), {.version = "1.0", .unsupported = {}});
  EXPECT_EQ(old.later, (std::vector<std::string>{"L", "P"}));
  EXPECT_EQ(shown(old), "Q: the file lacks it\n");
  const auto now = held_rules(model, file_of({}), {.version = "1.2", .unsupported = {}});
  EXPECT_EQ(shown(now), "P: the file lacks it\nQ: the file lacks it\n");
  EXPECT_EQ(now.untold, std::vector<std::string>{"L"});
}

TEST(HeldRulesTest, LongListsAreLookedAtByValue) {
  std::string values;
  for (const char* value : {"a", "b", "c", "d", "e", "f", "g"}) {
    values += std::string(values.empty() ? "" : ",") +
              R"({"CheckFunction":"CheckValue","ColumnName":"SkuId","Value":")" + value + "\"}";
  }
  const auto model = model_of(
      to("C"), rule("C", all_of(to("L")), null_check("CheckValue", "ChargeClass")) + "," + rule("L", one_of(values)));
  const auto held = held_rules(model, file_of({"SkuId", "ChargeClass"}), {});
  ASSERT_EQ(held.rules.size(), 1u);
  EXPECT_EQ(held.rules[0].values, (std::vector<std::string>{"\"ChargeClass\"", "\"SkuId\""}));
  EXPECT_NE(held.rules[0].violation.find("IN ('a', 'b', 'c', 'd', 'e', 'f', 'g')"), std::string::npos);
}

// Of the bundled model: nothing of what is held is no SQL, and all static rules are held, untold or led to.
TEST(HeldRulesTest, OfTheBundledModelAllRulesAreAccountedFor) {
  const auto model = bundled_focus_model(false).value();
  const auto held = held_rules(model, file_of({}), {});
  EXPECT_EQ(held.dynamic, 201u);
  std::size_t present = 0;
  for (const auto& one : held.rules) present += one.of_file ? 1 : 0;
  EXPECT_EQ(present, 60u);
  EXPECT_GT(held.untold.size(), 200u);
  EXPECT_TRUE(held.later.empty());
}

}  // namespace
}  // namespace farthing
