#include "domain/dataset.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace farthing {
namespace {

TEST(Dataset, IsFoundByItsName) {
  ASSERT_NE(find_dataset("usage_hourly"), nullptr);
  EXPECT_EQ(find_dataset("usage_hourly")->moment, "hour");
  EXPECT_EQ(find_dataset("Nodes"), nullptr);
  EXPECT_EQ(find_dataset(""), nullptr);
}

TEST(Dataset, EachColumnIsThereOnce) {
  for (const auto& dataset : datasets()) {
    std::set<std::string> names;
    for (const auto& column : dataset.columns) EXPECT_TRUE(names.insert(column.name).second) << column.name;
  }
}

TEST(Dataset, KeysAndMomentsAreColumns) {
  for (const auto& dataset : datasets()) {
    for (const auto key : dataset.key) EXPECT_NE(dataset.find(key), nullptr) << dataset.name << " " << key;
    if (dataset.time != DatasetTime::kMoment) continue;
    ASSERT_NE(dataset.find(dataset.moment), nullptr) << dataset.name;
    EXPECT_EQ(dataset.find(dataset.moment)->type, DatasetType::kTime);
  }
}

TEST(Dataset, AnIntervalHasAStartAndMayHaveAnEnd) {
  for (const auto& dataset : datasets()) {
    if (dataset.time != DatasetTime::kInterval) continue;
    EXPECT_TRUE(dataset.find("start")->required) << dataset.name;
    EXPECT_FALSE(dataset.find("end")->required) << dataset.name;
  }
}

TEST(Dataset, MoneyIsExactAndSharesAreNot) {
  EXPECT_EQ(sql_type(find_dataset("prices")->find("price_usd")->type), "DECIMAL(38,12)");
  EXPECT_EQ(sql_type(find_dataset("nodes")->find("vcpu")->type), "DOUBLE");
  EXPECT_EQ(sql_type(find_dataset("workloads")->find("accelerator_ids")->type), "VARCHAR[]");
}

}  // namespace
}  // namespace farthing
