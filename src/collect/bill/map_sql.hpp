// The maps of bills as SQL, so that tags read alike whether they come as a Parquet map, JSON or columns.
#pragma once
#include <string>

namespace farthing {

/// `map` (SQL, MAP(VARCHAR, VARCHAR)) without entries that have no value.
[[nodiscard]] std::string clean_map_sql(const std::string& map);

/// The same of tags, whose keys are "user_team" and "aws_created_by", with keys "team" and "aws:created_by". A key
/// whose new name is there already stays as it is.
[[nodiscard]] std::string tag_map_sql(const std::string& map);

}  // namespace farthing
