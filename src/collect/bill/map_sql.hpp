// The maps of bills as SQL, so that tags read alike whether they come as a Parquet map, JSON or columns.
#pragma once
#include <string>

namespace farthing {

/// A map of `entries` (SQL: a list of structs of key and value, their keys distinct) without those that have no value.
/// `key` is the new key, as SQL over the entry `e`; new keys must be distinct too.
[[nodiscard]] std::string clean_map_sql(const std::string& entries, const std::string& key);

/// The tags of `map` (SQL), whose keys are "user_team" and "aws_created_by", with keys "team" and "aws:created_by". A
/// key whose new name is there already stays as it is.
[[nodiscard]] std::string tag_map_sql(const std::string& map);

}  // namespace farthing
