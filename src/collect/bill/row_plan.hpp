// What happens to each field of a part's records, worked out once per part.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "collect/bill/csv_lines.hpp"

namespace farthing {

/// A field that becomes a value of a column.
struct PlannedField {
  std::size_t field = 0;
  std::size_t column = 0;
  FieldUse use = FieldUse::kText;
  bool required = false;
};

/// Fields that become the entries of one map column.
struct PlannedMap {
  std::size_t column = 0;
  std::vector<std::size_t> fields;
  bool has_json = false;     ///< entries may repeat a key, and an empty field is no map
  bool of_cur_tags = false;  ///< keys of JSON begin with "user_" or "aws_"
};

struct RowPlan {
  std::string file_name;  ///< of the part
  std::vector<PlannedField> fields;
  std::vector<PlannedMap> maps;
  std::vector<std::size_t> missing;  ///< columns that no field of the part fills
  // Fields that the control total is made of.
  std::optional<std::size_t> cost, currency, operation, parent;
  std::optional<std::size_t> kind;  ///< of the line: whether it is late
  std::optional<std::size_t> line;  ///< the field that says on which line the record stood
};

/// A column that two fields would fill is a programmer's error, except a map.
[[nodiscard]] RowPlan plan_rows(const CsvTable& table, const CsvPart& part);

}  // namespace farthing
