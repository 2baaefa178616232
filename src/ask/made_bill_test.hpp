// For tests: a bill made by hand, as tables `charges` and `costs_daily` of an engine and as a snapshot's delivery.
#pragma once
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "base/time.hpp"
#include "domain/charge_columns.hpp"
#include "lake/engine.hpp"
#include "lake/lake.hpp"
#include "lake/models.hpp"

namespace farthing {

/// Column to value; a map's value is SQL, all others text. What isn't named is NULL.
using MadeCharge = std::map<std::string, std::string>;

/// `charge` with some columns set otherwise; "" makes one NULL.
inline MadeCharge with(MadeCharge charge, const MadeCharge& changes) {
  for (const auto& [column, value] : changes) charge[column] = value;
  return charge;
}

class MadeBill {
 public:
  MadeBill() {
    std::string columns;
    for (const auto& column : charge_columns()) {
      columns += (columns.empty() ? "" : ", ") + std::string(column.name) + " " + std::string(sql_type(column.type));
    }
    run("CREATE TABLE charges (" + columns + ")");
    run("CREATE VIEW costs_daily AS " + std::string(model_sql("costs_daily")));
    snapshot.n = 7;
    snapshot.written_at = "2026-11-01T00:00:00Z";
  }

  void add(const MadeCharge& charge, int times = 1) {
    std::string columns;
    std::string values;
    for (const auto& [name, value] : charge) {
      if (value.empty()) continue;
      const auto* column = find_charge_column(name);
      ASSERT_NE(column, nullptr) << name;
      columns += (columns.empty() ? "" : ", ") + name;
      const std::string literal = column->type == LakeType::kMap ? value : sql_literal(value);
      values += (values.empty() ? "" : ", ") + ("CAST(" + literal + " AS " + std::string(sql_type(column->type)) + ")");
    }
    run("INSERT INTO charges (" + columns + ") SELECT " + values + " FROM range(" + std::to_string(times) + ")");
  }

  /// Says in the snapshot that `charges` came in deliveries, a month and payer each, with right control totals.
  void deliver(const std::string& newest_usage_end, std::int64_t lines_without_invoice = 0) {
    auto& partitions = snapshot.datasets[kCharges].partitions;
    partitions.clear();
    const auto rows = engine.query(
        "SELECT billing_period, BillingAccountId, BillingCurrency, count(*), sum(BilledCost) FROM charges "
        "GROUP BY 1, 2, 3 ORDER BY 1, 2, 3");
    ASSERT_TRUE(rows) << rows.error().text();
    for (const auto& row : rows->rows) {
      if (partitions.empty() || partitions.back().period != row[0] || partitions.back().payer != row[1]) {
        partitions.push_back({*row[0], "report main", row[1], "v1", {}, Delivery{}, ""});
        auto& delivery = *partitions.back().delivery;
        delivery.format = "CUR 2.0";
        delivery.imported_at = "2026-11-01T00:00:00Z";
        delivery.inputs = {{"bill.csv", 12, "abc"}};
        delivery.newest_usage_end = newest_usage_end;
        delivery.lines_without_invoice = lines_without_invoice;
      }
      auto& delivery = *partitions.back().delivery;
      CurrencyTotals totals;
      totals.currency = row[2];
      totals.lines = std::stoll(*row[3]);
      totals.control = parse_decimal(row[4].value_or("0")).value;
      delivery.lines += totals.lines;
      delivery.totals.push_back(totals);
    }
  }

  Delivery& delivery(std::size_t index = 0) { return *snapshot.datasets[kCharges].partitions.at(index).delivery; }

  void run(const std::string& sql) {
    const auto done = engine.run(sql);
    ASSERT_TRUE(done) << done.error().text();
  }

