// Lines of a FOCUS 1.2 bill in CSV, with the columns that AWS adds and the net bases.
#include <array>

#include "collect/generate/focus_facts.hpp"
#include "collect/generate/line_writer.hpp"
#include "collect/generate/truth.hpp"

namespace farthing::generate {
namespace {

constexpr std::array<const char*, 57 + 7> kFocusColumns = {"AvailabilityZone",
                                                           "BilledCost",
                                                           "BillingAccountId",
                                                           "BillingAccountName",
                                                           "BillingAccountType",
                                                           "BillingCurrency",
                                                           "BillingPeriodEnd",
                                                           "BillingPeriodStart",
                                                           "CapacityReservationId",
                                                           "CapacityReservationStatus",
                                                           "ChargeCategory",
                                                           "ChargeClass",
                                                           "ChargeDescription",
                                                           "ChargeFrequency",
                                                           "ChargePeriodEnd",
                                                           "ChargePeriodStart",
                                                           "CommitmentDiscountCategory",
                                                           "CommitmentDiscountId",
                                                           "CommitmentDiscountName",
                                                           "CommitmentDiscountQuantity",
                                                           "CommitmentDiscountStatus",
                                                           "CommitmentDiscountType",
                                                           "CommitmentDiscountUnit",
                                                           "ConsumedQuantity",
                                                           "ConsumedUnit",
                                                           "ContractedCost",
                                                           "ContractedUnitPrice",
                                                           "EffectiveCost",
                                                           "InvoiceId",
                                                           "InvoiceIssuerName",
                                                           "ListCost",
                                                           "ListUnitPrice",
                                                           "PricingCategory",
                                                           "PricingCurrency",
                                                           "PricingCurrencyContractedUnitPrice",
                                                           "PricingCurrencyEffectiveCost",
                                                           "PricingCurrencyListUnitPrice",
                                                           "PricingQuantity",
                                                           "PricingUnit",
                                                           "ProviderName",
                                                           "PublisherName",
                                                           "RegionId",
                                                           "RegionName",
                                                           "ResourceId",
                                                           "ResourceName",
                                                           "ResourceType",
                                                           "ServiceCategory",
                                                           "ServiceName",
                                                           "ServiceSubcategory",
                                                           "SkuId",
                                                           "SkuMeter",
                                                           "SkuPriceDetails",
                                                           "SkuPriceId",
                                                           "SubAccountId",
                                                           "SubAccountName",
                                                           "SubAccountType",
                                                           "Tags",
                                                           "x_CostCategories",
                                                           "x_Discounts",
                                                           "x_NetBilledCost",
                                                           "x_NetEffectiveCost",
                                                           "x_Operation",
                                                           "x_ServiceCode",
                                                           "x_UsageType"};

// {"key":"value"} as a quoted CSV cell, or nothing.
class JsonCell {
 public:
  void add(std::string_view key, std::string_view value) { add_raw(key, json_string(value)); }
  void add_raw(std::string_view key, std::string_view value) {
    json_ += json_.empty() ? "{" : ",";
    json_ += json_string(key);
    json_ += ':';
    json_ += value;
  }
  [[nodiscard]] std::string cell() const { return json_.empty() ? std::string() : csv_quoted(json_ + "}"); }

 private:
  std::string json_;
};

std::string tags_cell(const TagSet& tags) {
  JsonCell json;
  for (std::size_t i = 0; i < kTagKeys.size(); ++i) {
    std::string_view key = kTagKeys[i];
    if (key.starts_with("user:")) key.remove_prefix(5);
    if (!tags.values[i].empty()) json.add(key, tags.values[i]);
  }
  return json.cell();
}

std::string categories_cell(const Account& account) {
  JsonCell json;
  for (std::size_t i = 0; i < kCostCategoryKeys.size(); ++i) {
    if (!account.cost_categories[i].empty()) json.add(kCostCategoryKeys[i], account.cost_categories[i]);
  }
  return json.cell();
}

std::string discounts_cell(const BillLine& line) {
  JsonCell json;
  if (line.edp_discount != 0) json.add_raw("EdpDiscount", plain_text(figure_of(line.edp_discount)));
  if (line.private_discount != 0) json.add_raw("PrivateRateDiscount", plain_text(figure_of(line.private_discount)));
  return json.cell();
}

class FocusCsvWriter final : public LineWriter {
 public:
  explicit FocusCsvWriter(const World& world) : world_(world) {
    for (const auto& tags : world.tag_sets) tags_.push_back(tags_cell(tags));
    for (const auto& account : world.accounts) categories_.push_back(categories_cell(account));
  }

  [[nodiscard]] std::vector<std::string> columns() const override {
    return {kFocusColumns.begin(), kFocusColumns.end()};
  }

