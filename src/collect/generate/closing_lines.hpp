// The lines that close a month: fees of commitments, support, refunds, credits and tax.
#pragma once
#include <cstdint>
#include <vector>

#include "collect/generate/bill_line.hpp"

namespace farthing::generate {

struct ClosingLine {
  enum class Kind {
    kPlanFee,
    kPlanUpfront,
    kReturnedUpfront,
    kReturnedRefund,
    kReservationFee,
    kReservationUpfront,
    kSupport,
    kDomain,
    kDiscountPaidBack,
    kEarlierRefund,
    kRefund,
    kCredit,
    kTax,
  };
  Kind kind;
  std::size_t number = 0;  ///< among those of its kind: the plan's or reservation's index
};

/// Which lines close a bill of so many rows; none for a bill that is too small for commitments.
[[nodiscard]] std::vector<ClosingLine> closing_lines(const Commitments& commitments, std::int64_t rows);
/// The line, once all usage of the month is booked.
void write_closing(BillLine& line, const World& world, const Commitments& commitments, const ClosingLine& closing);

}  // namespace farthing::generate
