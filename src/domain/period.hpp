// The time that a question is about: a billing month, dates by charge start, or all that is there.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace farthing {

/// What a user wrote: a month, or dates, or the last days of the data, or nothing (all that is there).
struct PeriodChoice {
  std::optional<std::string> month = {};          ///< a billing period, "2026-10"
  std::optional<std::string> from = {}, to = {};  ///< dates of charge start, half-open: the `to` date is excluded
  std::optional<std::string> last = {};  ///< "30d", "4w", "3m": days, weeks or months before the newest day's end
};

/// A period that can be put into SQL. Dates are midnights in UTC; a missing end is open.
struct Period {
  enum class Kind { kAll, kMonth, kDates };
  Kind kind = Kind::kAll;
  std::string month = {};                       ///< of kMonth
  std::optional<Timestamp> from = {}, to = {};  ///< of kDates

  /// "2026-10", "2026-10-01..2026-11-01" (the end is excluded), "all data".
  [[nodiscard]] std::string label() const;
  /// The predicate over `charges` and `costs_daily`: on billing_period for a month, on charge_date for dates, "true".
  [[nodiscard]] std::string sql() const;
  /// The months that lie in it, at least in part; empty if an end is open.
  [[nodiscard]] std::vector<std::string> months() const;
};

/// Whether the choice can be understood at all; what it names may still not be there.
[[nodiscard]] Done check_period(const PeriodChoice& choice);
/// The period chosen. `last` ends with the newest complete day before `newest_usage_end` (not at the clock); without
/// one it's an error. Months with dates or `last`, bad dates and empty periods are usage errors.
[[nodiscard]] Result<Period> resolve_period(const PeriodChoice& choice, std::optional<Timestamp> newest_usage_end);
/// A period in one word: "2026-10", or "2026-10-01..2026-11-01" with the end excluded.
[[nodiscard]] Result<Period> parse_period(std::string_view text);
/// The period directly before: the month before, or as many days. A period with an open end has none: a usage error.
[[nodiscard]] Result<Period> period_before(const Period& period);
/// What a reader must know of how the choice was understood: the excluded day, where `last` ends.
[[nodiscard]] std::vector<std::string> period_notes(const PeriodChoice& choice, const Period& period);

}  // namespace farthing
