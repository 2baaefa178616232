// Which rules a file breaks: how many rows, the first of them, and their money.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "focus/focus_file.hpp"
#include "focus/rules.hpp"
#include "lake/engine.hpp"

namespace farthing {

struct FocusFinding {
  enum class Kind { kViolated, kWarning, kNotProved };

  Kind kind = Kind::kViolated;
  std::string rule, level, column;
  std::string what;
  std::optional<std::int64_t> rows;  ///< nothing: it is about the file as a whole
  Cell example_row, example_value;
  Cell cost;      ///< EffectiveCost of these rows (BilledCost where the file has no other)
  Cell currency;  ///< nothing if they are in several
};

/// The findings of these rules, in their order.
[[nodiscard]] Result<std::vector<FocusFinding>> find_violations(Engine& engine, const FocusFile& file,
                                                                const std::vector<HeldRule>& rules);

/// What breaking a rule of that level is.
[[nodiscard]] FocusFinding::Kind kind_of(const std::string& level);

/// SQL of the money that rows are concerned with, and of their place: "line 7", "part-1.csv: line 7".
[[nodiscard]] std::string money_sql(const FocusFile& file);
[[nodiscard]] std::string place_sql(const FocusFile& file);

}  // namespace farthing
