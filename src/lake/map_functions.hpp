// SQL functions that clean the maps of bills; src/collect/bill/map_sql.hpp calls them.
#pragma once
#include <duckdb.h>

#include "base/result.hpp"

namespace farthing {

/// Registers, for every query of the connection's database, where M is MAP(VARCHAR, VARCHAR):
///  - known_entries(M) -> M: without entries whose value is NULL or empty;
///  - named_tags(M) -> M: the same, with tags by the names that they have in a legacy report: "user_team" becomes
///    "team", "aws_name" becomes "aws:name", unless the map has that key already.
/// A map that stays as it is, which most do, is not copied. A key that is there twice, both times with a value, is an
/// error. NULL stays NULL.
[[nodiscard]] Done register_map_functions(duckdb_connection connection);

}  // namespace farthing
