// The lines that close a month, with figures worked by hand.
#include "collect/generate/closing_lines.hpp"

#include <gmock/gmock.h>

#include "base/time.hpp"

namespace farthing::generate {
namespace {

using Kind = ClosingLine::Kind;

Picos cents_of(std::int64_t cents) { return cents * (kPicosPerDollar / 100); }
std::string dollars_text(Picos amount) { return plain_text(figure_of(amount)); }

class ClosingLinesTest : public ::testing::Test {
 protected:
  BillLine line_of(Kind kind, std::size_t number = 0) {
    BillLine line;
    line.tags = nullptr;
    write_closing(line, world_, commitments_, {kind, number});
    EXPECT_EQ(line.tags, &world_.tag_sets.front()) << "nobody tags a fee";
    EXPECT_LT(line.begin, line.end);
    return line;
  }
  World world_ = make_world(7, 100, "2026-09");  // 720 hours, 50 accounts
  Commitments commitments_ = make_commitments(world_, 100);
};

// 720 dollars were used in 720 hours: 1 an hour, 7 % more is 1.07, and a step of 10^-3 more 1.071. 720 x 1.071 =
// 771.12, half of it amortised upfront. Net is 88 %.
TEST_F(ClosingLinesTest, APlansFeeIsItsHourlyCommitmentOverTheMonth) {
  SavingsPlan& plan = commitments_.plans[1];
  ASSERT_EQ(plan.payment, Payment::kPartialUpfront);
  plan.used = 720 * kPicosPerDollar;
  const BillLine line = line_of(Kind::kPlanFee, 1);
  EXPECT_EQ(line.type, LineType::kSpRecurringFee);
  EXPECT_EQ(line.account, plan.owner);
  EXPECT_EQ(dollars_text(line.commitment.total), "771.12");
  EXPECT_EQ(dollars_text(line.commitment.used), "720");
  EXPECT_EQ(dollars_text(line.commitment.amortized_upfront.plain), "385.56");
  EXPECT_EQ(dollars_text(line.commitment.recurring.plain), "385.56");
  EXPECT_EQ(dollars_text(line.commitment.recurring.net), "339.2928");
  EXPECT_EQ(dollars_text(line.cost.plain), "385.56") << "only the recurring half is billed";
  EXPECT_EQ(dollars_text(line.cost.net), "339.2928");
  EXPECT_EQ(dollars_text(line.edp_discount), "-46.2672");
}

TEST_F(ClosingLinesTest, APlanPaidUpfrontHasAFeeOfNothingAndAYearsPrepayment) {
  commitments_.plans[2].used = 720 * kPicosPerDollar;
  const BillLine fee = line_of(Kind::kPlanFee, 2);
  EXPECT_EQ(fee.cost.plain, 0);
  EXPECT_EQ(dollars_text(fee.commitment.amortized_upfront.plain), "771.12");
  const BillLine upfront = line_of(Kind::kPlanUpfront, 2);
  EXPECT_EQ(upfront.type, LineType::kSpUpfrontFee);
  EXPECT_EQ(dollars_text(upfront.cost.plain), "9381.96");  // 1.071 x 8,760 hours
  EXPECT_EQ(dollars_text(upfront.cost.net), "8256.1248");
  EXPECT_EQ(format_timestamp(upfront.begin), "2026-09-01T00:00:00Z") << "it was bought this month";
}

TEST_F(ClosingLinesTest, APlanGivenBackCostsNothingInTheEnd) {
  const BillLine bought = line_of(Kind::kReturnedUpfront), back = line_of(Kind::kReturnedRefund);
  EXPECT_EQ(dollars_text(bought.cost.plain), "1314");
  EXPECT_EQ(dollars_text(back.cost.plain), "-1314");
  EXPECT_EQ(bought.cost.net + back.cost.net, 0);
  EXPECT_EQ(dollars_text(back.cost.net), "-1156.32");
  EXPECT_EQ(back.type, LineType::kRefund);
  EXPECT_TRUE(back.returned);
  EXPECT_EQ(back.plan, bought.plan);
  EXPECT_EQ(back.begin.micros - bought.begin.micros, 3 * kMicrosPerDay) << "within AWS's seven days";
}

// Two instances for 0.03 upfront and 0.03 recurring an hour: 1,440 hours reserved, 1,000 used, 440 not.
TEST_F(ClosingLinesTest, AReservationsFeeIsReservedHoursUsedOrNot) {
  Reservation& reservation = commitments_.reservations[0];
  reservation.upfront_per_hour = reservation.recurring_per_hour = cents_of(3);
  reservation.most_used = 2;
  reservation.used_halves = 2'000;
  const BillLine line = line_of(Kind::kReservationFee, 0);
  EXPECT_EQ(line.type, LineType::kRiFee);
  EXPECT_EQ(dollars_text(line.cost.plain), "43.2");  // 1,440 x 0.03
  EXPECT_EQ(dollars_text(line.cost.net), "38.016");
  EXPECT_EQ(dollars_text(line.commitment.amortized_upfront.plain), "43.2");
  EXPECT_EQ(dollars_text(line.commitment.unused_recurring.plain), "13.2");  // 440 x 0.03
  EXPECT_EQ(dollars_text(line.commitment.unused_upfront.net), "11.616");
  EXPECT_EQ(plain_text(line.commitment.reserved), "1440");
  EXPECT_EQ(plain_text(line.commitment.unused_quantity), "440");
  EXPECT_EQ(line.commitment.count, 2);
  const BillLine upfront = line_of(Kind::kReservationUpfront, 0);
  EXPECT_EQ(upfront.type, LineType::kFee);
  EXPECT_EQ(dollars_text(upfront.cost.plain), "525.6");  // 2 x 8,760 x 0.03
  EXPECT_EQ(dollars_text(upfront.cost.net), "462.528");
}

TEST_F(ClosingLinesTest, FeesThatCommitNothingHaveNoDiscount) {
  EXPECT_EQ(dollars_text(line_of(Kind::kSupport).cost.plain), "779");  // 29 + 15 x 50 accounts
  EXPECT_EQ(dollars_text(line_of(Kind::kDomain).cost.plain), "14");
  const BillLine back = line_of(Kind::kDiscountPaidBack);
  EXPECT_EQ(dollars_text(back.cost.plain), "-37.25");
  EXPECT_EQ(back.type, LineType::kRefund);
  EXPECT_EQ(back.plan, nullptr) << "a discount paid back is no commitment's";
  for (const Kind kind : {Kind::kSupport, Kind::kDomain, Kind::kDiscountPaidBack}) {
    const BillLine line = line_of(kind);
    EXPECT_EQ(line.cost.net, line.cost.plain);
    EXPECT_EQ(line.account->id, world_.payer_id);
    EXPECT_EQ(line.begin, world_.begin);
    EXPECT_EQ(line.end, world_.end);
  }
}

TEST_F(ClosingLinesTest, TaxesAreOwedCreditsAndRefundsAreGivenInWholeCents) {
  std::set<Picos> amounts;
  for (std::size_t number = 0; number < 200; ++number) {
    for (const Kind kind : {Kind::kTax, Kind::kCredit, Kind::kRefund, Kind::kEarlierRefund}) {
      const BillLine line = line_of(kind, number);
      amounts.insert(line.cost.plain);
      EXPECT_EQ(line.cost.plain % cents_of(1), 0);
      EXPECT_EQ(line.cost.net, line.cost.plain);
      EXPECT_EQ(line.edp_discount, 0);
      EXPECT_EQ(line.sku, nullptr);
      if (kind == Kind::kTax) {
        EXPECT_GE(line.cost.plain, 0);
        EXPECT_EQ(line.region, nullptr);
      } else {
        EXPECT_LE(line.cost.plain, -cents_of(1));
      }
      if (kind == Kind::kEarlierRefund) EXPECT_LT(line.begin, world_.begin);
      if (kind == Kind::kRefund) EXPECT_TRUE(line.begin >= world_.begin && line.end <= world_.end);
    }
  }
  EXPECT_GT(amounts.size(), 300u) << "they differ";
}

TEST_F(ClosingLinesTest, TheirNumberGrowsWithTheBillUpToABound) {
  const auto counts = [&](std::int64_t rows) {
    std::map<Kind, int> of_kind;
    for (const auto& line : closing_lines(make_commitments(world_, rows), rows)) ++of_kind[line.kind];
    return of_kind;
  };
  EXPECT_TRUE(counts(99).empty());
  auto small = counts(100);
  EXPECT_EQ(small[Kind::kPlanFee], 3);
  EXPECT_EQ(small[Kind::kReservationFee], 3);
  EXPECT_EQ(small[Kind::kTax] + small[Kind::kCredit] + small[Kind::kRefund] + small[Kind::kEarlierRefund], 8);
  auto large = counts(1'000'000);
  EXPECT_EQ(large[Kind::kReservationFee], 40);  // 1,000,000 / 20,000 = 50, but 40 at most
  EXPECT_EQ(large[Kind::kEarlierRefund], 10);
  EXPECT_EQ(large[Kind::kRefund], 50);
  EXPECT_EQ(large[Kind::kCredit], 50);
  EXPECT_EQ(large[Kind::kTax], 500);
  EXPECT_EQ(counts(1'000'000'000)[Kind::kTax], 2'000);
}

TEST_F(ClosingLinesTest, TheLineOfAPlaceIsAlwaysTheSame) {
  EXPECT_EQ(line_of(Kind::kTax, 3).cost.plain, line_of(Kind::kTax, 3).cost.plain);
  std::set<std::uint64_t> ids;
  for (const auto& closing : closing_lines(commitments_, 1'000'000)) {
    if (closing.kind == Kind::kReservationFee && closing.number >= commitments_.reservations.size()) continue;
    EXPECT_TRUE(ids.insert(line_of(closing.kind, closing.number).id).second) << "each has its own id";
  }
}

}  // namespace
}  // namespace farthing::generate
