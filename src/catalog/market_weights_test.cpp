#include "catalog/market_weights.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "catalog/instance_types.hpp"

namespace farthing {
namespace {

const MarketFit& fit_named(std::string_view name) {
  const auto& fits = market_fits();
  return *std::ranges::find(fits, name, &MarketFit::name);
}

const MarketRate& rate_of(std::string_view type) {
  const auto& rates = market_rates();
  return *std::ranges::find(rates, type, &MarketRate::instance_type);
}

bool has_rate(std::string_view type) {
  const auto& rates = market_rates();
  return std::ranges::find(rates, type, &MarketRate::instance_type) != rates.end();
}

// Published: 8 sizes each of c5 (2 GiB a vCPU, .0425 $), m5 (4, .048) and r5 (8, .063). The means are 14/3 GiB and
// .0511667 $; b = (-8/3 x -.0086667 - 2/3 x -.0031667 + 10/3 x .0118333) / (64/9 + 4/9 + 100/9) = .0646667 / 18.6667 =
// 97/28000; a = .0511667 - 14/3 x b = 7/200. The largest error is m5's: .035 + 4 b = .0488571 for .048.
TEST(MarketWeights, OfGenerationFiveAreThePublishedOnes) {
  const auto& fit = fit_named("c5, m5, r5");
  EXPECT_NEAR(fit.usd_per_vcpu, 7.0 / 200, 1e-12);
  EXPECT_NEAR(fit.usd_per_gib, 97.0 / 28000, 1e-12);
  EXPECT_EQ(fit.types, 24);
  EXPECT_NEAR(fit.max_error, (0.0488571428571 - 0.048) / 0.048, 1e-9);
}

// g5.12xlarge: (5.672 - 48 x .035 - 192 x 97/28000) / 4 = .831714.
TEST(MarketWeights, GiveAnAcceleratorWhatRemains) {
  const auto& rate = rate_of("g5.12xlarge");
  EXPECT_NEAR(rate.usd_per_vcpu, 0.035, 1e-9);
  EXPECT_NEAR(rate.usd_per_gib, 0.003464, 5e-7);
  ASSERT_TRUE(rate.usd_per_accelerator);
  EXPECT_NEAR(*rate.usd_per_accelerator, 0.831714, 5e-7);
  EXPECT_EQ(rate.fit, "c5, m5, r5");
}

struct PublishedPart {
  const char* type;
  int percent;
};

class MarketGpuPart : public ::testing::TestWithParam<PublishedPart> {};

TEST_P(MarketGpuPart, OfThePriceIsThePublishedOne) {
  const auto* type = find_instance_type(GetParam().type);
  ASSERT_NE(type, nullptr);
  const auto& rate = rate_of(type->name);
  ASSERT_TRUE(rate.usd_per_accelerator && type->on_demand_usd);
  const double part = *rate.usd_per_accelerator * type->accelerator_count / type->on_demand_usd->to_double();
  EXPECT_EQ(std::lround(part * 100), GetParam().percent);
}

INSTANTIATE_TEST_SUITE_P(Published, MarketGpuPart,
                         ::testing::Values(PublishedPart{"g5.xlarge", 81}, PublishedPart{"g5.12xlarge", 59},
                                           PublishedPart{"p4d.24xlarge", 67}, PublishedPart{"p5.48xlarge", 75}));

TEST(MarketWeights, ArePlausibleForEachGenerationThatIsSold) {
  for (const auto& fit : market_fits()) {
    EXPECT_GE(fit.usd_per_vcpu, 0) << fit.name;
    EXPECT_GE(fit.usd_per_gib, 0) << fit.name;
    EXPECT_GE(fit.types, 2) << fit.name;
    // c1 and m1 of 2007 have one price for a machine, whatever is in it.
    if (fit.name != "c1, m1") EXPECT_LT(fit.max_error, 0.08) << fit.name;
  }
  EXPECT_EQ(market_fits().size(), 15U);
}

// The rates of a priced machine with cards add up to its price, but where what remains for the cards would be negative.
TEST(MarketWeights, AddUpToThePriceOfEachMachineWithCards) {
  int with_cards = 0;
  for (const auto& rate : market_rates()) {
    const auto* type = find_instance_type(rate.instance_type);
    if (type == nullptr || type->accelerator_count == 0) continue;
    ASSERT_EQ(rate.usd_per_accelerator.has_value(), type->on_demand_usd.has_value()) << type->name;
    if (!rate.usd_per_accelerator) continue;
    ++with_cards;
    const double sum = rate.usd_per_vcpu * type->vcpu + rate.usd_per_gib * type->memory_gib +
                       *rate.usd_per_accelerator * type->accelerator_count;
    const double price = type->on_demand_usd->to_double();
    EXPECT_GT(*rate.usd_per_accelerator, 0) << type->name;
    EXPECT_NEAR(sum, price, 1e-9 * price) << type->name;
  }
  EXPECT_EQ(with_cards, 97);
}

TEST(MarketWeights, KeepAnUnlistedMachinesCardsUnknown) {
  const auto& rate = rate_of("p5e.48xlarge");
  EXPECT_NEAR(rate.usd_per_vcpu, 0.035, 1e-9);
  EXPECT_FALSE(rate.usd_per_accelerator);
}

// m2 alone has one ratio of memory, which can't tell a vCPU's price from a GiB's.
TEST(MarketWeights, OfAGenerationWithoutAFitAreTheEarlierOnes) { EXPECT_EQ(rate_of("m2.xlarge").fit, "c1, m1"); }

TEST(MarketWeights, AreNotGivenWhereNothingComparableIsSold) {
  EXPECT_FALSE(has_rate("mac2.metal"));
  EXPECT_FALSE(has_rate("a1.large"));
}

TEST(MarketWeights, OfFargateAreItsPrices) {
  for (const char* name : {"fargate", "fargate_spot"}) {
    EXPECT_EQ(rate_of(name).usd_per_vcpu, 0.04048);
    EXPECT_EQ(rate_of(name).usd_per_gib, 0.004445);
    EXPECT_EQ(rate_of(name).usd_per_accelerator, 0.0);
  }
}

TEST(MarketWeights, AreSortedByType) {
  EXPECT_TRUE(std::ranges::is_sorted(market_rates(), {}, &MarketRate::instance_type));
}

}  // namespace
}  // namespace farthing
