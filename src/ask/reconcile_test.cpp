#include "ask/reconcile.hpp"

#include <gmock/gmock.h>

#include "ask/made_bill_test.hpp"

namespace farthing {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

// A row of the answer by its column names.
struct CheckedRow {
  std::map<std::string, std::string> cells;
  std::string operator[](const std::string& column) const { return cells.at(column); }
};

std::vector<CheckedRow> checked_rows(const Answer& answer) {
  std::vector<CheckedRow> rows;
  for (const auto& cells : answer.rows) {
    EXPECT_EQ(cells.size(), answer.columns.size());
    CheckedRow row;
    for (std::size_t i = 0; i < cells.size(); ++i) row.cells[answer.columns[i].name] = cells[i].value_or("NULL");
    rows.push_back(row);
  }
  return rows;
}

class ReconcileTest : public testing::Test {
 protected:
  Reconciliation answer(ReconcileQuestion question = {}) {
    auto result = reconcile(bill_.engine, bill_.snapshot, question);
    EXPECT_TRUE(result) << (result ? "" : result.error().text());
    return result ? std::move(*result) : Reconciliation{};
  }
  std::vector<CheckedRow> rows_of(const std::string& check) {
    std::vector<CheckedRow> found;
    for (const auto& row : checked_rows(answer().answer)) {
      if (row["check"] == check) found.push_back(row);
    }
    return found;
  }
  CheckedRow row_of(const std::string& check) {
    const auto found = rows_of(check);
    EXPECT_EQ(found.size(), 1u) << check;
    if (found.empty()) return {{{"status", ""}, {"difference", ""}, {"expected", ""}, {"found", ""}, {"note", ""}}};
    return found[0];
  }
  // A CUR month that is over and invoiced.
  void deliver_final() { bill_.deliver("2026-11-01T00:00:00Z"); }
  void deliver_open() { bill_.deliver("2026-10-20T00:00:00Z"); }

