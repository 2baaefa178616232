// The columns of a Cost and Usage Report, once for the legacy CSV and CUR 2.0: a row visitor gets each column's name
// and value. Names are the legacy ones; CUR 2.0's follow from them (cur2_name). Source: AWS's CUR data dictionary.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

/// "reservation/ReservationARN" -> "reservation_reservation_a_r_n".
[[nodiscard]] std::string cur2_name(std::string_view legacy);
/// "product/ProductName" and so on, in the order of ProductAttribute.
[[nodiscard]] std::string_view product_column(std::size_t attribute);
/// Does CUR 2.0 give this attribute a column of its own? Else it lies in the map `product`, without "product_".
[[nodiscard]] bool has_own_column(std::size_t attribute);

/// What several columns of a line are made from.
struct CurFacts {
  std::string_view invoice, invoicing_entity, billing_entity, bill_type;
  std::string_view line_type, product_code, usage_type, operation, description, tax_type;
  std::string_view payment, offering_class;
};
[[nodiscard]] CurFacts cur_facts(const BillLine& line, const World& world);

/// Row: id(name, bits), interval(name, begin, end), text(name, text), free_text(name, text), figure(name, optional
/// Figure), rate(name, optional Figure), money(name, optional Picos), time(name, Timestamp), newer_text(name, text) of
/// CUR 2.0 only, zone(name, region, letter), products(line), tags(line), cost_categories(line), discounts(line).
template <typename Row>
void write_cur_identity(Row& row, const BillLine& line, const World& world, const CurFacts& facts) {
  row.id("identity/LineItemId", line.id);
  row.interval("identity/TimeInterval", line.begin, line.end);
  row.text("bill/InvoiceId", facts.invoice);
  row.free_text("bill/InvoicingEntity", facts.invoicing_entity);
  row.text("bill/BillingEntity", facts.billing_entity);
  row.text("bill/BillType", facts.bill_type);
  row.text("bill/PayerAccountId", world.payer_id);
  row.newer_text("bill/PayerAccountName", world.payer_name);
  row.time("bill/BillingPeriodStartDate", world.begin);
  row.time("bill/BillingPeriodEndDate", world.end);
}

template <typename Row>
void write_cur_line_item(Row& row, const BillLine& line, const CurFacts& facts) {
  const bool machine = line.sku != nullptr && line.sku->offer->machine.normalization_tenths > 0 &&
                       (line.type == LineType::kDiscounted || line.type == LineType::kUsage);
  const auto factor =
      machine ? std::optional<Figure>({line.sku->offer->machine.normalization_tenths, 1}) : std::nullopt;
  row.text("lineItem/UsageAccountId", line.account->id);
  row.newer_text("lineItem/UsageAccountName", line.account->name);
  row.text("lineItem/LineItemType", facts.line_type);
  row.time("lineItem/UsageStartDate", line.begin);
  row.time("lineItem/UsageEndDate", line.end);
  row.text("lineItem/ProductCode", facts.product_code);
  row.text("lineItem/UsageType", facts.usage_type);
  row.text("lineItem/Operation", facts.operation);
  row.zone("lineItem/AvailabilityZone", line.place(), line.zone);
  row.text("lineItem/ResourceId", line.resource.view());
  row.figure("lineItem/UsageAmount", line.amount);
  row.figure("lineItem/NormalizationFactor", factor);
  row.figure("lineItem/NormalizedUsageAmount",
             factor ? std::optional(figure_of(product(*factor, *line.amount))) : std::nullopt);
  row.text("lineItem/CurrencyCode", "USD");
  row.rate("lineItem/UnblendedRate", line.unblended_rate);
  row.money("lineItem/UnblendedCost", line.cost.plain);
  row.rate("lineItem/BlendedRate", line.unblended_rate);
  row.money("lineItem/BlendedCost", line.cost.plain);
  row.free_text("lineItem/LineItemDescription", facts.description);
  row.text("lineItem/TaxType", facts.tax_type);
  row.free_text("lineItem/LegalEntity", facts.invoicing_entity);
  row.rate("lineItem/NetUnblendedRate", line.net_rate);
  row.money("lineItem/NetUnblendedCost", line.cost.net);
}

