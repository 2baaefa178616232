#include "collect/prices/seed_prices.hpp"

#include <gtest/gtest.h>

#include "base/file_search.hpp"
#include "collect/dataset/import_datasets.hpp"
#include "support/bill_lake.hpp"

namespace farthing {
namespace {

class SeedPricesTest : public BillLakeFixture {
 protected:
  void take(const std::string& name, const std::string& text) const {
    const auto files = find_dataset_files({put(name, text)}, "prices").value();
    auto prepared = PreparedDatasets::prepare(lake_, files).value();
    ASSERT_TRUE(std::move(prepared).commit(lake_));
  }
  // One price of the user's, so that the lake isn't empty.
  void take_own_price() const {
    take("own.csv", "service,region,unit,price_usd\nAmazonS3,us-east-1,gib_month,0.023\n");
  }
};

constexpr const char* kCountSeeded = "SELECT count(*) FROM prices WHERE source LIKE 'farthing catalog %'";

// 1,380 rows of history, of which two only end a price; and two of Fargate.
TEST_F(SeedPricesTest, AddsEveryPriceWithItsSourceAndTime) {
  take_own_price();
  EXPECT_EQ(seed_prices(lake_).value(), 1380);
  EXPECT_EQ(ask(kCountSeeded), "1380");
  EXPECT_EQ(
      ask("SELECT price_usd, unit, os, purchase_option, valid_to, source, as_of FROM prices "
          "WHERE instance_type = 'p4d.24xlarge' AND valid_from <= TIMESTAMP '2024-01-01' AND valid_to > TIMESTAMP "
          "'2024-01-01'"),
      "32.7726|hour|linux|on_demand|2025-06-23T00:00:00Z|farthing catalog 2026-07-20|2026-07-20");
  EXPECT_EQ(ask("SELECT price_usd FROM prices WHERE instance_type = 'p4d.24xlarge' AND valid_to IS NULL"), "21.957642");
  EXPECT_EQ(ask("SELECT unit, price_usd FROM prices WHERE instance_type = 'fargate' ORDER BY 1"),
            "gib_hour|0.004445;vcpu_hour|0.04048");
  EXPECT_EQ(ask("SELECT price_usd FROM prices WHERE service = 'AmazonS3'"), "0.023");
}

TEST_F(SeedPricesTest, AddsThemOnce) {
  take_own_price();
  ASSERT_EQ(seed_prices(lake_).value(), 1380);
  const auto after = lake_.snapshot().value().n;
  EXPECT_EQ(seed_prices(lake_).value(), 0);
  EXPECT_EQ(lake_.snapshot().value().n, after);
}

TEST_F(SeedPricesTest, LeavesTheUsersRowOfAKeyAlone) {
  take("own.csv",
       "service,region,unit,price_usd,instance_type,os,purchase_option,valid_from\n"
       "AmazonEC2,us-east-1,hour,9.99,a1.large,linux,on_demand,2022-06-23\n");
  EXPECT_EQ(seed_prices(lake_).value(), 1379);
  EXPECT_EQ(ask("SELECT price_usd, source FROM prices WHERE instance_type = 'a1.large'"), "9.99|-");
}

TEST_F(SeedPricesTest, YieldsToARowThatComesLater) {
  take_own_price();
  ASSERT_EQ(seed_prices(lake_).value(), 1380);
  take("own2.csv",
       "service,region,unit,price_usd,instance_type,os,purchase_option,valid_from,source\n"
       "AmazonEC2,us-east-1,hour,9.99,a1.large,linux,on_demand,2022-06-23,mine\n");
  EXPECT_EQ(seed_prices(lake_).value(), 0);
  EXPECT_EQ(ask("SELECT price_usd, source FROM prices WHERE instance_type = 'a1.large'"), "9.99|mine");
}

TEST_F(SeedPricesTest, ReplacesThoseOfAnEarlierCatalog) {
  take("old.csv",
       "service,region,unit,price_usd,instance_type,os,purchase_option,valid_from,source\n"
       "AmazonEC2,us-east-1,hour,9.99,a1.large,linux,on_demand,2022-06-23,farthing catalog 2020-01-01\n");
  EXPECT_EQ(seed_prices(lake_).value(), 1380);
  EXPECT_EQ(ask("SELECT price_usd FROM prices WHERE instance_type = 'a1.large'"), "0.051");
}

TEST_F(SeedPricesTest, LeavesAnEmptyLakeEmpty) {
  EXPECT_EQ(seed_prices(lake_).value(), 0);
  EXPECT_EQ(lake_.snapshot().value().n, 0);
}

}  // namespace
}  // namespace farthing
