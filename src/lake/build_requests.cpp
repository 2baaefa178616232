#include "lake/build_requests.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace farthing {
namespace {

// What is negative, or more than a number of that kind can be, isn't known. Of input, so many are cached at most as
// there are.
constexpr const char* kHourRequests = R"sql(
CREATE OR REPLACE TEMP TABLE hour_requests AS
WITH known AS (
  SELECT model, epoch_us(hour) // 3600000000 AS hour_number, nullif(model_version, '') AS model_version,
    nullif(endpoint, '') AS endpoint, nullif(tenant, '') AS tenant, nullif(cluster, '') AS cluster,
    nullif("namespace", '') AS "namespace", CASE WHEN requests BETWEEN 0 AND 1e15 THEN requests END AS requests,
    CASE WHEN errors BETWEEN 0 AND 1e15 THEN CASE WHEN errors > requests THEN requests ELSE errors END END AS errors,
    CASE WHEN input_tokens BETWEEN 0 AND 1e15 THEN input_tokens END AS input_tokens,
    CASE WHEN output_tokens BETWEEN 0 AND 1e15 THEN output_tokens END AS output_tokens,
    NOT (requests BETWEEN 0 AND 1e15) OR coalesce(errors > requests OR errors < 0, false)
      OR coalesce(NOT (input_tokens BETWEEN 0 AND 1e15), false) OR coalesce(NOT (output_tokens BETWEEN 0 AND 1e15), false)
      OR coalesce(cached_tokens < 0 OR cached_tokens > input_tokens, false)
      OR coalesce(NOT (prefill_seconds BETWEEN 0 AND 1e12), false) OR coalesce(NOT (decode_seconds BETWEEN 0 AND 1e12), false) AS strange,
    CASE WHEN cached_tokens >= 0 THEN CASE WHEN cached_tokens > input_tokens THEN input_tokens ELSE cached_tokens END END AS cached_tokens,
    CASE WHEN prefill_seconds BETWEEN 0 AND 1e12 AND decode_seconds BETWEEN 0 AND 1e12 THEN prefill_seconds END AS prefill,
    CASE WHEN prefill_seconds BETWEEN 0 AND 1e12 AND decode_seconds BETWEEN 0 AND 1e12 THEN decode_seconds END AS decode
  FROM requests_hourly WHERE hour >= TIMESTAMP {first} AND hour < TIMESTAMP {last} + INTERVAL 1 DAY
)
SELECT row_number() OVER (ORDER BY hour_number, model, model_version, endpoint, tenant, cluster, "namespace") AS request_row, *,
  prefill + decode AS busy_seconds,
  CASE WHEN input_tokens IS NOT NULL OR output_tokens IS NOT NULL
    THEN coalesce(input_tokens, 0e0) + {output} * coalesce(output_tokens, 0e0) WHEN requests = 0 THEN 0e0 END AS token_weight,
  CASE WHEN prefill + decode > 0 THEN prefill / (prefill + decode)
    WHEN input_tokens + {output} * output_tokens > 0 THEN input_tokens / (input_tokens + {output} * output_tokens) END AS input_part,
  CASE WHEN prefill + decode > 0 THEN 'time' WHEN input_tokens + {output} * output_tokens > 0 THEN 'tokens' END AS input_part_by,
  CASE WHEN input_tokens > 0 THEN {cached} * cached_tokens / (input_tokens - cached_tokens + {cached} * cached_tokens) END AS cached_part
FROM known)sql";

}  // namespace

Done make_hour_requests(Engine& engine, const std::vector<std::string>& days) {
  return engine.run(fmt::format(fmt::runtime(kHourRequests), fmt::arg("first", sql_literal(days.front() + " 00:00:00")),
                                fmt::arg("last", sql_literal(days.back() + " 00:00:00")),
                                fmt::arg("output", kInputTokensOfAnOutputToken),
                                fmt::arg("cached", kCostOfACachedToken)));
}

}  // namespace farthing
