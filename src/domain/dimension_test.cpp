#include "domain/dimension.hpp"

#include <gmock/gmock.h>

#include "domain/charge_columns.hpp"
#include "domain/cost_basis.hpp"

namespace farthing {
namespace {

using testing::HasSubstr;

TEST(Dimension, IsFoundInEverySpelling) {
  for (const char* name : {"service", "ServiceName", "service_name", "SERVICENAME"}) {
    EXPECT_EQ(find_dimension(name)->column, "ServiceName") << name;
  }
  EXPECT_EQ(find_dimension("instance_type")->column, "x_InstanceType");
  EXPECT_EQ(find_dimension("x_instance_type")->column, "x_InstanceType");
  EXPECT_EQ(find_dimension("invoice")->column, "InvoiceId");
}

TEST(Dimension, KeepsTheNameThatWasAsked) { EXPECT_EQ(find_dimension("ServiceName")->name, "ServiceName"); }

TEST(Dimension, ReadsTagsByTheirKey) {
  EXPECT_EQ(find_dimension("tag:team's")->sql(), R"("Tags"['team''s'])");
  EXPECT_EQ(find_dimension("cost_category:Unit")->sql(), R"("x_CostCategories"['Unit'])");
  EXPECT_FALSE(find_dimension("tag:"));
  EXPECT_FALSE(find_dimension("tags"));
}

TEST(Dimension, SuggestsTheNearestName) {
  const auto unknown = find_dimension("servise");
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().kind, Error::Kind::kUsage);
  EXPECT_THAT(unknown.error().text(), HasSubstr("did you mean 'service'?"));
}

TEST(Dimension, OfTheRollUpAreColumnsOfCharges) {
  for (const auto& name : daily_rollup_dimensions()) {
    const auto* column = find_charge_column(name);
    ASSERT_NE(column, nullptr) << name;
    EXPECT_EQ(column->name, name);
  }
  EXPECT_TRUE(find_dimension("service")->in_daily_rollup());
  EXPECT_FALSE(find_dimension("resource")->in_daily_rollup());
  EXPECT_FALSE(find_dimension("tag:team")->in_daily_rollup());
}

TEST(CostBasis, IsFoundByNameAliasAndColumn) {
  EXPECT_EQ(parse_cost_basis("effective"), CostBasis::kEffective);
  EXPECT_EQ(parse_cost_basis("amortized"), CostBasis::kEffective);
  EXPECT_EQ(parse_cost_basis("net_unblended"), CostBasis::kNetBilled);
  EXPECT_EQ(parse_cost_basis("BilledCost"), CostBasis::kBilled);
  EXPECT_EQ(parse_cost_basis("on_demand"), CostBasis::kList);
  EXPECT_FALSE(parse_cost_basis("cheap"));
  for (const auto& basis : kCostBases) EXPECT_EQ(named(basis.basis).name, basis.name);
}

}  // namespace
}  // namespace farthing
