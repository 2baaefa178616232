#include "ask/commitments.hpp"

#include <gmock/gmock.h>

#include "ask/made_bill_test.hpp"

namespace farthing {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class CommitmentsTest : public testing::Test {
 protected:
  Answer answer(CommitmentsQuestion question = {}) {
    auto result = commitments(bill_.engine, bill_.snapshot, question);
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result ? std::move(*result) : Answer{};
  }
  static std::string at(const Answer& answer, const std::vector<Cell>& row, const std::string& column) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (answer.columns.at(i).name == column) return row[i].value_or("NULL");
    }
    return "no such column";
  }
  std::string at(std::size_t row, const std::string& column) {
    const auto all = answer();
    return row < all.rows.size() ? at(all, all.rows[row], column) : "no such row";
  }
  MadeBill bill_;
};

TEST_F(CommitmentsTest, AnEmptyLakeHasNone) {
  EXPECT_THAT(answer().rows, IsEmpty());
  EXPECT_THAT(answer().notes, Contains("no commitment in the data"));
  EXPECT_FALSE(answer().total);
}

TEST_F(CommitmentsTest, ASavingsPlanThatIsUsedToThreeQuarters) {
  add_savings_plan_day(bill_);
  const auto all = answer();
  ASSERT_EQ(all.rows.size(), 1u);
  const auto cell = [&](const char* column) { return at(all, all.rows[0], column); };
  EXPECT_EQ(cell("type"), "Savings Plan");
  EXPECT_EQ(cell("name"), "EC2 Instance Savings Plan");
  EXPECT_EQ(cell("used"), "943.2");
  EXPECT_EQ(cell("unused"), "314.4");
  EXPECT_EQ(cell("on_demand"), "11.52");
  EXPECT_EQ(cell("utilization_percent"), "75");
  EXPECT_EQ(cell("on_demand_equivalent"), "1414.8");
  EXPECT_EQ(cell("coverage_percent"), "99.19");                // 1414.80 of 1426.32
  EXPECT_EQ(cell("net_saving"), "157.2");                      // 1414.80 - 1257.60
  EXPECT_EQ(cell("effective_savings_rate_percent"), "11.02");  // 157.20 of 1426.32
  EXPECT_EQ(cell("purchased"), "459024");
  EXPECT_TRUE(all.complete);
  EXPECT_EQ(at(all, *all.total, "unused"), "314.4");
  EXPECT_EQ(at(all, *all.total, "utilization_percent"), "75");
}

TEST_F(CommitmentsTest, TheTotalCountsOnDemandSpendOnceThoughTwoCommitmentsCouldCoverIt) {
  add_cur_month(bill_);
  const auto all = answer();
  ASSERT_EQ(all.rows.size(), 2u);
  EXPECT_EQ(at(all, all.rows[0], "commitment"), "arn:aws:savingsplans::111:savingsplan/sp-1")
      << "the most unused first";
  EXPECT_EQ(at(all, all.rows[0], "on_demand"), "10");
  EXPECT_EQ(at(all, all.rows[1], "on_demand"), "10");
  EXPECT_EQ(at(all, all.rows[0], "utilization_percent"), "80");     // 24 of 30
  EXPECT_EQ(at(all, all.rows[1], "utilization_percent"), "88.89");  // 8 of 9
  EXPECT_EQ(at(all, all.rows[0], "net_saving"), "2");               // 32 - 30
  EXPECT_EQ(at(all, *all.total, "on_demand"), "10");
  EXPECT_EQ(at(all, *all.total, "on_demand_equivalent"), "44");
  EXPECT_EQ(at(all, *all.total, "coverage_percent"), "81.48");  // 44 of 54
  EXPECT_EQ(at(all, *all.total, "net_saving"), "5");
  EXPECT_EQ(at(all, *all.total, "purchased"), "140");
}

TEST_F(CommitmentsTest, TheSumOverCommitmentsIsTheEffectiveCostOfCommittedUsage) {
  add_cur_month(bill_);
  const auto all = answer();
  Decimal sum;
  for (const auto& row : all.rows) {
    sum += parse_decimal(at(all, row, "used")).value + parse_decimal(at(all, row, "unused")).value;
  }
  const auto rows =
      bill_.engine.query("SELECT sum(EffectiveCost) FROM charges WHERE CommitmentDiscountStatus IS NOT NULL");
  EXPECT_EQ(sum.text(), rows->rows[0][0]);
}

