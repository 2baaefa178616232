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
      "FROM (SELECT *, start AS x_start, unnest({}) AS x_day FROM {})",
      kOpenPeriod, kDaysOfInterval, rows);
}

std::vector<std::string> key_columns(const Dataset& dataset) {
  std::vector<std::string> names;
  for (const auto name : dataset.key) names.push_back(sql_name(name));
  return names;
}

// A kept row k has the key of an imported row i. A piece is known by the start of its interval.
std::string same_key(const Dataset& dataset) {
  std::vector<std::string> conditions;
  for (const auto name : dataset.key) {
    const bool piece = dataset.time == DatasetTime::kInterval && name == "start";
    conditions.push_back("k." + (piece ? "x_start" : sql_name(name)) + " IS NOT DISTINCT FROM i." + sql_name(name));
  }
  return join(conditions, " AND ");
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

std::string newest_rows_sql(const Dataset& dataset, const std::string& rows) {
  return fmt::format(
      "SELECT * EXCLUDE (x_rank) FROM (SELECT *, row_number() OVER (PARTITION BY {} ORDER BY x_order DESC) AS x_rank "
      "FROM {}) WHERE x_rank = 1",
      join(key_columns(dataset), ", "), rows);
}

std::string repeated_keys_sql(const Dataset& dataset, const std::string& rows) {
  return fmt::format("SELECT count(*) - count(DISTINCT hash({})) FROM {}", join(key_columns(dataset), ", "), rows);
}

std::string merged_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept,
                            const std::string& imported) {
  std::vector<std::string> parts;
  if (!added.empty()) parts.push_back("SELECT * FROM " + added);
  if (!kept.empty()) {
    parts.push_back("SELECT k.* FROM " + kept + " AS k ANTI JOIN " + imported + " AS i ON " + same_key(dataset));
  }
  return "SELECT * FROM (" + join(parts, " UNION ALL BY NAME ") + ") ORDER BY " + join(key_columns(dataset), ", ");
}

std::string new_rows_sql(const Dataset& dataset, const std::string& added, const std::string& kept) {
  std::vector<std::string> names = {"x_Unknown"};
  for (const auto& column : dataset.columns) names.push_back(sql_name(column.name));
  const auto columns = "SELECT " + join(names, ", ") + " FROM ";
  return columns + added + " EXCEPT " + columns + kept + " LIMIT 1";
}

std::string replaced_rows_sql(const Dataset& dataset, const std::string& kept, const std::string& imported) {
  return "SELECT count(*) FROM " + kept + " AS k SEMI JOIN " + imported + " AS i ON " + same_key(dataset);
}

}  // namespace farthing