  MadeBill bill_;
};

constexpr const char* kEffectiveIdentity = "effective + true-up + upfront = billed";
constexpr const char* kCommitmentIdentity = "used + unused = amortised upfront + recurring";

TEST_F(ReconcileTest, AnEmptyLakeHasNothingToReconcile) {
  const auto result = answer();
  EXPECT_THAT(result.answer.rows, IsEmpty());
  EXPECT_FALSE(result.contradicts);
  EXPECT_THAT(result.answer.notes, Contains("no bill is there yet"));
  EXPECT_THAT(result.in_one_line, HasSubstr("nothing to reconcile"));
}

TEST_F(ReconcileTest, NamesTheUpfrontPaymentThatAFocusBillCannotTieToAPeriod) {
  add_savings_plan_day(bill_);
  bill_.deliver("2026-02-02T00:00:00Z");
  const auto result = answer();
  EXPECT_FALSE(result.contradicts);
  const auto gap = row_of("gap: prepaid (upfront)");
  EXPECT_EQ(gap["expected"], "459024");
  EXPECT_EQ(gap["found"], "1257.6");
  EXPECT_EQ(gap["difference"], "457766.4");
  EXPECT_EQ(gap["status"], "gap");
  EXPECT_EQ(row_of("control total")["expected"], "459035.52");
  EXPECT_EQ(row_of("control total")["status"], "ok");
  EXPECT_EQ(row_of("gap: unused Savings Plan")["difference"], "314.4");
  EXPECT_THAT(rows_of("gap: effective differs from billed"), IsEmpty());
  EXPECT_EQ(row_of("period: open")["note"], "usage until 2026-02-02T00:00:00Z");
  EXPECT_THAT(result.in_one_line, HasSubstr("gaps: prepaid (upfront) 457766.40 USD"));
}

TEST_F(ReconcileTest, ProvesAClosedCurMonth) {
  add_cur_month(bill_);
  deliver_final();
  const auto result = answer();
  EXPECT_FALSE(result.contradicts);
  EXPECT_TRUE(result.answer.complete);
  // Billed: usage 10, plan 20, upfront 120, tax 0.08, credit -3. Effective: 10 + 24 + 6 + 8 + 1 + 0.08 - 3 = 46.08.
  const auto identity = row_of(kEffectiveIdentity);
  EXPECT_EQ(identity["expected"], "147.08");
  EXPECT_EQ(identity["found"], "147.08");
  EXPECT_EQ(identity["status"], "ok");
  EXPECT_EQ(row_of("gap: true-up")["difference"], "-19");
  EXPECT_EQ(row_of("gap: prepaid (upfront)")["difference"], "120");
  EXPECT_EQ(row_of("gap: prepaid (upfront)")["status"], "named");
  EXPECT_EQ(row_of("gap: unused reservation")["difference"], "1");
  EXPECT_EQ(row_of("gap: unused Savings Plan")["difference"], "6");
  EXPECT_EQ(row_of("gap: tax")["difference"], "0.08");
  EXPECT_EQ(row_of("gap: credit")["difference"], "-3");
  for (const auto& commitment : rows_of(kCommitmentIdentity))
    EXPECT_EQ(commitment["status"], "ok") << commitment["note"];
  EXPECT_EQ(rows_of(kCommitmentIdentity).size(), 2u);
  EXPECT_EQ(rows_of("period: final").size(), 1u);
}

TEST_F(ReconcileTest, CategoriesOfAnInvoiceAddUpToWhatTheRollUpHolds) {
  add_cur_month(bill_);
  bill_.add(with(made_usage(),
                 {{"InvoiceId", "INV-2"}, {"InvoiceIssuerName", "AWS EMEA"}, {"BilledCost", "1.000000000001"}}));
  deliver_final();
  Decimal all;
  for (const auto& row : checked_rows(answer().answer)) {
    if (row["check"].starts_with("billed: ")) all += parse_decimal(row["found"]).value;
  }
  EXPECT_EQ(all.text(), "148.080000000001");
  EXPECT_EQ(row_of("control total")["found"], all.text());
  const auto sums = rows_of("billed by category = roll-up");
  ASSERT_EQ(sums.size(), 2u);
  EXPECT_EQ(sums[1]["invoice"], "INV-2");
  EXPECT_EQ(sums[1]["issuer"], "AWS EMEA");
  EXPECT_EQ(sums[1]["found"], "1.000000000001");
  EXPECT_EQ(sums[1]["status"], "ok");
}

TEST_F(ReconcileTest, AControlTotalThatIsOffByTheLastDigitContradictsInAnyMonth) {
  add_cur_month(bill_);
  deliver_open();
  bill_.delivery().totals[0].control += Decimal::from_units(1);
  EXPECT_TRUE(answer().contradicts);
  EXPECT_EQ(row_of("control total")["difference"], "0.000000000001");
  EXPECT_EQ(row_of("control total")["status"], "contradicts");
}

TEST_F(ReconcileTest, LinesOfACurrencyThatNoDeliveryStatesContradict) {
  bill_.add(made_usage());
  deliver_final();
  bill_.add(with(made_usage(), {{"BillingCurrency", "EUR"}}));
  EXPECT_TRUE(answer().contradicts);
  const auto totals = rows_of("control total");
  ASSERT_EQ(totals.size(), 2u);
  EXPECT_EQ(totals[0]["currency"], "EUR");
  EXPECT_EQ(totals[0]["expected"], "NULL");
  EXPECT_EQ(totals[0]["status"], "contradicts");
  EXPECT_EQ(totals[1]["status"], "ok");
}

TEST_F(ReconcileTest, ADeliveryWhoseLinesAreGoneContradicts) {
  bill_.add(made_usage());
  deliver_final();
  bill_.run("DELETE FROM charges");
  EXPECT_TRUE(answer().contradicts);
  EXPECT_THAT(row_of("control total")["note"], HasSubstr("not in the lake"));
}

TEST_F(ReconcileTest, AStaleRollUpContradicts) {
  bill_.add(made_usage());
  deliver_final();
  bill_.run("DROP VIEW costs_daily");
  bill_.run("CREATE TABLE costs_daily AS " + std::string(model_sql("costs_daily")));
  bill_.run("UPDATE costs_daily SET BilledCost = 1");
  EXPECT_TRUE(answer().contradicts);
  EXPECT_EQ(row_of("billed by category = roll-up")["difference"], "-1");
  EXPECT_EQ(row_of("control total")["status"], "ok");
}

TEST_F(ReconcileTest, AMissingUnusedPartContradictsInAFinalMonthAndIsAGapBefore) {
  add_cur_month(bill_);
  bill_.run("DELETE FROM charges WHERE x_Part = 'unused' AND x_LineItemType = 'SavingsPlanRecurringFee'");
  deliver_final();
  EXPECT_TRUE(answer().contradicts);
  EXPECT_EQ(row_of(kEffectiveIdentity)["difference"], "6");
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "contradicts");
  EXPECT_EQ(rows_of(kCommitmentIdentity)[1]["status"], "contradicts");
  EXPECT_EQ(rows_of(kCommitmentIdentity)[1]["difference"], "6");

