// What was written, summed: by currency and basis, and by kind of row.
#pragma once
#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ask/answer.hpp"
#include "base/decimal.hpp"
#include "base/result.hpp"
#include "domain/cost_basis.hpp"
#include "lake/engine.hpp"

namespace farthing {

struct ExportTotals {
  /// Nothing: no row had that cost.
  using Sums = std::array<std::optional<Decimal>, kCostBases.size()>;

  [[nodiscard]] Sums& of(std::optional<std::string_view> currency) {
    const auto found = by_currency.find(currency);
    if (found != by_currency.end()) return found->second;
    return by_currency[currency ? std::optional<std::string>(*currency) : std::nullopt];
  }
  /// Nothing is added for a column that is no basis.
  static void add(Sums& sums, std::optional<CostBasis> basis, std::optional<Decimal> amount) {
    if (!basis || !amount) return;
    auto& sum = sums[static_cast<std::size_t>(*basis)];
    sum = sum.value_or(Decimal()) + *amount;
  }

  std::map<std::optional<std::string>, Sums, std::less<>> by_currency;
  std::int64_t rows = 0, split_charges = 0, parts = 0, workload_parts = 0;
  std::int64_t not_doubles = 0;  ///< amounts that no DOUBLE states
};

/// What the bill says beside what was written, a row a currency and basis; whether they differ.
[[nodiscard]] Result<bool> compare_totals(Engine& engine, const std::string& month, const ExportTotals& totals,
                                          Answer& answer);
/// Says what is in the file.
void add_count_notes(const ExportTotals& totals, const std::filesystem::path& file, Answer& answer);

}  // namespace farthing
