#include "opencost/distribute.hpp"

namespace farthing {

std::vector<Decimal> distribute(Decimal amount, const std::vector<Decimal>& weights) {
  Decimal whole;
  for (const auto weight : weights) whole += weight > Decimal{} ? weight : Decimal{};
  std::vector<Decimal> parts(weights.size());
  if (whole == Decimal{}) return parts;
  // The difference of two running sums, so that what is rounded away in one part is in the next.
  Decimal before, given;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] <= Decimal{}) continue;
    before += weights[i];
    const auto until = before == whole ? amount : part_of(amount, before, whole);
    parts[i] = until - given;
    given = until;
  }
  return parts;
}

Decimal part_of(Decimal amount, Decimal part, Decimal whole) {
  return multiply_then_divide(amount, part, whole).value_or(Decimal{});
}

}  // namespace farthing
