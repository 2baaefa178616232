#include "collect/bill/line_columns.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"

namespace farthing {
namespace {

constexpr auto kT = ColumnType::kText;
constexpr auto kD = ColumnType::kDecimal;
constexpr auto kS = ColumnType::kTimestamp;
constexpr auto kM = ColumnType::kMap;

constexpr const char* kNoNet = "net costs are unknown (AWS delivers them only where there are discounts)";

const std::vector<LineColumn> kCurColumns = {
    {"identity_line_item_id", kT},
    {"bill_bill_type", kT},
    {"bill_billing_entity", kT},
    {"bill_billing_period_end_date", kS},
    {"bill_billing_period_start_date", kS, false, true},
    {"bill_invoice_id", kT, false, false, "whether the month is final is unknown"},
    {"bill_invoicing_entity", kT},
    {"bill_payer_account_id", kT, false, false, "the payer is unknown"},
    {"bill_payer_account_name", kT},
    {"capacity_reservation_capacity_reservation_arn", kT},
    {"capacity_reservation_capacity_reservation_status", kT},
    {"line_item_availability_zone", kT},
    {"line_item_currency_code", kT, false, true},
    {"line_item_legal_entity", kT},
    {"line_item_line_item_description", kT},
    {"line_item_line_item_type", kT, false, true},
    {"line_item_net_unblended_cost", kD, false, false, kNoNet},
    {"line_item_normalized_usage_amount", kT, true},
    {"line_item_operation", kT},
    {"line_item_product_code", kT},
    {"line_item_resource_id", kT, false, false, "cost per resource is unknown"},
    {"line_item_tax_type", kT},
    {"line_item_unblended_cost", kD, false, true},
    {"line_item_unblended_rate", kT, true},
    {"line_item_usage_account_id", kT, false, false, "cost per account is unknown"},
    {"line_item_usage_account_name", kT},
    {"line_item_usage_amount", kT, true, false, "consumed quantities are unknown"},
    {"line_item_usage_end_date", kS, false, true},
    {"line_item_usage_start_date", kS, false, true},
    {"line_item_usage_type", kT},
    {"pricing_currency", kT},
    {"pricing_public_on_demand_cost", kD},
    {"pricing_public_on_demand_rate", kT, true, false, "list cost is what the bill says it is, else unknown"},
    {"pricing_rate_code", kT},
    {"pricing_term", kT},
    {"pricing_unit", kT},
    {"product_instance_type", kT},
    {"product_product_family", kT},
    {"product_product_name", kT},
    {"product_region", kT},
    {"product_region_code", kT},
    {"product_servicecode", kT},
    {"product_sku", kT},
    {"reservation_amortized_upfront_fee_for_billing_period", kD},
    {"reservation_effective_cost", kD},
    {"reservation_net_amortized_upfront_fee_for_billing_period", kD},
    {"reservation_net_effective_cost", kD},
    {"reservation_net_unused_amortized_upfront_fee_for_billing_period", kD},
    {"reservation_net_unused_recurring_fee", kD},
    {"reservation_end_time", kT},
    {"reservation_reservation_a_r_n", kT},
    {"reservation_start_time", kT},
    {"reservation_unused_amortized_upfront_fee_for_billing_period", kD},
    {"reservation_unused_quantity", kT, true},
    {"reservation_unused_recurring_fee", kD},
    {"savings_plan_amortized_upfront_commitment_for_billing_period", kD},
    {"savings_plan_end_time", kT},
    {"savings_plan_net_amortized_upfront_commitment_for_billing_period", kD},
    {"savings_plan_net_recurring_commitment_for_billing_period", kD},
    {"savings_plan_net_savings_plan_effective_cost", kD},
    {"savings_plan_offering_type", kT},
    {"savings_plan_recurring_commitment_for_billing_period", kD},
    {"savings_plan_savings_plan_a_r_n", kT},
    {"savings_plan_savings_plan_effective_cost", kD},
    {"savings_plan_start_time", kT},
    {"savings_plan_total_commitment_to_date", kD},
    {"savings_plan_used_commitment", kD},
    {"split_line_item_actual_usage", kT, true},
    {"split_line_item_net_split_cost", kD},
    {"split_line_item_net_unused_cost", kD},
    {"split_line_item_parent_resource_id", kT},
    {"split_line_item_public_on_demand_split_cost", kD},
    {"split_line_item_public_on_demand_unused_cost", kD},
    {"split_line_item_reserved_usage", kT, true},
    {"split_line_item_split_cost", kD},
    {"split_line_item_split_usage", kT, true},
    {"split_line_item_split_usage_ratio", kT, true},
    {"split_line_item_unused_cost", kD},
    {"resource_tags", kM, false, false, "cost per tag is unknown"},
    {"cost_category", kM},
    {"discount", kM},
    {"product", kM},
};

// Known and left out.
constexpr const char* kIgnored[] = {
    "identity_time_interval",
    "line_item_blended_cost",
    "line_item_blended_rate",
    "line_item_net_unblended_rate",
    "line_item_normalization_factor",
    "pricing_lease_contract_length",
    "pricing_offering_class",
    "pricing_purchase_option",
    "pricing_rate_id",
    "reservation_amortized_upfront_cost_for_usage",
    "reservation_availability_zone",
    "reservation_modification_status",
    "reservation_net_amortized_upfront_cost_for_usage",
    "reservation_net_recurring_fee_for_usage",
    "reservation_net_upfront_value",
    "reservation_normalized_units_per_reservation",
    "reservation_number_of_reservations",
    "reservation_recurring_fee_for_usage",
    "reservation_subscription_id",
    "reservation_total_reserved_normalized_units",
    "reservation_total_reserved_units",
    "reservation_units_per_reservation",
    "reservation_unused_normalized_unit_quantity",
    "reservation_upfront_value",
    "savings_plan_instance_type_family",
    "savings_plan_payment_option",
    "savings_plan_purchase_term",
    "savings_plan_region",
    "savings_plan_savings_plan_rate",
    "capacity_reservation_capacity_reservation_type",
    "product_instancesku",
    "product_operation",
    "product_usagetype",
    "product_servicename",
    "product_location",
    "product_location_type",
};

// What a FOCUS bill loses without a column.
constexpr std::pair<std::string_view, const char*> kFocusLosses[] = {
    {"EffectiveCost", "effective cost is unknown"},
    {"ListCost", "list cost is unknown"},
    {"ContractedCost", "contracted cost is unknown"},
    {"BillingCurrency", "the currency is unknown and never taken as USD"},
    {"BillingAccountId", "the payer is unknown"},
    {"SubAccountId", "cost per account is unknown"},
    {"ServiceName", "cost per service is unknown"},
    {"RegionId", "cost per region is unknown"},
    {"ResourceId", "cost per resource is unknown"},
    {"Tags", "cost per tag is unknown"},
    {"InvoiceId", "whether the month is final is unknown"},
    {"ConsumedQuantity", "consumed quantities are unknown"},
    {"x_NetBilledCost", "net billed cost is unknown"},
    {"x_NetEffectiveCost", "net effective cost is unknown"},
};
constexpr std::string_view kFocusRequired[] = {"BilledCost", "ChargeCategory", "ChargePeriodStart", "ChargePeriodEnd"};
// Ours alone: never taken from a file.
constexpr std::string_view kNotOfFocus[] = {"billing_period", "charge_date",  "x_Estimated",  "x_LineItemType",
                                            "x_Part",         "x_SourceFile", "x_SourceLine", "x_Unknown"};

std::vector<LineColumn> make_focus_columns() {
  std::vector<LineColumn> columns;
  for (const auto& column : charge_columns()) {
    const std::string_view name = column.name;
    if (std::find(std::begin(kNotOfFocus), std::end(kNotOfFocus), name) != std::end(kNotOfFocus)) continue;
    LineColumn line{column.name, ColumnType::kText};
    switch (column.type) {
      case LakeType::kCost:
        line.type = ColumnType::kDecimal;
        break;
      case LakeType::kQuantity:
      case LakeType::kRate:
        line.number = true;
        break;
      case LakeType::kTime:
        line.type = ColumnType::kTimestamp;
        break;
      case LakeType::kMap:
        line.type = ColumnType::kMap;
        break;
      default:
        break;
    }
    line.required = std::find(std::begin(kFocusRequired), std::end(kFocusRequired), name) != std::end(kFocusRequired);
    for (const auto& [column_name, loss] : kFocusLosses) {
      if (column_name == name) line.without = loss;
    }
    columns.push_back(std::move(line));
  }
  return columns;
}

struct MapPrefix {
  const char* legacy;  // "resourceTags/"
  const char* snake;   // "resource_tags_"
  const char* map;
};
constexpr MapPrefix kMapPrefixesOfCur[] = {
    {"resourcetags/", "resource_tags_", "resource_tags"},
    {"costcategory/", "cost_category_", "cost_category"},
    {"product/", "product_", "product"},
    {"discount/", "discount_", "discount"},
};

std::string tag_key(std::string_view key) {
  for (const std::string_view prefix : {"user:", "user_"}) {
    if (key.starts_with(prefix)) return std::string(key.substr(prefix.size()));
  }
  if (key.starts_with("aws_")) return "aws:" + std::string(key.substr(4));
  return std::string(key);
}

}  // namespace

const std::vector<LineColumn>& line_columns(BillFamily family) {
  static const auto kFocusColumns = make_focus_columns();
  return family == BillFamily::kFocus ? kFocusColumns : kCurColumns;
}

const LineColumn* find_line_column(BillFamily family, std::string_view name) {
  using ByKey = std::map<std::string, const LineColumn*>;
  const auto index = [](BillFamily of) {
    ByKey found;
    for (const auto& column : line_columns(of)) found.emplace(name_key(column.name), &column);
    return found;
  };
  static const ByKey kCur = index(BillFamily::kCur2);
  static const ByKey kFocus = index(BillFamily::kFocus);
  const auto& columns = family == BillFamily::kFocus ? kFocus : kCur;
  const auto found = columns.find(name_key(name));
  return found == columns.end() ? nullptr : found->second;
}

std::string null_of(ColumnType type) {
  switch (type) {
    case ColumnType::kDecimal:
      return "CAST(NULL AS DECIMAL(38,12))";
    case ColumnType::kTimestamp:
      return "CAST(NULL AS TIMESTAMP)";
    case ColumnType::kMap:
      return "CAST(NULL AS MAP(VARCHAR, VARCHAR))";
    default:
      return "CAST(NULL AS VARCHAR)";
  }
}

bool is_ignored_cur_column(std::string_view name) {
  static const auto kKeys = [] {
    std::set<std::string> keys;
    for (const auto* column : kIgnored) keys.insert(name_key(column));
    return keys;
  }();
  return kKeys.contains(name_key(name));
}

CurMapKey cur_map_key(std::string_view header) {
  const std::string low = lower(header);
  for (const auto& prefix : kMapPrefixesOfCur) {
    for (const std::string_view start : {prefix.legacy, prefix.snake}) {
      if (!low.starts_with(start) || low.size() == start.size()) continue;
      const auto key = header.substr(start.size());
      const std::string_view map = prefix.map;
      if (map == "resource_tags") return {prefix.map, tag_key(key)};
      if (map == "cost_category") return {prefix.map, std::string(key)};
      return {prefix.map, snake_case(key)};
    }
  }
  return {nullptr, {}};
}

}  // namespace farthing
