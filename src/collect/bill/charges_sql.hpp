// The SQL files of this room, and what is put around them.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "collect/bill/bill_format.hpp"
#include "domain/charge_columns.hpp"

namespace farthing {

/// The text of src/collect/bill/<name>.sql; aborts if there is none.
[[nodiscard]] std::string_view bill_sql(std::string_view name);

/// The charges of `lines` (a SELECT with the columns of `bill_lines` and `part`), all columns typed and in order.
[[nodiscard]] std::string charges_sql(const DetectedFormat& format, const std::string& lines);
[[nodiscard]] std::string split_charges_sql(const std::string& lines);

/// The charges of the late lines that lie in `late_lines` (Parquet), settled against the covered usage in `charges`.
[[nodiscard]] std::string late_charges_sql(const std::string& late_lines, const std::string& charges);

/// The columns that covered usage and its negation share.
inline constexpr const char* kNegationKey =
    "ChargePeriodStart, coalesce(CommitmentDiscountId, ''), coalesce(x_Operation, ''), coalesce(x_UsageType, ''), "
    "coalesce(AvailabilityZone, ''), coalesce(BillingCurrency, '')";

}  // namespace farthing
