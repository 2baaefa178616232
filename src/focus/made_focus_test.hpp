// FOCUS files made row by row, for tests.
#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/file.hpp"
#include "base/text.hpp"
#include "focus/validate.hpp"

namespace farthing {

/// A row: column to text; nothing for an empty field.
using FocusRow = std::map<std::string, std::string>;

/// An hour of a machine that no rule of FOCUS 1.2 has anything against; with more put over it.
inline FocusRow good_row(const FocusRow& more = {}) {
  FocusRow row = {{"AvailabilityZone", "us-east-1a"},
                  {"BilledCost", "1"},
                  {"BillingAccountId", "111122223333"},
                  {"BillingAccountName", "payer"},
                  {"BillingAccountType", "Payer"},
                  {"BillingCurrency", "USD"},
                  {"BillingPeriodEnd", "2026-06-01T00:00:00Z"},
                  {"BillingPeriodStart", "2026-05-01T00:00:00Z"},
                  {"CapacityReservationId", ""},
                  {"CapacityReservationStatus", ""},
                  {"ChargeCategory", "Usage"},
                  {"ChargeClass", ""},
                  {"ChargeDescription", "an hour"},
                  {"ChargeFrequency", "Usage-Based"},
                  {"ChargePeriodEnd", "2026-05-02T01:00:00Z"},
                  {"ChargePeriodStart", "2026-05-02T00:00:00Z"},
                  {"CommitmentDiscountCategory", ""},
                  {"CommitmentDiscountId", ""},
                  {"CommitmentDiscountName", ""},
                  {"CommitmentDiscountQuantity", ""},
                  {"CommitmentDiscountStatus", ""},
                  {"CommitmentDiscountType", ""},
                  {"CommitmentDiscountUnit", ""},
                  {"ConsumedQuantity", "1"},
                  {"ConsumedUnit", "Hours"},
                  {"ContractedCost", "1"},
                  {"ContractedUnitPrice", "1"},
                  {"EffectiveCost", "1"},
                  {"InvoiceId", "I-1"},
                  {"InvoiceIssuerName", "AWS"},
                  {"ListCost", "2"},
                  {"ListUnitPrice", "2"},
                  {"PricingCategory", "Standard"},
                  {"PricingCurrency", "USD"},
                  {"PricingCurrencyContractedUnitPrice", "1"},
                  {"PricingCurrencyEffectiveCost", "1"},
                  {"PricingCurrencyListUnitPrice", "2"},
                  {"PricingQuantity", "1"},
                  {"PricingUnit", "Hours"},
                  {"ProviderName", "AWS"},
                  {"PublisherName", "AWS"},
                  {"RegionId", "us-east-1"},
                  {"RegionName", "US East (N. Virginia)"},
                  {"ResourceId", "i-1"},
                  {"ResourceName", ""},
                  {"ResourceType", "Instance"},
                  {"ServiceCategory", "Compute"},
                  {"ServiceName", "Amazon Elastic Compute Cloud"},
                  {"ServiceSubcategory", "Virtual Machines"},
                  {"SkuId", "S"},
                  {"SkuMeter", "BoxUsage"},
                  {"SkuPriceDetails", R"({"InstanceType":"m5.large"})"},
                  {"SkuPriceId", "S.P"},
                  {"SubAccountId", "444455556666"},
                  {"SubAccountName", "team"},
                  {"SubAccountType", "Linked"},
                  {"Tags", R"({"team":"search"})"}};
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

/// An hour that a commitment covers, and its purchase for an hour.
inline FocusRow covered_row(const std::string& effective, const FocusRow& more = {}) {
  auto row = good_row({{"BilledCost", "0"},
                       {"EffectiveCost", effective},
                       {"PricingCurrencyEffectiveCost", effective},
                       {"PricingCategory", "Committed"},
                       {"CommitmentDiscountCategory", "Spend"},
                       {"CommitmentDiscountId", "plan"},
                       {"CommitmentDiscountName", "Plan"},
                       {"CommitmentDiscountQuantity", effective},
                       {"CommitmentDiscountStatus", "Used"},
                       {"CommitmentDiscountType", "Savings Plan"},
                       {"CommitmentDiscountUnit", "USD"}});
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}
inline FocusRow purchase_row(const std::string& billed, const FocusRow& more = {}) {
  auto row = covered_row("0", {{"BilledCost", billed},
                               {"ContractedCost", billed},
                               {"ContractedUnitPrice", billed},
                               {"ListCost", billed},
                               {"ListUnitPrice", billed},
                               {"PricingCurrencyListUnitPrice", billed},
                               {"PricingCurrencyContractedUnitPrice", billed},
                               {"ChargeCategory", "Purchase"},
                               {"ChargeFrequency", "Recurring"},
                               {"CommitmentDiscountQuantity", billed},
                               {"CommitmentDiscountStatus", ""},
                               {"ConsumedQuantity", ""},
                               {"ConsumedUnit", ""},
                               {"PricingCategory", "Standard"},
                               {"ResourceId", "plan"},
                               {"ResourceType", "Savings Plan"},
                               {"SkuId", "P"},
                               {"SkuPriceId", "P.P"}});
  for (const auto& [name, value] : more) row[name] = value;
  return row;
}

/// FOCUS columns first. A column that some row names is a column of all.
inline std::string focus_csv(const std::vector<FocusRow>& rows) {
  std::set<std::string> known, custom;
  for (const auto& row : rows) {
    for (const auto& [name, value] : row) (name.starts_with("x_") ? custom : known).insert(name);
  }
  std::vector<std::string> names(known.begin(), known.end());
  names.insert(names.end(), custom.begin(), custom.end());
  std::string text = join(names, ",") + "\n";
  for (const auto& row : rows) {
    std::vector<std::string> cells;
    for (const auto& name : names) {
      std::string cell;
      for (const char c : row.contains(name) ? row.at(name) : "")
        cell += c == '"' ? std::string("\"\"") : std::string(1, c);
      cells.push_back(cell.find_first_of(",\"\n ") == std::string::npos ? cell : '"' + cell + '"');
    }
    text += join(cells, ",") + "\n";
  }
  return text;
}

class FocusFixture : public ::testing::Test {
 protected:
  std::string put(const std::string& name, const std::string& bytes) const {
    const auto path = folder_.path() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << bytes;
    return path.string();
  }
  [[nodiscard]] static std::string text_of(const Validation& validation, const std::vector<std::string>& columns,
                                           const char* result) {
    std::string text;
    for (const auto& row : validation.answer.rows) {
      if (row[3] != result) continue;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        for (std::size_t c = 0; c < row.size(); ++c) {
          if (validation.answer.columns[c].name == columns[i])
            text += (i > 0 ? "|" : text.empty() ? "" : ";") + row[c].value_or("-");
        }
      }
    }
    return text;
  }
  /// The rules that the file breaks with the rows: "BilledCost-C-003-M|1;...", or the error's text.
  [[nodiscard]] static std::string broken(const ValidateQuestion& question, const char* result = "violated",
                                          const std::vector<std::string>& columns = {"rule", "rows"}) {
    const auto validation = validate_focus(question);
    return validation ? text_of(*validation, columns, result) : validation.error().text();
  }
  [[nodiscard]] std::string broken_by(const std::vector<FocusRow>& rows, const char* result = "violated") const {
    return broken({.files = {put("made.csv", focus_csv(rows))}}, result);
  }

  TemporaryFolder folder_ = TemporaryFolder::create().value();
};

}  // namespace farthing
