// Cells of rows that hold whole numbers of small units.
#pragma once
#include <charconv>
#include <optional>

#include "ask/row_reader.hpp"
#include "base/time.hpp"

namespace farthing {

/// RowReader for sums of 1e-12 of money and 1e-9 of hours.
class FigureReader : public RowReader {
 public:
  using RowReader::RowReader;

  std::optional<double> number() {
    const auto digits = cell();
    double value = 0;
    if (!digits) return std::nullopt;
    if (std::from_chars(digits->data(), digits->data() + digits->size(), value).ec != std::errc()) return std::nullopt;
    return value;
  }
  /// Of 1e-9 hours.
  std::optional<double> hours() {
    const auto nano = number();
    return nano ? std::optional(*nano / 1e9) : std::nullopt;
  }
  double known() { return hours().value_or(0); }
  Timestamp moment() { return parse_timestamp(text()).value_or(Timestamp{}); }
  /// A whole number of 1e-12; nothing if it is unknown.
  std::optional<Decimal> known_units() {
    const auto digits = cell();
    if (!digits) return std::nullopt;
    const auto read = parse_sum(*digits);
    too_large_ = too_large_ || !read;
    return Decimal::from_units(read.value_or(Decimal{}).units() / Decimal::kUnitsPerOne);
  }
  Decimal units() { return known_units().value_or(Decimal{}); }
  [[nodiscard]] bool too_large() const { return too_large_; }

 private:
  bool too_large_ = false;
};

}  // namespace farthing
