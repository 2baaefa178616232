#include "domain/charge_columns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "base/text.hpp"
#include "domain/cost_basis.hpp"

namespace farthing {
namespace {

std::string found_as(std::string_view name) {
  const auto* column = find_charge_column(name);
  return column == nullptr ? "nothing" : column->name;
}

TEST(ChargeColumns, AreFoundUnderTheirOwnNameInAnyCaseAndWithOrWithoutUnderscores) {
  for (const auto& column : charge_columns()) {
    EXPECT_EQ(found_as(column.name), column.name);
    EXPECT_EQ(found_as(lower(column.name)), column.name);
    EXPECT_EQ(found_as(snake_case(column.name)), column.name);
  }
}

TEST(ChargeColumns, OfOursAreFoundWithoutTheirPrefixUnlessFocusHasThatName) {
  EXPECT_EQ(found_as("line_item_type"), "x_LineItemType");
  EXPECT_EQ(found_as("net_billed_cost"), "x_NetBilledCost");
  EXPECT_EQ(found_as("Estimated"), "x_Estimated");
  for (const auto& column : charge_columns()) {
    const std::string_view name = column.name;
    if (!name.starts_with("x_")) continue;
    const std::string found = found_as(name.substr(2));
    EXPECT_TRUE(found == name || !found.starts_with("x_")) << name << " is hidden by " << found;
  }
}

TEST(ChargeColumns, ThatAreNotThereAreNotFound) {
  for (const char* name : {"", "_", "x_", "servicename2", "cost", "ParentResourceId", "SplitCost", "BilledCosts"}) {
    EXPECT_EQ(found_as(name), "nothing") << name;
  }
}

TEST(ChargeColumns, HaveNamesThatAlsoAnEngineWithoutCaseTellsApart) {
  for (const auto columns : {charge_columns(), split_charge_columns()}) {
    std::set<std::string> names;
    for (const auto& column : columns) EXPECT_TRUE(names.insert(lower(column.name)).second) << column.name;
    EXPECT_EQ(std::string(columns[0].name), "billing_period") << "the partition comes first";
    EXPECT_EQ(std::string(columns[1].name), "charge_date");
  }
}

TEST(ChargeColumns, OfFocusAreInOrderAndOursComeBehindThem) {
  const auto columns = charge_columns().subspan(2);
  const auto is_sorted = [](const LakeColumn& a, const LakeColumn& b) { return lower(a.name) < lower(b.name); };
  const auto ours = std::find_if(columns.begin(), columns.end(), [](const auto& c) { return !*c.since; });
  EXPECT_TRUE(std::is_sorted(columns.begin(), ours, is_sorted));
  EXPECT_TRUE(std::is_sorted(ours, columns.end(), [](const auto& a, const auto& b) {
    return std::string_view(a.name) < std::string_view(b.name);
  }));
  for (auto column = ours; column != columns.end(); ++column) {
    EXPECT_TRUE(std::string_view(column->name).starts_with("x_")) << column->name;
    EXPECT_STREQ(column->since, "") << column->name;
  }
}

TEST(ChargeColumns, ThatHoldMoneyAreExactDecimals) {
  for (const auto& column : charge_columns()) {
    const std::string_view name = column.name;
    if (name.ends_with("Cost")) EXPECT_EQ(sql_type(column.type), "DECIMAL(38,12)") << name;
    if (name.ends_with("Quantity")) EXPECT_EQ(sql_type(column.type), "DECIMAL(38,12)") << name;
    if (name.ends_with("UnitPrice")) EXPECT_EQ(column.type, LakeType::kRate) << name;
    if (name.ends_with("Start") || name.ends_with("End")) EXPECT_EQ(sql_type(column.type), "TIMESTAMP") << name;
  }
  for (const auto& basis : kCostBases) {
    const auto* column = find_charge_column(basis.column);
    ASSERT_NE(column, nullptr) << basis.column;
    EXPECT_STREQ(column->name, basis.column);
    EXPECT_EQ(column->type, LakeType::kCost);
  }
}

TEST(ChargeColumns, ThatSplitChargesShareHaveTheSameTypeThere) {
  std::map<std::string, LakeType> types;
  for (const auto& column : charge_columns()) types.emplace(column.name, column.type);
  std::size_t shared = 0;
  for (const auto& column : split_charge_columns()) {
    const auto found = types.find(column.name);
    if (found == types.end()) continue;
    ++shared;
    EXPECT_EQ(found->second, column.type) << column.name;
  }
  EXPECT_EQ(shared, 17U);
}

}  // namespace
}  // namespace farthing
