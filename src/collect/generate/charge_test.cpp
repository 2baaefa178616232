#include "collect/generate/charge.hpp"

#include <gtest/gtest.h>

namespace farthing::generate {
namespace {

constexpr Picos kDollar = kPicosPerDollar;
constexpr Picos kCents = kDollar / 100;

// Cases worked by hand from the cost rules, with an hour of an m5.large: 0.096 listed.
class ChargeRules : public testing::Test {
 protected:
  ChargeRules() {
    line.begin = month + 5 * 3'600'000'000;
    line.end = line.begin;
    line.amount = Figure{1, 0};
  }
  struct Moment {
    std::int64_t micros;
    Timestamp operator+(std::int64_t more) const { return {micros + more}; }
    operator Timestamp() const { return {micros}; }
  };
  Moment month{parse_month("2026-09")->micros};
  BillLine line;
  SavingsPlan plan;
  Reservation reservation;

  [[nodiscard]] Charge only() const {
    const Charges charges = charges_of(line, month);
    EXPECT_EQ(charges.count, 1U);
    return charges.items[0];
  }
  // billed, effective, net billed, net effective, contracted, list
  static Costs cents(Picos a, Picos b, Picos c, Picos d, Picos e, Picos f) {
    return {a * kCents, b * kCents, c * kCents, d * kCents, e * kCents, f * kCents};
  }
};

TEST_F(ChargeRules, UsageCostsWhatItCostsAndIsListedAtRateTimesAmount) {
  line.cost = {9 * kCents, 8 * kCents};
  line.list_rate = Figure{960'000'000, 10};
  line.list_cost = 7 * kCents;  // the rate wins
  line.amount = Figure{125, 2};
  const Charge charge = only();
  EXPECT_EQ(charge.category, ChargeCategory::kUsage);
  EXPECT_EQ(charge.pricing, PricingCategory::kStandard);
  EXPECT_EQ(charge.costs, cents(9, 9, 8, 8, 9, 12));
}

TEST_F(ChargeRules, UsageWithoutAListRateIsListedAtItsDeliveredPublicCost) {
  line.cost = {9 * kCents, 8 * kCents};
  line.list_cost = 10 * kCents;
  EXPECT_EQ(only().costs, cents(9, 9, 8, 8, 9, 10));
}

TEST_F(ChargeRules, CoveredUsageIsBilledNothingAndCostsItsShareOfThePlan) {
  line.type = LineType::kCovered;
  line.plan = &plan;
  line.cost = {100 * kCents, 0};
  line.list_rate = Figure{1, 0};
  line.commitment.sp_effective = {70 * kCents, 61 * kCents};
  const Charge charge = only();
  EXPECT_EQ(charge.costs, cents(0, 70, 0, 61, 100, 100));
  EXPECT_TRUE(charge.used);
  EXPECT_EQ(charge.pricing, PricingCategory::kCommitted);
}

TEST_F(ChargeRules, ANegationLeavesNothing) {
  line.type = LineType::kNegation;
  line.plan = &plan;
  line.cost = {-100 * kCents, 0};
  EXPECT_EQ(only().costs, cents(0, 0, 0, 0, 0, 0));
}

TEST_F(ChargeRules, DiscountedUsageCostsItsShareOfTheReservationAndIsContractedAtList) {
  line.type = LineType::kDiscounted;
  line.reservation = &reservation;
  line.list_rate = Figure{1, 0};
  line.commitment.amortized_upfront = {30 * kCents, 26 * kCents};
  line.commitment.recurring = {20 * kCents, 18 * kCents};
  EXPECT_EQ(only().costs, cents(0, 50, 0, 44, 100, 100));
}

TEST_F(ChargeRules, APlansFeeIsAPurchaseAndAnUnusedPart) {
  line.type = LineType::kSpRecurringFee;
  line.plan = &plan;
  line.cost = {100 * kCents, 88 * kCents};
  line.commitment.total = 200 * kCents;
  line.commitment.used = 150 * kCents;
  line.commitment.recurring = line.cost;
  const Charges charges = charges_of(line, month);
  ASSERT_EQ(charges.count, 2U);
  EXPECT_EQ(charges.items[0].category, ChargeCategory::kPurchase);
  EXPECT_EQ(charges.items[0].frequency, ChargeFrequency::kRecurring);
  EXPECT_EQ(charges.items[0].costs, cents(100, 0, 88, 0, 100, 100));
  EXPECT_EQ(charges.items[1].category, ChargeCategory::kUsage);
  EXPECT_EQ(charges.items[1].part, ChargePart::kUnused);
  EXPECT_EQ(charges.items[1].costs, cents(0, 50, 0, 44, 50, 50));
}

TEST_F(ChargeRules, APlanThatWasUsedUpHasNoUnusedPart) {
  line.type = LineType::kSpRecurringFee;
  line.plan = &plan;
  line.cost = {100 * kCents, 88 * kCents};
  line.commitment.total = line.commitment.used = 100 * kCents;
  EXPECT_EQ(only().costs, cents(100, 0, 88, 0, 100, 100));
}

TEST_F(ChargeRules, AReservationsFeeIsAPurchaseAndAnUnusedPart) {
  line.type = LineType::kRiFee;
  line.reservation = &reservation;
  line.cost = {100 * kCents, 88 * kCents};
  line.commitment.unused_upfront = {25 * kCents, 22 * kCents};
  line.commitment.unused_recurring = {50 * kCents, 44 * kCents};
  const Charges charges = charges_of(line, month);
  ASSERT_EQ(charges.count, 2U);
  EXPECT_EQ(charges.items[0].costs, cents(100, 0, 88, 0, 100, 100));
  EXPECT_EQ(charges.items[1].costs, cents(0, 75, 0, 66, 75, 75));
}

TEST_F(ChargeRules, UpfrontFeesOfPlansAndReservationsAreOneTimePurchases) {
  line.cost = {100 * kCents, 88 * kCents};
  line.type = LineType::kSpUpfrontFee;
  line.plan = &plan;
  EXPECT_EQ(only().costs, cents(100, 0, 88, 0, 100, 100));
  line.plan = nullptr;
  line.type = LineType::kFee;
  line.reservation = &reservation;
  EXPECT_EQ(only().costs, cents(100, 0, 88, 0, 100, 100));
  EXPECT_EQ(only().category, ChargeCategory::kPurchase);
  EXPECT_EQ(only().frequency, ChargeFrequency::kOneTime);
}

TEST_F(ChargeRules, AFeeThatCommitsNothingIsUsageAndMonthlyIfItIsOfAMonth) {
  line.type = LineType::kFee;
  line.cost = {100 * kCents, 100 * kCents};
  EXPECT_EQ(only().costs, cents(100, 100, 100, 100, 100, 100));
  EXPECT_EQ(only().category, ChargeCategory::kUsage);
  EXPECT_EQ(only().pricing, PricingCategory::kOther);
  EXPECT_EQ(only().frequency, ChargeFrequency::kOneTime);
  line.begin = month;
  line.end = *parse_month("2026-10");
  EXPECT_EQ(only().frequency, ChargeFrequency::kRecurring);
}

TEST_F(ChargeRules, TaxesAndCreditsCostTheSameOnEveryBasis) {
  line.type = LineType::kTax;
  line.cost = {8 * kCents, 8 * kCents};
  EXPECT_EQ(only().costs, cents(8, 8, 8, 8, 8, 8));
  EXPECT_EQ(only().category, ChargeCategory::kTax);
  line.type = LineType::kCredit;
  line.cost = {-8 * kCents, -8 * kCents};
  EXPECT_EQ(only().costs, cents(-8, -8, -8, -8, -8, -8));
  EXPECT_EQ(only().category, ChargeCategory::kCredit);
}

TEST_F(ChargeRules, ARefundCorrectsAnEarlierPeriodOrAdjustsThisOne) {
  line.type = LineType::kRefund;
  line.cost = {-8 * kCents, -8 * kCents};
  EXPECT_EQ(only().category, ChargeCategory::kAdjustment);
  EXPECT_FALSE(only().correction);
  line.begin = {line.begin.micros - 10 * kMicrosPerDay};
  EXPECT_EQ(only().category, ChargeCategory::kUsage);
  EXPECT_TRUE(only().correction);
  EXPECT_EQ(only().costs, cents(-8, -8, -8, -8, -8, -8));
}

TEST_F(ChargeRules, ACommitmentGivenBackTakesItsPurchaseBack) {
  line.type = LineType::kRefund;
  line.returned = true;
  line.plan = &plan;
  line.cost = {-100 * kCents, -88 * kCents};
  EXPECT_EQ(only().category, ChargeCategory::kPurchase);
  EXPECT_TRUE(only().correction);
  EXPECT_EQ(only().costs, cents(-100, 0, -88, 0, -100, -100));
}

TEST_F(ChargeRules, SplitRowsAreNoCharges) {
  line.split = true;
  line.cost = {100 * kCents, 88 * kCents};
  EXPECT_EQ(charges_of(line, month).count, 0U);
}

}  // namespace
}  // namespace farthing::generate
