// What a line of a legacy report is charged, read from its text by the table of cost rules (billing reference, 5.1).
// For bills whose negations take back exactly what they cover, as generated ones do.
#pragma once
#include <array>

#include "support/generated_files.hpp"

namespace farthing::samples {

/// In the order of truth.json's totals: billed, effective, net billed, net effective, contracted, list.
using SixCosts = std::array<Decimal, 6>;

struct ExpectedCharge {
  std::string category, frequency, pricing;
  std::string charge_class = "", status = "";
  SixCosts costs{};
};

/// None of a split-cost row.
inline std::vector<ExpectedCharge> expected_charges(const NamedRow& row) {
  if (row.contains("splitLineItem/ParentResourceId")) return {};
  const auto text = [&](const char* column) { return row.contains(column) ? row.at(column) : std::string(); };
  const auto n = [&](const std::string& column) { return number_in(row, column); };
  const std::string type = text("lineItem/LineItemType");
  const Decimal u = n("lineItem/UnblendedCost"), net = n("lineItem/NetUnblendedCost"), zero;
  const Decimal p = row.contains("pricing/publicOnDemandRate")
                        ? multiply_exactly(text("pricing/publicOnDemandRate"), text("lineItem/UsageAmount")).value
                        : n("pricing/publicOnDemandCost");
  const SixCosts same{u, u, net, net, u, u}, prepaid{u, zero, net, zero, u, u};
  const auto unused = [&](Decimal cost, Decimal net_cost) -> ExpectedCharge {
    return {"Usage", "Usage-Based", "Committed", "", "Unused", {zero, cost, zero, net_cost, cost, cost}};
  };
  if (type == "Usage") {
    const bool spot = text("lineItem/UsageType").find("SpotUsage") != std::string::npos;
    return {{"Usage", "Usage-Based", spot ? "Dynamic" : "Standard", "", "", {u, u, net, net, u, p}}};
  }
  if (type == "SavingsPlanCoveredUsage") {
    const std::string sp = "savingsPlan/";
    return {{"Usage",
             "Usage-Based",
             "Committed",
             "",
             "Used",
             {zero, n(sp + "SavingsPlanEffectiveCost"), net, n(sp + "NetSavingsPlanEffectiveCost"), u, p}}};
  }
  if (type == "SavingsPlanNegation") return {{"Usage", "Usage-Based", "Committed", "", "Used", {}}};
  if (type == "SavingsPlanRecurringFee") {
    const std::string sp = "savingsPlan/", upfront = "AmortizedUpfrontCommitmentForBillingPeriod",
                      recurring = "RecurringCommitmentForBillingPeriod";
    const Decimal left = n(sp + "TotalCommitmentToDate") - n(sp + "UsedCommitment");
    const bool all_upfront = n(sp + recurring) == zero;
    const std::string of = all_upfront ? upfront : recurring;
    return {{"Purchase", "Recurring", "Standard", "", "", prepaid},
            unused(left, multiply_then_divide(left, n(sp + "Net" + of), n(sp + of)).value())};
  }
  if (type == "DiscountedUsage") {
    return {{"Usage",
             "Usage-Based",
             "Committed",
             "",
             "Used",
             {u, n("reservation/EffectiveCost"), net, n("reservation/NetEffectiveCost"), p, p}}};
  }
  if (type == "RIFee") {
    const std::string ri = "reservation/", upfront = "UnusedAmortizedUpfrontFeeForBillingPeriod",
                      recurring = "UnusedRecurringFee";
    const Decimal cost = n(ri + upfront) + n(ri + recurring);
    std::vector<ExpectedCharge> charges{{"Purchase", "Recurring", "Standard", "", "", prepaid}};
    if (cost > zero) charges.push_back(unused(cost, n(ri + "Net" + upfront) + n(ri + "Net" + recurring)));
    return charges;
  }
  if (type == "SavingsPlanUpfrontFee" || (type == "Fee" && row.contains("reservation/ReservationARN"))) {
    return {{"Purchase", "One-Time", "Standard", "", "", prepaid}};
  }
  if (type == "Fee") {
    const bool month = text("lineItem/UsageEndDate") == text("bill/BillingPeriodEndDate");
    return {{"Usage", month ? "Recurring" : "One-Time", "Other", "", "", same}};
  }
  if (type == "Tax") return {{"Tax", "Usage-Based", "", "", "", same}};
  if (type == "Credit") return {{"Credit", "One-Time", "", "", "", same}};
  EXPECT_EQ(type, "Refund");
  if (row.contains("savingsPlan/SavingsPlanARN")) {
    return {{"Purchase", "One-Time", "Standard", "Correction", "", prepaid}};
  }
  const bool earlier = text("lineItem/UsageStartDate") < text("bill/BillingPeriodStartDate");
  if (earlier) return {{"Usage", "Usage-Based", "Standard", "Correction", "", same}};
  return {{"Adjustment", "Usage-Based", "", "", "", same}};
}

/// ServiceName: what AWS books under EC2 but is block storage has its own.
inline std::string expected_service(const NamedRow& row) {
  const bool storage =
      row.contains("lineItem/UsageType") && row.at("lineItem/UsageType").find("EBS:") != std::string::npos;
  return storage ? "Amazon Elastic Block Store" : row.at("product/ProductName");
}

}  // namespace farthing::samples
