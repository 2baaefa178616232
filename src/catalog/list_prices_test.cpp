#include "catalog/list_prices.hpp"

#include <gtest/gtest.h>

#include <map>

#include "catalog/instance_types.hpp"

namespace farthing {
namespace {

std::vector<ListPrice> prices_of(std::string_view type) {
  std::vector<ListPrice> found;
  for (const auto& price : list_prices()) {
    if (price.instance_type == type) found.push_back(price);
  }
  return found;
}

// AWS cut the price of p4d.24xlarge by a third in June 2025.
TEST(ListPrices, OfATypeFollowOneAnother) {
  const auto prices = prices_of("p4d.24xlarge");
  ASSERT_EQ(prices.size(), 2U);
  EXPECT_EQ(prices[0].usd.text(), "32.7726");
  EXPECT_EQ(prices[0].valid_from, "2022-06-23");
  EXPECT_EQ(prices[0].valid_to, "2025-06-23");
  EXPECT_EQ(prices[1].usd.text(), "21.957642");
  EXPECT_EQ(prices[1].valid_from, "2025-06-23");
  EXPECT_EQ(prices[1].valid_to, "");
}

TEST(ListPrices, OfAWithdrawnTypeEnd) {
  const auto prices = prices_of("cc2.8xlarge");
  ASSERT_EQ(prices.size(), 1U);
  EXPECT_EQ(prices[0].usd.text(), "2");
  EXPECT_EQ(prices[0].valid_to, "2023-07-24");
}

TEST(ListPrices, ThatHoldAreTheCatalogs) {
  std::map<std::string, std::string> now;
  for (const auto& price : list_prices()) {
    EXPECT_TRUE(price.valid_to.empty() || price.valid_from < price.valid_to) << price.instance_type;
    if (price.service == "AmazonEC2" && price.valid_to.empty()) {
      EXPECT_TRUE(now.emplace(price.instance_type, price.usd.text()).second) << price.instance_type;
    }
  }
  for (const auto& type : instance_types()) {
    if (type.on_demand_usd) EXPECT_EQ(now[type.name], type.on_demand_usd->text()) << type.name;
  }
}

TEST(ListPrices, OfFargateAreOfAVcpuAndAGib) {
  const auto prices = prices_of("fargate");
  ASSERT_EQ(prices.size(), 2U);
  EXPECT_EQ(prices[0].unit + " " + prices[0].usd.text(), "gib_hour 0.004445");
  EXPECT_EQ(prices[1].unit + " " + prices[1].usd.text(), "vcpu_hour 0.04048");
}

}  // namespace
}  // namespace farthing
