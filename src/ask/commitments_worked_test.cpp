// Utilisation, coverage and effective savings rate of small bills, each worked by hand.
#include <gmock/gmock.h>

#include "ask/commitments.hpp"
#include "ask/made_bill_test.hpp"

namespace farthing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// The columns that a test names, of one row.
class CommitmentsWorked : public ::testing::Test {
 protected:
  Answer answer() {
    auto result = commitments(bill_.engine, bill_.snapshot, {});
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result.value_or(Answer{});
  }
  // "utilisation|coverage|savings rate|net saving" of a row.
  std::string rates(const Answer& all, const std::vector<Cell>& row) const {
    std::string text;
    for (const char* wanted :
         {"utilization_percent", "coverage_percent", "effective_savings_rate_percent", "net_saving"}) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (all.columns[i].name == wanted) text += (text.empty() ? "" : "|") + row[i].value_or("NULL");
      }
    }
    return text;
  }
  std::string rates_of(std::size_t row) {
    const auto all = answer();
    return row < all.rows.size() ? rates(all, all.rows[row]) : "no such row";
  }
  void add(const std::string& id, const std::string& status, const std::string& effective, const std::string& list,
           int lines, const MadeCharge& changes = {}) {
    bill_.add(with(with(made_usage(), {{"CommitmentDiscountId", id},
                                       {"CommitmentDiscountStatus", status},
                                       {"PricingCategory", "Committed"},
                                       {"BilledCost", "0"},
                                       {"EffectiveCost", effective},
                                       {"ContractedCost", list}}),
                   changes),
              lines);
  }
  void add_on_demand(const std::string& billed, const MadeCharge& changes = {}) {
    bill_.add(with(with(made_usage(), {{"BilledCost", billed}}), changes));
  }
  MadeBill bill_;
};

// Used 3 x 4 = 12, unused 3: 12 / 15. Without it 3 x 6 = 18 beside 6 on demand: 18 / 24. Saved 18 - 15 = 3: 3 / 24.
TEST_F(CommitmentsWorked, APlanThatSavesALittle) {
  add("sp-1", "Used", "4", "6", 3);
  add("sp-1", "Unused", "3", "", 1);
  add_on_demand("6");
  EXPECT_EQ(rates_of(0), "80|75|12.5|3");
  EXPECT_TRUE(answer().complete);
}

// Used 4, unused 26: the plan costs 30 where 6 would have been paid. Saved 6 - 30 = -24 of 6 + 6.
TEST_F(CommitmentsWorked, APlanThatLosesMoneyHasARateBelowZero) {
  add("sp-1", "Used", "4", "6", 1);
  add("sp-1", "Unused", "26", "", 1);
  add_on_demand("6");
  EXPECT_EQ(rates_of(0), "13.33|50|-200|-24");
}

TEST_F(CommitmentsWorked, APlanThatNobodyUsedIsUsedTo0AndItsCoverageIsUnknown) {
  add("sp-1", "Unused", "5", "", 2);
  add_on_demand("6");
  EXPECT_EQ(rates_of(0), "0|NULL|NULL|-10");
  EXPECT_THAT(answer().notes, Contains(HasSubstr("1 commitment covers no usage here")));
}

TEST_F(CommitmentsWorked, AllUsedAndNothingLeftOnDemandIs100) {
  add("ri-1", "Used", "2", "5", 4);
  EXPECT_EQ(rates_of(0), "100|100|60|12");  // 20 - 8 = 12 of 20
}

// sp-1: used 8, unused 2, saves 10 - 10. ri-1: used 5, unused 5, saves 10 - 10. Together 13 / 20; 20 of 20 + 20.
TEST_F(CommitmentsWorked, TheTotalIsOfSumsAndNotOfPercents) {
  add("sp-1", "Used", "8", "10", 1);
  add("sp-1", "Unused", "2", "", 1);
  add("ri-1", "Used", "5", "10", 1);
  add("ri-1", "Unused", "5", "", 1);
  add_on_demand("20");
  const auto all = answer();
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_EQ(all.rows[0][0], "ri-1") << "5 are unused of it, 2 of the other";
  EXPECT_EQ(rates(all, all.rows[0]), "50|33.33|0|0");
  EXPECT_EQ(rates(all, all.rows[1]), "80|33.33|0|0");
  EXPECT_EQ(rates(all, *all.total), "65|50|0|0");
}

TEST_F(CommitmentsWorked, OfTwoPayersAreRowsOfTheirOwnWithTheirOwnOnDemandSpend) {
  add("sp-1", "Used", "3", "4", 1);
  add("sp-1", "Used", "3", "4", 1, {{"BillingAccountId", "222"}});
  add_on_demand("4");
  const auto all = answer();
  ASSERT_EQ(all.rows.size(), 2U);
  EXPECT_EQ(all.rows[0][3], "111");
  EXPECT_EQ(rates(all, all.rows[0]), "100|50|12.5|1");  // 4 of 8, 1 of 8
  EXPECT_EQ(rates(all, all.rows[1]), "100|100|25|1");   // 4 of 4, 1 of 4
}

TEST_F(CommitmentsWorked, SpotFargateAndMarketplaceUsageIsOnDemandOrNot) {
  add("sp-1", "Used", "3", "4", 1);
  add_on_demand("4", {{"x_PurchaseOption", "fargate"}});
  EXPECT_EQ(rates_of(0), "100|50|12.5|1");
  for (const auto& other : {MadeCharge{{"x_PurchaseOption", "fargate_spot"}},
                            {{"x_BillingEntity", "AWS Marketplace"}},
                            {{"ChargeCategory", "Tax"}},
                            {{"ServiceName", ""}}}) {
    add_on_demand("1000", other);
  }
  EXPECT_EQ(rates_of(0), "100|50|12.5|1") << "what no commitment could cover doesn't count";
}

TEST_F(CommitmentsWorked, ANegationTakesNothingAway) {
  add("sp-1", "Used", "4", "6", 2, {{"x_LineItemType", "SavingsPlanCoveredUsage"}});
  const auto before = rates_of(0);
  add("sp-1", "Used", "0", "0", 1,
      {{"x_LineItemType", "SavingsPlanNegation"}, {"BilledCost", "-12"}, {"PricingUnit", "GB"}});
  add_on_demand("50", {{"PricingUnit", "GB"}});
  EXPECT_EQ(rates_of(0), before) << "nor does it say what the plan covers";
}

TEST_F(CommitmentsWorked, AnUnknownOnDemandCostLeavesCoverageUnknownAndUtilisationKnown) {
  add("sp-1", "Used", "4", "6", 1);
  add_on_demand("6");
  add_on_demand("");
  EXPECT_EQ(rates_of(0), "100|NULL|NULL|2");
  EXPECT_THAT(answer().notes, Contains(HasSubstr("BilledCost of on-demand usage is unknown: in 1 line")));
  EXPECT_FALSE(answer().complete);
}

}  // namespace
}  // namespace farthing
