#include "lake/parquet_folder.hpp"

#include "base/text.hpp"

namespace farthing {

std::string read_folder(const std::filesystem::path& folder) {
  return "read_parquet(" + sql_literal(exact_pattern(folder.string()) + "/*.parquet") + ", hive_partitioning = false)";
}

}  // namespace farthing
