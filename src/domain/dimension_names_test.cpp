// The names that a dimension may have, all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"
#include "domain/dimension.hpp"

namespace farthing {
namespace {

std::string dimension_error(std::string_view name) {
  const auto dimension = find_dimension(name);
  if (dimension) return "found " + dimension->sql();
  EXPECT_EQ(dimension.error().kind, Error::Kind::kUsage);
  return dimension.error().text();
}

TEST(DimensionNames, AreEachOnceAndEachCanBeAskedFor) {
  std::set<std::string> seen;
  for (const auto& name : dimension_names()) {
    EXPECT_TRUE(seen.insert(name).second) << name << " is there twice";
    const auto column = find_column(name);
    ASSERT_TRUE(column) << name;
    if (find_charge_column(*column)->type == LakeType::kMap) continue;
    const auto dimension = find_dimension(name);
    ASSERT_TRUE(dimension) << dimension.error().text();
    EXPECT_EQ(dimension->name, name);
    EXPECT_EQ(dimension->column, *column);
    EXPECT_EQ(dimension->sql(), sql_name(*column));
  }
  EXPECT_GE(seen.size(), 50U);
}

TEST(DimensionNames, OfColumnsOfTextAreAllThereAndOfMoneyNone) {
  const auto names = dimension_names();
  for (const auto& column : charge_columns()) {
    if (column.type == LakeType::kMap || column.type == LakeType::kDate) continue;  // some have an alias
    const bool there = std::find(names.begin(), names.end(), snake_case(column.name)) != names.end();
    EXPECT_EQ(there, column.type == LakeType::kText) << column.name;
  }
}

// A user who writes "account" must never get the payer: aliases are part of the answers' meaning.
TEST(DimensionNames, ThatAreShortMeanTheirColumn) {
  const std::pair<const char*, const char*> kMeanings[] = {{"account", "SubAccountId"},
                                                           {"account_name", "SubAccountName"},
                                                           {"payer", "BillingAccountId"},
                                                           {"region", "RegionId"},
                                                           {"zone", "AvailabilityZone"},
                                                           {"category", "ServiceCategory"},
                                                           {"commitment", "CommitmentDiscountId"},
                                                           {"issuer", "InvoiceIssuerName"},
                                                           {"month", "billing_period"},
                                                           {"day", "charge_date"},
                                                           {"provider", "ProviderName"},
                                                           {"charge_category", "ChargeCategory"},
                                                           {"REGION", "RegionId"}};
  for (const auto& [name, column] : kMeanings) EXPECT_EQ(find_column(name).value(), column) << name;
}

TEST(DimensionNames, OfMapsNeedAKeyAndKeepItAsItIsWritten) {
  EXPECT_EQ(find_dimension("tag:Aws:CreatedBy")->key, "Aws:CreatedBy") << "only the first colon parts";
  EXPECT_EQ(find_dimension("tag: team ")->sql(), R"("Tags"[' team '])");
  EXPECT_EQ(find_dimension("cost_category:Org Unit")->column, "x_CostCategories");
  EXPECT_EQ(dimension_error("tag:"), "'tag:' names no key (write tag:KEY)");
  EXPECT_EQ(dimension_error("cost_category:"), "'cost_category:' names no key (write cost_category:KEY)");
  for (const char* map : {"tags", "Tags", "x_Unknown", "x_Discounts", "cost_categories"}) {
    EXPECT_EQ(dimension_error(map),
              "'" + std::string(map) + "' holds many values a line (choose one by its key, e.g. tag:team)");
  }
}

TEST(DimensionNames, ThatAreMistypedLeadToTheNearestAndStrangeOnesToTheFormOfTags) {
  EXPECT_EQ(dimension_error("acount"), "there is no dimension 'acount' (did you mean 'account'?)");
  EXPECT_EQ(dimension_error("regoin"), "there is no dimension 'regoin' (did you mean 'region'?)");
  EXPECT_EQ(dimension_error("usage_typ"), "there is no dimension 'usage_typ' (did you mean 'x_usage_type'?)");
  EXPECT_EQ(dimension_error(""), "there is no dimension '' (tags are written tag:KEY)");
  EXPECT_EQ(dimension_error("team=blue;--"), "there is no dimension 'team=blue;--' (tags are written tag:KEY)");
}

TEST(DimensionNames, OfTheRollUpBeginWithTheMonthAndAreNeverMaps) {
  const auto& names = daily_rollup_dimensions();
  EXPECT_EQ(names[0], "billing_period");
  EXPECT_EQ(names[1], "charge_date");
  std::set<std::string> seen(names.begin(), names.end());
  EXPECT_EQ(seen.size(), names.size());
  for (const auto& name : names) {
    EXPECT_TRUE(find_dimension(name)->in_daily_rollup()) << name;
    EXPECT_NE(find_charge_column(name)->type, LakeType::kMap) << name;
  }
  EXPECT_FALSE(find_dimension("tag:ServiceName")->in_daily_rollup()) << "a key is no column";
}

}  // namespace
}  // namespace farthing
