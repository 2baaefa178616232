// The columns and cells that answers made in C++ share.
#pragma once
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <string>

#include "base/decimal.hpp"
#include "lake/engine.hpp"

namespace farthing::answer_column {

inline ResultColumn text(const char* name) { return {name, ValueType::kText, "VARCHAR"}; }
inline ResultColumn money(const char* name) { return {name, ValueType::kDecimal, "DECIMAL(38,12)"}; }
/// Money of some rows only: NULL means that there is none to know.
inline ResultColumn money_of_some(const char* name) { return {name, ValueType::kDecimal, "DECIMAL(38,12)", true}; }
inline ResultColumn count(const char* name) { return {name, ValueType::kInteger, "BIGINT"}; }
inline ResultColumn percent(const char* name) { return {name, ValueType::kDouble, "DOUBLE"}; }

inline Cell money_cell(const std::optional<Decimal>& amount) { return amount ? Cell(amount->text()) : Cell(); }
inline Cell text_cell(const std::string& text) { return text.empty() ? Cell() : Cell(text); }

/// The shortest text that reads back as the number; without an exponent below 1e16.
inline std::string number_text(double number) { return fmt::format("{}", number); }

/// 100 x part / whole with two decimals at most, "75" or "99.19"; nothing if there is no whole.
inline Cell percent_cell(const std::optional<Decimal>& part, const std::optional<Decimal>& whole) {
  if (!part || !whole || *whole == Decimal{}) return std::nullopt;
  const double hundredths = std::round(10'000.0 * part->to_double() / whole->to_double());
  return Decimal::from_units(static_cast<int128>(hundredths) * (Decimal::kUnitsPerOne / 100)).text();
}

}  // namespace farthing::answer_column