template <typename Row>
void write_cur_pricing(Row& row, const BillLine& line, const CurFacts& facts) {
  const bool usage = line.sku != nullptr && line.type != LineType::kFee;
  const bool reserved = line.type == LineType::kDiscounted || line.type == LineType::kRiFee;
  row.text("pricing/LeaseContractLength", reserved ? "1yr" : "");
  row.text("pricing/OfferingClass", facts.offering_class);
  row.text("pricing/PurchaseOption", reserved ? facts.payment : std::string_view());
  row.text("pricing/RateCode", usage ? std::string_view(line.sku->rate_code) : std::string_view());
  row.text("pricing/RateId", usage ? std::string_view(line.sku->rate_id) : std::string_view());
  row.text("pricing/currency", "USD");
  row.money("pricing/publicOnDemandCost", line.list_cost);
  row.rate("pricing/publicOnDemandRate", line.list_rate);
  row.text("pricing/term", !usage ? "" : reserved ? "Reserved" : "OnDemand");
  row.text("pricing/unit", usage ? line.sku->offer->unit : "");
}

template <typename Row>
void write_cur_reservation(Row& row, const BillLine& line) {
  const Reservation* owned = line.reservation;
  const CommitmentMoney& money = line.commitment;
  const bool usage = line.type == LineType::kDiscounted;
  const bool fee = line.type == LineType::kRiFee;
  // Usage lines have zeros here, as AWS writes them; lines that no reservation can touch have nothing.
  const bool touched = owned != nullptr || line.type == LineType::kUsage || line.type == LineType::kCovered;
  const auto if_usage = [&](Picos amount) { return touched ? std::optional(usage ? amount : 0) : std::nullopt; };
  const auto if_fee = [&](Picos amount) { return touched ? std::optional(fee ? amount : 0) : std::nullopt; };
  const auto count = [&](Figure figure) { return fee ? std::optional(figure) : std::nullopt; };
  row.money("reservation/AmortizedUpfrontCostForUsage", if_usage(money.amortized_upfront.plain));
  row.money("reservation/AmortizedUpfrontFeeForBillingPeriod", if_fee(money.amortized_upfront.plain));
  row.money("reservation/EffectiveCost", if_usage(money.amortized_upfront.plain + money.recurring.plain));
  row.text("reservation/EndTime", owned != nullptr && !usage ? std::string_view(owned->end) : std::string_view());
  row.money("reservation/NetAmortizedUpfrontCostForUsage", if_usage(money.amortized_upfront.net));
  row.money("reservation/NetAmortizedUpfrontFeeForBillingPeriod", if_fee(money.amortized_upfront.net));
  row.money("reservation/NetEffectiveCost", if_usage(money.amortized_upfront.net + money.recurring.net));
  row.money("reservation/NetRecurringFeeForUsage", if_usage(money.recurring.net));
  row.money("reservation/NetUnusedAmortizedUpfrontFeeForBillingPeriod", if_fee(money.unused_upfront.net));
  row.money("reservation/NetUnusedRecurringFee", if_fee(money.unused_recurring.net));
  row.figure("reservation/NumberOfReservations", count({money.count, 0}));
  row.money("reservation/RecurringFeeForUsage", if_usage(money.recurring.plain));
  row.text("reservation/ReservationARN", owned != nullptr ? std::string_view(owned->arn) : std::string_view());
  row.text("reservation/StartTime", owned != nullptr && !usage ? std::string_view(owned->begin) : std::string_view());
  row.text("reservation/SubscriptionId",
           owned != nullptr ? std::string_view(owned->subscription_id) : std::string_view());
  row.figure("reservation/TotalReservedUnits", count(money.reserved));
  row.money("reservation/UnusedAmortizedUpfrontFeeForBillingPeriod", if_fee(money.unused_upfront.plain));
  row.figure("reservation/UnusedQuantity", count(money.unused_quantity));
  row.money("reservation/UnusedRecurringFee", if_fee(money.unused_recurring.plain));
}

