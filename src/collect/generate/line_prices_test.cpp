// What a line of usage costs, computed again from its SKU's price and its amount in whole numbers.
#include <gmock/gmock.h>

#include <string_view>

#include "collect/generate/line_stream.hpp"
#include "collect/generate/usage_lines.hpp"

namespace farthing::generate {
namespace {

// The exact cost of `amount` at `percent` of a rate, in 10^-12 dollars x `unit`.
struct ExactCost {
  int128 units, unit;
};
ExactCost exact_cost(Figure rate, Figure amount, int percent = 100) {
  ExactCost exact{int128{rate.digits} * amount.digits * percent, 100};
  for (int i = 12; i < rate.decimals + amount.decimals; ++i) exact.unit *= 10;
  for (int i = rate.decimals + amount.decimals; i < 12; ++i) exact.units *= 10;
  return exact;
}

// Is `stated` the exact cost to the nearest `step`?
void expect_rounded(Picos stated, ExactCost exact, Picos step) {
  const int128 error = int128{stated} * exact.unit - exact.units;
  EXPECT_LE(2 * (error < 0 ? -error : error), exact.unit * (step + 1)) << "off by more than half a step";
  EXPECT_EQ(stated % step, 0) << "has more decimals than AWS states";
}

Picos step_of(Picos cost) { return cost < 1'000 * kPicosPerDollar ? 100 : 10'000; }

void expect_discounts(const BillLine& line, int edp_percent, int private_percent) {
  EXPECT_EQ(int128{line.edp_discount} * 100, -int128{line.cost.plain} * edp_percent);
  EXPECT_EQ(int128{line.private_discount} * 100, -int128{line.cost.plain} * private_percent);
  EXPECT_EQ(line.cost.net, line.cost.plain + line.edp_discount + line.private_discount);
}

void check_on_demand(const BillLine& line, std::map<Trait, int>& seen) {
  const Traits traits = line.sku->offer->traits;
  const Figure list = line.sku->list_rate, rate = *line.unblended_rate;
  for (const Trait trait :
       {Trait::kSpot, Trait::kNegotiated, Trait::kFreeTier, Trait::kNoListRate, Trait::kMarketplace})
    seen[trait] += traits.has(trait) ? 1 : 0;
  if (traits.has(Trait::kSpot)) {
    EXPECT_GE(rate.digits * 10, list.digits / 1'000 * 3'000) << "30 to 44.9 % of the list price";
    EXPECT_LE(rate.digits * 10, list.digits / 1'000 * 4'490);
  } else if (traits.has(Trait::kNegotiated)) {
    EXPECT_EQ(rate.digits, list.digits * 93 / 100);
  } else if (traits.has(Trait::kFreeTier)) {
    EXPECT_EQ(rate.digits, 0);
    EXPECT_GT(list.digits, 0) << "free, but listed at a price";
  } else {
    EXPECT_EQ(rate, list);
  }
  expect_rounded(line.cost.plain, exact_cost(rate, *line.amount), step_of(line.cost.plain));
  expect_rounded(*line.list_cost, exact_cost(list, *line.amount), step_of(*line.list_cost));
  EXPECT_EQ(line.list_rate.has_value(), !traits.has(Trait::kNoListRate));
  const bool marketplace = traits.has(Trait::kMarketplace);
  expect_discounts(line, marketplace ? 0 : 12, traits.has(Trait::kNegotiated) ? 5 : 0);
  if (!marketplace) EXPECT_EQ(line.net_rate->digits, rate.digits / 100 * (traits.has(Trait::kNegotiated) ? 83 : 88));
}

void check_covered(const BillLine& line) {
  EXPECT_EQ(line.cost.net, 0) << "the money is in the plan's fee";
  EXPECT_EQ(line.edp_discount + line.private_discount, 0);
  expect_rounded(line.cost.plain, exact_cost(line.sku->contract_rate, *line.amount), step_of(line.cost.plain));
  const Picos effective = line.commitment.sp_effective.plain;
  EXPECT_EQ(int128{line.commitment.sp_effective.net} * 100, int128{effective} * 88);
  EXPECT_EQ(line.commitment.sp_rate.digits, line.sku->list_rate.digits / 100 * line.plan->rate_percent);
  expect_rounded(effective, exact_cost(line.commitment.sp_rate, *line.amount), 10'000);
  if (std::string_view(line.plan->family) != "m5") return;
  EXPECT_STREQ(line.sku->region->id, "us-east-1") << "an EC2 Instance plan covers its family in its region";
  EXPECT_TRUE(std::string_view(line.sku->offer->machine.type).starts_with("m5."));
}

void check_discounted(const BillLine& line) {
  const Reservation& reservation = *line.reservation;
  EXPECT_TRUE(*line.amount == (Figure{5, 1}) || *line.amount == (Figure{10, 1})) << "half an hour or a whole one";
  EXPECT_EQ(line.cost.plain, 0);
  EXPECT_EQ(line.cost.net, 0);
  const Picos upfront = line.commitment.amortized_upfront.plain, recurring = line.commitment.recurring.plain;
  // 62 % of the list price in whole 2 micro-dollars an hour.
  const ExactCost full = exact_cost(line.sku->list_rate, *line.amount, 62);
  EXPECT_LE(int128{upfront + recurring} * full.unit, full.units);
  EXPECT_GT(int128{upfront + recurring + 2'000'000} * full.unit, full.units);
  EXPECT_EQ(upfront == 0, reservation.payment == Payment::kNoUpfront);
  EXPECT_EQ(recurring == 0, reservation.payment == Payment::kAllUpfront);
  if (reservation.payment == Payment::kPartialUpfront) EXPECT_EQ(upfront, recurring);
  EXPECT_EQ(int128{line.commitment.recurring.net} * 100, int128{recurring} * 88);
  EXPECT_EQ(int128{line.commitment.amortized_upfront.net} * 100, int128{upfront} * 88);
}

TEST(LinePrices, FollowFromTheSkuAndTheAmount) {
  std::map<Trait, int> seen;
  int covered = 0, discounted_lines = 0;
  for (const std::uint64_t seed : {41, 42}) {
    LineStream stream(seed, 20'000, "2026-10");
    BillLine line;
    while (stream.next(line)) {
      if (line.split) continue;
      if (line.type == LineType::kUsage) check_on_demand(line, seen);
      if (line.type == LineType::kCovered) check_covered(line), ++covered;
      if (line.type == LineType::kDiscounted) check_discounted(line), ++discounted_lines;
      if (::testing::Test::HasFailure()) FAIL() << name_of(line.type) << " " << line.sku->usage_type;
    }
  }
  for (const auto& [trait, lines] : seen) EXPECT_GT(lines, 20) << static_cast<unsigned>(trait);
  EXPECT_EQ(seen.size(), 5u);
  EXPECT_GT(covered, 500);
  EXPECT_GT(discounted_lines, 500);
}

// An m5.large for 0.096 dollars: 2 vCPU and 8 GiB weigh 9 x 2 and 8, so vCPU have 18/26 of it. In steps of 10^-10:
// 960,000,000 / 26 = 36,923,076 (rest 24), x 18 = 664,615,368; memory has the rest, 295,384,632. The first pod has 3/7:
// 284,835,157 and 126,593,413; of it 7/10 is held: 199,384,609 and 88,615,389.
TEST(SplitRows, AreWhatOneWorksOutByHand) {
  const World world = make_world(1, 1'000, "2026-09");
  BillLine parent;
  parent.sku = &world.skus.front();
  parent.account = &world.accounts[1];
  parent.tags = &world.tag_sets[1];
  parent.begin = world.at_hour(5);
  parent.end = world.at_hour(6);
  parent.cost = {96'000'000'000, 84'480'000'000};
  parent.resource.add("i-0123");
  const Picos steps[4][2] = {{199'384'609, 284'835'157 - 199'384'609},
                             {88'615'389, 126'593'413 - 88'615'389},
                             {265'846'147, 379'780'211 - 265'846'147},   // 664,615,368 - 284,835,157
                             {118'153'853, 168'791'219 - 118'153'853}};  // 295,384,632 - 126,593,413
  Picos sum = 0;
  for (std::size_t number = 0; number < kSplitRows; ++number) {
    BillLine row;
    write_split(row, world, parent, number);
    const SplitMoney& money = row.split_money;
    EXPECT_EQ(money.split.plain, steps[number][0] * 100) << number;
    EXPECT_EQ(money.unused.plain, steps[number][1] * 100) << number;
    EXPECT_EQ(row.cost.plain, money.split.plain + money.unused.plain);
    EXPECT_EQ(int128{row.cost.net} * 100, int128{row.cost.plain} * 88);
    EXPECT_EQ(money.parent.view(), "i-0123");
    EXPECT_EQ(row.account, parent.account);
    EXPECT_EQ(row.begin, parent.begin);
    EXPECT_TRUE(row.split);
    sum += row.cost.plain;
  }
  EXPECT_EQ(sum, parent.cost.plain);
}

TEST(SplitRows, OfAnInstanceThatACommitmentPaysSplitItsAmortisedCost) {
  const World world = make_world(1, 1'000, "2026-09");
  BillLine parent;
  parent.sku = &world.skus.front();
  parent.account = &world.accounts[1];
  parent.tags = &world.tag_sets[1];
  parent.cost = {96'000'000'000, 0};
  parent.commitment.sp_effective = discounted(63'360'000'000);
  parent.commitment.amortized_upfront = discounted(20'000'000'000);
  parent.commitment.recurring = discounted(10'000'000'000);
  const auto sum = [&](LineType type) {
    parent.type = type;
    Picos all = 0;
    for (std::size_t number = 0; number < kSplitRows; ++number) {
      BillLine row;
      write_split(row, world, parent, number);
      all += row.split_money.split.plain + row.split_money.unused.plain;
    }
    return all;
  };
  EXPECT_EQ(sum(LineType::kCovered), 63'360'000'000);
  EXPECT_EQ(sum(LineType::kDiscounted), 30'000'000'000);
  EXPECT_EQ(sum(LineType::kUsage), 96'000'000'000);
}

}  // namespace
}  // namespace farthing::generate
