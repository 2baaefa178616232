#include "lake/build_reserved.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "lake/size_sql.hpp"

namespace farthing {

// In whole numbers, whose sum doesn't depend on the order.
std::string reserved_sql(const std::string& condition, const std::string& columns) {
  const auto mean = [](const char* column) {
    return fmt::format(
        "sum(CAST(round(({1}) * 1e6) AS BIGINT) * seconds) / 1e6 / sum(seconds) FILTER (WHERE ({1}) IS NOT NULL) AS "
        "{0}",
        column, possible_size_sql(column));
  };
  return fmt::format(
      "SELECT workload_id, day, min(start) AS started, max(ended) AS ended, {}, {}, {}, {}, {}{} FROM (\n"
      "  SELECT *, epoch_us(ended) // 1000000 - epoch_us(start) // 1000000 AS seconds FROM (\n"
      "    SELECT *, CAST(start AS DATE) AS day, coalesce(\"end\", CAST(start AS DATE) + INTERVAL 1 DAY) AS ended\n"
      "    FROM workloads WHERE {})\n) WHERE seconds > 0 GROUP BY 1, 2",
      mean("request_vcpu"), mean("request_memory_gib"), mean("request_accelerators"), mean("limit_vcpu"),
      mean("limit_memory_gib"), columns, condition);
}

Done make_day_reserved(Engine& engine, const std::vector<std::string>& days) {
  const auto first = sql_literal(days.front() + " 00:00:00"), last = sql_literal(days.back() + " 00:00:00");
  return engine.run(fmt::format(
      R"sql(CREATE OR REPLACE TEMP TABLE day_reserved AS
SELECT k.workload_key, epoch_us(CAST(coalesce(r.day, u.day) AS TIMESTAMP)) // 86400000000 AS day_number, r.* EXCLUDE (workload_id, day), u.network_in, u.network_out
FROM ({}) AS r
FULL JOIN (
  SELECT workload_id, CAST(hour AS DATE) AS day, sum({}) AS network_in, sum({}) AS network_out
  FROM usage_hourly WHERE hour >= TIMESTAMP {} AND hour < TIMESTAMP {} + INTERVAL 1 DAY AND (network_in_bytes IS NOT NULL OR network_out_bytes IS NOT NULL)
  GROUP BY 1, 2
) AS u ON u.workload_id = r.workload_id AND u.day = r.day
JOIN workload_keys AS k ON k.workload_id = coalesce(r.workload_id, u.workload_id))sql",
      reserved_sql(fmt::format("start >= TIMESTAMP {} AND start < TIMESTAMP {} + INTERVAL 1 DAY", first, last), ""),
      possible_bytes_sql("network_in_bytes"), possible_bytes_sql("network_out_bytes"), first, last));
}

}  // namespace farthing
