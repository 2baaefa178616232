#include "collect/bill/csv_fields.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/file.hpp"

namespace farthing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CsvFieldsTest : public ::testing::Test {
 protected:
  CsvFile csv(const std::string& name, const std::string& header) const {
    const auto path = folder_.path() / name;
    std::ofstream(path) << header;
    return {path};
  }
  CsvPlan plan(BillFamily family, const std::vector<CsvFile>& files) const {
    BillFiles bill;
    bill.format.family = family;
    bill.csv_files = files;
    auto made = plan_csv_fields(bill);
    if (!made) ADD_FAILURE() << made.error().text();
    return made.value_or(CsvPlan{});
  }
  CsvPlan plan(BillFamily family, const std::string& header) const { return plan(family, {csv("a.csv", header)}); }

  // "column" of a value, "column[key]" of a map's entry, "skipped".
  static std::string field(const CsvPlan& plan, std::size_t index, std::size_t part = 0) {
    const auto& found = plan.table.parts.at(part).fields.at(index);
    if (found.use == FieldUse::kSkip) return "skipped";
    const auto& column = plan.table.columns.at(found.column).name;
    return found.use == FieldUse::kMapEntry ? column + "[" + found.key + "]" : column;
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(CsvFieldsTest, each_field_becomes_its_column_an_entry_or_nothing) {
  const auto made = plan(BillFamily::kCurLegacy,
                         "lineItem/UnblendedCost,resourceTags/user:Team,product/vcpu,lineItem/BlendedCost,moon/Phase");
  EXPECT_EQ(field(made, 0), "line_item_unblended_cost");
  EXPECT_EQ(field(made, 1), "resource_tags[Team]");
  EXPECT_EQ(field(made, 2), "product[vcpu]");
  EXPECT_EQ(field(made, 3), "skipped");
  EXPECT_EQ(field(made, 4), "unknown_columns[moon/Phase]");
  EXPECT_THAT(made.unknown_columns, ElementsAre("moon/Phase"));
}

TEST_F(CsvFieldsTest, fields_are_read_as_what_their_columns_hold) {
  const auto made = plan(BillFamily::kCur2,
                         "line_item_unblended_cost,line_item_usage_amount,line_item_usage_start_date,resource_tags,"
                         "line_item_operation");
  const auto& fields = made.table.parts.at(0).fields;
  EXPECT_EQ(fields[0].use, FieldUse::kCost);
  EXPECT_EQ(fields[1].use, FieldUse::kNumber);
  EXPECT_EQ(fields[2].use, FieldUse::kTime);
  EXPECT_EQ(fields[3].use, FieldUse::kJsonMap);
  EXPECT_EQ(fields[4].use, FieldUse::kText);
  EXPECT_TRUE(fields[0].required);
  EXPECT_FALSE(fields[1].required);
}

TEST_F(CsvFieldsTest, tags_that_differ_only_in_case_are_two) {
  const auto made = plan(BillFamily::kCurLegacy, "resourceTags/user:Team,resourceTags/user:team");
  EXPECT_EQ(field(made, 0), "resource_tags[Team]");
  EXPECT_EQ(field(made, 1), "resource_tags[team]");
}

TEST_F(CsvFieldsTest, keys_of_one_map_are_made_distinct) {
  const auto made =
      plan(BillFamily::kCurLegacy, "product/operatingSystem,product/operating_system,product/operating_System");
  EXPECT_EQ(field(made, 0), "product[operating_system]");
  EXPECT_EQ(field(made, 1), "product[operating_system#2]");
  EXPECT_EQ(field(made, 2), "product[operating_system#3]");
}

TEST_F(CsvFieldsTest, a_column_that_comes_twice_is_kept_as_unknown) {
  const auto made = plan(BillFamily::kCurLegacy, "lineItem/UsageType,lineItem/UsageType");
  EXPECT_EQ(field(made, 0), "line_item_usage_type");
  EXPECT_EQ(field(made, 1), "unknown_columns[lineItem/UsageType]");
}

TEST_F(CsvFieldsTest, focus_columns_are_taken_in_any_spelling_and_others_are_unknown) {
  const auto made = plan(BillFamily::kFocus, "BilledCost,SkuPriceid,Id,x_Own");
  EXPECT_EQ(field(made, 0), "BilledCost");
  EXPECT_EQ(field(made, 1), "SkuPriceId");
  EXPECT_EQ(field(made, 2), "unknown_columns[Id]");
  EXPECT_EQ(field(made, 3), "unknown_columns[x_Own]");
  EXPECT_THAT(made.table.null_texts, ElementsAre("NULL", "null"));
}

TEST_F(CsvFieldsTest, a_cur_has_no_word_for_null) {
  EXPECT_THAT(plan(BillFamily::kCurLegacy, "lineItem/UnblendedCost").table.null_texts, IsEmpty());
}

TEST_F(CsvFieldsTest, files_of_one_bill_share_columns_whatever_their_order) {
  const auto made = plan(BillFamily::kCurLegacy, {csv("1.csv", "lineItem/UnblendedCost,lineItem/UsageType"),
                                                  csv("2.csv", "lineItem/Operation,lineItem/UnblendedCost,a/B")});
  EXPECT_EQ(field(made, 0, 0), "line_item_unblended_cost");
  EXPECT_EQ(field(made, 1, 1), "line_item_unblended_cost");
  EXPECT_EQ(made.table.parts[0].fields[0].column, made.table.parts[1].fields[1].column);
  EXPECT_THAT(made.unknown_columns, ElementsAre("a/B"));
}

TEST_F(CsvFieldsTest, the_control_total_is_made_of_unblended_cost_or_billed_cost) {
  const auto cur = plan(BillFamily::kCurLegacy, "lineItem/CurrencyCode,lineItem/UnblendedCost,lineItem/Operation");
  EXPECT_EQ(cur.table.columns.at(cur.table.control_cost_column).name, "line_item_unblended_cost");
  EXPECT_EQ(cur.table.columns.at(cur.table.control_currency_column.value()).name, "line_item_currency_code");
  EXPECT_EQ(cur.table.columns.at(cur.table.control_operation_column.value()).name, "line_item_operation");
  EXPECT_FALSE(cur.table.control_parent_column);
  const auto focus = plan(BillFamily::kFocus, "BilledCost");
  EXPECT_EQ(focus.table.columns.at(focus.table.control_cost_column).name, "BilledCost");
  EXPECT_FALSE(focus.table.control_currency_column);
}

TEST_F(CsvFieldsTest, file_and_line_are_columns_of_ours) {
  const auto made = plan(BillFamily::kFocus, "BilledCost");
  EXPECT_EQ(made.table.columns.at(made.table.file_column).name, "source_file");
  EXPECT_EQ(made.table.columns.at(made.table.line_column).name, "source_line");
}

TEST_F(CsvFieldsTest, an_empty_file_is_an_error_that_names_it) {
  BillFiles bill;
  bill.csv_files = {csv("empty.csv", "")};
  const auto made = plan_csv_fields(bill);
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().text().find("empty.csv"), std::string::npos);
}

}  // namespace
}  // namespace farthing
