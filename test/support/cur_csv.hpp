// A legacy Cost and Usage Report as CSV text: lines are made of the few fields that a test is about.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace farthing {

/// Fields by a legacy report's names; "lineItem/UnblendedCost" -> "1.5".
using CurFields = std::map<std::string, std::string>;

/// Builds the text line by line. The header has all columns that the program knows of, and those that lines name more.
class CurCsv {
 public:
  CurCsv() : columns_(ordinary_columns()) {}

  /// An hour of one m5.large for 1 USD in May 2026, with these fields set otherwise.
  CurCsv& line(const CurFields& fields) {
    auto all = ordinary_line();
    for (const auto& [name, value] : fields) {
      if (std::find(columns_.begin(), columns_.end(), name) == columns_.end()) columns_.push_back(name);
      all[name] = value;
    }
    lines_.push_back(std::move(all));
    return *this;
  }
  CurCsv& cost(const std::string& unblended) { return line({{"lineItem/UnblendedCost", unblended}}); }
  /// Takes a column out of the header.
  CurCsv& without(const std::string& column) {
    std::erase(columns_, column);
    return *this;
  }
  /// Takes out all columns whose names begin so.
  CurCsv& without_all(const std::string& prefix) {
    std::erase_if(columns_, [&](const std::string& column) { return column.starts_with(prefix); });
    return *this;
  }

  [[nodiscard]] std::string text() const {
    std::string text;
    for (const auto& column : columns_) text += (text.empty() ? "" : ",") + quoted(column);
    for (auto fields : lines_) {
      text += "\n";
      for (const auto& column : columns_) text += (&column == columns_.data() ? "" : ",") + quoted(fields[column]);
    }
    return text + "\n";
  }

 private:
  static std::string quoted(const std::string& field) {
    if (field.find_first_of(",\"\n") == std::string::npos) return field;
    std::string out = "\"";
    for (const char c : field) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
  }

  static CurFields ordinary_line() {
    return {{"identity/LineItemId", "line"},
            {"identity/TimeInterval", "2026-05-01T00:00:00Z/2026-05-01T01:00:00Z"},
            {"bill/InvoiceId", "INV-1"},
            {"bill/BillingEntity", "AWS"},
            {"bill/BillType", "Anniversary"},
            {"bill/PayerAccountId", "111122223333"},
            {"bill/BillingPeriodStartDate", "2026-05-01T00:00:00Z"},
            {"bill/BillingPeriodEndDate", "2026-06-01T00:00:00Z"},
            {"lineItem/UsageAccountId", "444455556666"},
            {"lineItem/LineItemType", "Usage"},
            {"lineItem/UsageStartDate", "2026-05-01T00:00:00Z"},
            {"lineItem/UsageEndDate", "2026-05-01T01:00:00Z"},
            {"lineItem/ProductCode", "AmazonEC2"},
            {"lineItem/UsageType", "BoxUsage:m5.large"},
            {"lineItem/Operation", "RunInstances"},
            {"lineItem/AvailabilityZone", "us-east-1a"},
            {"lineItem/ResourceId", "i-0123456789abcdef0"},
            {"lineItem/UsageAmount", "1"},
            {"lineItem/CurrencyCode", "USD"},
            {"lineItem/UnblendedCost", "1"},
            {"lineItem/LegalEntity", "Amazon Web Services, Inc."},
            {"lineItem/LineItemDescription", "an hour of m5.large"},
            {"product/ProductName", "Amazon Elastic Compute Cloud"},
            {"product/region", "us-east-1"},
            {"product/sku", "SKU1"},
            {"pricing/publicOnDemandRate", "1"},
            {"pricing/publicOnDemandCost", "1"},
            {"pricing/unit", "Hrs"}};
  }

  static std::vector<std::string> ordinary_columns() {
    std::vector<std::string> columns;
    for (const auto& [name, value] : ordinary_line()) columns.push_back(name);
    for (const char* name : {"bill/InvoicingEntity",
                             "lineItem/NetUnblendedCost",
                             "lineItem/NormalizedUsageAmount",
                             "lineItem/TaxType",
                             "lineItem/UnblendedRate",
                             "pricing/currency",
                             "pricing/RateCode",
                             "pricing/term",
                             "product/instanceType",
                             "product/productFamily",
                             "product/regionCode",
                             "product/servicecode",
                             "reservation/AmortizedUpfrontFeeForBillingPeriod",
                             "reservation/EffectiveCost",
                             "reservation/EndTime",
                             "reservation/NetAmortizedUpfrontFeeForBillingPeriod",
                             "reservation/NetEffectiveCost",
                             "reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod",
                             "reservation/NetUnusedRecurringFee",
                             "reservation/ReservationARN",
                             "reservation/StartTime",
                             "reservation/UnusedAmortizedUpfrontFeeForBillingPeriod",
                             "reservation/UnusedQuantity",
                             "reservation/UnusedRecurringFee",
                             "savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod",
                             "savingsPlan/EndTime",
                             "savingsPlan/NetAmortizedUpfrontCommitmentForBillingPeriod",
                             "savingsPlan/NetRecurringCommitmentForBillingPeriod",
                             "savingsPlan/NetSavingsPlanEffectiveCost",
                             "savingsPlan/OfferingType",
                             "savingsPlan/RecurringCommitmentForBillingPeriod",
                             "savingsPlan/SavingsPlanARN",
                             "savingsPlan/SavingsPlanEffectiveCost",
                             "savingsPlan/StartTime",
                             "savingsPlan/TotalCommitmentToDate",
                             "savingsPlan/UsedCommitment",
                             "resourceTags/user:Name",
                             "resourceTags/user:Team"}) {
      columns.emplace_back(name);
    }
    return columns;
  }

  std::vector<std::string> columns_;
  std::vector<CurFields> lines_;
};

}  // namespace farthing
