#include "collect/bill/map_sql.hpp"

namespace farthing {

std::string clean_map_sql(const std::string& map) { return "known_entries(" + map + ")"; }
std::string tag_map_sql(const std::string& map) { return "named_tags(" + map + ")"; }

}  // namespace farthing
