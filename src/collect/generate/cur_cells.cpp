#include "collect/generate/cur_cells.hpp"

namespace farthing::generate {
namespace {

constexpr std::string_view kProductColumns[] = {
    "product/ProductName",  "product/fromLocation",       "product/gpu",         "product/gpuMemory",
    "product/instanceType", "product/instanceTypeFamily", "product/location",    "product/locationType",
    "product/memory",       "product/operatingSystem",    "product/operation",   "product/productFamily",
    "product/region",       "product/regionCode",         "product/servicecode", "product/servicename",
    "product/sku",          "product/storageClass",       "product/tenancy",     "product/toLocation",
    "product/transferType", "product/usagetype",          "product/vcpu",        "product/volumeApiName",
};
static_assert(std::size(kProductColumns) == kProductAttributes);

}  // namespace

std::string cur2_name(std::string_view legacy) {
  std::string name;
  for (const char c : legacy) {
    const bool capital = c >= 'A' && c <= 'Z';
    if (c == '/' || (capital && !name.ends_with('_'))) name += '_';
    if (c != '/') name += capital ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

std::string_view product_column(std::size_t attribute) { return kProductColumns[attribute]; }

bool has_own_column(std::size_t attribute) {
  switch (static_cast<ProductAttribute>(attribute)) {
    case ProductAttribute::kFromLocation:
    case ProductAttribute::kInstanceType:
    case ProductAttribute::kLocation:
    case ProductAttribute::kLocationType:
    case ProductAttribute::kOperation:
    case ProductAttribute::kProductFamily:
    case ProductAttribute::kRegionCode:
    case ProductAttribute::kServicecode:
    case ProductAttribute::kSku:
    case ProductAttribute::kToLocation:
    case ProductAttribute::kUsagetype:
      return true;
    default:
      return false;
  }
}

CurFacts cur_facts(const BillLine& line, const World& world) {
  CurFacts facts;
  const bool seller = line.marketplace();
  const bool purchase =
      line.type == LineType::kSpUpfrontFee || (line.type == LineType::kFee && line.reservation != nullptr);
  facts.invoice = seller ? world.marketplace_invoice_id : world.invoice_id;
  facts.invoicing_entity = seller ? "Nimbus Observability, Inc." : "Amazon Web Services, Inc.";
  facts.billing_entity = seller ? "AWS Marketplace" : "AWS";
  facts.bill_type = purchase ? "Purchase" : line.type == LineType::kRefund ? "Refund" : "Anniversary";
  facts.line_type = name_of(line.type);
  facts.product_code = line.service->code;
  if (line.sku != nullptr) {
    facts.usage_type = line.sku->usage_type;
    facts.operation = line.sku->offer->operation;
    facts.description = line.sku->description;
  } else if (line.plan != nullptr) {
    facts.usage_type = "ComputeSP:1yr";
  }
  if (line.description.size > 0) facts.description = line.description.view();
  if (line.type == LineType::kTax) facts.tax_type = "US Sales Tax";
  if (line.reservation != nullptr) {
    facts.payment = name_of(line.reservation->payment);
    facts.offering_class = "standard";
  } else if (line.plan != nullptr) {
    facts.payment = name_of(line.plan->payment);
  }
  return facts;
}

}  // namespace farthing::generate