  int write(CsvText& text, const BillLine& line, const Charges& charges) override {
    if (line.type == LineType::kNegation) return 0;  // it only makes covered usage cost 0, which FOCUS states there
    for (const Charge& charge : charges) {
      const FocusFacts facts = focus_facts(line, charge);
      write_account_and_period(text, line, charge);
      write_charge(text, line, charge, facts);
      write_commitment(text, facts);
      write_money(text, line, charge, facts);
      write_pricing(text, charge, facts);
      write_origin(text, line, facts);
      write_own(text, line, charge, facts);
      text.end_line();
    }
    return static_cast<int>(charges.count);
  }

 private:
  static void number(CsvText& text, const std::optional<Figure>& figure) {
    if (figure) return text.plain(*figure);
    text.empty();
  }
  static void money(CsvText& text, const Charge& charge, CostBasis basis) { text.plain(figure_of(charge.cost(basis))); }

  void write_account_and_period(CsvText& text, const BillLine& line, const Charge& charge) {
    if (line.place() != nullptr && line.zone != 0) {
      text.raw(line.place()->id);
      text.raw({&line.zone, 1});
    }
    text.empty();
    money(text, charge, CostBasis::kBilled);
    text.cell(world_.payer_id);
    text.free_cell(world_.payer_name);
    text.cell("Payer");
    text.cell("USD");
    text.cell(times_.text(world_.end));
    text.cell(times_.text(world_.begin));
  }
  void write_charge(CsvText& text, const BillLine& line, const Charge& charge, const FocusFacts& facts) {
    text.empty();  // no capacity reservations
    text.empty();
    text.cell(name_of(charge.category));
    text.cell(charge.correction ? "Correction" : "");
    text.free_cell(facts.description);
    text.cell(name_of(charge.frequency));
    text.cell(times_.text(line.end));
    text.cell(times_.text(line.begin));
  }
  static void write_commitment(CsvText& text, const FocusFacts& facts) {
    text.cell(facts.commitment_category);
    text.cell(facts.commitment_id);
    text.cell(facts.commitment_name);
    number(text, facts.commitment_quantity);
    text.cell(facts.commitment_status);
    text.cell(facts.commitment_type);
    text.cell(facts.commitment_unit);
    number(text, facts.consumed_quantity);
    text.cell(facts.consumed_unit);
  }
  void write_money(CsvText& text, const BillLine& line, const Charge& charge, const FocusFacts& facts) {
    money(text, charge, CostBasis::kContracted);
    number(text, facts.contracted_price);
    money(text, charge, CostBasis::kEffective);
    text.cell(line.marketplace() ? world_.marketplace_invoice_id : world_.invoice_id);
    text.cell("AWS");
    money(text, charge, CostBasis::kList);
    number(text, facts.list_price);
  }
  static void write_pricing(CsvText& text, const Charge& charge, const FocusFacts& facts) {
    text.cell(name_of(charge.pricing));
    text.cell("USD");
    number(text, facts.contracted_price);
    money(text, charge, CostBasis::kEffective);
    number(text, facts.list_price);
    number(text, facts.pricing_quantity);
    text.cell(facts.pricing_unit);
  }
  void write_origin(CsvText& text, const BillLine& line, const FocusFacts& facts) {
    text.cell("AWS");
    text.free_cell(facts.publisher);
    text.cell(line.place() != nullptr ? line.place()->id : "");
    text.free_cell(line.place() != nullptr ? line.place()->location : "");
    text.cell(facts.resource_id);
    text.empty();  // ResourceName: none differs from the id
    text.cell(facts.resource_type);
    text.cell(line.service->category);
    text.free_cell(line.service->name);
    text.cell(line.service->subcategory);
    text.cell(facts.sku_id);
    text.cell(facts.sku_meter);
    text.free_cell(facts.sku_price_details);
    text.cell(facts.sku_price_id);
    text.cell(line.account->id);
    text.free_cell(line.account->name);
    text.cell("Linked");
    text.cell(tags_[line.tags->index]);
  }
  void write_own(CsvText& text, const BillLine& line, const Charge& charge, const FocusFacts& facts) {
    text.cell(categories_[line.account->index]);
    text.cell(charge.part == ChargePart::kUnused ? std::string() : discounts_cell(line));
    money(text, charge, CostBasis::kNetBilled);
    money(text, charge, CostBasis::kNetEffective);
    text.cell(facts.operation);
    text.cell(line.service->code);
    text.cell(facts.usage_type);
  }

  const World& world_;
  std::vector<std::string> tags_, categories_;
  TimeTexts times_;
};

}  // namespace

std::unique_ptr<LineWriter> make_focus_csv_writer(const World& world) {
  return std::make_unique<FocusCsvWriter>(world);
}

}  // namespace farthing::generate
