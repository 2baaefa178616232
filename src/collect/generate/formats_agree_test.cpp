// One seed is one bill: its three formats say the same, line for line.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "base/text.hpp"
#include "collect/generate/generate_bill.hpp"
#include "domain/cost_basis.hpp"
#include "lake/engine.hpp"
#include "support/expected_charges.hpp"

namespace farthing {
namespace {

using samples::expected_charges;
using samples::expected_service;
using samples::files_in;
using samples::named_rows;
using samples::NamedRow;

class FormatsAgree : public ::testing::Test {
 protected:
  static constexpr BillFormat kReport = BillFormat::kCurCsvGz;
  std::filesystem::path generated(BillFormat format) {
    const auto out = folder_.path() / name_of(format);
    const auto bill = generate_bill({.rows = 2'000, .seed = 17, .format = format, .parts = 2, .out = out});
    EXPECT_TRUE(bill) << bill.error().text();
    return out;
  }
  std::vector<NamedRow> report() { return named_rows(files_in(generated(kReport), ".csv.gz")); }
  static std::string cell(const NamedRow& row, const std::string& column) {
    return row.contains(column) ? row.at(column) : "";
  }
  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

// "resourceTags/user:cost-center" -> "user_cost_center", "product/instanceType" -> "instance_type"
std::string snake_name(std::string_view legacy) {
  std::string name;
  for (const char c : legacy) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (capital && !name.empty() && name.back() != '_') name += '_';
    if (capital) name += static_cast<char>(c + 32);
    if (!capital) name += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
  }
  return name;
}

// Where CUR 2.0 has a legacy report's column: as a column, or in a map.
std::string cur2_place(const std::string& legacy, const std::map<std::string, bool>& is_number) {
  const auto slash = legacy.find('/');
  const std::string group = legacy.substr(0, slash), name = legacy.substr(slash + 1);
  if (group == "resourceTags") return "resource_tags['" + snake_name(lower(name)) + "']";
  if (group == "costCategory") return "cost_category['" + name + "']";
  const std::string whole = snake_name(legacy);
  if (is_number.contains(whole)) return whole;
  return group + "['" + snake_name(name) + "']";  // product, discount
}

TEST_F(FormatsAgree, Cur2IsTheLegacyReportCellByCell) {
  const auto rows = report();
  std::set<std::string> names;
  for (const auto& row : rows) {
    for (const auto& [name, value] : row) names.insert(name);
  }
  const auto files = files_in(generated(BillFormat::kCur2Parquet), ".parquet");
  ASSERT_EQ(files.size(), 2u);
  const std::string table =
      fmt::format("read_parquet([{}, {}])", sql_literal(files[0].string()), sql_literal(files[1].string()));
  auto engine = Engine::open();
  ASSERT_TRUE(engine);
  const auto schema = engine->query("SELECT * FROM " + table + " LIMIT 1");
  ASSERT_TRUE(schema) << schema.error().text();
  std::map<std::string, bool> is_number;
  for (const auto& column : schema->columns) is_number[column.name] = column.type == ValueType::kDouble;
  std::vector<std::string> columns(names.begin(), names.end()), places;
  for (const auto& column : columns) {
    places.push_back(cur2_place(column, is_number));
    if (is_number[places.back()]) places.back() = "CAST(" + places.back() + " AS VARCHAR)";
  }
  const auto newer = engine->query("SELECT " + join(places, ", ") + " FROM " + table);
  ASSERT_TRUE(newer) << newer.error().text();
  ASSERT_EQ(newer->rows.size(), rows.size());
  std::size_t numbers = 0, texts = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      const std::string legacy = cell(rows[i], columns[j]), value = newer->rows[i][j].value_or("");
      const bool number = places[j].starts_with("CAST(") || places[j].starts_with("discount[");
      if (number && !legacy.empty()) {
        ASSERT_EQ(parse_decimal(value).value, parse_decimal(legacy).value) << columns[j] << " of row " << i;
        ++numbers;
      } else {
        ASSERT_EQ(value, legacy) << columns[j] << " of row " << i;
        texts += value.empty() ? 0 : 1;
      }
    }
  }
  EXPECT_GT(numbers, 10 * rows.size());
  EXPECT_GT(texts, 30 * rows.size());
}

std::map<std::string, std::string> json_cell(const NamedRow& row, const std::string& column) {
  std::map<std::string, std::string> cells;
  if (!row.contains(column)) return cells;
  const auto json = boost::json::parse(row.at(column));
  for (const auto& [key, value] : json.as_object()) {
    cells[std::string(key)] =
        value.is_string() ? std::string(value.as_string()) : parse_decimal(value.to_number<double>()).value.text();
  }
  return cells;
}

// The cells of a group of columns by what FOCUS calls them.
std::map<std::string, std::string> group_cells(const NamedRow& row, const std::string& group) {
  std::map<std::string, std::string> cells;
  for (const auto& [name, value] : row) {
    if (!name.starts_with(group)) continue;
    const auto key = name.substr(group.size());
    cells[key.starts_with("user:") ? key.substr(5) : key] = value;
  }
  return cells;
}

void expect_same_origin(const NamedRow& line, const NamedRow& charge) {
  const std::pair<const char*, const char*> same[] = {{"lineItem/UsageAccountId", "SubAccountId"},
                                                      {"bill/PayerAccountId", "BillingAccountId"},
                                                      {"bill/InvoiceId", "InvoiceId"},
                                                      {"bill/BillingPeriodStartDate", "BillingPeriodStart"},
                                                      {"bill/BillingPeriodEndDate", "BillingPeriodEnd"},
                                                      {"lineItem/UsageStartDate", "ChargePeriodStart"},
                                                      {"lineItem/UsageEndDate", "ChargePeriodEnd"},
                                                      {"lineItem/LineItemDescription", "ChargeDescription"},
                                                      {"lineItem/AvailabilityZone", "AvailabilityZone"},
                                                      {"lineItem/CurrencyCode", "BillingCurrency"},
                                                      {"lineItem/ProductCode", "x_ServiceCode"},
                                                      {"lineItem/Operation", "x_Operation"},
                                                      {"product/region", "RegionId"}};
  for (const auto& [legacy, focus] : same) {
    EXPECT_EQ(line.contains(legacy) ? line.at(legacy) : "", charge.contains(focus) ? charge.at(focus) : "") << focus;
  }
  EXPECT_EQ(charge.at("ServiceName"), expected_service(line));
  EXPECT_EQ(group_cells(line, "resourceTags/"), json_cell(charge, "Tags"));
  EXPECT_EQ(group_cells(line, "costCategory/"), json_cell(charge, "x_CostCategories"));
}

// Of usage: what was used, at which prices, of which resource.
void expect_same_usage(const NamedRow& line, const NamedRow& charge) {
  const std::pair<const char*, const char*> numbers[] = {{"lineItem/UsageAmount", "PricingQuantity"},
                                                         {"lineItem/UsageAmount", "ConsumedQuantity"},
                                                         {"pricing/publicOnDemandRate", "ListUnitPrice"},
                                                         {"lineItem/UnblendedRate", "ContractedUnitPrice"}};
  for (const auto& [legacy, focus] : numbers) {
    const bool reserved = line.at("lineItem/LineItemType") == "DiscountedUsage";
    if (!line.contains(legacy) || (reserved && std::string_view(focus) == "ContractedUnitPrice")) continue;
    EXPECT_EQ(parse_decimal(line.at(legacy)).value, parse_decimal(charge.at(focus)).value) << focus;
  }
  const std::pair<const char*, const char*> texts[] = {
      {"pricing/unit", "PricingUnit"},       {"pricing/unit", "ConsumedUnit"}, {"lineItem/ResourceId", "ResourceId"},
      {"lineItem/UsageType", "x_UsageType"}, {"product/sku", "SkuId"},         {"pricing/RateCode", "SkuPriceId"}};
  for (const auto& [legacy, focus] : texts) {
    EXPECT_EQ(line.contains(legacy) ? line.at(legacy) : "", charge.contains(focus) ? charge.at(focus) : "") << focus;
  }
  std::map<std::string, std::string> discounts;
  for (const char* name : {"EdpDiscount", "PrivateRateDiscount"}) {
    const auto column = std::string("discount/") + name;
    if (line.contains(column)) discounts[name] = parse_decimal(line.at(column)).value.text();
  }
  EXPECT_EQ(discounts, json_cell(charge, "x_Discounts"));
}

TEST_F(FormatsAgree, FocusChargesEachLineOfTheReportByTheCostRules) {
  const auto charges = named_rows(files_in(generated(BillFormat::kFocus12Csv), ".csv"));
  std::size_t at = 0;
  for (const auto& line : report()) {
    const std::string type = line.at("lineItem/LineItemType");
    if (type == "SavingsPlanNegation") continue;
    for (const auto& expected : expected_charges(line)) {
      ASSERT_LT(at, charges.size());
      const auto& charge = charges[at++];
      EXPECT_EQ(cell(charge, "ChargeCategory"), expected.category);
      EXPECT_EQ(cell(charge, "ChargeFrequency"), expected.frequency);
      EXPECT_EQ(cell(charge, "PricingCategory"), expected.pricing);
      EXPECT_EQ(cell(charge, "ChargeClass"), expected.charge_class);
      EXPECT_EQ(cell(charge, "CommitmentDiscountStatus"), expected.status);
      for (const auto& basis : kCostBases) {
        EXPECT_EQ(charge.at(basis.column), expected.costs[static_cast<std::size_t>(basis.basis)].text()) << basis.name;
      }
      const auto arn = cell(line, "savingsPlan/SavingsPlanARN") + cell(line, "reservation/ReservationARN");
      EXPECT_EQ(cell(charge, "CommitmentDiscountId"), arn);
      expect_same_origin(line, charge);
      if (type == "Usage" || type == "SavingsPlanCoveredUsage" || type == "DiscountedUsage") {
        expect_same_usage(line, charge);
      } else {
        EXPECT_EQ(cell(charge, "ResourceId"), arn) << "a commitment is its own resource";
      }
      if (HasFailure()) FAIL() << type << ", charge " << at;
    }
  }
  EXPECT_EQ(at, charges.size()) << "and nothing else is charged";
}

}  // namespace
}  // namespace farthing
