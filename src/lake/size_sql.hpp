// Sizes as they were told, as far as they can be true.
#pragma once
#include <fmt/format.h>

#include <string>

namespace farthing {

/// SQL: a number of vCPU, GiB, accelerators or hours of them in `column`, NULL if it is negative or more than any
/// machine has. Its millionths times the seconds of a day are less than a BIGINT holds.
[[nodiscard]] inline std::string possible_size_sql(const std::string& column) {
  return fmt::format("CASE WHEN {0} BETWEEN 0 AND 1e6 THEN {0} END", column);
}

/// The same of bytes in an hour, up to a petabyte.
[[nodiscard]] inline std::string possible_bytes_sql(const std::string& column) {
  return fmt::format("CASE WHEN {0} BETWEEN 0 AND 1e15 THEN CAST(round({0}) AS BIGINT) END", column);
}

}  // namespace farthing