template <typename Row>
void write_cur_savings_plan(Row& row, const BillLine& line, const CurFacts& facts) {
  const SavingsPlan* plan = line.plan;
  const CommitmentMoney& money = line.commitment;
  const bool covered = line.type == LineType::kCovered;
  const bool fee = line.type == LineType::kSpRecurringFee;
  // Usage lines have zeros here, lines that no plan can touch have nothing.
  const bool touched = line.plan != nullptr || line.type == LineType::kUsage || line.type == LineType::kDiscounted;
  const auto if_covered = [&](Picos amount) { return touched ? std::optional(covered ? amount : 0) : std::nullopt; };
  const auto if_fee = [&](Picos amount) { return touched ? std::optional(fee ? amount : 0) : std::nullopt; };
  const auto of_plan = [&](std::string_view text) { return plan != nullptr ? text : std::string_view(); };
  row.money("savingsPlan/AmortizedUpfrontCommitmentForBillingPeriod", if_fee(money.amortized_upfront.plain));
  row.text("savingsPlan/EndTime", plan != nullptr ? std::string_view(plan->end) : std::string_view());
  row.text("savingsPlan/InstanceTypeFamily", of_plan(plan != nullptr ? plan->family : ""));
  row.money("savingsPlan/NetAmortizedUpfrontCommitmentForBillingPeriod", if_fee(money.amortized_upfront.net));
  row.money("savingsPlan/NetRecurringCommitmentForBillingPeriod", if_fee(money.recurring.net));
  row.money("savingsPlan/NetSavingsPlanEffectiveCost", if_covered(money.sp_effective.net));
  row.text("savingsPlan/OfferingType", of_plan(plan != nullptr ? plan->offering : ""));
  row.text("savingsPlan/PaymentOption", of_plan(facts.payment));
  row.text("savingsPlan/PurchaseTerm", of_plan("1yr"));
  row.money("savingsPlan/RecurringCommitmentForBillingPeriod", if_fee(money.recurring.plain));
  row.text("savingsPlan/Region", plan != nullptr && plan->region != nullptr ? plan->region->id : "");
  row.text("savingsPlan/SavingsPlanARN", plan != nullptr ? std::string_view(plan->arn) : std::string_view());
  row.money("savingsPlan/SavingsPlanEffectiveCost", if_covered(money.sp_effective.plain));
  row.rate("savingsPlan/SavingsPlanRate", covered ? std::optional(money.sp_rate) : std::nullopt);
  row.text("savingsPlan/StartTime", plan != nullptr ? std::string_view(plan->begin) : std::string_view());
  row.money("savingsPlan/TotalCommitmentToDate", if_fee(money.total));
  row.money("savingsPlan/UsedCommitment", if_fee(money.used));
}

template <typename Row>
void write_cur_split(Row& row, const BillLine& line) {
  const SplitMoney& money = line.split_money;
  const auto figure = [&](Figure value) { return line.split ? std::optional(value) : std::nullopt; };
  const auto amount = [&](Picos value) { return line.split ? std::optional(value) : std::nullopt; };
  row.text("splitLineItem/ParentResourceId", money.parent.view());
  row.figure("splitLineItem/ReservedUsage", figure(money.reserved));
  row.figure("splitLineItem/ActualUsage", figure(money.actual));
  row.figure("splitLineItem/SplitUsage", figure(money.split_usage));
  row.figure("splitLineItem/SplitUsageRatio", figure(money.ratio));
  row.money("splitLineItem/SplitCost", amount(money.split.plain));
  row.money("splitLineItem/UnusedCost", amount(money.unused.plain));
  row.money("splitLineItem/NetSplitCost", amount(money.split.net));
  row.money("splitLineItem/NetUnusedCost", amount(money.unused.net));
  row.money("splitLineItem/PublicOnDemandSplitCost", amount(money.public_split));
  row.money("splitLineItem/PublicOnDemandUnusedCost", amount(money.public_unused));
}

template <typename Row>
void write_cur_cells(Row& row, const BillLine& line, const World& world) {
  const CurFacts facts = cur_facts(line, world);
  write_cur_identity(row, line, world, facts);
  write_cur_line_item(row, line, facts);
  row.products(line);
  write_cur_pricing(row, line, facts);
  write_cur_reservation(row, line);
  write_cur_savings_plan(row, line, facts);
  row.discounts(line);
  row.tags(line);
  row.cost_categories(line);
  write_cur_split(row, line);
}

}  // namespace farthing::generate
