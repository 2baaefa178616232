#include "collect/generate/generate_bill.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>

#include "base/decimal.hpp"
#include "base/file.hpp"
#include "lake/engine.hpp"
#include "support/generated_files.hpp"

namespace farthing {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

using samples::csv_rows;
using samples::files_in;
using samples::inflated_text;
using samples::named_rows;
using samples::NamedRow;
using samples::number_in;

constexpr BillFormat kFormats[] = {BillFormat::kCurCsvGz, BillFormat::kCur2Parquet, BillFormat::kFocus12Csv};

class GenerateBill : public testing::Test {
 protected:
  TemporaryFolder folder = std::move(*TemporaryFolder::create());

  [[nodiscard]] BillPlan plan(const std::string& name, BillFormat format, std::int64_t rows = 3'000) const {
    return {.rows = rows, .seed = 4, .format = format, .out = folder.path() / name};
  }
  static GeneratedBill generated(const BillPlan& plan) {
    auto bill = generate_bill(plan);
    EXPECT_TRUE(bill.has_value()) << bill.error().text();
    return *bill;
  }
  static json::object truth_of(const BillPlan& plan) {
    return json::parse(*read_file(plan.out / "truth.json")).as_object();
  }
  // All files by their path below the folder.
  static std::map<std::string, std::string> contents_of(const fs::path& folder) {
    std::map<std::string, std::string> contents;
    for (const auto& file : files_in(folder, "")) contents[fs::relative(file, folder).string()] = *read_file(file);
    return contents;
  }
};

TEST_F(GenerateBill, ReadsTheNamesOfFormats) {
  for (const BillFormat format : kFormats) EXPECT_EQ(parse_bill_format(name_of(format)).value(), format);
  const auto unknown = parse_bill_format("cur");
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(unknown.error().kind, Error::Kind::kUsage);
  EXPECT_NE(unknown.error().text().find("focus-1.2-csv"), std::string::npos);
}

TEST_F(GenerateBill, TheSamePlanGivesTheSameBytes) {
  for (const BillFormat format : kFormats) {
    BillPlan first = plan("first", format);
    BillPlan second = plan("second", format);
    first.parts = second.parts = 2;
    EXPECT_EQ(generated(first).assembly_id, generated(second).assembly_id);
    EXPECT_EQ(contents_of(first.out), contents_of(second.out)) << name_of(format);
    fs::remove_all(first.out);
    fs::remove_all(second.out);
  }
}

TEST_F(GenerateBill, AnotherSeedIsAnotherBillOfAnotherPayer) {
  BillPlan one = plan("one", BillFormat::kCurCsvGz);
  BillPlan other = plan("other", BillFormat::kCurCsvGz);
  other.seed = 5;
  EXPECT_NE(generated(one).assembly_id, generated(other).assembly_id);
  EXPECT_NE(truth_of(one)["totals"], truth_of(other)["totals"]);
  EXPECT_NE(truth_of(one)["payer"], truth_of(other)["payer"]);
}

TEST_F(GenerateBill, FormatsAndPartsHaveTheSameTruth) {
  const BillPlan reference = plan("reference", BillFormat::kCurCsvGz);
  static_cast<void>(generated(reference));
  const json::object truth = truth_of(reference);
  for (const BillFormat format : kFormats) {
    for (const int parts : {1, 3}) {
      BillPlan other = plan("other", format);
      other.parts = parts;
      const GeneratedBill bill = generated(other);
      EXPECT_EQ(bill.files, parts);
      const json::object same = truth_of(other);
      for (const char* section :
           {"totals", "by_service", "by_account", "by_day", "by_charge_category", "seed", "month", "cur_rows"}) {
        EXPECT_EQ(same.at(section), truth.at(section)) << section << " of " << name_of(format);
      }
      EXPECT_EQ(same.at("rows").as_int64(), bill.rows);
      EXPECT_EQ(same.contains("by_line_item_type"), format != BillFormat::kFocus12Csv);
      fs::remove_all(other.out);
    }
  }
}

TEST_F(GenerateBill, GroupsOfTheTruthSumToItsTotals) {
  const BillPlan wanted = plan("bill", BillFormat::kCurCsvGz);
  static_cast<void>(generated(wanted));
  const json::object truth = truth_of(wanted);
  for (const char* section : {"by_service", "by_account", "by_day", "by_charge_category", "by_line_item_type"}) {
    for (const auto& [basis, total] : truth.at("totals").as_object()) {
      Decimal sum;
      for (const auto& group : truth.at(section).as_object()) {
        sum += parse_decimal(group.value().at(basis).as_string().c_str()).value;
      }
      EXPECT_EQ(sum.text(), total.as_string().c_str()) << section << " " << std::string_view(basis);
    }
  }
  EXPECT_TRUE(truth.at("by_service").as_object().contains("Amazon Elastic Block Store"));
}

// Effective + true-up + upfront = billed: what reconcile prints for a closed month.
TEST_F(GenerateBill, EffectiveTrueUpAndUpfrontAreWhatWasBilled) {
  const BillPlan wanted = plan("bill", BillFormat::kCurCsvGz);
  static_cast<void>(generated(wanted));
  Decimal true_up;
  Decimal upfront;
  for (const NamedRow& row : named_rows(files_in(wanted.out, ".csv.gz"))) {
    const std::string& type = row.at("lineItem/LineItemType");
    if (type == "SavingsPlanRecurringFee")
      true_up -= number_in(row, "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod");
    if (type == "RIFee") true_up -= number_in(row, "reservation/AmortizedUpfrontFeeForBillingPeriod");
    const bool prepaid = type == "SavingsPlanUpfrontFee" ||
                         (type == "Fee" && row.contains("reservation/ReservationARN")) ||
                         (type == "Refund" && row.contains("savingsPlan/SavingsPlanARN"));
    if (prepaid) upfront += number_in(row, "lineItem/UnblendedCost");
  }
  const json::object totals = truth_of(wanted).at("totals").as_object();
  const Decimal effective = parse_decimal(totals.at("effective").as_string().c_str()).value;
  EXPECT_EQ((effective + true_up + upfront).text(), totals.at("billed").as_string().c_str());
  EXPECT_LT(true_up, Decimal());
  EXPECT_GT(upfront, Decimal());
}

// Read back from the legacy CSV and computed again, in the words of the cost rules.
TEST_F(GenerateBill, TheLegacyFilesSumToTheTruth) {
  BillPlan wanted = plan("bill", BillFormat::kCurCsvGz, 20'000);
  wanted.parts = 3;
  static_cast<void>(generated(wanted));
  Decimal billed;
  Decimal net;
  std::map<std::string, Decimal> list;
  std::int64_t rows = 0;
  std::int64_t split = 0;
  for (const NamedRow& row : named_rows(files_in(wanted.out, ".csv.gz"))) {
    ++rows;
    if (row.contains("splitLineItem/ParentResourceId")) {
      ++split;
      EXPECT_TRUE(row.at("lineItem/Operation") == "EKSPod-EC2" || row.at("lineItem/Operation") == "ECSTask-EC2");
      continue;
    }
    billed += number_in(row, "lineItem/UnblendedCost");
    net += number_in(row, "lineItem/NetUnblendedCost");
    const std::string& type = row.at("lineItem/LineItemType");
    if (type != "Usage" && type != "SavingsPlanCoveredUsage" && type != "DiscountedUsage") continue;
    list[type] += row.contains("pricing/publicOnDemandRate")
                      ? multiply_exactly(row.at("pricing/publicOnDemandRate"), row.at("lineItem/UsageAmount")).value
                      : number_in(row, "pricing/publicOnDemandCost");
  }
  const json::object truth = truth_of(wanted);
  EXPECT_EQ(rows, wanted.rows);
  EXPECT_EQ(truth.at("split_rows").as_int64(), split);
  EXPECT_EQ(truth.at("lines").as_int64(), rows - split);
  EXPECT_EQ(billed.text(), truth.at("totals").at("billed").as_string().c_str());
  EXPECT_EQ(net.text(), truth.at("totals").at("net_billed").as_string().c_str());
  for (const auto& [type, sum] : list) {
    EXPECT_EQ(sum.text(), truth.at("by_line_item_type").at(type).at("list").as_string().c_str()) << type;
  }
  EXPECT_EQ(list.size(), 3U);
}

TEST_F(GenerateBill, TheFocusFilesSumToTheTruthOnEveryBasis) {
  BillPlan wanted = plan("bill", BillFormat::kFocus12Csv);
  wanted.parts = 2;
  const GeneratedBill bill = generated(wanted);
  std::map<std::string, Decimal> sums;
  std::map<std::string, Decimal> by_service;
  const auto rows = named_rows(files_in(wanted.out, ".csv"));
  EXPECT_EQ(static_cast<std::int64_t>(rows.size()), bill.rows);
  for (const NamedRow& row : rows) {
    sums["billed"] += number_in(row, "BilledCost");
    sums["effective"] += number_in(row, "EffectiveCost");
    sums["list"] += number_in(row, "ListCost");
    sums["contracted"] += number_in(row, "ContractedCost");
    sums["net_billed"] += number_in(row, "x_NetBilledCost");
    sums["net_effective"] += number_in(row, "x_NetEffectiveCost");
    by_service[row.at("ServiceName")] += number_in(row, "EffectiveCost");
    if (row.contains("Tags")) EXPECT_TRUE(json::parse(row.at("Tags")).is_object());
    if (row.contains("x_Discounts")) EXPECT_TRUE(json::parse(row.at("x_Discounts")).is_object());
  }
  const json::object truth = truth_of(wanted);
  for (const auto& [basis, sum] : sums)
    EXPECT_EQ(sum.text(), truth.at("totals").at(basis).as_string().c_str()) << basis;
  for (const auto& [service, sum] : by_service) {
    EXPECT_EQ(sum.text(), truth.at("by_service").at(service).at("effective").as_string().c_str()) << service;
  }
}

TEST_F(GenerateBill, TheParquetFilesGiveBackEveryDecimal) {
  BillPlan wanted = plan("bill", BillFormat::kCur2Parquet);
  wanted.parts = 2;
  static_cast<void>(generated(wanted));
  auto engine = Engine::open();
  ASSERT_TRUE(engine.has_value());
  const auto sums = engine->query(
      "SELECT count(*), sum(exact_decimal(CAST(line_item_unblended_cost AS VARCHAR), 'cost')), "
      "sum(exact_decimal(CAST(line_item_net_unblended_cost AS VARCHAR), 'net')), "
      "sum(exact_product(pricing_public_on_demand_rate, CAST(line_item_usage_amount AS VARCHAR))) "
      "  FILTER (line_item_line_item_type = 'SavingsPlanCoveredUsage'), "
      "count(*) FILTER (product['product_name'] IS NOT NULL), count(*) FILTER (cardinality(resource_tags) > 0), "
      "count(DISTINCT bill_payer_account_name), min(line_item_usage_start_date) < max(line_item_usage_start_date) "
      "FROM read_parquet('" +
      (wanted.out / "farthing-4/data/BILLING_PERIOD=2026-09/*.parquet").string() +
      "') "
      "WHERE split_line_item_parent_resource_id IS NULL");
  ASSERT_TRUE(sums.has_value()) << sums.error().text();
  const auto& row = sums->rows.at(0);
  const json::object truth = truth_of(wanted);
  EXPECT_EQ(*row[0], std::to_string(truth.at("lines").as_int64()));
  EXPECT_EQ(*row[1], truth.at("totals").at("billed").as_string().c_str());
  EXPECT_EQ(*row[2], truth.at("totals").at("net_billed").as_string().c_str());
  EXPECT_EQ(*row[3], truth.at("by_line_item_type").at("SavingsPlanCoveredUsage").at("list").as_string().c_str());
  EXPECT_EQ(*row[4], *row[0]);
  EXPECT_GT(std::stoi(*row[5]), 1'000);
  EXPECT_EQ(*row[6], "1");
  EXPECT_EQ(*row[7], "true");
  EXPECT_EQ(engine->roundings(), 0) << "no delivered number has more than 12 decimals";
}

TEST_F(GenerateBill, LiesAsAwsDeliversAReport) {
  BillPlan wanted = plan("bill", BillFormat::kCurCsvGz, 200);
  wanted.parts = 2;
  wanted.month = "2026-02";
  const GeneratedBill bill = generated(wanted);
  const fs::path period = wanted.out / "farthing-4" / "20260201-20260301";
  const std::string text = *read_file(period / "farthing-4-Manifest.json");
  EXPECT_EQ(*read_file(period / bill.assembly_id / "farthing-4-Manifest.json"), text);
  const json::object manifest = json::parse(text).as_object();
  EXPECT_EQ(manifest.at("assemblyId").as_string(), bill.assembly_id);
  EXPECT_EQ(manifest.at("account"), truth_of(wanted).at("payer"));
  EXPECT_EQ(manifest.at("compression").as_string(), "GZIP");
  EXPECT_EQ(manifest.at("reportName").as_string(), "farthing-4");
  EXPECT_EQ(manifest.at("billingPeriod").at("start").as_string(), "20260201T000000.000Z");
  EXPECT_EQ(manifest.at("billingPeriod").at("end").as_string(), "20260301T000000.000Z");
  ASSERT_EQ(manifest.at("reportKeys").as_array().size(), 2U);
  std::int64_t bytes = 0;
  for (const auto& key : manifest.at("reportKeys").as_array()) {
    bytes += static_cast<std::int64_t>(fs::file_size(wanted.out / key.as_string().c_str()));
  }
  EXPECT_EQ(bytes, bill.bytes);
  const auto header = csv_rows(inflated_text(*read_file(files_in(wanted.out, "00001.csv.gz").at(0)))).at(0);
  const json::array& columns = manifest.at("columns").as_array();
  ASSERT_EQ(columns.size(), header.size());
  for (std::size_t i = 0; i < header.size(); ++i) {
    EXPECT_EQ(std::string(columns[i].at("category").as_string()) + "/" + columns[i].at("name").as_string().c_str(),
              header[i]);
  }
}

TEST_F(GenerateBill, LiesAsAwsDeliversAnExport) {
  for (const BillFormat format : {BillFormat::kCur2Parquet, BillFormat::kFocus12Csv}) {
    const BillPlan wanted = plan(std::string(name_of(format)), format, 200);
    const GeneratedBill bill = generated(wanted);
    const fs::path source = wanted.out / "farthing-4";
    const json::object manifest =
        json::parse(*read_file(source / "metadata/BILLING_PERIOD=2026-09/farthing-4-Manifest.json")).as_object();
    EXPECT_EQ(manifest.at("executionId").as_string(), bill.assembly_id);
    EXPECT_EQ(manifest.at("exportName").as_string(), "farthing-4");
    ASSERT_EQ(manifest.at("dataFiles").as_array().size(), 1U);
    const std::string file = manifest.at("dataFiles").at(0).as_string().c_str();
    EXPECT_TRUE(file.starts_with("s3://"));
    const auto below = file.find("/farthing-4/data/BILLING_PERIOD=2026-09/");
    ASSERT_NE(below, std::string::npos) << file;
    EXPECT_TRUE(fs::exists(wanted.out / file.substr(below + 1)));
    EXPECT_GT(manifest.at("columns").as_array().size(), 60U);
  }
}

TEST_F(GenerateBill, LeavesNothingElseBehind) {
  const BillPlan wanted = plan("bill", BillFormat::kCurCsvGz, 300);
  static_cast<void>(generated(wanted));
  EXPECT_EQ(files_in(wanted.out, "").size(), 4U);  // a part, the manifest twice, truth.json
  for (const auto& entry : fs::directory_iterator(wanted.out)) EXPECT_NE(entry.path().filename().string().front(), '.');
}

TEST_F(GenerateBill, AFewRowsAreABillToo) {
  for (const std::int64_t rows : {1, 5, 99, 100}) {
    const BillPlan wanted = plan("bill", BillFormat::kCurCsvGz, rows);
    EXPECT_EQ(generated(wanted).rows, rows);
    EXPECT_EQ(static_cast<std::int64_t>(named_rows(files_in(wanted.out, ".csv.gz")).size()), rows);
    fs::remove_all(wanted.out);
  }
}

TEST_F(GenerateBill, RefusesWhatIsNoPlan) {
  const auto refused = [&](BillPlan wrong) {
    const auto bill = generate_bill(wrong);
    EXPECT_FALSE(bill.has_value());
    EXPECT_EQ(bill.error().kind, Error::Kind::kUsage);
    EXPECT_FALSE(fs::exists(wrong.out));
    return bill.error().text();
  };
  const BillPlan good = plan("bill", BillFormat::kCurCsvGz);
  BillPlan wrong = good;
  for (const std::int64_t rows : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{2'000'000'000}}) {
    wrong.rows = rows;
    EXPECT_NE(refused(wrong).find(std::to_string(rows)), std::string::npos);
  }
  wrong = good;
  wrong.parts = 0;
  EXPECT_NE(refused(wrong).find("parts"), std::string::npos);
  wrong = good;
  wrong.month = "2026-13";
  EXPECT_NE(refused(wrong).find("'2026-13' is not a month"), std::string::npos);
}

TEST_F(GenerateBill, AFolderThatCannotBeWrittenIsAnErrorThatNamesIt) {
  std::ofstream(folder.path() / "file") << "in the way";
  for (const BillFormat format : kFormats) {
    const auto bill = generate_bill(plan("file/bill", format));
    ASSERT_FALSE(bill.has_value());
    EXPECT_EQ(bill.error().kind, Error::Kind::kFailed);
    EXPECT_NE(bill.error().text().find("file/bill"), std::string::npos) << bill.error().text();
  }
}

}  // namespace
}  // namespace farthing
