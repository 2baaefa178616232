// Gives a TableSource to the engine as a table function.
#pragma once
#include <duckdb.h>

#include <memory>
#include <string>

#include "base/result.hpp"
#include "lake/table_source.hpp"

namespace farthing {

[[nodiscard]] Done register_table_function(duckdb_connection connection, const std::string& name,
                                           std::shared_ptr<TableSource> source);

}  // namespace farthing
