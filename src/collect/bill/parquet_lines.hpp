// Parquet bills as the relation `bill_lines`: only SQL, so that the engine reads just the columns it needs.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "collect/bill/bill_lines.hpp"
#include "collect/bill/line_columns.hpp"

namespace farthing {

struct ParquetColumn {
  std::string name;
  std::string type;  ///< as DESCRIBE says it
};

[[nodiscard]] Result<std::vector<ParquetColumn>> describe_parquet(Engine& engine,
                                                                  const std::vector<std::filesystem::path>& files);

/// The SELECT that view `bill_lines` is made of.
[[nodiscard]] std::string parquet_lines_sql(const BillFiles& files, const std::vector<ParquetColumn>& columns);

}  // namespace farthing
