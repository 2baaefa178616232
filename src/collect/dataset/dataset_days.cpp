#include "collect/dataset/dataset_days.hpp"

#include <fmt/format.h>

#include <vector>

#include "base/text.hpp"

namespace farthing {
namespace {

// Midnights at which a piece begins: the interval's own start stands for the first of them.
constexpr const char* kDaysOfInterval =
    "CASE WHEN \"end\" IS NULL OR \"end\" <= start THEN [date_trunc('day', start)] "
    "ELSE generate_series(date_trunc('day', start), \"end\" - INTERVAL 1 MICROSECOND, INTERVAL 1 DAY) END";

std::string interval_pieces(const std::string& rows) {
  return fmt::format(
      "SELECT * REPLACE (CASE WHEN \"end\" > start THEN greatest(start, x_day) ELSE start END AS start, "
      "CASE WHEN \"end\" > start THEN least(\"end\", x_day + INTERVAL 1 DAY) ELSE \"end\" END AS \"end\"), "
      "CASE WHEN \"end\" IS NULL THEN '{}' ELSE strftime(x_day, '%Y-%m-%d') END AS x_period "
      "FROM (SELECT *, unnest({}) AS x_day FROM {})",
      kOpenPeriod, kDaysOfInterval, rows);
}

}  // namespace

std::string rows_by_period_sql(const Dataset& dataset, const std::string& rows) {
  switch (dataset.time) {
    case DatasetTime::kInterval:
      return "SELECT * EXCLUDE (x_day) FROM (" + interval_pieces(rows) + ")";
    case DatasetTime::kMoment:
      return fmt::format("SELECT *, strftime({}, '%Y-%m-%d') AS x_period FROM {}", sql_name(dataset.moment), rows);
    case DatasetTime::kTimeless:
      break;
  }
  return fmt::format("SELECT *, '{}' AS x_period FROM {}", kAllPeriod, rows);
}

std::string merged_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept) {
  std::vector<std::string> key;
  for (const auto name : dataset.key) key.push_back(sql_name(name));
  const auto keys = join(key, ", ");
  std::string all = "SELECT * FROM " + added;
  if (!kept.empty()) all += " UNION ALL BY NAME SELECT *, CAST(-1 AS BIGINT) AS x_order FROM " + kept;
  return fmt::format(
      "SELECT * EXCLUDE (x_order, x_rank) FROM (SELECT *, row_number() OVER (PARTITION BY {0} ORDER BY x_order DESC) "
      "AS "
      "x_rank FROM ({1})) WHERE x_rank = 1 ORDER BY {0}",
      keys, all);
}

}  // namespace farthing
