#include "collect/bill/row_plan.hpp"

#include <algorithm>

namespace farthing {
namespace {

bool has_column(FieldUse use) { return use != FieldUse::kSkip && use != FieldUse::kLine; }
bool is_map_use(FieldUse use) { return use == FieldUse::kMapEntry || use == FieldUse::kJsonMap; }

ColumnType type_of_use(FieldUse use) {
  switch (use) {
    case FieldUse::kCost:
      return ColumnType::kDecimal;
    case FieldUse::kTime:
      return ColumnType::kTimestamp;
    case FieldUse::kMapEntry:
    case FieldUse::kJsonMap:
      return ColumnType::kMap;
    case FieldUse::kSkip:
    case FieldUse::kLine:
    case FieldUse::kText:
    case FieldUse::kNumber:
      break;
  }
  return ColumnType::kText;
}

PlannedMap& map_of_column(std::vector<PlannedMap>& maps, std::size_t column) {
  const auto known = std::find_if(maps.begin(), maps.end(), [&](const auto& map) { return map.column == column; });
  if (known != maps.end()) return *known;
  return maps.emplace_back(PlannedMap{.column = column, .fields = {}});
}

}  // namespace

RowPlan plan_rows(const CsvTable& table, const CsvPart& part) {
  RowPlan plan;
  plan.file_name = part.origin().short_name();
  std::vector<bool> filled(table.columns.size());
  filled[table.file_column] = filled[table.line_column] = true;
  const auto field_of = [&](std::optional<std::size_t> column) -> std::optional<std::size_t> {
    for (std::size_t i = 0; column && i < part.fields.size(); ++i) {
      if (has_column(part.fields[i].use) && part.fields[i].column == *column) return i;
    }
    return std::nullopt;
  };
  for (std::size_t i = 0; i < part.fields.size(); ++i) {
    const auto& field = part.fields[i];
    if (field.use == FieldUse::kLine) plan.line = i;
    if (!has_column(field.use)) continue;
    FARTHING_CHECK(field.column < table.columns.size());
    FARTHING_CHECK(table.columns[field.column].type == type_of_use(field.use));
    if (is_map_use(field.use)) {
      auto& map = map_of_column(plan.maps, field.column);
      map.fields.push_back(i);
      map.has_json = map.has_json || field.use == FieldUse::kJsonMap;
      map.of_cur_tags = table.columns[field.column].name == "resource_tags";
    } else {
      FARTHING_CHECK(!filled[field.column]);
      plan.fields.push_back({i, field.column, field.use, field.required});
    }
    filled[field.column] = true;
  }
  for (std::size_t i = 0; i < filled.size(); ++i) {
    if (!filled[i]) plan.missing.push_back(i);
  }
  plan.cost = field_of(table.control_cost_column);
  plan.currency = field_of(table.control_currency_column);
  plan.operation = field_of(table.control_operation_column);
  plan.parent = field_of(table.control_parent_column);
  plan.kind = field_of(table.kind_column);
  return plan;
}

}  // namespace farthing
