// How a charge falls on its parts: ratios in 10^-12, and what FOCUS 1.3 says of them.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "focus/charge_parts.hpp"

namespace farthing {

/// A part of a charge as the file states it.
struct SplitPart {
  const ChargePart* part = nullptr;
  std::array<std::int64_t, kResourceCount + 1> units{};  ///< 10^-12 of the charge by resource, then what is nobody's

  [[nodiscard]] std::int64_t sum() const { return units[0] + units[1] + units[2] + units[3]; }
};

/// The parts with units that sum to exactly 10^12. What is left of the charge falls on its unallocated part; one of
/// which nothing is left isn't there.
[[nodiscard]] std::vector<SplitPart> split_parts(std::span<const ChargePart> parts);

/// Amounts of one charge, split by its parts. Those that are equal are split once: most bases of a charge are.
class SplitAmounts {
 public:
  struct Amount {
    Decimal whole;
    std::vector<Decimal> parts;
  };

  /// `as_double`: as split_amount() says.
  SplitAmounts(const std::vector<SplitPart>& parts, bool as_double);
  /// The place of the split amount in all().
  [[nodiscard]] std::size_t split(Decimal whole);
  [[nodiscard]] const std::vector<Amount>& all() const { return amounts_; }

 private:
  std::vector<std::int64_t> units_;
  bool as_double_;
  std::vector<Amount> amounts_;
};

/// Appends {"Elements":[{"AllocatedRatio":0.25,"UsageUnit":"vCPU-Hours","UsageQuantity":1,"x_Resource":"vcpu"}]}.
/// `quote` stands for each quote: the text may go into something that is quoted itself.
void append_method_details(const SplitPart& split, std::string_view quote, std::string& out);

/// Appends plain digits without trailing zeros, as Decimal::text() has them.
void append_decimal(Decimal amount, std::string& out);

}  // namespace farthing