  Engine engine = Engine::open().value();
  Snapshot snapshot;
};

/// A usage line of account 111 in October 2026, 2 USD on every basis.
inline MadeCharge made_usage() {
  return {{"billing_period", "2026-10"},
          {"charge_date", "2026-10-05"},
          {"BillingAccountId", "111"},
          {"SubAccountId", "111"},
          {"InvoiceId", "INV-1"},
          {"InvoiceIssuerName", "AWS"},
          {"ProviderName", "AWS"},
          {"BillingCurrency", "USD"},
          {"ChargeCategory", "Usage"},
          {"PricingCategory", "Standard"},
          {"PricingUnit", "Hrs"},
          {"ServiceName", "Amazon Elastic Compute Cloud"},
          {"x_ProductFamily", "Compute Instance"},
          {"RegionId", "us-east-1"},
          {"x_LineItemType", "Usage"},
          {"BilledCost", "2"},
          {"EffectiveCost", "2"},
          {"ContractedCost", "2"},
          {"ListCost", "2.5"}};
}

/// The 28 lines of the open FOCUS file with an All Upfront Savings Plan that is used to 75 %: one day of February 2026.
inline void add_savings_plan_day(MadeBill& bill) {
  MadeCharge plan = {{"billing_period", "2026-02"},
                     {"charge_date", "2026-02-01"},
                     {"BillingAccountId", "ACCT-1"},
                     {"SubAccountId", "ACCT-9"},
                     {"InvoiceId", "INV-AWS-2026-001"},
                     {"InvoiceIssuerName", "Amazon Web Services"},
                     {"ProviderName", "Amazon Web Services"},
                     {"BillingCurrency", "USD"},
                     {"ServiceName", "Amazon Elastic Compute Cloud"},
                     {"RegionId", "us-east-1"},
                     {"PricingCategory", "Committed"},
                     {"PricingUnit", "Hours"},
                     {"CommitmentDiscountId", "arn:aws:savingsplans::ACCT-1:savingsplan/sp-abc123def456"},
                     {"CommitmentDiscountName", "EC2 Instance Savings Plan"},
                     {"CommitmentDiscountCategory", "Spend"},
                     {"CommitmentDiscountType", "Savings Plan"},
                     {"ChargeCategory", "Usage"},
                     {"BilledCost", "0"},
                     {"EffectiveCost", "52.40"},
                     {"ListCost", "78.60"},
                     {"ContractedCost", "78.60"}};
  bill.add(with(plan, {{"ChargeCategory", "Purchase"},
                       {"PricingCategory", "Standard"},
                       {"PricingUnit", "Units"},
                       {"BilledCost", "459024"},
                       {"EffectiveCost", "0"},
                       {"ListCost", "459024"},
                       {"ContractedCost", "459024"}}));
  bill.add(with(plan, {{"CommitmentDiscountStatus", "Used"}}), 18);
  bill.add(with(plan, {{"CommitmentDiscountStatus", "Unused"}}), 6);
  bill.add(with(plan, {{"PricingCategory", "Standard"},
                       {"CommitmentDiscountId", ""},
                       {"CommitmentDiscountName", ""},
                       {"CommitmentDiscountCategory", ""},
                       {"CommitmentDiscountType", ""},
                       {"BilledCost", "3.84"},
                       {"EffectiveCost", "3.84"},
                       {"ListCost", "3.84"},
                       {"ContractedCost", "3.84"}}),
           3);
}

/// A small closed CUR month of account 111: a Savings Plan (partial upfront, 24 used and 6 unused of 10 amortised and
/// 20 recurring), a reservation paid upfront this month (8 used, 1 unused of 9 amortised, 120 paid), usage, tax,
/// credit.
inline void add_cur_month(MadeBill& bill) {
  const std::string plan_arn = "arn:aws:savingsplans::111:savingsplan/sp-1";
  const std::string reservation_arn = "arn:aws:ec2:us-east-1:111:reserved-instances/ri-1";
  const MadeCharge plan = with(made_usage(), {{"CommitmentDiscountId", plan_arn},
                                              {"CommitmentDiscountCategory", "Spend"},
                                              {"CommitmentDiscountType", "Savings Plan"},
                                              {"PricingCategory", "Committed"},
                                              {"BilledCost", "0"}});
  const MadeCharge reservation = with(made_usage(), {{"CommitmentDiscountId", reservation_arn},
                                                     {"CommitmentDiscountCategory", "Usage"},
                                                     {"CommitmentDiscountType", "Reserved Instance"},
                                                     {"PricingCategory", "Committed"},
                                                     {"BilledCost", "0"}});
  bill.add(made_usage(), 5);
  bill.add(with(plan, {{"x_LineItemType", "SavingsPlanCoveredUsage"},
                       {"CommitmentDiscountStatus", "Used"},
                       {"EffectiveCost", "12"},
                       {"ContractedCost", "16"},
                       {"ListCost", "18"}}),
           2);
  bill.add(with(plan, {{"x_LineItemType", "SavingsPlanNegation"},
                       {"CommitmentDiscountStatus", "Used"},
                       {"EffectiveCost", "0"},
                       {"ContractedCost", "0"},
                       {"ListCost", "0"}}));
  const MadeCharge plan_fee = with(
      plan, {{"x_LineItemType", "SavingsPlanRecurringFee"}, {"ServiceName", "Savings Plans for AWS Compute usage"}});
  bill.add(with(plan_fee, {{"ChargeCategory", "Purchase"},
                           {"BilledCost", "20"},
                           {"EffectiveCost", "0"},
                           {"x_AmortizedUpfront", "10"},
                           {"x_RecurringFee", "20"},
                           {"x_Part", "fee"}}));
  bill.add(with(plan_fee, {{"CommitmentDiscountStatus", "Unused"}, {"EffectiveCost", "6"}, {"x_Part", "unused"}}));
  bill.add(with(reservation, {{"x_LineItemType", "DiscountedUsage"},
                              {"CommitmentDiscountStatus", "Used"},
                              {"EffectiveCost", "8"},
                              {"ContractedCost", "12"}}));
  bill.add(with(reservation, {{"x_LineItemType", "RIFee"},
                              {"ChargeCategory", "Purchase"},
                              {"EffectiveCost", "0"},
                              {"x_AmortizedUpfront", "9"},
                              {"x_Part", "fee"}}));
  bill.add(with(reservation, {{"x_LineItemType", "RIFee"},
                              {"CommitmentDiscountStatus", "Unused"},
                              {"EffectiveCost", "1"},
                              {"x_Part", "unused"}}));
  bill.add(
      with(reservation,
           {{"x_LineItemType", "Fee"}, {"ChargeCategory", "Purchase"}, {"BilledCost", "120"}, {"EffectiveCost", "0"}}));
  bill.add(with(made_usage(), {{"x_LineItemType", "Tax"},
                               {"ChargeCategory", "Tax"},
                               {"BilledCost", "0.08"},
                               {"EffectiveCost", "0.08"},
                               {"ServiceName", "Amazon Elastic Compute Cloud"}}));
  bill.add(with(
      made_usage(),
      {{"x_LineItemType", "Credit"}, {"ChargeCategory", "Credit"}, {"BilledCost", "-3"}, {"EffectiveCost", "-3"}}));
}

}  // namespace farthing
