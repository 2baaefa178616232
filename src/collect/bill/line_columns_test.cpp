#include "collect/bill/line_columns.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"

namespace farthing {
namespace {

std::string name_of(BillFamily family, std::string_view spelling) {
  const auto* column = find_line_column(family, spelling);
  return column == nullptr ? "none" : column->name;
}

// "map: key" of a header.
std::string entry(std::string_view header) {
  const auto key = cur_map_key(header);
  return key.map == nullptr ? "none" : std::string(key.map) + ": " + key.key;
}

TEST(LineColumns, legacy_names_are_the_new_ones) {
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "lineItem/UnblendedCost"), "line_item_unblended_cost");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "reservation/ReservationARN"), "reservation_reservation_a_r_n");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "savingsPlan/SavingsPlanARN"), "savings_plan_savings_plan_a_r_n");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "product/ProductName"), "product_product_name");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "bill/PayerAccountId"), "bill_payer_account_id");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "pricing/publicOnDemandRate"), "pricing_public_on_demand_rate");
  EXPECT_EQ(name_of(BillFamily::kCurLegacy, "splitLineItem/ParentResourceId"), "split_line_item_parent_resource_id");
}

TEST(LineColumns, any_spelling_of_focus_is_found) {
  EXPECT_EQ(name_of(BillFamily::kFocus, "SkuPriceid"), "SkuPriceId");
  EXPECT_EQ(name_of(BillFamily::kFocus, "billed_cost"), "BilledCost");
  EXPECT_EQ(name_of(BillFamily::kFocus, "x_ServiceCode"), "x_ServiceCode");
  EXPECT_EQ(name_of(BillFamily::kFocus, "Id"), "none");
}

TEST(LineColumns, what_we_make_ourselves_is_never_taken_from_a_focus_file) {
  for (const char* name : {"billing_period", "charge_date", "x_Estimated", "x_Part", "x_SourceFile", "x_SourceLine",
                           "x_Unknown", "x_LineItemType"}) {
    EXPECT_EQ(name_of(BillFamily::kFocus, name), "none") << name;
  }
}

TEST(LineColumns, names_of_one_family_are_distinct) {
  for (const auto family : {BillFamily::kCurLegacy, BillFamily::kCur2, BillFamily::kFocus}) {
    std::set<std::string> keys;
    for (const auto& column : line_columns(family))
      EXPECT_TRUE(keys.insert(name_key(column.name)).second) << column.name;
  }
}

TEST(LineColumns, a_cur_needs_six_columns) {
  std::set<std::string> required;
  for (const auto& column : line_columns(BillFamily::kCur2)) {
    if (column.required) required.insert(column.name);
  }
  EXPECT_EQ(required, (std::set<std::string>{"bill_billing_period_start_date", "line_item_currency_code",
                                             "line_item_line_item_type", "line_item_unblended_cost",
                                             "line_item_usage_end_date", "line_item_usage_start_date"}));
}

TEST(LineColumns, costs_are_decimals_and_quantities_are_numbers_as_written) {
  const auto* cost = find_line_column(BillFamily::kCur2, "line_item_unblended_cost");
  EXPECT_EQ(cost->type, ColumnType::kDecimal);
  const auto* rate = find_line_column(BillFamily::kCur2, "pricing_public_on_demand_rate");
  EXPECT_EQ(rate->type, ColumnType::kText);
  EXPECT_TRUE(rate->number);
  const auto* quantity = find_line_column(BillFamily::kFocus, "ConsumedQuantity");
  EXPECT_EQ(quantity->type, ColumnType::kText);
  EXPECT_TRUE(quantity->number);
  EXPECT_EQ(find_line_column(BillFamily::kFocus, "Tags")->type, ColumnType::kMap);
  EXPECT_EQ(find_line_column(BillFamily::kFocus, "ChargePeriodEnd")->type, ColumnType::kTimestamp);
}

TEST(LineColumns, every_focus_column_of_a_charge_can_come_from_a_file) {
  for (const auto& column : charge_columns()) {
    if (*column.since == '\0') continue;  // ours
    EXPECT_EQ(name_of(BillFamily::kFocus, column.name), column.name);
  }
}

TEST(LineColumns, repeated_facts_are_ignored_and_never_mistaken_for_wanted_ones) {
  EXPECT_TRUE(is_ignored_cur_column("lineItem/BlendedCost"));
  EXPECT_TRUE(is_ignored_cur_column("identity_time_interval"));
  EXPECT_FALSE(is_ignored_cur_column("lineItem/UnblendedCost"));
  EXPECT_FALSE(is_ignored_cur_column("moon/Phase"));
  for (const auto& column : line_columns(BillFamily::kCur2))
    EXPECT_FALSE(is_ignored_cur_column(column.name)) << column.name;
}

TEST(CurMapKey, tags_of_users_lose_their_prefix_and_aws_tags_keep_it) {
  EXPECT_EQ(entry("resourceTags/user:Team"), "resource_tags: Team");
  EXPECT_EQ(entry("resource_tags_user_team"), "resource_tags: team");
  EXPECT_EQ(entry("resourceTags/aws:createdBy"), "resource_tags: aws:createdBy");
  EXPECT_EQ(entry("resource_tags_aws_created_by"), "resource_tags: aws:created_by");
}

TEST(CurMapKey, tags_keep_odd_characters_and_case) {
  EXPECT_EQ(entry("resourceTags/user:a/b:c d,\"e\""), "resource_tags: a/b:c d,\"e\"");
  EXPECT_EQ(entry("resourceTags/user:\xc3\x84rger"), "resource_tags: \xc3\x84rger");
  EXPECT_EQ(entry("resourceTags/user:TEAM"), "resource_tags: TEAM");
  EXPECT_EQ(entry("resourceTags/user:user:x"), "resource_tags: user:x");
}

TEST(CurMapKey, cost_categories_keep_their_names) {
  EXPECT_EQ(entry("costCategory/Business Unit"), "cost_category: Business Unit");
  EXPECT_EQ(entry("cost_category_unit"), "cost_category: unit");
}

TEST(CurMapKey, products_and_discounts_are_written_in_snake_case) {
  EXPECT_EQ(entry("product/vcpu"), "product: vcpu");
  EXPECT_EQ(entry("product/operatingSystem"), "product: operating_system");
  EXPECT_EQ(entry("product_operating_system"), "product: operating_system");
  EXPECT_EQ(entry("discount/BundledDiscount"), "discount: bundled_discount");
  EXPECT_EQ(entry("discount_bundled_discount"), "discount: bundled_discount");
}

TEST(CurMapKey, other_columns_and_bare_prefixes_are_none) {
  for (const char* header : {"", "lineItem/UsageType", "resourceTags/", "resource_tags", "product", "moon/Phase"}) {
    EXPECT_EQ(entry(header), "none") << header;
  }
}

}  // namespace
}  // namespace farthing
