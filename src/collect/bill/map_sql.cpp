#include "collect/bill/map_sql.hpp"

#include <fmt/format.h>

namespace farthing {

std::string clean_map_sql(const std::string& entries, const std::string& key) {
  return fmt::format(
      "map_from_entries(list_transform(list_filter({0}, lambda e: e.value IS NOT NULL AND e.value <> ''), "
      "lambda e: {{'key': {1}, 'value': e.value}}))",
      entries, key);
}

std::string tag_map_sql(const std::string& map) {
  const std::string key = fmt::format(
      "CASE WHEN starts_with(e.key, 'user_') AND NOT starts_with(e.key, 'user_aws:') AND NOT "
      "list_contains(map_keys({0}), substr(e.key, 6)) THEN substr(e.key, 6) "
      "WHEN starts_with(e.key, 'aws_') AND NOT list_contains(map_keys({0}), 'aws:' || substr(e.key, 5)) THEN "
      "'aws:' || substr(e.key, 5) ELSE e.key END",
      map);
  return clean_map_sql("map_entries(" + map + ")", key);
}

}  // namespace farthing
