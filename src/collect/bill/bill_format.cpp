#include "collect/bill/bill_format.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

#include "base/text.hpp"

namespace farthing {
namespace {

struct FocusMarker {
  const char* column;
  const char* version;
};
// The highest version with a column that only it and later ones have.
constexpr FocusMarker kFocusMarkers[] = {
    {"AllocatedMethodId", "1.3"},
    {"AllocatedMethodDetails", "1.3"},
    {"AllocatedResourceId", "1.3"},
    {"AllocatedResourceName", "1.3"},
    {"AllocatedTags", "1.3"},
    {"ContractApplied", "1.3"},
    {"ServiceProviderName", "1.3"},
    {"HostProviderName", "1.3"},
    {"InvoiceId", "1.2"},
    {"BillingAccountType", "1.2"},
    {"SubAccountType", "1.2"},
    {"PricingCurrency", "1.2"},
    {"PricingCurrencyContractedUnitPrice", "1.2"},
    {"PricingCurrencyEffectiveCost", "1.2"},
    {"PricingCurrencyListUnitPrice", "1.2"},
    {"ServiceSubcategory", "1.1"},
    {"SkuMeter", "1.1"},
    {"SkuPriceDetails", "1.1"},
    {"CapacityReservationId", "1.1"},
    {"CapacityReservationStatus", "1.1"},
    {"CommitmentDiscountQuantity", "1.1"},
    {"CommitmentDiscountUnit", "1.1"},
};

constexpr const char* kCur2Only[] = {"product",  "resource_tags",           "cost_category",
                                     "discount", "bill_payer_account_name", "line_item_usage_account_name"};

}  // namespace

std::string DetectedFormat::family_name() const {
  switch (family) {
    case BillFamily::kCurLegacy:
      return "CUR legacy";
    case BillFamily::kCur2:
      return "CUR 2.0";
    case BillFamily::kFocus:
      break;
  }
  return "FOCUS";
}

std::string DetectedFormat::name() const { return is_cur() ? family_name() : family_name() + " " + focus_version; }

std::optional<DetectedFormat> detect_bill_format(std::span<const std::string> columns, bool of_data_export) {
  std::set<std::string> keys;
  bool slashes = false;
  for (const auto& column : columns) {
    keys.insert(name_key(column));
    slashes = slashes || column.find('/') != std::string::npos;
  }
  const auto has = [&](std::string_view name) { return keys.contains(name_key(name)); };
  if (has("line_item_line_item_type") && (has("line_item_unblended_cost") || has("identity_line_item_id"))) {
    if (slashes) return DetectedFormat{BillFamily::kCurLegacy};
    bool newer = of_data_export;
    for (const auto* column : kCur2Only) newer = newer || has(column);
    return DetectedFormat{newer ? BillFamily::kCur2 : BillFamily::kCurLegacy};
  }
  if (has("ChargePeriodStart") && has("ChargeCategory") && (has("BilledCost") || has("EffectiveCost"))) {
    std::string version = "1.0";
    for (const auto& marker : kFocusMarkers) {
      if (has(marker.column)) version = std::max(version, std::string(marker.version));
    }
    return DetectedFormat{BillFamily::kFocus, version};
  }
  return std::nullopt;
}

Result<FileKind> sniff_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail(std::strerror(errno), path);
  std::array<char, 64> bytes{};
  in.read(bytes.data(), bytes.size());
  std::string_view head(bytes.data(), static_cast<std::size_t>(in.gcount()));
  if (head.empty()) return FileKind::kEmpty;
  if (head.starts_with("\x1f\x8b")) return FileKind::kGzip;
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return FileKind::kZip;
  if (head.starts_with("PAR1")) return FileKind::kParquet;
  if (head.starts_with("\xef\xbb\xbf")) head.remove_prefix(3);
  const auto first = head.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && (head[first] == '{' || head[first] == '[')) return FileKind::kJson;
  return FileKind::kCsv;
}

}  // namespace farthing
