#include "focus/export_columns.hpp"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/text.hpp"
#include "focus/model.hpp"
#include "focus/rules.hpp"

namespace farthing {
namespace {

// Where a line stood in this lake's files, and what only an import can say.
constexpr std::string_view kOfTheLake[] = {"billing_period", "charge_date",  "x_Estimated", "x_LineItemType",
                                           "x_Part",         "x_SourceFile", "x_SourceLine"};

FocusType focus_type(LakeType type) {
  switch (type) {
    case LakeType::kCost:
    case LakeType::kQuantity:
    case LakeType::kRate:
      return FocusType::kNumber;
    case LakeType::kTime:
      return FocusType::kTime;
    case LakeType::kMap:
      return FocusType::kMap;
    default:
      return FocusType::kText;
  }
}

// What FOCUS 1.3 calls by other names than before.
std::string source_sql(const std::string& name) {
  if (name == "ServiceProviderName") return "coalesce(ServiceProviderName, ProviderName)";
  if (name == "HostProviderName") return "coalesce(HostProviderName, PublisherName)";
  return sql_name(name);
}

CellRole role_of(const LakeColumn& column) {
  const std::string_view name = column.name;
  if (name == "AllocatedMethodDetails") return CellRole::kMethodDetails;
  if (name == "AllocatedMethodId") return CellRole::kMethodId;
  if (name == "AllocatedResourceId") return CellRole::kWorkloadId;
  if (name == "AllocatedResourceName") return CellRole::kWorkloadName;
  if (name == "AllocatedTags") return CellRole::kWorkloadTags;
  // A map of amounts: what of them falls on a part isn't stated.
  if (name == "x_Discounts") return CellRole::kNotOfParts;
  return column.type == LakeType::kCost || column.type == LakeType::kQuantity ? CellRole::kAmount : CellRole::kCharge;
}

std::optional<CostBasis> basis_of(std::string_view name) {
  for (const auto& one : kCostBases) {
    if (one.column == name) return one.basis;
  }
  return std::nullopt;
}

Result<std::set<std::string>> empty_columns(Engine& engine, const std::string& from) {
  std::vector<std::string> counts;
  const auto columns = exported_columns();
  for (const auto& column : columns) counts.push_back("count(" + source_sql(column.name) + ")");
  TRY(const auto rows, engine.query("SELECT " + join(counts, ", ") + " FROM " + from));
  std::set<std::string> empty;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (rows.rows[0][i] == "0") empty.insert(columns[i].name);
  }
  return empty;
}

// Of empty columns those whose rules some charge would break.
Result<std::set<std::string>> wanted_columns(Engine& engine, const std::string& from,
                                             const std::set<std::string>& empty) {
  TRY(const auto model, bundled_focus_model(false));
  FocusFile file;
  for (const auto& column : exported_columns()) file.columns.push_back({column.name, focus_type(column.type)});
  std::vector<std::string> sums, names;
  for (const auto& rule : held_rules(model, file, {}).rules) {
    if (!empty.contains(rule.column) || rule.violation == "false" || !rule.group.empty()) continue;
    sums.push_back("count_if(" + rule.violation + ")");
    names.push_back(rule.column);
  }
  std::set<std::string> wanted;
  if (sums.empty()) return wanted;
  TRY(const auto rows, engine.query("SELECT " + join(sums, ", ") + " FROM " + from));
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (rows.rows[0][i] != "0") wanted.insert(names[i]);
  }
  return wanted;
}

}  // namespace

std::vector<LakeColumn> exported_columns() {
  std::vector<LakeColumn> columns;
  for (const auto& column : charge_columns()) {
    if (std::find(std::begin(kOfTheLake), std::end(kOfTheLake), column.name) == std::end(kOfTheLake))
      columns.push_back(column);
  }
  return columns;
}

Result<std::vector<ExportColumn>> plan_export_columns(Engine& engine, const std::string& from) {
  TRY(const auto empty, empty_columns(engine, from));
  TRY(const auto wanted, wanted_columns(engine, from, empty));
  std::vector<ExportColumn> columns;
  for (const auto& column : exported_columns()) {
    const std::string name = column.name;
    if (wanted.contains(name) || (empty.contains(name) && name.starts_with("x_"))) continue;
    columns.push_back({name, role_of(column), column.type, source_sql(name), basis_of(name)});
  }
  columns.push_back({kOriginChargeId, CellRole::kOrigin, LakeType::kText, ""});
  columns.push_back({kCostKind, CellRole::kKind, LakeType::kText, ""});
  return columns;
}

}  // namespace farthing
