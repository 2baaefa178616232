#include "domain/allocation_dimension.hpp"

#include <gtest/gtest.h>

namespace farthing {
namespace {

AllocationConfig config_with(const std::vector<std::string>& names) {
  AllocationConfig config;
  for (const auto& name : names) config.dimensions.push_back({name, {}, {}, {}});
  return config;
}

std::string sql_of(const std::string& name, const AllocationConfig& config) {
  const auto dimension = find_allocation_dimension(name, config);
  return dimension ? dimension->sql() : "error: " + dimension.error().text();
}

TEST(AllocationDimensionTest, WhatTheBillHasToIsNoQuestionOfWorkloads) {
  const auto config = config_with({"team", "product"});
  for (const auto* name : {"cluster", "Namespace", "cost_kind", "node_pool", "owner", "team", "product"}) {
    EXPECT_TRUE(is_workload_dimension(name, config)) << name;
  }
  for (const auto* name : {"service", "instance_type", "purchase_option", "account", "tag:team", "squad", "Team"}) {
    EXPECT_FALSE(is_workload_dimension(name, config)) << name;
  }
}

TEST(AllocationDimensionTest, EachNameIsAColumnOrAnEntryOfTheDimensions) {
  const auto config = config_with({"team", "product"});
  const std::pair<const char*, const char*> kExpected[] = {
      {"ecs_service", "\"ecs_service\""},
      {"POD", "\"pod\""},
      {"team", "\"dimensions\"['team']"},
      {"product", "\"dimensions\"['product']"},
      {"account", "\"account\""},
      {"SubAccountId", "\"account\""},
      {"region", "\"region\""},
      {"availability_zone", "\"zone\""},
      {"ServiceName", "\"service\""},
      {"currency", "\"currency\""},
      {"month", "\"billing_period\""},
      {"day", "\"day\""},
      {"instance_type", "\"instance_type\""},
      {"x_PurchaseOption", "\"purchase_option\""},
  };
  for (const auto& [name, sql] : kExpected) EXPECT_EQ(sql_of(name, config), sql) << name;
  EXPECT_EQ(find_allocation_dimension("availability_zone", config)->name, "availability_zone") << "named as asked";
}

TEST(AllocationDimensionTest, ADimensionGoesBeforeTheBillsColumnOfItsNameOnlyWhereItIsConfigured) {
  EXPECT_EQ(sql_of("operation", config_with({"operation"})), "\"dimensions\"['operation']");
  EXPECT_NE(sql_of("operation", config_with({})).find("bill's lines only"), std::string::npos);
}

TEST(AllocationDimensionTest, QuotesInANameStayText) {
  EXPECT_EQ(sql_of("o'hare", config_with({"o'hare"})), "\"dimensions\"['o''hare']");
}

TEST(AllocationDimensionTest, ATagIsRefusedWithTheWayToHaveItAsADimension) {
  const auto config = config_with({"team"});
  for (const auto* name : {"tag:team", "cost_category:Unit", "tags", "cost_categories"}) {
    EXPECT_NE(sql_of(name, config).find("as a source of a dimension in farthing.yaml"), std::string::npos) << name;
  }
  EXPECT_NE(sql_of("resource", config).find("without workloads' dimensions"), std::string::npos);
  EXPECT_NE(sql_of("clusster", config).find("did you mean 'cluster'?"), std::string::npos);
  EXPECT_EQ(find_allocation_dimension("clusster", config).error().kind, Error::Kind::kUsage);
}

}  // namespace
}  // namespace farthing
