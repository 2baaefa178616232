// Moments in UTC and billing periods. All stored times are UTC; intervals are half-open.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace farthing {

/// Microseconds since 1970-01-01T00:00:00Z, as DuckDB's TIMESTAMP.
struct Timestamp {
  std::int64_t micros = 0;
  friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
};
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;

/// Reads what bills write, UTC unless an offset says otherwise: "2023-11-01T00:00:00.000Z", "2024-09-01 00:00:00",
/// "2024-09-01", "20170701T000000.000Z", "2026-01-01T02:00:00+02:00", "5/1/25" (month/day/year). Hours from 24 on are
/// of the next day.
[[nodiscard]] std::optional<Timestamp> parse_timestamp(std::string_view text);
[[nodiscard]] std::string format_timestamp(Timestamp time);  ///< "2023-11-01T00:00:00Z"; with a fraction if it has one
[[nodiscard]] std::string format_date(Timestamp time);       ///< "2023-11-01"
[[nodiscard]] std::string month_of(Timestamp time);          ///< "2023-11"

[[nodiscard]] Timestamp start_of_day(Timestamp time);
/// The first moment of "2023-11", nothing if that is no month.
[[nodiscard]] std::optional<Timestamp> parse_month(std::string_view month);
/// "2023-11" moved by months: next_month("2023-12", 1) is "2024-01".
[[nodiscard]] std::string shift_month(std::string_view month, int months);

/// The one place that reads the machine's clock.
[[nodiscard]] Timestamp system_now();

}  // namespace farthing
