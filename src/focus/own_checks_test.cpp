#include "focus/own_checks.hpp"

#include "focus/made_focus_test.hpp"

namespace farthing {
namespace {

// Each rule with rows that break it and rows that come close.
struct OwnCase {
  const char* rule;
  FocusRow broken, kept;
};

class OwnChecksTest : public FocusFixture {
 protected:
  // The rules of a file of these rows alone, as far as they say anything of that rule.
  [[nodiscard]] std::string of_rule(const std::string& rule, const std::vector<FocusRow>& rows) const {
    std::string text;
    for (const auto& one : split(broken_by(rows), ';')) {
      if (one.starts_with(rule + "|")) text += one;
    }
    return text;
  }
};

FocusRow credit_row(const FocusRow& more = {}) {
  auto row = good_row({{"ChargeCategory", "Credit"},
                       {"BilledCost", "-1"},
                       {"EffectiveCost", "-1"},
                       {"ContractedCost", "-1"},
                       {"ListCost", "-1"},
                       {"ConsumedQuantity", ""},
                       {"ConsumedUnit", ""},
                       {"PricingQuantity", ""},
                       {"PricingUnit", ""}});
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

std::vector<OwnCase> own_cases() {
  const FocusRow unused = {
      {"CommitmentDiscountStatus", "Unused"}, {"ConsumedQuantity", ""}, {"ConsumedUnit", ""}, {"ResourceId", "plan"}};
  auto elsewhere = unused;
  elsewhere["ResourceId"] = "i-1";
  return {
      {"DiscountHandling-A-009-C", covered_row("1", {{"BilledCost", "0.000001"}}), covered_row("1")},
      {"DiscountHandling-A-006-C", covered_row("1", {{"CommitmentDiscountId", ""}}), covered_row("1")},
      {"DiscountHandling-A-018-C", purchase_row("1", {{"CommitmentDiscountStatus", "Unused"}}),
       covered_row("1", unused)},
      {"DiscountHandling-A-019-C", covered_row("1", elsewhere), covered_row("1", unused)},
      {"DiscountHandling-A-012-C", purchase_row("1", {{"ResourceId", "i-1"}}), purchase_row("1")},
      {"EffectiveCost-C-010-C", credit_row({{"EffectiveCost", "-1.00001"}}),
       credit_row({{"EffectiveCost", "-1.0000000000001"}})},
      {"ContractedCost-C-008-C", credit_row({{"ContractedCost", "0"}}), credit_row()},
      {"ListCost-C-008-C", credit_row({{"ListCost", "0"}}), credit_row({{"ListCost", ""}})},
      {"ChargeClass-C-004-C",
       good_row({{"ChargePeriodStart", "2026-04-30T22:00:00Z"}, {"ChargePeriodEnd", "2026-05-01T00:00:00Z"}}),
       good_row({{"ChargePeriodStart", "2026-04-30T22:00:00Z"}, {"ChargePeriodEnd", "2026-05-01T01:00:00Z"}})},
      {"ChargeClass-C-003-C", good_row({{"ChargeClass", "Correction"}}),
       good_row({{"ChargeClass", "Correction"},
                 {"ChargePeriodStart", "2026-04-30T22:00:00Z"},
                 {"ChargePeriodEnd", "2026-04-30T23:00:00Z"}})},
      {"NullHandling-A-002-M", good_row({{"ResourceName", " n/a "}}), good_row({{"ResourceName", "no name at all"}})},
  };
}

// All in two files: looking at a file costs more than its rows.
TEST_F(OwnChecksTest, EachRuleHasARowThatBreaksItAndOneThatKeepsIt) {
  std::vector<FocusRow> kept, broken;
  for (const auto& one : own_cases()) {
    kept.push_back(one.kept);
    broken.push_back(one.broken);
  }
  const auto of_kept = ";" + broken_by(kept), of_broken = ";" + broken_by(broken);
  for (const auto& one : own_cases()) {
    const auto rule = ";" + std::string(one.rule) + "|";
    EXPECT_EQ(of_kept.find(rule), std::string::npos) << rule << of_kept;
    EXPECT_NE(of_broken.find(rule), std::string::npos) << rule << of_broken;
  }
}

TEST_F(OwnChecksTest, PlaceholdersAreFoundHoweverTheyAreWritten) {
  std::vector<FocusRow> rows = {good_row()};
  for (const char* blank : {"N/A", "none", "NOT APPLICABLE"}) rows.push_back(good_row({{"ChargeDescription", blank}}));
  EXPECT_EQ(of_rule("NullHandling-A-002-M", rows), "NullHandling-A-002-M|3");
}

TEST_F(OwnChecksTest, AUnitBelongsToACommitment) {
  const auto other = covered_row("1", {{"CommitmentDiscountUnit", "Hours"}});
  EXPECT_EQ(of_rule("CommitmentDiscountUnit-C-008-M", {covered_row("1"), other}), "CommitmentDiscountUnit-C-008-M|2");
  EXPECT_EQ(of_rule("CommitmentDiscountUnit-C-008-M",
                    {covered_row("1"),
                     covered_row("1", {{"CommitmentDiscountId", "b"}, {"CommitmentDiscountUnit", "Hours"}})}),
            "");
}

TEST_F(OwnChecksTest, NamesOfColumnsAreLookedAtOnce) {
  EXPECT_EQ(of_rule("ColumnHandling-A-010-M", {good_row({{"team", "a"}, {"x_team", "b"}})}),
            "ColumnHandling-A-010-M|-");
  EXPECT_EQ(of_rule("ColumnHandling-A-010-M", {good_row({{"x_team", "b"}})}), "");
  EXPECT_EQ(broken({.files = {put("a.csv", "BilledCost,x_a,EffectiveCost,x_b,ListCost\n1,2,3,4,5\n")}}, "warning",
                   {"rule", "column"})
                    .find("ColumnHandling-A-013-O|EffectiveCost") != std::string::npos,
            true);
}

// A rule whose columns aren't there isn't held: nobody says that they are empty.
TEST_F(OwnChecksTest, WhatAFileLacksIsNotHeldAgainstIt) {
  FocusFile file;
  file.columns = {{"ChargeCategory", FocusType::kText}, {"BilledCost", FocusType::kText}};
  for (const auto& rule : own_row_checks(file)) {
    EXPECT_EQ(rule.id, "NullHandling-A-002-M");
  }
  EXPECT_EQ(own_row_checks({}).size(), 0U);
}

}  // namespace
}  // namespace farthing
