#include "ask/reconciled_bill_test.hpp"

namespace farthing {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class FocusBillTest : public ReconciledBill {
 protected:
  // A FOCUS line: no line item type, no invoice.
  static MadeCharge line(const MadeCharge& changes = {}) {
    return with(with(made_usage(), {{"x_LineItemType", ""}, {"x_ProductFamily", ""}, {"InvoiceId", ""}}), changes);
  }
  static MadeCharge committed(const std::string& effective) {
    return line({{"CommitmentDiscountId", "plan-1"},
                 {"CommitmentDiscountStatus", "Used"},
                 {"BilledCost", "0"},
                 {"EffectiveCost", effective}});
  }
  static MadeCharge purchase(const std::string& billed) {
    return line({{"CommitmentDiscountId", "plan-1"},
                 {"ChargeCategory", "Purchase"},
                 {"BilledCost", billed},
                 {"EffectiveCost", "0"}});
  }
};

TEST_F(FocusBillTest, EffectiveThatEqualsBilledHolds) {
  bill_.add(line(), 3);
  deliver_open();
  EXPECT_EQ(row_of("effective = billed")["status"], "ok");
  EXPECT_EQ(row_of("effective = billed")["found"], "6");
}

TEST_F(FocusBillTest, AFeeThatIsUsedUpWithinItsMonthLeavesNoGap) {
  bill_.add(purchase("30"));
  bill_.add(committed("10"), 3);
  deliver_open();
  EXPECT_THAT(rows_of("gap: prepaid (upfront)"), IsEmpty());
  EXPECT_EQ(row_of("effective = billed")["status"], "ok");
}

TEST_F(FocusBillTest, UsageOfAnEarlierPurchaseIsAPrepaidGapBelowZero) {
  bill_.add(committed("10"), 3);
  bill_.add(line());
  bill_.deliver("2026-11-01T00:00:00Z");
  EXPECT_FALSE(answer().contradicts) << "a FOCUS bill can't prove it, even when it is final";
  const auto gap = row_of("gap: prepaid (upfront)");
  EXPECT_EQ(gap["difference"], "-30");
  EXPECT_THAT(gap["note"], HasSubstr("plan-1: not bought in this month"));
}

TEST_F(FocusBillTest, WhatIsLeftBesideCommitmentsIsNamedWithItsMoney) {
  bill_.add(purchase("100"));
  bill_.add(committed("10"));
  bill_.add(line({{"EffectiveCost", "1.75"}}), 2);
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of("gap: prepaid (upfront)")["difference"], "90");
  const auto gap = row_of("gap: effective differs from billed");
  EXPECT_EQ(gap["expected"], "14");
  EXPECT_EQ(gap["found"], "13.5");
  EXPECT_EQ(gap["difference"], "0.5");
  EXPECT_EQ(gap["status"], "gap");
}

TEST_F(FocusBillTest, RoundingOfACommitmentIsNotCalledPrepaid) {
  bill_.add(purchase("30.000002"));
  bill_.add(committed("10"), 3);
  deliver_final();
  EXPECT_THAT(rows_of("gap: prepaid (upfront)"), IsEmpty());
  EXPECT_EQ(row_of("gap: rounding")["difference"], "0.000002");
}

// As the AWS rows of the open FOCUS 1.0 sample: whole effective costs beside billed ones with decimals.
TEST_F(FocusBillTest, FindsAProviderThatRoundedItsEffectiveCost) {
  bill_.add(line({{"BilledCost", "0.4"}, {"EffectiveCost", "0"}}), 4);
  bill_.add(line({{"BilledCost", "1.6"}, {"EffectiveCost", "2"}}));
  bill_.add(line({{"ProviderName", "Microsoft"}, {"BilledCost", "0.25"}, {"EffectiveCost", "0.25"}}));
  bill_.add(line({{"ProviderName", "Oracle"}, {"BilledCost", "0.5"}, {"EffectiveCost", "0"}}), 2);
  bill_.deliver("2026-11-01T00:00:00Z");
  const auto result = answer();
  EXPECT_FALSE(result.contradicts);
  const auto findings = rows_of("finding: effective rounded by its provider");
  ASSERT_EQ(findings.size(), 2u);
  EXPECT_EQ(findings[0]["note"], "AWS: EffectiveCost is a whole number in all 5 lines, BilledCost has decimals in 5");
  EXPECT_EQ(findings[0]["difference"], "1.2");
  EXPECT_THAT(findings[1]["note"], HasSubstr("Oracle: EffectiveCost is 0 in all 2 lines"));
  EXPECT_EQ(row_of("gap: effective differs from billed")["difference"], "2.2");
  EXPECT_THAT(result.answer.notes, Contains(HasSubstr("AWS: EffectiveCost is a whole number in all 5 lines")));
}

TEST_F(FocusBillTest, OneLineIsCalledTheOnlyOne) {
  bill_.add(line({{"BilledCost", "0.24"}, {"EffectiveCost", "0"}}));
  deliver_open();
  EXPECT_EQ(row_of("finding: effective rounded by its provider")["note"],
            "AWS: EffectiveCost is 0 in its only line, BilledCost has decimals in 1");
}

TEST_F(FocusBillTest, WholeCostsAllOverAreNoFinding) {
  bill_.add(line({{"EffectiveCost", "1"}}), 4);
  bill_.add(purchase("8760.5"));
  deliver_open();
  EXPECT_THAT(rows_of("finding: effective rounded by its provider"), IsEmpty());
}

TEST_F(FocusBillTest, LinesWithoutEffectiveCostAreLeftOutAndNamed) {
  bill_.add(line(), 2);
  bill_.add(line({{"EffectiveCost", ""}, {"BilledCost", "5"}}));
  deliver_open();
  EXPECT_EQ(row_of("gap: EffectiveCost unknown")["difference"], "5");
  EXPECT_THAT(rows_of("gap: effective differs from billed"), IsEmpty());
  EXPECT_THAT(rows_of("effective = billed"), IsEmpty()) << "it isn't proved";
}

TEST_F(FocusBillTest, ABillThatNeverStatesInvoicesIsEstimatedWithTheReason) {
  bill_.add(line(), 2);
  bill_.deliver("2026-11-01T00:00:00Z", 0);  // its format has no invoices, so none is missing
  EXPECT_THAT(row_of("period: estimated")["note"], HasSubstr("no line has an invoice id; if this bill never"));
  bill_.add(line({{"InvoiceId", "INV-1"}}));
  bill_.deliver("2026-11-01T00:00:00Z", 2);
  EXPECT_EQ(row_of("period: estimated")["note"], "2 of 3 lines have no invoice id");
  bill_.run("UPDATE charges SET InvoiceId = 'INV-1'");
  deliver_final();
  EXPECT_EQ(rows_of("period: final").size(), 1u);
}

}  // namespace
}  // namespace farthing
