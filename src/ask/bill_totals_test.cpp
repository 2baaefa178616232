#include "ask/reconciled_bill_test.hpp"

namespace farthing {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class BillTotalsTest : public ReconciledBill {
 protected:
  static MadeCharge discounted(const std::string& net) {
    return with(made_usage(), {{"x_UnblendedCost", "2"},
                               {"x_NetBilledCost", net},
                               {"x_Discounts", "MAP {'edp': '-0.2', 'total_discount': '-2.0E-1'}"}});
  }
};

constexpr const char* kNetIdentity = "net = unblended + total discount";

TEST_F(BillTotalsTest, EachCurrencyHasItsOwnControlTotal) {
  bill_.add(made_usage(), 2);
  bill_.add(with(made_usage(), {{"BillingCurrency", "EUR"}, {"BilledCost", "0.000000000001"}}));
  bill_.add(with(made_usage(), {{"BillingCurrency", ""}, {"BilledCost", "-7"}}));
  deliver_final();
  const auto totals = rows_of("control total");
  ASSERT_EQ(totals.size(), 3u);
  EXPECT_EQ(totals[0]["currency"], "NULL");
  EXPECT_EQ(totals[0]["found"], "-7");
  EXPECT_EQ(totals[1]["found"], "0.000000000001");
  EXPECT_EQ(totals[2]["found"], "4");
  for (const auto& total : totals) EXPECT_EQ(total["status"], "ok");
}

TEST_F(BillTotalsTest, PayersAndMonthsAreReconciledApart) {
  bill_.add(made_usage());
  bill_.add(with(made_usage(), {{"BillingAccountId", "222"}}));
  bill_.add(with(made_usage(), {{"billing_period", "2026-09"}}));
  deliver_final();
  EXPECT_EQ(rows_of("control total").size(), 3u);
  EXPECT_EQ(rows_of("period: final").size(), 3u);
  const auto one = answer({.month = "2026-09"});
  ASSERT_FALSE(one.answer.rows.empty());
  for (const auto& row : checked_rows(one.answer)) EXPECT_EQ(row["period"], "2026-09");
  EXPECT_THAT(answer({.month = "2025-01"}).answer.notes, Contains("no charges in 2025-01"));
  EXPECT_FALSE(reconcile(bill_.engine, bill_.snapshot, {.month = "2026"}));
}

TEST_F(BillTotalsTest, TwoDeliveriesOfOnePayerAndMonthAreOneControlTotal) {
  bill_.add(made_usage(), 2);
  deliver_final();
  auto& partitions = bill_.snapshot.datasets[kCharges].partitions;
  partitions.push_back(partitions[0]);
  partitions[0].delivery->totals[0].control = Decimal::from_integer(3);
  partitions[1].delivery->totals[0].control = Decimal::from_integer(1);
  EXPECT_EQ(row_of("control total")["expected"], "4");
  EXPECT_FALSE(answer().contradicts);
}

TEST_F(BillTotalsTest, LinesWithoutBilledCostAreAGap) {
  bill_.add(made_usage());
  bill_.add(with(made_usage(), {{"BilledCost", ""}}), 3);
  deliver_final();
  EXPECT_EQ(row_of("control total")["status"], "ok");
  EXPECT_THAT(row_of("gap: BilledCost unknown")["note"], HasSubstr("in 3 lines"));
  EXPECT_EQ(row_of("gap: BilledCost unknown")["status"], "gap");
}

TEST_F(BillTotalsTest, NetIsUnblendedAndTheTotalDiscount) {
  bill_.add(discounted("1.8"), 2);
  bill_.add(made_usage());
  deliver_final();
  const auto check = row_of(kNetIdentity);
  EXPECT_EQ(check["expected"], "3.6");
  EXPECT_EQ(check["found"], "3.6");
  EXPECT_EQ(check["status"], "ok");
}

TEST_F(BillTotalsTest, WithoutATotalTheDiscountsAreAddedUp) {
  bill_.add(with(discounted("1.7999992"), {{"x_Discounts", "MAP {'edp_discount': '-0.2', 'private_rate': '-8.0E-7'}"}}),
            2);
  bill_.add(with(discounted("2"), {{"x_Discounts", "MAP {}"}}));
  deliver_final();
  EXPECT_EQ(row_of(kNetIdentity)["expected"], "3.5999984");
  EXPECT_EQ(row_of(kNetIdentity)["difference"], "0");
  EXPECT_EQ(row_of(kNetIdentity)["note"], "2 lines state discounts");
}

TEST_F(BillTotalsTest, ANetThatDoesNotFollowFromItsDiscountIsAGapOnly) {
  bill_.add(discounted("1.5"));
  deliver_final();
  EXPECT_EQ(row_of(kNetIdentity)["status"], "gap");
  EXPECT_EQ(row_of(kNetIdentity)["difference"], "0.3");
  EXPECT_FALSE(answer().contradicts);
}

TEST_F(BillTotalsTest, TheUnusedPartOfALineRepeatsItsDiscountAndDoesNotCount) {
  bill_.add(with(discounted("1.8"), {{"x_Part", "fee"}}));
  bill_.add(with(discounted("1.8"), {{"x_Part", "unused"}}));
  deliver_final();
  EXPECT_EQ(row_of(kNetIdentity)["expected"], "1.8");
}

TEST_F(BillTotalsTest, ADiscountThatIsOnlyInNetCostsIsNamed) {
  bill_.add(with(made_usage(), {{"x_NetBilledCost", "1.8"}}), 2);
  deliver_final();
  EXPECT_EQ(row_of("gap: discount only in net")["difference"], "0.4");
  EXPECT_EQ(row_of("gap: discount only in net")["status"], "named");
  bill_.add(with(made_usage(), {{"x_LineItemType", "EdpDiscount"},
                                {"ChargeCategory", "Adjustment"},
                                {"BilledCost", "-1"},
                                {"EffectiveCost", "-1"},
                                {"x_NetBilledCost", "-1"}}));
  deliver_final();
  EXPECT_THAT(rows_of("gap: discount only in net"), IsEmpty());
  EXPECT_EQ(row_of("gap: discount")["difference"], "-1");
}

TEST_F(BillTotalsTest, MoneyThatPeopleAskAboutHasAName) {
  const auto add = [&](const std::string& billed, const MadeCharge& changes) {
    bill_.add(with(with(made_usage(), {{"BilledCost", billed}, {"EffectiveCost", billed}}), changes));
  };
  add("1.1", {{"x_LineItemType", "Tax"}, {"ChargeCategory", "Tax"}});
  add("-2.2", {{"x_LineItemType", "Credit"}, {"ChargeCategory", "Credit"}});
  add("-3.3", {{"x_LineItemType", "Refund"}, {"ChargeCategory", "Adjustment"}});
  add("4.4", {{"ServiceName", "AWS Support (Business)"}});
  add("5.5", {{"x_BillingEntity", "AWS Marketplace"}});
  add("6.6", {{"CapacityReservationStatus", "Unused"}});
  add("7.7", {{"x_Estimated", "true"}});
  deliver_open();
  for (const auto& [name, money] : {std::pair{"tax", "1.1"},
                                    {"credit", "-2.2"},
                                    {"refund", "-3.3"},
                                    {"support", "4.4"},
                                    {"marketplace", "5.5"},
                                    {"unused capacity reservation", "6.6"},
                                    {"estimate", "7.7"}}) {
    EXPECT_EQ(row_of(std::string("gap: ") + name)["difference"], money);
    EXPECT_EQ(row_of(std::string("gap: ") + name)["status"], "named");
  }
  EXPECT_TRUE(answer().answer.complete) << "a name is no fault";
}

TEST_F(BillTotalsTest, FindingsOfTheDeliveryAreNotesAndTheExplanationNamesItsFile) {
  bill_.add(made_usage());
  deliver_final();
  bill_.delivery().findings = {"2 negations without covered lines"};
  const auto result = answer({.month = {}, .explain = true});
  EXPECT_THAT(result.answer.notes, Contains("2026-10, report main: 2 negations without covered lines"));
  EXPECT_THAT(result.answer.explanation, Contains("  bill.csv, 12 bytes, sha256 abc"));
  EXPECT_THAT(result.answer.explanation, Contains(HasSubstr("control total:")));
  EXPECT_THAT(answer().answer.explanation, IsEmpty());
  EXPECT_EQ(result.answer.snapshot, 7);
  EXPECT_EQ(result.answer.freshness, "2026-11-01T00:00:00Z");
}

}  // namespace
}  // namespace farthing
