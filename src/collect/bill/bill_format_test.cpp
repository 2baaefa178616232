#include "collect/bill/bill_format.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <vector>

#include "base/file.hpp"

namespace farthing {
namespace {

using Columns = std::vector<std::string>;

std::string format_of(const Columns& columns, bool of_data_export = false) {
  const auto format = detect_bill_format(columns, of_data_export);
  return format ? format->name() : "no bill";
}

const Columns kCurCore = {"identity_line_item_id", "line_item_line_item_type", "line_item_unblended_cost"};
const Columns kFocusCore = {"BilledCost", "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd"};

Columns plus(Columns columns, const std::string& column) {
  columns.push_back(column);
  return columns;
}

TEST(BillFormat, slashes_are_a_legacy_report) {
  EXPECT_EQ(format_of({"identity/LineItemId", "lineItem/LineItemType", "lineItem/UnblendedCost"}), "CUR legacy");
}

TEST(BillFormat, the_core_alone_is_a_legacy_report_in_parquet) {
  EXPECT_EQ(format_of(kCurCore), "CUR legacy");
  EXPECT_EQ(format_of(plus(kCurCore, "resource_tags_user_team")), "CUR legacy");
  EXPECT_EQ(format_of(plus(kCurCore, "product_region")), "CUR legacy");
}

TEST(BillFormat, each_map_and_each_account_name_is_cur_2) {
  for (const char* column : {"product", "resource_tags", "cost_category", "discount", "bill_payer_account_name",
                             "line_item_usage_account_name"}) {
    EXPECT_EQ(format_of(plus(kCurCore, column)), "CUR 2.0") << column;
  }
}

TEST(BillFormat, the_core_alone_is_cur_2_where_a_data_export_says_so) {
  EXPECT_EQ(format_of(kCurCore, true), "CUR 2.0");
}

TEST(BillFormat, a_cur_needs_its_type_and_an_id_or_cost) {
  EXPECT_EQ(format_of({"line_item_line_item_type", "identity_line_item_id"}), "CUR legacy");
  EXPECT_EQ(format_of({"line_item_line_item_type"}), "no bill");
  EXPECT_EQ(format_of({"line_item_unblended_cost", "identity_line_item_id"}), "no bill");
}

TEST(BillFormat, focus_needs_period_category_and_a_cost) {
  EXPECT_EQ(format_of({"ChargePeriodStart", "ChargeCategory", "EffectiveCost"}), "FOCUS 1.0");
  EXPECT_EQ(format_of({"ChargePeriodStart", "ChargeCategory", "BilledCost"}), "FOCUS 1.0");
  EXPECT_EQ(format_of({"ChargePeriodStart", "ChargeCategory", "ListCost"}), "no bill");
  EXPECT_EQ(format_of({"ChargePeriodStart", "BilledCost"}), "no bill");
}

TEST(BillFormat, focus_versions_go_by_their_marker_columns) {
  const std::vector<std::pair<const char*, const char*>> markers = {{"ServiceSubcategory", "1.1"},
                                                                    {"SkuMeter", "1.1"},
                                                                    {"SkuPriceDetails", "1.1"},
                                                                    {"CapacityReservationId", "1.1"},
                                                                    {"CapacityReservationStatus", "1.1"},
                                                                    {"CommitmentDiscountQuantity", "1.1"},
                                                                    {"CommitmentDiscountUnit", "1.1"},
                                                                    {"InvoiceId", "1.2"},
                                                                    {"BillingAccountType", "1.2"},
                                                                    {"SubAccountType", "1.2"},
                                                                    {"PricingCurrency", "1.2"},
                                                                    {"PricingCurrencyEffectiveCost", "1.2"},
                                                                    {"AllocatedTags", "1.3"},
                                                                    {"ContractApplied", "1.3"},
                                                                    {"ServiceProviderName", "1.3"},
                                                                    {"HostProviderName", "1.3"}};
  for (const auto& [column, version] : markers) {
    EXPECT_EQ(format_of(plus(kFocusCore, column)), "FOCUS " + std::string(version)) << column;
  }
}

TEST(BillFormat, the_highest_marker_wins) {
  EXPECT_EQ(format_of(plus(plus(plus(kFocusCore, "SkuMeter"), "HostProviderName"), "InvoiceId")), "FOCUS 1.3");
}

TEST(BillFormat, spelling_does_not_matter) {
  EXPECT_EQ(format_of({"charge_period_start", "CHARGECATEGORY", "billed_cost"}), "FOCUS 1.0");
}

TEST(BillFormat, other_tables_are_no_bill) {
  EXPECT_EQ(format_of({}), "no bill");
  EXPECT_EQ(format_of({"", ""}), "no bill");
  EXPECT_EQ(format_of({"name", "age"}), "no bill");
}

TEST(BillFormat, a_family_keeps_its_name_over_versions) {
  EXPECT_EQ((DetectedFormat{BillFamily::kFocus, "1.0"}).family_name(),
            (DetectedFormat{BillFamily::kFocus, "1.3"}).family_name());
  EXPECT_NE((DetectedFormat{BillFamily::kCurLegacy}).family_name(), (DetectedFormat{BillFamily::kCur2}).family_name());
}

class SniffFile : public ::testing::Test {
 protected:
  FileKind kind_of(const std::string& bytes) const {
    const auto path = folder_.path() / "file";
    std::ofstream(path, std::ios::binary) << bytes;
    return sniff_file(path.string()).value();
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

TEST_F(SniffFile, goes_by_the_first_bytes) {
  EXPECT_EQ(kind_of("\x1f\x8b\x08"), FileKind::kGzip);
  EXPECT_EQ(kind_of("PK\x03\x04 and more"), FileKind::kZip);
  EXPECT_EQ(kind_of("PK\x05\x06"), FileKind::kZip);
  EXPECT_EQ(kind_of("PAR1"), FileKind::kParquet);
  EXPECT_EQ(kind_of("BilledCost,ChargeCategory\n"), FileKind::kCsv);
  EXPECT_EQ(kind_of("PK,PAR1\n"), FileKind::kCsv);
  EXPECT_EQ(kind_of(""), FileKind::kEmpty);
}

TEST_F(SniffFile, sees_json_behind_blanks_and_a_byte_order_mark) {
  EXPECT_EQ(kind_of("{}"), FileKind::kJson);
  EXPECT_EQ(kind_of("\n  [1]"), FileKind::kJson);
  EXPECT_EQ(kind_of("\xef\xbb\xbf{\"a\": 1}"), FileKind::kJson);
  EXPECT_EQ(kind_of("\xef\xbb\xbf"
                    "a,{b}\n"),
            FileKind::kCsv);
  EXPECT_EQ(kind_of("   \n"), FileKind::kCsv);
}

TEST_F(SniffFile, names_the_file_that_is_missing) {
  const auto kind = sniff_file((folder_.path() / "gone.csv").string());
  ASSERT_FALSE(kind);
  EXPECT_TRUE(kind.error().where.ends_with("gone.csv"));
}

}  // namespace
}  // namespace farthing
