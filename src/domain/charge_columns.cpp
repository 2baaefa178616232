#include "domain/charge_columns.hpp"

#include <array>
#include <map>
#include <string>

#include "base/text.hpp"

namespace farthing {
namespace {

using enum LakeType;

constexpr LakeColumn kChargeColumns[] = {
    {"billing_period", kText, ""},
    {"charge_date", kDate, ""},
    {"AllocatedMethodDetails", kText, "1.3"},
    {"AllocatedMethodId", kText, "1.3"},
    {"AllocatedResourceId", kText, "1.3"},
    {"AllocatedResourceName", kText, "1.3"},
    {"AllocatedTags", kMap, "1.3"},
    {"AvailabilityZone", kText, "1.0"},
    {"BilledCost", kCost, "1.0"},
    {"BillingAccountId", kText, "1.0"},
    {"BillingAccountName", kText, "1.0"},
    {"BillingAccountType", kText, "1.2"},
    {"BillingCurrency", kText, "1.0"},
    {"BillingPeriodEnd", kTime, "1.0"},
    {"BillingPeriodStart", kTime, "1.0"},
    {"CapacityReservationId", kText, "1.1"},
    {"CapacityReservationStatus", kText, "1.1"},
    {"ChargeCategory", kText, "1.0"},
    {"ChargeClass", kText, "1.0"},
    {"ChargeDescription", kText, "1.0"},
    {"ChargeFrequency", kText, "1.0"},
    {"ChargePeriodEnd", kTime, "1.0"},
    {"ChargePeriodStart", kTime, "1.0"},
    {"CommitmentDiscountCategory", kText, "1.0"},
    {"CommitmentDiscountId", kText, "1.0"},
    {"CommitmentDiscountName", kText, "1.0"},
    {"CommitmentDiscountQuantity", kQuantity, "1.1"},
    {"CommitmentDiscountStatus", kText, "1.0"},
    {"CommitmentDiscountType", kText, "1.0"},
    {"CommitmentDiscountUnit", kText, "1.1"},
    {"ConsumedQuantity", kQuantity, "1.0"},
    {"ConsumedUnit", kText, "1.0"},
    {"ContractApplied", kText, "1.3"},
    {"ContractedCost", kCost, "1.0"},
    {"ContractedUnitPrice", kRate, "1.0"},
    {"EffectiveCost", kCost, "1.0"},
    {"HostProviderName", kText, "1.3"},
    {"InvoiceId", kText, "1.2"},
    {"InvoiceIssuerName", kText, "1.0"},
    {"ListCost", kCost, "1.0"},
    {"ListUnitPrice", kRate, "1.0"},
    {"PricingCategory", kText, "1.0"},
    {"PricingCurrency", kText, "1.2"},
    {"PricingCurrencyContractedUnitPrice", kRate, "1.2"},
    {"PricingCurrencyEffectiveCost", kCost, "1.2"},
    {"PricingCurrencyListUnitPrice", kRate, "1.2"},
    {"PricingQuantity", kQuantity, "1.0"},
    {"PricingUnit", kText, "1.0"},
    {"ProviderName", kText, "1.0"},
    {"PublisherName", kText, "1.0"},
    {"RegionId", kText, "1.0"},
    {"RegionName", kText, "1.0"},
    {"ResourceId", kText, "1.0"},
    {"ResourceName", kText, "1.0"},
    {"ResourceType", kText, "1.0"},
    {"ServiceCategory", kText, "1.0"},
    {"ServiceName", kText, "1.0"},
    {"ServiceProviderName", kText, "1.3"},
    {"ServiceSubcategory", kText, "1.1"},
    {"SkuId", kText, "1.0"},
    {"SkuMeter", kText, "1.1"},
    {"SkuPriceDetails", kText, "1.1"},
    {"SkuPriceId", kText, "1.0"},
    {"SubAccountId", kText, "1.0"},
    {"SubAccountName", kText, "1.0"},
    {"SubAccountType", kText, "1.2"},
    {"Tags", kMap, "1.0"},
    {"x_AmortizedUpfront", kCost, ""},
    {"x_BillType", kText, ""},
    {"x_BillingEntity", kText, ""},
    {"x_CommitmentTotal", kCost, ""},
    {"x_CommitmentUsed", kCost, ""},
    {"x_CostCategories", kMap, ""},
    {"x_Discounts", kMap, ""},
    {"x_Estimated", kBoolean, ""},
    {"x_InstanceType", kText, ""},
    {"x_InvoicingEntity", kText, ""},
    {"x_LegalEntity", kText, ""},
    {"x_LineItemId", kText, ""},
    {"x_LineItemType", kText, ""},
    {"x_NetBilledCost", kCost, ""},
    {"x_NetEffectiveCost", kCost, ""},
    {"x_NormalizedUsageAmount", kQuantity, ""},
    {"x_Operation", kText, ""},
    {"x_Part", kText, ""},
    {"x_Product", kMap, ""},
    {"x_ProductFamily", kText, ""},
    {"x_PublicOnDemandCost", kCost, ""},
    {"x_PurchaseOption", kText, ""},
    {"x_RecurringFee", kCost, ""},
    {"x_ServiceCode", kText, ""},
    {"x_SourceFile", kText, ""},
    {"x_SourceLine", kInteger, ""},
    {"x_TaxType", kText, ""},
    {"x_UnblendedCost", kCost, ""},
    {"x_Unknown", kMap, ""},
    {"x_UsageAmount", kQuantity, ""},
    {"x_UsageType", kText, ""},
};

constexpr LakeColumn kSplitChargeColumns[] = {
    {"billing_period", kText, ""},
    {"charge_date", kDate, ""},
    {"BillingAccountId", kText, ""},
    {"SubAccountId", kText, ""},
    {"BillingCurrency", kText, ""},
    {"ChargePeriodStart", kTime, ""},
    {"ChargePeriodEnd", kTime, ""},
    {"RegionId", kText, ""},
    {"ResourceId", kText, ""},
    {"Tags", kMap, ""},
    {"x_LineItemType", kText, ""},
    {"x_Operation", kText, ""},
    {"x_UsageType", kText, ""},
    {"x_UsageAmount", kQuantity, ""},
    {"x_UnblendedCost", kCost, ""},
    {"ParentResourceId", kText, ""},
    {"ReservedUsage", kQuantity, ""},
    {"ActualUsage", kQuantity, ""},
    {"SplitUsage", kQuantity, ""},
    {"SplitUsageRatio", kRate, ""},
    {"SplitCost", kCost, ""},
    {"UnusedCost", kCost, ""},
    {"NetSplitCost", kCost, ""},
    {"NetUnusedCost", kCost, ""},
    {"PublicOnDemandSplitCost", kCost, ""},
    {"PublicOnDemandUnusedCost", kCost, ""},
    {"x_SourceFile", kText, ""},
    {"x_SourceLine", kInteger, ""},
};

// Every spelling under which a column is found.
std::map<std::string, const LakeColumn*> spellings() {
  std::map<std::string, const LakeColumn*> found;
  for (const auto& column : kChargeColumns) {
    const std::string_view name = column.name;
    if (name.starts_with("x_")) found.emplace(name_key(name.substr(2)), &column);
  }
  for (const auto& column : kChargeColumns) found.insert_or_assign(name_key(column.name), &column);
  return found;
}

}  // namespace

std::span<const LakeColumn> charge_columns() { return kChargeColumns; }
std::span<const LakeColumn> split_charge_columns() { return kSplitChargeColumns; }

std::string_view sql_type(LakeType type) {
  switch (type) {
    case kText:
      return "VARCHAR";
    case kCost:
    case kQuantity:
      return "DECIMAL(38,12)";
    case kRate:
      return "DOUBLE";
    case kTime:
      return "TIMESTAMP";
    case kDate:
      return "DATE";
    case kMap:
      return "MAP(VARCHAR, VARCHAR)";
    case kBoolean:
      return "BOOLEAN";
    case kInteger:
      return "BIGINT";
  }
  return "VARCHAR";
}

const LakeColumn* find_charge_column(std::string_view name) {
  static const auto kSpellings = spellings();
  const auto found = kSpellings.find(name_key(name));
  return found == kSpellings.end() ? nullptr : found->second;
}

}  // namespace farthing
