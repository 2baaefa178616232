#include "collect/bill/csv_fields.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "collect/bill/line_columns.hpp"

namespace farthing {
namespace {

// Gives each column its place in the table when it is first met.
class TableColumns {
 public:
  std::size_t place(const std::string& name, ColumnType type) {
    const auto [found, added] = places_.emplace(name, columns_.size());
    if (added) columns_.push_back({name, type});
    return found->second;
  }
  [[nodiscard]] std::optional<std::size_t> find(const std::string& name) const {
    const auto found = places_.find(name);
    return found == places_.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<SourceColumn> take() { return std::move(columns_); }

 private:
  std::map<std::string, std::size_t> places_;
  std::vector<SourceColumn> columns_;
};

FieldUse use_of(const LineColumn& column) {
  switch (column.type) {
    case ColumnType::kDecimal:
      return FieldUse::kCost;
    case ColumnType::kTimestamp:
      return FieldUse::kTime;
    case ColumnType::kMap:
      return FieldUse::kJsonMap;
    default:
      return column.number ? FieldUse::kNumber : FieldUse::kText;
  }
}

class FieldPlanner {
 public:
  FieldPlanner(const DetectedFormat& format, TableColumns& columns, std::set<std::string>& unknown)
      : format_(format), columns_(columns), unknown_(unknown) {}

  CsvField plan(const std::string& header) {
    const auto* wanted = find_line_column(format_.family, header);
    if (wanted != nullptr && taken_.insert(wanted->name).second) {
      return {header, use_of(*wanted), columns_.place(wanted->name, wanted->type), {}, wanted->required};
    }
    if (format_.is_cur() && wanted == nullptr) {
      if (is_ignored_cur_column(header)) return {header};
      const auto entry = cur_map_key(header);
      if (entry.map != nullptr) return map_entry(header, entry.map, entry.key);
    }
    unknown_.insert(header);
    return map_entry(header, "unknown_columns", header);
  }

 private:
  // Keys of one map must differ: the second of a kind gets "#2".
  CsvField map_entry(const std::string& header, const std::string& map, const std::string& key) {
    std::string distinct = key;
    for (int n = 2; !taken_.insert(map + "/" + distinct).second; ++n) distinct = key + "#" + std::to_string(n);
    return {header, FieldUse::kMapEntry, columns_.place(map, ColumnType::kMap), distinct};
  }

  const DetectedFormat& format_;
  TableColumns& columns_;
  std::set<std::string>& unknown_;
  std::set<std::string> taken_;
};

}  // namespace

Result<CsvPlan> plan_csv_fields(const BillFiles& files) {
  CsvPlan plan;
  TableColumns columns;
  std::set<std::string> unknown;
  for (const auto& file : files.csv_files) {
    TRY(auto headers, read_csv_header(file));
    FieldPlanner planner(files.format, columns, unknown);
    CsvPart part{file, {}};
    for (const auto& header : headers) part.fields.push_back(planner.plan(header));
    plan.table.parts.push_back(std::move(part));
  }
  plan.unknown_columns.assign(unknown.begin(), unknown.end());
  auto& table = plan.table;
  table.file_column = columns.place("source_file", ColumnType::kText);
  table.line_column = columns.place("source_line", ColumnType::kInteger);
  if (files.format.is_cur()) {
    table.control_cost_column = columns.place("line_item_unblended_cost", ColumnType::kDecimal);
    table.control_currency_column = columns.find("line_item_currency_code");
    table.control_operation_column = columns.find("line_item_operation");
    table.control_parent_column = columns.find("split_line_item_parent_resource_id");
    table.split_operations = {"EKSPod-EC2", "ECSTask-EC2"};
    table.kind_column = columns.find("line_item_line_item_type");
    table.late_kinds = {"SavingsPlanNegation", "SavingsPlanRecurringFee", "RIFee"};
  } else {
    table.control_cost_column = columns.place("BilledCost", ColumnType::kDecimal);
    table.control_currency_column = columns.find("BillingCurrency");
    table.null_texts = {"NULL", "null"};
  }
  table.columns = columns.take();
  return plan;
}

}  // namespace farthing