TEST_F(CommitmentsTest, OnlyOnDemandUsageOfTheSameKindAndPayerCouldHaveBeenCovered) {
  add_savings_plan_day(bill_);
  const MadeCharge on_demand = {{"billing_period", "2026-02"},
                                {"BillingAccountId", "ACCT-1"},
                                {"BillingCurrency", "USD"},
                                {"ChargeCategory", "Usage"},
                                {"PricingCategory", "Standard"},
                                {"PricingUnit", "Hours"},
                                {"ServiceName", "Amazon Elastic Compute Cloud"},
                                {"BilledCost", "100"}};
  bill_.add(with(on_demand, {{"PricingUnit", "GB"}}));
  bill_.add(with(on_demand, {{"ServiceName", "AWS Lambda"}}));
  bill_.add(with(on_demand, {{"BillingAccountId", "ACCT-2"}}));
  bill_.add(with(on_demand, {{"BillingCurrency", "EUR"}}));
  bill_.add(with(on_demand, {{"PricingCategory", "Dynamic"}}));
  bill_.add(with(on_demand, {{"x_PurchaseOption", "spot"}}));
  bill_.add(with(on_demand, {{"ChargeClass", "Correction"}}));
  EXPECT_EQ(at(0, "on_demand"), "11.52");
  bill_.add(on_demand);
  EXPECT_EQ(at(0, "on_demand"), "111.52");
}

TEST_F(CommitmentsTest, NothingUsedAndNothingUnusedHasNoUtilisation) {
  add_savings_plan_day(bill_);
  bill_.run("DELETE FROM charges WHERE CommitmentDiscountStatus IS NOT NULL");
  EXPECT_EQ(at(0, "utilization_percent"), "NULL");
  EXPECT_EQ(at(0, "coverage_percent"), "NULL");
  EXPECT_EQ(at(0, "net_saving"), "NULL");
  EXPECT_EQ(at(0, "on_demand"), "NULL");
  EXPECT_EQ(at(0, "purchased"), "459024");
  EXPECT_FALSE(answer().complete);
}

TEST_F(CommitmentsTest, AnUnknownCostMakesRatesUnknownAndNotZero) {
  add_savings_plan_day(bill_);
  bill_.run("UPDATE charges SET EffectiveCost = NULL WHERE CommitmentDiscountStatus = 'Unused'");
  EXPECT_EQ(at(0, "unused"), "NULL");
  EXPECT_EQ(at(0, "used"), "943.2");
  EXPECT_EQ(at(0, "utilization_percent"), "NULL");
  EXPECT_EQ(at(0, "net_saving"), "NULL");
  EXPECT_THAT(answer().notes, Contains(HasSubstr("EffectiveCost is unknown, so rates are too: in 6 lines")));
  EXPECT_FALSE(answer().complete);
}

TEST_F(CommitmentsTest, ListCostStandsInForAnUnknownContractedCost) {
  add_savings_plan_day(bill_);
  bill_.run("UPDATE charges SET ContractedCost = NULL, ListCost = 80 WHERE CommitmentDiscountStatus = 'Used'");
  EXPECT_EQ(at(0, "on_demand_equivalent"), "1440");
  EXPECT_THAT(answer().notes, Contains(HasSubstr("ListCost stands in for it: in 18 lines")));
  bill_.run("UPDATE charges SET ListCost = NULL WHERE CommitmentDiscountStatus = 'Used'");
  EXPECT_EQ(at(0, "on_demand_equivalent"), "NULL");
  EXPECT_EQ(at(0, "coverage_percent"), "NULL");
}

TEST_F(CommitmentsTest, CurrenciesAreNeverAddedUp) {
  add_savings_plan_day(bill_);
  bill_.run("INSERT INTO charges SELECT * REPLACE ('EUR' AS BillingCurrency) FROM charges");
  const auto all = answer();
  EXPECT_EQ(all.rows.size(), 2u);
  EXPECT_FALSE(all.total);
}

TEST_F(CommitmentsTest, AMonthIsOfThatMonthOnlyAndMustBeOne) {
  add_savings_plan_day(bill_);
  add_cur_month(bill_);
  EXPECT_EQ(answer().rows.size(), 3u);
  EXPECT_EQ(answer({.month = "2026-02"}).rows.size(), 1u);
  EXPECT_THAT(answer({.month = "2026-01"}).rows, IsEmpty());
  const auto wrong = commitments(bill_.engine, bill_.snapshot, {.month = "October"});
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, Error::Kind::kUsage);
}

TEST_F(CommitmentsTest, ExplainsItsFormulasAndItsSources) {
  add_savings_plan_day(bill_);
  bill_.deliver("2026-02-02T00:00:00Z");
  const auto lines = answer({.month = {}, .explain = true}).explanation;
  EXPECT_THAT(lines, Contains("utilization = used / (used + unused)"));
  EXPECT_THAT(lines, Contains("  bill.csv, 12 bytes, sha256 abc"));
  EXPECT_THAT(lines, Contains(HasSubstr("snapshot 7")));
}

}  // namespace
}  // namespace farthing
