#include "domain/dimension.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "domain/charge_columns.hpp"

namespace farthing {
namespace {

constexpr std::pair<const char*, const char*> kAliases[] = {
    {"provider", "ProviderName"},
    {"account", "SubAccountId"},
    {"account_name", "SubAccountName"},
    {"payer", "BillingAccountId"},
    {"region", "RegionId"},
    {"zone", "AvailabilityZone"},
    {"service", "ServiceName"},
    {"category", "ServiceCategory"},
    {"sku", "SkuId"},
    {"resource", "ResourceId"},
    {"commitment", "CommitmentDiscountId"},
    {"invoice", "InvoiceId"},
    {"issuer", "InvoiceIssuerName"},
    {"currency", "BillingCurrency"},
    {"month", "billing_period"},
    {"day", "charge_date"},
    {"tags", "Tags"},
    {"cost_categories", "x_CostCategories"},
};

constexpr std::pair<std::string_view, const char*> kMapPrefixes[] = {{"tag:", "Tags"},
                                                                     {"cost_category:", "x_CostCategories"}};

tl::unexpected<Error> no_such(std::string_view kind, std::string_view name) {
  auto known = dimension_names();
  const std::string near = nearest(name, known);
  return misuse("there is no " + std::string(kind) + " '" + std::string(name) + "'",
                near.empty() ? "tags are written tag:KEY" : "did you mean '" + near + "'?");
}

}  // namespace

std::string Dimension::sql() const {
  return key.empty() ? sql_name(column) : sql_name(column) + "[" + sql_literal(key) + "]";
}

bool Dimension::in_daily_rollup() const {
  const auto& all = daily_rollup_dimensions();
  return key.empty() && std::find(all.begin(), all.end(), column) != all.end();
}

Result<Dimension> find_dimension(std::string_view name) {
  for (const auto& [prefix, column] : kMapPrefixes) {
    if (name.starts_with(prefix)) {
      const auto key = name.substr(prefix.size());
      if (key.empty())
        return misuse("'" + std::string(name) + "' names no key", "write " + std::string(prefix) + "KEY");
      return Dimension{std::string(name), column, std::string(key)};
    }
  }
  TRY(auto column, find_column(name));
  if (find_charge_column(column)->type == LakeType::kMap) {
    return misuse("'" + std::string(name) + "' holds many values a line", "choose one by its key, e.g. tag:team");
  }
  return Dimension{std::string(name), column, {}};
}

Result<std::string> find_column(std::string_view name) {
  for (const auto& [alias, column] : kAliases) {
    if (lower(name) == alias) return std::string(column);
  }
  if (const auto* column = find_charge_column(name)) return std::string(column->name);
  return no_such("dimension", name);
}

std::vector<std::string> dimension_names() {
  std::vector<std::string> names;
  for (const auto& [alias, column] : kAliases) names.emplace_back(alias);
  for (const auto& column : charge_columns()) {
    if (column.type == LakeType::kText) names.push_back(snake_case(column.name));
  }
  return names;
}

const std::vector<std::string>& daily_rollup_dimensions() {
  static const std::vector<std::string> kDimensions = {
      "billing_period",   "charge_date",        "ProviderName",     "InvoiceIssuerName",
      "BillingAccountId", "BillingAccountName", "SubAccountId",     "SubAccountName",
      "RegionId",         "ServiceCategory",    "ServiceName",      "ChargeCategory",
      "ChargeClass",      "PricingCategory",    "x_PurchaseOption", "CommitmentDiscountStatus",
      "BillingCurrency",  "InvoiceId",          "x_LineItemType",   "x_ServiceCode",
      "x_Estimated",
  };
  return kDimensions;
}

}  // namespace farthing
