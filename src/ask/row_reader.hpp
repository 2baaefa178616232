// Takes a result's row apart from left to right.
#pragma once
#include <charconv>
#include <cstdint>
#include <string>
#include <vector>

#include "base/decimal.hpp"
#include "lake/engine.hpp"

namespace farthing {

/// Reads the cells of one row in order. An amount beyond Decimal's range makes overflow() true.
class RowReader {
 public:
  explicit RowReader(const std::vector<Cell>& row) : row_(row) {}

  Cell cell() { return row_.at(next_++); }
  std::string text() { return cell().value_or(""); }
  bool flag() { return cell() == "true"; }
  std::int64_t count() {
    const std::string digits = text();
    std::int64_t number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }
  std::optional<Decimal> amount() {
    const Cell value = cell();
    if (!value) return std::nullopt;
    const auto parsed = parse_decimal(*value);
    overflow_ = overflow_ || !parsed.ok();
    return parsed.value;
  }
  /// A sum over no lines is nothing to add.
  Decimal sum() { return amount().value_or(Decimal{}); }
  [[nodiscard]] bool overflow() const { return overflow_; }

 private:
  const std::vector<Cell>& row_;
  std::size_t next_ = 0;
  bool overflow_ = false;
};

/// The error of a sum that no bill of this world reaches.
[[nodiscard]] inline tl::unexpected<Error> sum_too_large() {
  return fail("a sum has more than 18 digits before the point", "charges", "look for lines with impossible amounts");
}

}  // namespace farthing