  deliver_open();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "gap");
  EXPECT_EQ(rows_of(kCommitmentIdentity)[1]["status"], "gap");

  bill_.deliver("2026-11-01T00:00:00Z", 3);
  EXPECT_FALSE(answer().contradicts) << "over, but not invoiced";
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "gap");
}

TEST_F(ReconcileTest, RoundingWithinAMillionthALineIsNamedWithItsMoney) {
  add_cur_month(bill_);
  bill_.run("UPDATE charges SET BilledCost = 0.000016 WHERE x_LineItemType = 'SavingsPlanNegation'");
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "ok");
  EXPECT_EQ(row_of("gap: rounding")["difference"], "0.000016");
  EXPECT_EQ(row_of("gap: rounding")["status"], "named");

  bill_.run("UPDATE charges SET BilledCost = 0.0000161 WHERE x_LineItemType = 'SavingsPlanNegation'");
  deliver_final();
  EXPECT_TRUE(answer().contradicts) << "16 lines may differ by 0.000016";
}

TEST_F(ReconcileTest, LinesWithoutEffectiveCostMakeTheIdentityUnprovable) {
  add_cur_month(bill_);
  bill_.add(with(made_usage(), {{"EffectiveCost", ""}, {"BilledCost", "4.5"}}), 2);
  deliver_final();
  const auto result = answer();
  EXPECT_FALSE(result.contradicts);
  EXPECT_FALSE(result.answer.complete);
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "gap");
  const auto gap = row_of("gap: EffectiveCost unknown");
  EXPECT_EQ(gap["difference"], "9");
  EXPECT_THAT(gap["note"], HasSubstr("2 of 18 lines"));
}

TEST_F(ReconcileTest, FeesWithoutAmortisedUpfrontMakeTheIdentityUnprovable) {
  add_cur_month(bill_);
  bill_.run("UPDATE charges SET x_AmortizedUpfront = NULL WHERE x_LineItemType = 'RIFee'");
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "gap");
  EXPECT_THAT(row_of("gap: amortised upfront unknown")["note"], HasSubstr("in 1 lines"));
}

TEST_F(ReconcileTest, ACommitmentOfAnotherPayersAccountIsAGapAndOneOfOursWithoutItsFeeIsNot) {
  MadeCharge covered = with(made_usage(), {{"x_LineItemType", "SavingsPlanCoveredUsage"},
                                           {"CommitmentDiscountStatus", "Used"},
                                           {"CommitmentDiscountId", "arn:aws:savingsplans::999:savingsplan/sp-9"},
                                           {"BilledCost", "0"},
                                           {"EffectiveCost", "7"}});
  add_cur_month(bill_);
  bill_.add(covered);
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of("gap: commitments of another bill")["difference"], "7");
  EXPECT_EQ(row_of(kEffectiveIdentity)["status"], "ok");

  bill_.add(with(made_usage(), {{"SubAccountId", "999"}}));
  deliver_final();
  EXPECT_TRUE(answer().contradicts) << "the owner is in this bill, so its fee should be";
  EXPECT_EQ(row_of(kEffectiveIdentity)["difference"], "-7");
}

TEST_F(ReconcileTest, AnInvoiceMayUseWhatAnotherPaysFor) {
  add_cur_month(bill_);
  bill_.run("UPDATE charges SET InvoiceId = 'INV-2' WHERE x_LineItemType = 'DiscountedUsage'");
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  const auto identities = rows_of(kEffectiveIdentity);
  ASSERT_EQ(identities.size(), 3u);
  EXPECT_EQ(identities[0]["invoice"], "NULL");
  EXPECT_EQ(identities[0]["status"], "ok");
  EXPECT_EQ(identities[1]["difference"], "8");
  EXPECT_EQ(identities[2]["difference"], "-8");
  EXPECT_EQ(identities[2]["status"], "named");
}

TEST_F(ReconcileTest, AReturnedCommitmentsRefundIsPartOfTheIdentity) {
  add_cur_month(bill_);
  bill_.add(with(made_usage(), {{"x_LineItemType", "Refund"},
                                {"ChargeCategory", "Purchase"},
                                {"ChargeClass", "Correction"},
                                {"BilledCost", "-120"},
                                {"EffectiveCost", "0"}}));
  deliver_final();
  EXPECT_FALSE(answer().contradicts);
  EXPECT_EQ(row_of(kEffectiveIdentity)["expected"], "27.08");
  EXPECT_EQ(row_of("gap: commitment refund")["difference"], "-120");
}

}  // namespace
}  // namespace farthing
