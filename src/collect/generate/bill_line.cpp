#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

const char* name_of(LineType type) {
  switch (type) {
    case LineType::kUsage:
      return "Usage";
    case LineType::kCovered:
      return "SavingsPlanCoveredUsage";
    case LineType::kNegation:
      return "SavingsPlanNegation";
    case LineType::kDiscounted:
      return "DiscountedUsage";
    case LineType::kSpRecurringFee:
      return "SavingsPlanRecurringFee";
    case LineType::kSpUpfrontFee:
      return "SavingsPlanUpfrontFee";
    case LineType::kRiFee:
      return "RIFee";
    case LineType::kFee:
      return "Fee";
    case LineType::kTax:
      return "Tax";
    case LineType::kCredit:
      return "Credit";
    case LineType::kRefund:
      return "Refund";
  }
  return "";
}

}  // namespace farthing::generate
