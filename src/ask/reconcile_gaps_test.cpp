// Gaps with their money, and the one line that a summary prints of them.
#include "ask/reconciled_bill_test.hpp"

namespace farthing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class ReconcileGaps : public ReconciledBill {
 protected:
  // Usage of a Savings Plan of account 999, which this bill has no line of.
  void add_foreign(const std::string& money, const MadeCharge& changes = {}) {
    bill_.add(with(with(made_usage(), {{"x_LineItemType", "SavingsPlanCoveredUsage"},
                                       {"CommitmentDiscountStatus", "Used"},
                                       {"CommitmentDiscountId", "arn:aws:savingsplans::999:savingsplan/sp-9"},
                                       {"BilledCost", "0"},
                                       {"EffectiveCost", money}}),
                   changes));
  }
  std::vector<std::string> column(const std::string& name) {
    std::vector<std::string> cells;
    for (const auto& row : checked_rows(answer().answer)) cells.push_back(row[name]);
    return cells;
  }
};

TEST_F(ReconcileGaps, OfOneNameAreAddedUpOverBillsButNotOverCurrencies) {
  add_foreign("7");
  add_foreign("1.5", {{"billing_period", "2026-09"}});
  add_foreign("2.25", {{"BillingCurrency", "EUR"}});
  deliver_final();
  EXPECT_THAT(answer().in_one_line, HasSubstr("gaps: commitments of another bill 2.25 EUR, commitments of another bill "
                                              "8.50 USD"));
  EXPECT_EQ(rows_of("gap: commitments of another bill").size(), 3U);
  EXPECT_FALSE(answer().answer.complete);
}

TEST_F(ReconcileGaps, WithoutMoneyAreNamedWithoutANumber) {
  add_cur_month(bill_);
  bill_.run("UPDATE charges SET x_AmortizedUpfront = NULL WHERE x_LineItemType = 'RIFee'");
  deliver_final();
  EXPECT_THAT(answer().in_one_line, HasSubstr("amortised upfront unknown"));
  EXPECT_THAT(answer().in_one_line, Not(HasSubstr("amortised upfront unknown 0")));
}

TEST_F(ReconcileGaps, AreNoContradictionsAndContradictionsAreCounted) {
  bill_.add(made_usage());
  bill_.add(with(made_usage(), {{"billing_period", "2026-09"}}));
  deliver_final();
  EXPECT_THAT(answer().in_one_line, AllOf(HasSubstr("nothing contradicts"), Not(HasSubstr("gaps"))));
  bill_.delivery(0).totals[0].control += Decimal::from_integer(1);
  EXPECT_THAT(answer().in_one_line, HasSubstr(", 1 contradicts"));
  bill_.delivery(1).totals[0].control += Decimal::from_integer(-1);
  EXPECT_THAT(answer().in_one_line, HasSubstr(", 2 contradict"));
  EXPECT_EQ(rows_of("control total")[0]["difference"], "1");
  EXPECT_EQ(rows_of("control total")[1]["difference"], "-1");
}

TEST_F(ReconcileGaps, EachMonthsStateComesBeforeItsBills) {
  bill_.add(with(made_usage(), {{"billing_period", "2026-09"}}));
  bill_.add(made_usage());
  bill_.add(with(made_usage(), {{"BillingAccountId", "222"}}));
  deliver_open();
  std::vector<std::string> heads;
  std::string before;
  for (const auto& row : checked_rows(answer().answer)) {
    const auto bill = row["period"] + " " + row["payer"];
    if (bill != before) heads.push_back(bill + " " + row["check"]);
    before = bill;
  }
  EXPECT_THAT(heads, ElementsAre("2026-09 111 period: final", "2026-10 111 period: open", "2026-10 222 period: open"));
}

TEST_F(ReconcileGaps, ADeliveryOfNoLinesAndNoMoneyHolds) {
  bill_.add(with(made_usage(), {{"BilledCost", "0"}, {"EffectiveCost", "0"}}));
  deliver_final();
  bill_.run("DELETE FROM charges");
  EXPECT_EQ(row_of("control total")["status"], "ok") << "nothing was billed and nothing is there";
  EXPECT_FALSE(answer().contradicts);
}

TEST_F(ReconcileGaps, ACommitmentThatIsOnlyBoughtHasNothingToProve) {
  add_cur_month(bill_);
  bill_.add(with(made_usage(), {{"x_LineItemType", "Fee"},
                                {"ChargeCategory", "Purchase"},
                                {"CommitmentDiscountId", "arn:aws:ec2:us-east-1:111:reserved-instances/ri-2"},
                                {"BilledCost", "55"},
                                {"EffectiveCost", "0"}}));
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of("gap: prepaid (upfront)")["difference"], "175");  // 120 + 55
  for (const auto& row : rows_of("used + unused = amortised upfront + recurring")) {
    EXPECT_THAT(row["note"], Not(HasSubstr("ri-2")));
  }
}

// The plan's lines are 2 covered, 1 negation, a fee and its unused part: 5 lines may differ by 0.000005.
TEST_F(ReconcileGaps, ACommitmentMayDifferByAMillionthALine) {
  add_cur_month(bill_);
  const auto plan = [&] { return rows_of("used + unused = amortised upfront + recurring")[1]; };
  bill_.run("UPDATE charges SET x_RecurringFee = 20.000005 WHERE x_RecurringFee = 20");
  deliver_final();
  EXPECT_EQ(plan()["difference"], "0.000005");
  EXPECT_EQ(plan()["status"], "ok");
  bill_.run("UPDATE charges SET x_RecurringFee = 20.0000051 WHERE x_RecurringFee = 20.000005");
  EXPECT_EQ(plan()["difference"], "0.0000051");
  EXPECT_EQ(plan()["status"], "contradicts");
}

TEST_F(ReconcileGaps, AnEstimateIsNamedUntilTheMonthIsFinal) {
  bill_.add(with(made_usage(), {{"x_Estimated", "true"}}), 2);
  deliver_open();
  EXPECT_EQ(row_of("gap: estimate")["difference"], "4");
  deliver_final();
  EXPECT_THAT(rows_of("gap: estimate"), IsEmpty());
}

TEST_F(ReconcileGaps, ABillThatNoDeliverySaysAnythingOfIsToldFromOneThatDiffers) {
  bill_.add(made_usage());
  deliver_final();
  bill_.snapshot.datasets[kCharges].partitions[0].delivery.reset();
  EXPECT_EQ(row_of("control total")["status"], "contradicts");
  EXPECT_EQ(row_of("control total")["note"], "no delivery of this month and payer states a total in this currency");
  EXPECT_EQ(row_of("control total")["difference"], "NULL");
}

}  // namespace
}  // namespace farthing
