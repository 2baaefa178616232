// The columns of a bill that charges are made of: of a Cost and Usage Report by their CUR 2.0 names, of FOCUS by their
// own. They're the columns of the relation `bill_lines`, whatever the file's form.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "collect/bill/bill_format.hpp"
#include "lake/table_source.hpp"

namespace farthing {

struct LineColumn {
  std::string name;
  ColumnType type;           ///< in the relation `bill_lines`; numbers are kText, held to be numbers
  bool number = false;       ///< of kText: a number kept as written
  bool required = false;     ///< the report must have it
  std::string without = {};  ///< what its absence costs; empty if nothing worth telling
};

[[nodiscard]] const std::vector<LineColumn>& line_columns(BillFamily family);
/// The column of that name in any spelling; nullptr if charges aren't made of it.
[[nodiscard]] const LineColumn* find_line_column(BillFamily family, std::string_view name);
/// "CAST(NULL AS <type>)", for a column that the bill lacks.
[[nodiscard]] std::string null_of(ColumnType type);
/// Columns of a Cost and Usage Report that are known and left out: they repeat others or say nothing about cost.
[[nodiscard]] bool is_ignored_cur_column(std::string_view name);

/// A column of a legacy report that is an entry of a map.
struct CurMapKey {
  const char* map;  ///< "resource_tags", "product", "cost_category", "discount"; nullptr: it's none
  std::string key;  ///< of tags: user keys without prefix, AWS keys with "aws:"
};
/// "resourceTags/user:Team", "resource_tags_user_team", "product/vcpu", "costCategory/Unit", "discount/total_discount"
[[nodiscard]] CurMapKey cur_map_key(std::string_view header);

}  // namespace farthing
