#include "collect/generate/focus_facts.hpp"

#include "collect/generate/resource_name.hpp"

namespace farthing::generate {
namespace {

constexpr std::int64_t kHoursOfYear = 8'760;

void state_plan(FocusFacts& facts, const BillLine& line, const Charge& charge) {
  facts.commitment_id = line.plan->arn;
  facts.commitment_name = line.plan->offering;
  facts.commitment_category = "Spend";
  facts.commitment_type = "Savings Plan";
  if (charge.correction) return;
  facts.commitment_unit = "USD";
  if (line.type == LineType::kSpUpfrontFee) {
    facts.commitment_quantity = figure_of(line.cost.plain);
  } else if (charge.part == ChargePart::kFee) {
    facts.commitment_quantity = figure_of(line.commitment.total);
  } else {
    facts.commitment_quantity = figure_of(charge.cost(CostBasis::kEffective));
  }
}

void state_reservation(FocusFacts& facts, const BillLine& line, const Charge& charge) {
  facts.commitment_id = line.reservation->arn;
  facts.commitment_name = name_of(line.reservation->payment);
  facts.commitment_category = "Usage";
  facts.commitment_type = "Reserved Instance";
  facts.commitment_unit = "Hours";
  switch (charge.part) {
    case ChargePart::kFee:
      facts.commitment_quantity = line.commitment.reserved;
      break;
    case ChargePart::kUnused:
      facts.commitment_quantity = line.commitment.unused_quantity;
      break;
    case ChargePart::kWhole:
      facts.commitment_quantity = line.amount;
      if (line.type == LineType::kFee)
        facts.commitment_quantity = Figure{line.amount->digits * kHoursOfYear, line.amount->decimals};
      break;
  }
}

void state_commitment(FocusFacts& facts, const BillLine& line, const Charge& charge) {
  if (line.plan != nullptr) state_plan(facts, line, charge);
  if (line.reservation != nullptr) state_reservation(facts, line, charge);
  if (facts.commitment_id.empty()) return;
  if (charge.part == ChargePart::kUnused) facts.commitment_status = "Unused";
  if (charge.used) facts.commitment_status = "Used";
  if (!charge.used) {  // a fee, or what nobody used: the commitment itself is the resource
    facts.resource_id = facts.commitment_id;
    facts.resource_type = line.plan != nullptr ? "AWS::SavingsPlans::SavingsPlan" : "AWS::EC2::ReservedInstances";
  }
}

// Usage at the prices of its SKU.
void state_usage(FocusFacts& facts, const BillLine& line) {
  facts.pricing_quantity = facts.consumed_quantity = line.amount;
  facts.pricing_unit = facts.consumed_unit = line.sku->offer->unit;
  facts.list_price = line.sku->list_rate;
  facts.contracted_price = line.type == LineType::kDiscounted ? line.sku->list_rate : *line.unblended_rate;
}

// Everything else that has a price is one piece of it.
void state_piece(FocusFacts& facts, const Charge& charge) {
  facts.pricing_quantity = Figure{1, 0};
  facts.pricing_unit = "Count";
  facts.list_price = figure_of(charge.cost(CostBasis::kList));
  facts.contracted_price = figure_of(charge.cost(CostBasis::kContracted));
  if (charge.category == ChargeCategory::kUsage && charge.part != ChargePart::kUnused) {
    facts.consumed_quantity = Figure{1, 0};
    facts.consumed_unit = "Count";
  }
}

}  // namespace

FocusFacts focus_facts(const BillLine& line, const Charge& charge) {
  FocusFacts facts;
  if (line.marketplace()) facts.publisher = "Nimbus Observability, Inc.";
  facts.resource_id = line.resource.view();
  if (line.sku != nullptr) {
    facts.description = line.sku->description;
    if (!facts.resource_id.empty()) facts.resource_type = resource_type(line.sku->offer->resource);
    facts.operation = line.sku->offer->operation;
    facts.usage_type = line.sku->usage_type;
  }
  if (line.description.size > 0) facts.description = line.description.view();
  state_commitment(facts, line, charge);
  const bool priced =
      (charge.category == ChargeCategory::kUsage || charge.category == ChargeCategory::kPurchase) && !charge.correction;
  if (!priced) return facts;
  const bool usage =
      line.type == LineType::kUsage || line.type == LineType::kCovered || line.type == LineType::kDiscounted;
  if (usage) {
    state_usage(facts, line);
  } else {
    state_piece(facts, charge);
  }
  if (line.sku != nullptr) {
    facts.sku_id = line.sku->sku;
    facts.sku_price_id = line.sku->rate_code;
    facts.sku_meter = line.sku->meter;
    facts.sku_price_details = line.sku->price_details;
  } else {
    facts.sku_id = facts.sku_price_id = facts.sku_meter = line.service->code;
  }
  return facts;
}

}  // namespace farthing::generate
