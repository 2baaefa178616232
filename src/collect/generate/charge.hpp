// What a line costs on each basis: the rules of how a CUR becomes charges, written down a second time. An import is
// held against this, so it shares no code with it. Source: the cost rules by line item type of the project's billing
// reference.
#pragma once
#include <array>

#include "collect/generate/bill_line.hpp"
#include "domain/cost_basis.hpp"

namespace farthing::generate {

enum class ChargePart { kWhole, kFee, kUnused };
enum class ChargeCategory { kUsage, kPurchase, kTax, kCredit, kAdjustment };
inline constexpr std::size_t kChargeCategories = 5;
enum class ChargeFrequency { kUsageBased, kRecurring, kOneTime };
enum class PricingCategory { kNone, kStandard, kDynamic, kCommitted, kOther };
[[nodiscard]] const char* name_of(ChargeCategory category);
[[nodiscard]] const char* name_of(ChargeFrequency frequency);
[[nodiscard]] const char* name_of(PricingCategory category);  ///< "" for kNone

/// Picos by CostBasis.
using Costs = std::array<Picos, kCostBases.size()>;

struct Charge {
  ChargePart part = ChargePart::kWhole;
  ChargeCategory category = ChargeCategory::kUsage;
  ChargeFrequency frequency = ChargeFrequency::kUsageBased;
  PricingCategory pricing = PricingCategory::kNone;
  bool correction = false;  ///< ChargeClass
  bool used = false;        ///< CommitmentDiscountStatus Used; the part kUnused is Unused
  Costs costs{};

  [[nodiscard]] Picos cost(CostBasis basis) const { return costs[static_cast<std::size_t>(basis)]; }
};

struct Charges {
  std::array<Charge, 2> items;
  std::size_t count = 0;
  [[nodiscard]] const Charge* begin() const { return items.data(); }
  [[nodiscard]] const Charge* end() const { return items.data() + count; }
};

/// One charge, or the fee and the unused part of a commitment's fee line; none of a split-cost row. A negation is a
/// charge of 0, because the generated ones take back exactly what they cover.
[[nodiscard]] Charges charges_of(const BillLine& line, Timestamp month_begin);

}  // namespace farthing::generate
