#include "collect/generate/charge.hpp"

namespace farthing::generate {
namespace {

// In the order of CostBasis: billed, effective, net billed, net effective, contracted, list.
Costs same_on_all(Priced cost) { return {cost.plain, cost.plain, cost.net, cost.net, cost.plain, cost.plain}; }
// Money paid for a commitment: it becomes effective where the commitment is used, or on its unused part.
Costs prepaid(Priced cost) { return {cost.plain, 0, cost.net, 0, cost.plain, cost.plain}; }
// Money of a commitment that nobody used.
Costs wasted(Picos plain, Picos net) { return {0, plain, 0, net, plain, plain}; }

Picos listed(const BillLine& line) {
  return line.list_rate ? product(*line.list_rate, *line.amount) : line.list_cost.value_or(line.cost.plain);
}

Charge usage_charge(const BillLine& line) {
  const bool spot = line.sku != nullptr && line.sku->offer->traits.has(Trait::kSpot);
  Charge charge{.pricing = spot ? PricingCategory::kDynamic : PricingCategory::kStandard};
  charge.costs = same_on_all(line.cost);
  charge.costs[static_cast<std::size_t>(CostBasis::kList)] = listed(line);
  return charge;
}

Charge committed_usage(const BillLine& line) {
  Charge charge{.pricing = PricingCategory::kCommitted, .used = true};
  const CommitmentMoney& paid = line.commitment;
  const Picos list = listed(line);
  switch (line.type) {
    case LineType::kCovered:
      charge.costs = {0, paid.sp_effective.plain, line.cost.net, paid.sp_effective.net, line.cost.plain, list};
      break;
    case LineType::kDiscounted:
      charge.costs = {line.cost.plain,
                      paid.amortized_upfront.plain + paid.recurring.plain,
                      line.cost.net,
                      paid.amortized_upfront.net + paid.recurring.net,
                      list,
                      list};
      break;
    default:
      break;  // a negation: nothing is left
  }
  return charge;
}

Charges fee_charges(const BillLine& line) {
  const bool monthly = line.type == LineType::kSpRecurringFee || line.type == LineType::kRiFee;
  Charges charges;
  charges.items[charges.count++] = {.part = monthly ? ChargePart::kFee : ChargePart::kWhole,
                                    .category = ChargeCategory::kPurchase,
                                    .frequency = monthly ? ChargeFrequency::kRecurring : ChargeFrequency::kOneTime,
                                    .pricing = PricingCategory::kStandard,
                                    .costs = prepaid(line.cost)};
  const CommitmentMoney& paid = line.commitment;
  Priced unused{.plain = paid.unused_upfront.plain + paid.unused_recurring.plain,
                .net = paid.unused_upfront.net + paid.unused_recurring.net};
  if (line.type == LineType::kSpRecurringFee) {
    // x net recurring / recurring, or x net amortised upfront / amortised upfront: either is the 88 % of all fees.
    unused = discounted(paid.total - paid.used);
  }
  if (unused.plain > 0) {
    charges.items[charges.count++] = {
        .part = ChargePart::kUnused, .pricing = PricingCategory::kCommitted, .costs = wasted(unused.plain, unused.net)};
  }
  return charges;
}

Charge refund(const BillLine& line, Timestamp month_begin) {
  if (line.returned) {
    return {.category = ChargeCategory::kPurchase,
            .frequency = ChargeFrequency::kOneTime,
            .pricing = PricingCategory::kStandard,
            .correction = true,
            .costs = prepaid(line.cost)};
  }
  // Correction only of a period that was invoiced before this one.
  const bool earlier = line.begin < month_begin;
  return {.category = earlier ? ChargeCategory::kUsage : ChargeCategory::kAdjustment,
          .pricing = earlier ? PricingCategory::kStandard : PricingCategory::kNone,
          .correction = earlier,
          .costs = same_on_all(line.cost)};
}

Charge only_charge(const BillLine& line, Timestamp month_begin) {
  switch (line.type) {
    case LineType::kCovered:
    case LineType::kNegation:
    case LineType::kDiscounted:
      return committed_usage(line);
    case LineType::kTax:
      return {.category = ChargeCategory::kTax, .costs = same_on_all(line.cost)};
    case LineType::kCredit:
      return {
          .category = ChargeCategory::kCredit, .frequency = ChargeFrequency::kOneTime, .costs = same_on_all(line.cost)};
    case LineType::kRefund:
      return refund(line, month_begin);
    case LineType::kFee:  // commits nothing: support, a domain
      return {.frequency = line.end.micros - line.begin.micros > 20 * kMicrosPerDay ? ChargeFrequency::kRecurring
                                                                                    : ChargeFrequency::kOneTime,
              .pricing = PricingCategory::kOther,
              .costs = same_on_all(line.cost)};
    default:
      return usage_charge(line);
  }
}

}  // namespace

const char* name_of(ChargeCategory category) {
  static constexpr const char* kNames[] = {"Usage", "Purchase", "Tax", "Credit", "Adjustment"};
  return kNames[static_cast<std::size_t>(category)];
}
const char* name_of(ChargeFrequency frequency) {
  static constexpr const char* kNames[] = {"Usage-Based", "Recurring", "One-Time"};
  return kNames[static_cast<std::size_t>(frequency)];
}
const char* name_of(PricingCategory category) {
  static constexpr const char* kNames[] = {"", "Standard", "Dynamic", "Committed", "Other"};
  return kNames[static_cast<std::size_t>(category)];
}

Charges charges_of(const BillLine& line, Timestamp month_begin) {
  if (line.split) return {};
  const bool commitment_fee = line.type == LineType::kSpRecurringFee || line.type == LineType::kSpUpfrontFee ||
                              line.type == LineType::kRiFee ||
                              (line.type == LineType::kFee && line.reservation != nullptr);
  if (commitment_fee) return fee_charges(line);
  return {{only_charge(line, month_begin)}, 1};
}

}  // namespace farthing::generate
