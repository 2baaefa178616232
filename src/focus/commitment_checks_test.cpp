#include "focus/commitment_checks.hpp"

#include "focus/made_focus_test.hpp"

namespace farthing {
namespace {

class CommitmentChecksTest : public FocusFixture {
 protected:
  [[nodiscard]] std::string differences(const std::vector<FocusRow>& rows) const {
    return broken({.files = {put("made.csv", focus_csv(rows))}}, "violated", {"rule", "rows", "cost", "value"});
  }
  [[nodiscard]] std::string gaps(const std::vector<FocusRow>& rows) const {
    return broken({.files = {put("made.csv", focus_csv(rows))}}, "not proved", {"rule", "what"});
  }
};

FocusRow hour(int number, FocusRow row) {
  const auto at = [](int h) {
    return std::string("2026-05-02T") + (h < 10 ? "0" : "") + std::to_string(h) + ":00:00Z";
  };
  row["ChargePeriodStart"] = at(number);
  row["ChargePeriodEnd"] = at(number + 1);
  return row;
}

FocusRow unused(const std::string& effective) {
  return covered_row(
      effective,
      {{"CommitmentDiscountStatus", "Unused"}, {"ConsumedQuantity", ""}, {"ConsumedUnit", ""}, {"ResourceId", "plan"}});
}

// 8,760 for a year of 8,760 hours is 1 an hour.
FocusRow upfront() {
  return purchase_row("8760", {{"ChargeFrequency", "One-Time"},
                               {"ChargePeriodStart", "2026-05-01T00:00:00Z"},
                               {"ChargePeriodEnd", "2027-05-01T00:00:00Z"}});
}

TEST_F(CommitmentChecksTest, UsedAndUnusedAreThePartOfAPurchaseForAYear) {
  EXPECT_EQ(differences({upfront(), hour(0, covered_row("0.75")), hour(0, unused("0.25")), hour(1, covered_row("1"))}),
            "");
  EXPECT_EQ(differences({upfront(), hour(0, covered_row("0.75")), hour(1, covered_row("1"))}),
            "EffectiveCost-C-012-C|1|-0.25|plan, 2026-05-02T00:00:00Z: 0.750000000000 instead of 1.000000");
  EXPECT_EQ(differences({upfront(), hour(0, covered_row("1.5"))}),
            "EffectiveCost-C-012-C|1|0.5|plan, 2026-05-02T00:00:00Z: 1.500000000000 instead of 1.000000");
}

TEST_F(CommitmentChecksTest, UsageByTheHourAndUnusedByTheMonthAreOneStretch) {
  auto month = unused("1.5");
  month["ChargePeriodStart"] = "2026-05-02T00:00:00Z";
  month["ChargePeriodEnd"] = "2026-05-02T04:00:00Z";
  std::vector<FocusRow> rows = {month};
  for (int h = 0; h < 4; ++h) rows.push_back(hour(h, purchase_row("1")));
  rows.push_back(hour(1, covered_row("2.5")));
  EXPECT_EQ(differences(rows), "");
  rows.back() = hour(1, covered_row("2.4"));
  EXPECT_EQ(differences(rows).substr(0, 28), "EffectiveCost-C-012-C|2|-0.1");
}

TEST_F(CommitmentChecksTest, WhatMayHaveBeenPaidBeforeIsNoContradiction) {
  const std::vector<FocusRow> rows = {hour(0, purchase_row("1")), hour(0, covered_row("1.4"))};
  EXPECT_EQ(differences(rows), "");
  EXPECT_EQ(gaps(rows).substr(0, 104),
            "EffectiveCost-C-012-C|commitments that cost more than the file's recurring purchases, as if something wa");
}

TEST_F(CommitmentChecksTest, WhatTheFileLacksIsNamed) {
  EXPECT_NE(gaps({covered_row("1")}).find("whose purchase isn't in the file, so that what they cost can't be told: 1"),
            std::string::npos);
  EXPECT_NE(gaps({upfront(), hour(0, covered_row("1"))})
                .find("DiscountHandling-A-011-C|commitments that last longer than the file"),
            std::string::npos);
  // A payment at once whose period is the hour of the payment.
  EXPECT_NE(gaps({hour(0, purchase_row("8760", {{"ChargeFrequency", "One-Time"}})), hour(0, covered_row("1"))})
                .find("whose upfront payment isn't tied to a term"),
            std::string::npos);
  auto lost = covered_row("");
  EXPECT_NE(gaps({hour(0, purchase_row("1")), hour(0, lost)}).find("with usage that has no EffectiveCost: 1"),
            std::string::npos);
}

TEST_F(CommitmentChecksTest, AUnitOfACommitmentStaysTheSame) {
  EXPECT_EQ(
      broken_by({covered_row("0.5"), covered_row("0.5", {{"CommitmentDiscountUnit", "Hours"}}), purchase_row("1")}),
      "CommitmentDiscountUnit-C-008-M|3");
}

}  // namespace
}  // namespace farthing
